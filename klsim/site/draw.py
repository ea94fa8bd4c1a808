"""Simulating and drawing figures: every run computed, and what is missing of their files written.

Each slice of a figure goes through three steps: its simulation is begun, its runs are shot, its files are
written. Several slices are under way at a time, those of the next figures among them, so that processes have
something to do while this one writes, and no more is held in memory than is under way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter

from klsim.disk.digests import digest
from klsim.disk.output import Output
from klsim.figures.animation.index import encode_figure
from klsim.figures.animation.outcome import Ending
from klsim.figures.animation.plan import FigurePlan
from klsim.figures.animation.view import Backdrop, Staging, encode_view
from klsim.render.animation import Film
from klsim.render.layout import lay_out
from klsim.scene.theme import Themes
from klsim.site.ahead import ahead
from klsim.site.begin import Begun, Setup, begin, set_up
from klsim.site.figures import is_there, key_of
from klsim.site.parallel import Map
from klsim.site.progress import Progress
from klsim.site.work import Reel, Simulated, Slice, shoot

AHEAD = 8
"""How many slices are begun before their turn."""

REEL = 4
"""How many runs go to a process together with the stage that they share."""


@dataclass(frozen=True, eq=False)
class Shooting:
    """A slice of a figure whose missing runs are being drawn."""

    setup: Setup
    slice: Slice
    simulated: Simulated
    films: Iterator[Film]


def draw_figures(
    plans: Sequence[FigurePlan], themes: Themes, output: Output, map: Map, progress: Progress
) -> Mapping[str, int]:
    """Make every file of these figures that is missing, their indices last.

    Gives how many runs were drawn, by the folders of the figures.
    """
    setups = (set_up(plan, themes, output, map) for plan in plans)
    begun = (part for setup in setups for part in begin(setup, output, map))
    shooting = (_shoot(part, map) for part in ahead(begun, AHEAD))
    drawn = {}
    for setup, parts in groupby(ahead(shooting, 1), attrgetter("setup")):
        _write_figure(setup, parts, output, progress)
        drawn[setup.plan.folder] = len(setup.missing)
    return drawn


def _shoot(part: Begun, map: Map) -> Shooting:
    """Wait for the simulation of a slice, and have its missing runs drawn."""
    simulated = next(part.simulated)
    scenes = part.setup.scene_of_run[part.slice.first :]
    wanted = [scene for scene, is_wanted in zip(scenes, part.slice.shot, strict=False) if is_wanted]
    shots = zip(wanted, simulated.shots, strict=True)
    reels = []
    for scene, several in groupby(shots, lambda pair: pair[0]):
        same = [shot for _, shot in several]
        reels += [Reel(part.setup.stages()[scene], tuple(same[k : k + REEL])) for k in range(0, len(same), REEL)]
    return Shooting(part.setup, part.slice, simulated, chain.from_iterable(map(shoot, reels)))


def _write_figure(setup: Setup, parts: Iterable[Shooting], output: Output, progress: Progress) -> None:
    """Write what is missing as it comes, and the index at the end."""
    plan = setup.plan
    endings: list[Ending] = []
    chunks: dict[str, tuple[int, ...]] = {}
    opening = ""
    for part in parts:
        _write_records(part, output)
        for chunk in part.simulated.chunks:
            _put(plan, chunk.name, chunk.data, output)
            chunks[chunk.name] = chunk.runs
        endings += part.simulated.endings
        opening += part.simulated.opening
        _write_films(part, output, progress)
    staging = Staging(setup.scenes, setup.scene_of_run, _write_backdrops(setup, output))
    layout = lay_out(setup.scenes[0])
    view = encode_view(plan, endings, staging, chunks, opening, (layout.width_px, layout.height_px))
    output.write(f"{plan.folder}/figure.json", plan.key, encode_figure(plan, endings))
    output.write(f"{plan.folder}/view.json", plan.key, view)


def _write_records(part: Shooting, output: Output) -> None:
    plan = part.setup.plan
    for n, data in enumerate(part.simulated.records, part.slice.first):
        if data is not None:
            name = plan.runs[n].data
            output.write(f"{plan.folder}/{name}", key_of(name), data)


def _write_films(part: Shooting, output: Output, progress: Progress) -> None:
    """Write each GIF and still as soon as it is drawn; runs that need none are in place already."""
    plan, first = part.setup.plan, part.slice.first
    missing = [n for n, is_wanted in enumerate(part.slice.shot, first) if is_wanted]
    progress.advance(len(part.slice.shot) - len(missing))
    for n, film in zip(missing, part.films, strict=True):
        for name, data in zip(plan.runs[n].pictures, (film.gif, film.still), strict=True):
            _put(plan, name, data, output)
        progress.advance(1)


def _write_backdrops(setup: Setup, output: Output) -> list[list[Backdrop]]:
    """Both pictures of each panel of each scene, named after their content: equal ones are one file."""
    panels = [panel for scene in setup.scenes for panel in scene.panels]
    names = []
    for n, data in enumerate(setup.backdrops):
        names.append(f"{panels[n // 2].name}{('', '-dark')[n % 2]}.{digest(data)}.png")
        _put(setup.plan, names[-1], data, output)
    backdrops = iter([Backdrop(*pair) for pair in zip(names[::2], names[1::2], strict=True)])
    return [[next(backdrops) for _ in scene.panels] for scene in setup.scenes]


def _put(plan: FigurePlan, name: str, data: bytes, output: Output) -> None:
    """Write a file whose key stands in its name, unless it is there."""
    if not is_there(plan, name, output):
        output.write(f"{plan.folder}/{name}", key_of(name), data)
