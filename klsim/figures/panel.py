"""Panels as pages have them: where data go, what moves, and the images of what does not."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from klsim.render.panel_image import NARROW
from klsim.scene.arrows import behind_points
from klsim.scene.marks import Moving, Panel, Scale
from klsim.scene.together import runner_of


@dataclass(frozen=True)
class PanelFiles:
    """The names of the two images of a panel's static part, and of those for narrow screens, if there are any."""

    light: str
    dark: str
    narrow: "PanelFiles | None" = None


@dataclass(frozen=True)
class PanelView:
    """A panel in a page: its size and the box of its plot in px, its scales, and its moving marks, with the arrows
    that readers may have.

    narrow: its size and the box of its plot on narrow screens, where these are others
    """

    size: tuple[int, int]
    box: tuple[int, int, int, int]
    x: Scale
    y: Scale
    moving: tuple[Moving, ...]
    backdrop: PanelFiles
    narrow: tuple[tuple[int, int], tuple[int, int, int, int]] | None = None


@dataclass(frozen=True)
class WiderPanelView:
    """What is otherwise of a panel, that with this number, when it has zoomed out; as far as `factors` say."""

    panel: int
    factors: tuple[int, int]
    x: Scale
    y: Scale
    backdrop: PanelFiles


def view_panel(panel: Panel, files: Mapping[str, str], narrow: Panel | None = None) -> PanelView:
    """A panel with the names of its images, which are known by its own; `narrow` is drawn on narrow screens."""
    moving = behind_points(panel.moving, panel.arrows)
    size = panel.width_px, panel.height_px
    shape = ((narrow.width_px, narrow.height_px), narrow.box_px) if narrow else None
    return PanelView(size, panel.box_px, panel.x, panel.y, moving, find_files(panel.name, files), shape)


def find_files(name: str, files: Mapping[str, str]) -> PanelFiles:
    """The names of the images of a panel."""
    narrow = f"{name}{NARROW}"
    smaller = PanelFiles(files[narrow], files[f"{narrow}-dark"]) if narrow in files else None
    return PanelFiles(files[name], files[f"{name}-dark"], smaller)


def files_data(files: PanelFiles) -> Mapping[str, str]:
    """Those for wide screens as plain values."""
    return {"light": files.light, "dark": files.dark}


def panel_data(panel: PanelView) -> Mapping[str, object]:
    """A panel as the page's script knows it, as plain values."""
    return {
        "size": panel.size,
        "box": panel.box,
        "x": _scale(panel.x),
        "y": _scale(panel.y),
        "moving": [_mark(mark) for mark in panel.moving],
        "backdrop": files_data(panel.backdrop),
        **_narrow(panel),
    }


def wider_data(panel: WiderPanelView) -> Mapping[str, object]:
    """What is other when it has zoomed out, by the same names."""
    x, y = ({"low": scale.low, "high": scale.high} for scale in (panel.x, panel.y))  # linear, as all that zoom
    narrow = panel.backdrop.narrow
    smaller = {"narrow": {"backdrop": files_data(narrow)}} if narrow else {}
    return {"x": x, "y": y, "backdrop": files_data(panel.backdrop), **smaller}


def _narrow(panel: PanelView) -> Mapping[str, object]:
    """What is other on narrow screens, by the same names."""
    if panel.narrow is None or panel.backdrop.narrow is None:
        return {}
    size, box = panel.narrow
    return {"narrow": {"size": size, "box": box, "backdrop": files_data(panel.backdrop.narrow)}}


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
