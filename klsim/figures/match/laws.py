"""Reading laws in a game: where q starts, and the hidden targets, written out or to be drawn."""

from dataclasses import replace
from typing import Any, cast

from klsim.content.schema import number_text, read_fields
from klsim.content.yaml import Mapping, Node, Sequence
from klsim.diagnostics import Code, each
from klsim.figures.match.knobs import check_stop, reach_of
from klsim.figures.match.law import DECIMALS, STARTS, Knob, Law, RandomTargets
from klsim.settings.composites import Column, Columns, Interval, Record
from klsim.settings.limits import MOST_COMPONENTS
from klsim.settings.scalars import Integer, Number, Setting, field_of

COUNT = Integer("count", 1, 200, default=12)
SEED = Integer("seed", 0, 2**32 - 1, default=1)
BELLS = Integer("bells", 1, 6)
APART = Number("apart", 0, 1e4, default=0.0)


def read_start(node: Node | None, simulation: str, mean: Knob, variance: Knob) -> Law:
    """Where q starts, every value on a stop of its knob."""
    usual = STARTS[simulation]
    if node is None:
        return Law(tuple(map(mean.nearest, usual.means)), tuple(map(variance.nearest, usual.variances)))
    law = (_read_bell if usual.bells == 1 else _read_mixture)(node, "start", mean, variance)
    values = [("mean", mean, m) for m in law.means] + [("variance", variance, v) for v in law.variances]
    each(lambda item: check_stop(f"the start's {item[0]}", item[2], item[1], node.location), values)
    return law


def read_targets(node: Node, start: Law, mean: Knob, variance: Knob) -> tuple[Law, ...] | RandomTargets:
    """A list of laws, or how to draw them."""
    if isinstance(node, Mapping):
        return _read_draw(node, start, mean, variance)
    if not isinstance(node, Sequence) or not node.items:
        hint = "list them, or write `targets: {seed: 7, mean: [lowest, highest], variance: [lowest, highest]}`"
        raise node.location.failure(
            Code.WRONG_TYPE, "targets must be a list of laws, or say how to draw them", hint
        )
    return tuple(each(lambda item: _read_law(item, mean, variance), node.items))


def _read_draw(node: Mapping, start: Law, mean: Knob, variance: Knob) -> RandomTargets:
    bells = replace(BELLS, default=start.bells)
    ends = [Interval(knob.name, reach_of(knob)) for knob in (mean, variance)]
    scalars: tuple[Setting, ...] = (COUNT, SEED, bells, APART)
    fields = [*map(field_of, scalars), *(field_of(one, "[lowest, highest]") for one in ends)]
    usual: dict[str, Any] = {one.name: one.default for one in scalars}
    draw = RandomTargets(**(usual | read_fields(node, fields, node.location, "targets")))
    _check_room(draw, node)
    return draw


def _check_room(draw: RandomTargets, node: Mapping) -> None:
    span, gaps = draw.mean[1] - draw.mean[0], draw.bells - 1
    if draw.apart * gaps > span:
        message = (
            f"{draw.bells} bells that are {number_text(draw.apart)} apart do not fit between the ends of mean"
        )
        hint = f"nearest: {number_text(round(span / gaps, DECIMALS))}"
        raise node.key("apart").location.failure(Code.NO_ROOM, message, hint)


def _read_law(node: Node, mean: Knob, variance: Knob) -> Law:
    several = isinstance(node, Mapping) and {"means", "variances"} & set(node.keys())
    return (_read_mixture if several else _read_bell)(node, "a target", mean, variance)


def _read_bell(node: Node, name: str, mean: Knob, variance: Knob) -> Law:
    group = Record(name, (reach_of(mean), reach_of(variance))).read(node)
    return _law((cast(float, group["mean"]),), (cast(float, group["variance"]),))


def _read_mixture(node: Node, name: str, mean: Knob, variance: Knob) -> Law:
    columns = Column("means", reach_of(mean)), Column("variances", reach_of(variance))
    table = Columns(name, columns, MOST_COMPONENTS).read(node)
    return _law(table["means"], table["variances"])


def _law(means: tuple[float, ...], variances: tuple[float, ...]) -> Law:
    """Of as many decimals as a reader is told."""
    return Law(tuple(round(m, DECIMALS) for m in means), tuple(round(v, DECIMALS) for v in variances))
