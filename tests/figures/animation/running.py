"""Runs and scenes of a figure as tasks hand them on: as bytes, and read back."""

from klsim.engine.task import encode, resolve
from klsim.figures.animation.record import RECORDS, Record, make_records
from klsim.figures.animation.scenes import find_pictured
from klsim.figures.animation.simulations import HOMES
from klsim.figures.animation.sweep import Figure
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene
from klsim.simulation import CATALOGUE


def records_of(figure: Figure) -> tuple[Record, ...]:
    """What each run of a figure does, all computed together."""
    settings = [run.settings for run in figure.runs]
    encode(settings)  # raises TypeError for what no task can be given
    records = make_records(figure.simulation, figure.runs, resolve(HOMES[figure.simulation].simulate)(settings))
    return RECORDS.decode_many(RECORDS.encode(records), Record)


def scenes_of(figure: Figure) -> tuple[Scene, ...]:
    """The distinct scenes of a figure."""
    make = resolve(HOMES[figure.simulation].scene)
    scenes = [make(settings) for settings in find_pictured(figure, CATALOGUE[figure.simulation]).scenes]
    return tuple(SCENES.decode(SCENES.encode(scene), Scene) for scene in scenes)
