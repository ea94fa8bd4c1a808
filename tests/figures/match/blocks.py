"""Writing match blocks in tests."""

from klsim.content.markdown.rendering import parse_markdown
from klsim.content.source import Source
from klsim.figures.match.block import parse_game
from klsim.figures.match.game import Game

GOOD = """
id: by-hand
simulation: gaussian-match
caption: Find p.
readouts: [kl_qp]
start: {mean: 0, variance: 5}
mean: {low: -10, high: 10, fine: 0.05, coarse: 0.5}
variance: {low: 0.05, high: 10, fine: 0.05, coarse: 0.5}
targets: {count: 12, seed: 7, mean: [-8, 8], variance: [0.5, 8]}
domain: [-40, 40]
points: 801
"""

MIXTURES = """
id: six
simulation: mixture-match
caption: Find p.
readouts: [kl_qp, kl_pq]
targets: {seed: 5, mean: [-7, 7], variance: [0.3, 3], apart: 2.5}
"""


def parse(body: str = GOOD) -> Game:
    """The game of a block whose body begins on line 2 of content/a.md."""
    source = Source.of(f"```match\n{body.strip()}\n```\n", "content/a.md")
    (block,) = parse_markdown(source, ("match",)).blocks
    return parse_game(block)
