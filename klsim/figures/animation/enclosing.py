"""What the page of an animation knows of it within a single file."""

from dataclasses import replace
from typing import TypeVar

from klsim.engine.task import Products
from klsim.figures.animation.view import VIEWS, AnimationView
from klsim.figures.kind import COVER, POSTER, VIEW
from klsim.figures.panel import PanelView, WiderPanelView

AnyPanel = TypeVar("AnyPanel", PanelView, WiderPanelView)


def enclose_view(view: Products) -> Products:
    """The `view`, `poster` and `cover` of a figure whose records are in its page; only its start has a GIF, and
    pictures are those for wide screens alone: others would make the file a quarter heavier."""
    whole = VIEWS.decode(view[VIEW], AnimationView)
    first = whole.figure.first_picture
    runs = tuple(run if n in first else replace(run, gif=None, still=None) for n, run in enumerate(whole.runs))
    enclosed = replace(
        whole,
        runs=runs,
        chunks=(),
        portrait=None,
        scenes=tuple(tuple(replace(_wide(panel), narrow=None) for panel in scene) for scene in whole.scenes),
        wider=tuple(tuple(map(_wide, panels)) for panels in whole.wider),
        maps=tuple(replace(one, pictures=replace(one.pictures, narrow=None)) for one in whole.maps),
    )
    return {VIEW: VIEWS.encode(enclosed), POSTER: view[POSTER], COVER: view[COVER]}


def _wide(panel: AnyPanel) -> AnyPanel:
    """A panel without images of its own for narrow screens."""
    return replace(panel, backdrop=replace(panel.backdrop, narrow=None))
