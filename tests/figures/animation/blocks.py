"""Writing figure blocks in tests."""

from klsim.content.markdown.rendering import parse_markdown
from klsim.content.source import Source
from klsim.figures.animation.block import parse_figure
from klsim.figures.animation.sweep import Figure
from tests.simulations.own import CATALOGUE

GOOD = """
id: descent
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [-0.02, 0.02, 0.2]
  momentum: [0, 0.9]
default: {objective: kl_qp, step_size: 0.02, momentum: 0}
presets:
  Machine running away: {step_size: -0.02, momentum: 0}
"""


def parse(body: str = GOOD) -> Figure:
    """The figure of a block whose body begins on line 2 of content/a.md."""
    source = Source.of(f"```animation\n{body.strip()}\n```\n", "content/a.md")
    (block,) = parse_markdown(source, ("animation",)).blocks
    return parse_figure(block, CATALOGUE)
