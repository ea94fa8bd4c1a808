"""The panels of recorded runs: what a block asks for, or what suits the data."""

from collections.abc import Callable, Mapping, Sequence

from klsim.content.schema import text
from klsim.content.yaml import Mapping as YamlMapping
from klsim.content.yaml import Node, Scalar
from klsim.content.yaml import Sequence as YamlList
from klsim.diagnostics import Code, each, nearest
from klsim.figures.animation.recording import CurvePanel, Goal, PanelWish, PathPanel, ProfilePanel
from klsim.recordings.survey import Extent

KINDS = ("curve", "path", "profile")
SCALES = ("linear", "log")
_EXAMPLE = "write `panels: [{curve: loss, scale: log}, {path: [x, y], contours: grid.npz}]`"

WIDE = 100
"""Where numbers above 0 differ by more than this factor, a log scale shows them better."""

Find = Callable[[Node, str], Extent]
"""The series that a node names. Raises ContentError where there is none."""


def read_panel_wishes(node: Node | None, find: Find, grids: Sequence[str]) -> tuple[PanelWish, ...]:
    """The panels that a block asks for; none where it leaves them to klsim.

    grids: the landscapes that could be read
    """
    if node is None:
        return ()
    items = node.items if isinstance(node, YamlList) else (node,)
    if not items:
        raise node.location.failure(Code.EMPTY_VALUE, "panels: none is named", f"{_EXAMPLE}, or leave it out")
    return tuple(each(lambda item: _read_panel(item, find, grids), items))


def usual_panels(extents: Sequence[Extent], goal: Goal | None, clock: str) -> tuple[PanelWish, ...]:
    """One or two panels that suit the data: the series of the goal first."""
    single = [one for one in extents if one.size is None and one.name != clock]
    ranked = sorted(single, key=lambda one: goal is None or one.name != goal.series)
    if not single:
        return tuple(ProfilePanel(one.name) for one in extents[:2])
    return tuple(CurvePanel((one.name,), _is_wide(one)) for one in ranked[:2])


def _is_wide(extent: Extent) -> bool:
    return extent.low > 0 and extent.high > WIDE * extent.low


def _read_panel(node: Node, find: Find, grids: Sequence[str]) -> PanelWish:
    if not isinstance(node, YamlMapping) or not node.items:
        raise node.location.failure(Code.WRONG_TYPE, "a panel of recorded runs says what it shows", _EXAMPLE)
    kind = next((name for name in KINDS if node.get(name)), "")
    if not kind:
        key = node.items[0][0]
        raise key.location.failure(
            Code.UNKNOWN_KEY, f"no panel shows a {key.text!r}", nearest(key.text, KINDS, "panels")
        )
    more: Mapping[str, tuple[str, ...]] = {"curve": ("scale",), "path": ("contours",), "profile": ()}
    known = (kind, *more[kind])
    for key, _ in node.items:
        if key.text not in known:
            hint = nearest(key.text, known, "keys")
            raise key.location.failure(
                Code.UNKNOWN_KEY, f"unknown key {key.text!r} in a panel with a {kind}", hint
            )
    below = node.get(kind)
    assert below is not None
    if kind == "curve":
        return _read_curve(below, node.get("scale"), find)
    if kind == "path":
        return _read_path(below, node.get("contours"), find, grids)
    extent = find(below, "profile")
    if extent.size is None:
        message = f"profile: {extent.label} is one number at each iteration"
        raise below.location.failure(Code.WRONG_TYPE, message, f"write `curve: {extent.label}`")
    return ProfilePanel(extent.name)


def _read_curve(node: Node, scale: Node | None, find: Find) -> CurvePanel:
    items = node.items if isinstance(node, YamlList) else (node,)
    extents = each(lambda item: _single(item, "curve", find), items)
    word = text(scale, "scale") if scale else "linear"
    if scale and word not in SCALES:
        raise scale.location.failure(
            Code.UNKNOWN_VALUE, f"unknown scale {word!r}", nearest(word, SCALES, "scales")
        )
    if scale and word == "log":
        for extent in extents:
            if not extent.positive:
                message = f"{extent.label} has no number above 0, and a log scale shows no others"
                raise scale.location.failure(Code.OUT_OF_RANGE, message, "write `scale: linear`")
    return CurvePanel(tuple(extent.name for extent in extents), word == "log")


def _read_path(node: Node, contours: Node | None, find: Find, grids: Sequence[str]) -> PathPanel:
    items = node.items if isinstance(node, YamlList) else ()
    if len(items) != 2:
        raise node.location.failure(Code.WRONG_LENGTH, "a path has two series", "write `path: [x, y]`")
    x, y = each(lambda item: _single(item, "path", find), items)
    name = text(contours, "contours") if contours else ""
    if contours and name not in grids:
        raise contours.location.failure(
            Code.MISSING_FILE, f"there is no landscape {name!r} beside the article", "save x, y and z: numpy.savez"
        )
    return PathPanel(x.name, y.name, name)


def _single(node: Node, where: str, find: Find) -> Extent:
    extent = find(node, where)
    if extent.size is not None:
        message = f"{where}: {extent.label} has {extent.size} numbers at each iteration"
        raise node.location.failure(Code.WRONG_TYPE, message, f"write `profile: {extent.label}`")
    return extent


def named_grids(node: Node | None) -> list[str]:
    """The files that the panels of a block name, as far as they can be read."""
    items = node.items if isinstance(node, YamlList) else (node,)
    found = [item.get("contours") for item in items if isinstance(item, YamlMapping)]
    return list(dict.fromkeys(one.text for one in found if isinstance(one, Scalar) and one.text))
