"""What any process can do for a figure: simulate, draw, paint. Plain data goes in, and bytes come out."""

from dataclasses import dataclass

from klsim.figures.animation.chunks import Chunk, encode_numbers, make_chunks
from klsim.figures.animation.outcome import Ending, tell_ending
from klsim.figures.animation.record import Record, encode_record, make_records
from klsim.figures.animation.sweep import Figure
from klsim.render.animation import Film, draw_film
from klsim.render.background import Stage
from klsim.render.panel import paint_panel
from klsim.render.png import encode_png
from klsim.scene.marks import Panel, Scene
from klsim.scene.theme import Theme
from klsim.simulations.registry import MODELS

BACKDROP_SCALE = 2


@dataclass(frozen=True)
class Slice:
    """Neighbouring runs of a figure, to be simulated together.

    figure:   the figure with these runs only
    first:    the number of the first of them in the whole figure
    start:    the number of the run that the page starts with
    names:    the series that the script gets
    scenes:   of each run, without what stands still
    recorded: for each run, whether its record is wanted
    shot:     for each run, whether it is to be drawn
    """

    figure: Figure
    first: int
    start: int
    names: tuple[str, ...]
    scenes: tuple[Scene, ...]
    recorded: tuple[bool, ...]
    shot: tuple[bool, ...]


@dataclass(frozen=True)
class Shot:
    """A run to draw."""

    record: Record
    ending: Ending


@dataclass(frozen=True)
class Simulated:
    """A slice simulated.

    endings: of each run
    records: of each run as JSON, None where it is not wanted
    chunks:  the numbers of all runs
    opening: the encoded numbers of the run that the page starts with; empty if it is in another slice
    shots:   the runs to draw
    """

    endings: tuple[Ending, ...]
    records: tuple[bytes | None, ...]
    chunks: tuple[Chunk, ...]
    opening: str
    shots: tuple[Shot, ...]


@dataclass(frozen=True)
class Reel:
    """A few runs to draw on one stage, which goes to another process once for all of them."""

    stage: Stage
    shots: tuple[Shot, ...]


@dataclass(frozen=True)
class Sheet:
    """One panel to paint in one colour scheme."""

    panel: Panel
    theme: Theme


def compute(figure: Figure) -> tuple[Record, ...]:
    """The records of all runs of a figure."""
    return make_records(figure, MODELS[figure.simulation]([run.settings for run in figure.runs]))


def simulate(part: Slice) -> Simulated:
    """The runs of a slice, computed, told and encoded."""
    records = compute(part.figure)
    endings = tuple(tell_ending(part.figure, *told) for told in zip(records, part.scenes, strict=True))
    numbers = dict(enumerate((encode_numbers(record.series, part.names) for record in records), part.first))
    told = list(zip(records, endings, part.recorded, part.shot, strict=True))
    return Simulated(
        endings=endings,
        records=tuple(encode_record(record) if is_wanted else None for record, _, is_wanted, _ in told),
        chunks=tuple(make_chunks(part.figure.id, numbers)),
        opening=numbers.get(part.start, ""),
        shots=tuple(Shot(record, ending) for record, ending, _, is_wanted in told if is_wanted),
    )


def shoot(reel: Reel) -> tuple[Film, ...]:
    """The GIF and the still of each run."""
    return tuple(
        draw_film(reel.stage, shot.record.series, shot.record.frames, shot.ending.title, shot.ending.outcome)
        for shot in reel.shots
    )


def paint(sheet: Sheet) -> bytes:
    """A panel's standing part as PNG."""
    return encode_png(paint_panel(sheet.panel, sheet.theme, BACKDROP_SCALE))
