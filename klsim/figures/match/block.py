"""Reading a `match` block: YAML to a checked game."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from klsim.content.blocks import Block
from klsim.content.schema import Field, as_written, identifier, one_of, read_fields, text
from klsim.content.yaml import Node, Sequence, parse_yaml
from klsim.diagnostics import Code, each
from klsim.figures.match.game import Game
from klsim.figures.match.knobs import SMALLEST, read_knob
from klsim.figures.match.law import MEAN, STARTS, VARIANCE
from klsim.figures.match.laws import read_start, read_targets
from klsim.figures.match.sampling import choose_sampling
from klsim.numerics.objectives import OBJECTIVES
from klsim.settings.composites import Interval
from klsim.settings.limits import LARGEST_POINTS
from klsim.settings.scalars import Choice, Integer, Number, field_of

DOMAIN = Interval("domain", Number("domain", -1e6, 1e6))
POINTS = Integer("points", 2, LARGEST_POINTS)

FIELDS = (
    Field("id", identifier, "…", "its name in links and addresses"),
    Field(
        "simulation", one_of(STARTS, "simulations"), "…", "`gaussian-match`, one bell, or `mixture-match`, several"
    ),
    Field("caption", text, "…", "what to do, in plain text"),
    Field(
        "readouts",
        lambda node, _: _read_readouts(node),
        about="which divergences are shown: `[kl_qp]`, which is usual, `[kl_pq]` or both",
    ),
    Field(
        "start",
        as_written,
        about="where q begins; mean 0 and variance 5, or means −4, 0, 4 and variances 2, unless told",
    ),
    Field(
        "mean",
        lambda node, _: read_knob(node, MEAN, -1e4),
        about="the knob: any of `{low: -10, high: 10, fine: 0.05, coarse: 0.5}`",
    ),
    Field(
        "variance", lambda node, _: read_knob(node, VARIANCE, SMALLEST), about="likewise; 0.05 to 10 unless told"
    ),
    Field(
        "targets",
        as_written,
        "{seed: 7, mean: [lowest, highest], variance: [lowest, highest]}",
        "the hidden targets: how to draw them, or a list of them; see [Games](figures.md#games)",
    ),
    replace(
        field_of(DOMAIN, optional=True),
        about="between which values a divergence of mixtures is sampled; wide enough for the knobs unless told",
    ),
    replace(
        field_of(POINTS, optional=True), about="at how many points; enough for the narrowest bells unless told"
    ),
)


def parse_game(block: Block) -> Game:
    """The game that a block declares. Raises ContentError with every mistake found in it."""
    node = parse_yaml(block.body, block.location)
    given = read_fields(node, FIELDS, block.location, "this game")
    mean, variance = given.get("mean", MEAN), given.get("variance", VARIANCE)
    usual = STARTS[given["simulation"]]
    sampled = next((key.location for key, _ in node.items if key.text in ("domain", "points")), block.location)
    known: dict[str, Any] = {}
    steps: tuple[Callable[[], None], ...] = (
        lambda: known.update(start=read_start(given.get("start"), given["simulation"], mean, variance)),
        lambda: known.update(
            targets=read_targets(given["targets"], known.get("start", usual), mean, variance),
        ),
        lambda: known.update(
            sampling=choose_sampling(given.get("domain"), given.get("points"), mean, variance, sampled)
        ),
    )
    each(lambda step: step(), steps)
    return Game(
        id=given["id"],
        simulation=given["simulation"],
        caption=given["caption"],
        readouts=given.get("readouts", ("kl_qp",)),
        mean=mean,
        variance=variance,
        location=block.location,
        **known,
    )


def _read_readouts(node: Node) -> tuple[str, ...]:
    if not isinstance(node, Sequence) or not node.items:
        raise node.location.failure(Code.WRONG_TYPE, "readouts must be a list", "write `readouts: [kl_qp]`")
    words = each(Choice("readout", OBJECTIVES).read, node.items)
    for n, word in enumerate(words):
        if word in words[:n]:
            raise node.location.failure(Code.DUPLICATE_VALUE, f"readout {word} is listed twice")
    return tuple(words)
