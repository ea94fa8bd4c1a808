"""Panels as pages have them: where data go, what moves, and the images of what does not."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from klsim.scene.arrows import behind_points
from klsim.scene.marks import Moving, Panel, Scale
from klsim.scene.together import runner_of


@dataclass(frozen=True)
class PanelFiles:
    """The names of the two images of a panel's static part."""

    light: str
    dark: str


@dataclass(frozen=True)
class PanelView:
    """A panel in a page: its size and the box of its plot in px, its scales, and its moving marks, with the arrows
    that readers may have."""

    size: tuple[int, int]
    box: tuple[int, int, int, int]
    x: Scale
    y: Scale
    moving: tuple[Moving, ...]
    backdrop: PanelFiles


@dataclass(frozen=True)
class WiderPanelView:
    """What is otherwise of a panel, that with this number, when it has zoomed out; as far as `factors` say."""

    panel: int
    factors: tuple[int, int]
    x: Scale
    y: Scale
    backdrop: PanelFiles


def view_panel(panel: Panel, files: PanelFiles) -> PanelView:
    """A panel with the names of its images."""
    moving = behind_points(panel.moving, panel.arrows)
    return PanelView((panel.width_px, panel.height_px), panel.box_px, panel.x, panel.y, moving, files)


def panel_data(panel: PanelView) -> Mapping[str, object]:
    """A panel as the page's script knows it, as plain values."""
    return {
        "size": panel.size,
        "box": panel.box,
        "x": _scale(panel.x),
        "y": _scale(panel.y),
        "moving": [_mark(mark) for mark in panel.moving],
        "backdrop": asdict(panel.backdrop),
    }


def wider_data(panel: WiderPanelView) -> Mapping[str, object]:
    """The same as the page's script knows it, as plain values."""
    x, y = ({"low": scale.low, "high": scale.high} for scale in (panel.x, panel.y))  # linear, as all that zoom
    return {"x": x, "y": y, "backdrop": asdict(panel.backdrop)}


def _mark(mark: Moving) -> Mapping[str, object]:
    """A mark as plain values, and whose it is where several runs share the picture."""
    runner = runner_of(mark)
    return {
        "mark": type(mark).__name__.lower(),
        **asdict(mark),
        **({} if runner is None else {"runner": runner}),
    }


def _scale(scale: Scale) -> Mapping[str, object]:
    return {"low": scale.low, "high": scale.high, "kind": scale.kind}
