"""How the film for narrow screens is called, and its still."""

from collections.abc import Mapping
from typing import TypeAlias

from klsim.content.picture_size import picture_size
from klsim.engine.results import Product, Results
from klsim.figures.animation.stages import Stages
from klsim.figures.kind import file_name
from klsim.render.portrait import FILM, STILL

PortraitFiles: TypeAlias = tuple[str, str, int, int]
"""The names of the film and of the still, and their width and height in pixels."""

PORTRAIT = "portrait"
"""What both are called, before their endings."""


def name_portrait(stages: Stages, made: Results) -> tuple[PortraitFiles | None, Mapping[str, Product]]:
    """The names, and the content by name; nothing where it is not drawn."""
    task = stages.portrait(stages.shown.figure.first_picture)
    if task not in made.made:
        return None, {}
    film, still = (made.product(task, name) for name in (FILM, STILL))
    names = file_name(PORTRAIT, "gif", film), file_name(PORTRAIT, "png", still)
    size = picture_size(made.read(task, STILL))
    assert size is not None
    return (*names, *size), dict(zip(names, (film, still), strict=True))
