"""Which letters of a figure its GIFs cannot show."""

from klsim.engine.task import Products
from klsim.figures.animation.outline import LACKING
from klsim.render.fonts import lacking
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene, words_of


def find_lacking(texts: str, outline: Products) -> Products:
    """The letters of texts, and of what stands in the scenes of an outline, that no typeface has: `lacking`."""
    scenes = (SCENES.decode(data, Scene) for name, data in outline.items() if name.isdecimal())
    drawn = (word for scene in scenes for word in words_of(scene))
    return {LACKING: lacking("".join([texts, *drawn])).encode()}
