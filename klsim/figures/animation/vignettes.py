"""The vignettes of animations: the run that a figure starts with, or all runs of its picture, in a bare panel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from klsim.engine.task import Products
from klsim.figures.animation.races import join_records, read_records
from klsim.figures.animation.record import RECORDS
from klsim.render.vignette import FILM, STILL, Form, bare_panel, draw_moving, themes
from klsim.scene.codec import decode_scenes
from klsim.scene.film import Film
from klsim.scene.theme import Colour


def draw_vignette(
    form: tuple[str, int, int, int, bool],
    light: Mapping[str, Colour],
    dark: Mapping[str, Colour],
    entries: Sequence[tuple[int, str]],
    front: str,
    scenes: Products,
    *made: Products,
) -> Products:
    """The first panel in which something moves as `still` and `film`, in both schemes.

    entries: the place on their axis and the name of each run of a picture that several share
    front:   the name of the run, or of the one in front
    made:    the film that runs share, if they do; records by name, and then as many parts with outcomes
    """
    (scene,) = decode_scenes(scenes).values()
    films = [RECORDS.decode(part["film"], Film) for part in made if "film" in part]
    records = read_records(made[len(films) : len(films) + len(made) // 2])
    series = join_records(entries, front, records) if entries else records[front].series
    film = replace(films[0] if films else records[front].film, zooms=())  # without axes nobody could tell
    moving = next((panel for panel in scene.panels if panel.moving), scene.panels[0])
    panel = bare_panel(moving, Form(*form))
    products: dict[str, bytes] = {}
    for suffix, theme in themes(light, dark):
        still, moves = draw_moving(panel, series, film, theme, Form(*form))
        products |= {f"{STILL}{suffix}": still, f"{FILM}{suffix}": moves}
    return products
