"""The kind of figure that an `animation` block declares."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from klsim.content.blocks import Block
from klsim.content.yaml import parse_yaml
from klsim.declaration import DECLARATIONS
from klsim.diagnostics import Code, Diagnostic, Location
from klsim.engine.results import Results
from klsim.engine.task import Part, Plain, Task, module_of
from klsim.figures.animation.block import parse_figure
from klsim.figures.animation.header import endings_in_header, longest_values
from klsim.figures.animation.outline import (
    AGAIN,
    DIFFERENCE,
    HEADER_LINES,
    LACKING,
    OBJECTIONS,
    OUTLINE,
    OUTLINES,
    TOGETHER,
    Outline,
)
from klsim.figures.animation.plan import AnimationPlan
from klsim.figures.animation.recorded_block import is_recorded, parse_recorded
from klsim.figures.animation.reduction import shown_figure
from klsim.figures.animation.sharing import FEWEST, MOST, OVER
from klsim.figures.animation.sharing import TOGETHER as SHARED
from klsim.figures.animation.stages import Stages
from klsim.figures.animation.starts import chosen_axes
from klsim.figures.animation.sweep import FIGURES, Figure, Position
from klsim.figures.kind import Catalogue, Recordings
from klsim.figures.place import DEFAULTS
from klsim.recordings.data import GRID
from klsim.recordings.survey import SURVEY
from klsim.scene.theme import Themes

_HERE = __name__.rpartition(".")[0]
_ADVICE = {
    AGAIN: "draw random numbers from a generator whose seed is a setting",
    TOGETHER: "what a run does must not depend on the others: look for sums or random numbers across runs",
}


class AnimationKind:
    """A sweep of runs, each an animation that readers switch to, play and compare."""

    fence = "animation"
    bundles = MappingProxyType(
        {
            "figures": ("figures", "overview"),
            "together": ("legend",),
            "map": ("outcome_map",),
            "missing": ("missing",),
            "sheets": ("sheets",),
            "starts": ("starts",),
            "arrows": ("arrows",),
            "zooms": ("zooms",),
        }
    )
    page = f"{_HERE}.page"
    figures = FIGURES
    files = ("figure.json", *DEFAULTS)

    def parse(self, block: Block, catalogue: Catalogue, recordings: Recordings) -> Figure:
        """The figure that a block declares. Raises ContentError with every mistake in it."""
        node = parse_yaml(block.body, block.location)
        if is_recorded(node):
            return parse_recorded(node, block.location, recordings)
        return parse_figure(block, catalogue)

    def needed(self, figure: Figure) -> Sequence[str]:
        """What few figures have: shared pictures, maps, missing or drawn runs, starts, arrows, zooms."""
        rarer = {
            "together": figure.together is not None,
            "map": figure.map is not None,
            "missing": bool(figure.missing),
            "sheets": figure.declaration.is_drawn,
            "starts": bool(chosen_axes(shown_figure(figure))),
            "arrows": bool(figure.arrows),
            "zooms": figure.declaration.zooms,
        }
        return ("figures", *(name for name, is_there in rarer.items() if is_there))

    def controls(self, figure: Figure) -> Sequence[str]:
        """Sliders have ids, since labels name them."""
        return [axis.name for axis in shown_figure(figure).axes if axis.numeric]

    def runs(self, figure: Figure) -> int:
        """How many runs it has."""
        return len(figure.positions)

    def gifs(self, figure: Figure) -> int:
        """How many of them are drawn."""
        return len(shown_figure(figure).drawn)

    def outline(self, figure: Figure, folder: str, themes: Themes) -> Sequence[Task]:
        """What its simulation objects to, its scenes, and how its words come out in GIFs."""
        texts = [*(text for _, text in _written(figure)), *(one.sentence for one in figure.declaration.statuses)]
        return [
            _recorded_outline(figure, folder) if figure.recording else _simulated_outline(figure, folder),
            Task(
                _lettering(folder),
                f"{_HERE}.lettering:survey_words",
                values=(
                    "".join(sorted(set("".join(texts)))),
                    longest_values(shown_figure(figure)),
                    endings_in_header(figure),
                    themes.styles,
                ),
                files=themes.fonts,
                needs=(Part(_outline(folder)),),
            ),
        ]

    def objections(self, figure: Figure, folder: str, made: Results) -> Sequence[Diagnostic]:
        """What its simulation objects to, each where the setting is written, and which letters its GIFs lack."""
        return [
            *_objections(figure, json.loads(made.read(_outline(folder), OBJECTIONS))),
            *_unset(figure, made.read(_lettering(folder), LACKING).decode()),
        ]

    def repetition(self, figure: Figure, folder: str) -> Sequence[Task]:
        """Its default run, computed twice alone and once in company; nothing of runs that are not computed."""
        if figure.recording is not None:
            return []
        runs = [figure.default, *(run for run in (figure.runs[0], figure.runs[-1]) if run is not figure.default)]
        return [
            Task(
                _repetition(folder),
                f"{_HERE}.repetition:compute_again",
                values=(
                    figure.source,
                    figure.start,
                    figure.runner(figure.start),
                    [(run.setting, run.settings) for run in runs],
                ),
                needs=(Part(_outline(folder)),),
                code=(module_of(figure.source),),
            )
        ]

    def differences(self, figure: Figure, folder: str, made: Results) -> Sequence[Diagnostic]:
        """What its default run does otherwise when it is computed again."""
        if figure.recording is not None:
            return ()
        found = json.loads(made.read(_repetition(folder), DIFFERENCE))
        if found is None:
            return ()
        how, place = found
        when = "once more" if how == AGAIN else "together with others"
        message = f"the default run of figure {figure.id!r} differs when it is computed {when}: {place}"
        return [figure.location.error(Code.NOT_REPEATABLE, message, _ADVICE[how])]

    def plan(self, figure: Figure, folder: str, made: Results) -> AnimationPlan:
        """How its runs are computed and drawn."""
        outline = OUTLINES.decode(made.read(_outline(folder), OUTLINE), Outline)
        lines = int(made.read(_lettering(folder), HEADER_LINES))
        return AnimationPlan(Stages(figure, folder, outline), lines)


def _simulated_outline(figure: Figure, folder: str) -> Task:
    is_drawn = figure.declaration.is_drawn
    function = "drawn_scenes:make_drawn_scenes" if is_drawn else "scenes:make_scenes"
    return Task(
        _outline(folder),
        f"{_HERE}.{function}",
        values=(
            figure.source,
            [(run.setting, run.settings) for run in figure.runs],
            figure.panels,
            figure.arrows,
            _sharing(figure),
        ),
        code=(module_of(figure.source),),
    )


def _recorded_outline(figure: Figure, folder: str) -> Task:
    recording = figure.recording
    assert recording is not None
    grids = recording.files[len(recording.sources) :]
    return Task(
        _outline(folder),
        f"{_HERE}.recorded_scenes:make_recorded_scenes",
        values=(
            FIGURES.encode(replace(recording, task="", numbers=())).decode(),
            DECLARATIONS.encode(figure.declaration).decode(),
            len(figure.runs),
            _sharing(figure),
        ),
        needs=(Part(recording.task, (SURVEY, *(f"{GRID}{name}" for name in grids))),),
    )


def _sharing(figure: Figure) -> Mapping[str, Plain] | None:
    """The fields of `Sharing`, where several runs share a picture or are summed up in it."""
    numbers = [n for n in (figure.together, figure.best, figure.over) if n is not None]
    if not numbers:
        return None
    named = [figure.axes[n] for n in numbers]
    shared = None if figure.together is None else figure.axes[figure.together]
    others = [one.name for one in figure.axes if one not in named and FEWEST <= len(one.values) <= MOST]
    pictures: dict[Position, list[int]] = {}
    for n, at in enumerate(figure.positions):
        pictures.setdefault(tuple(index for k, index in enumerate(at) if k not in numbers), []).append(n)
    return {
        "axes": [axis.name for axis in named],
        "key": SHARED if shared else OVER,
        "labels": [shared.tell(n) for n in range(len(shared.labels))] if shared else (),
        "front": shared.default if shared else 0,
        "runners": [figure.runner(n) for n in range(len(figure.positions))],
        "pictures": list(pictures.values()),
        "others": others,
        "is_spread": figure.over is not None,
    }


def _repetition(folder: str) -> str:
    return f"{folder}/repetition"


def _outline(folder: str) -> str:
    return f"{folder}/outline"


def _lettering(folder: str) -> str:
    return f"{folder}/lettering"


def _written(figure: Figure) -> Iterator[tuple[Location, str]]:
    """What the titles of runs are made of, and where an author wrote it, or what it belongs to."""
    for axis in figure.axes:
        place = figure.locations.get(axis.name, figure.location)
        yield place, axis.label
        for value, label in zip(axis.values, axis.labels, strict=True):
            yield figure.locations.get(f"{axis.name}/{value}", place), label


def _unset(figure: Figure, lacking: str) -> Iterator[Diagnostic]:
    """What there is to say of letters that GIFs cannot show, where they are written, else of the figure."""
    rest = set(lacking)
    for location, text in _written(figure):
        if found := rest.intersection(text):
            rest -= found
            yield _no_letters(location, found)
    if rest:
        yield _no_letters(figure.location, rest)


def _no_letters(location: Location, letters: Collection[str]) -> Diagnostic:
    message = f"GIFs cannot show {' '.join(sorted(letters))}: no typeface of pictures sets them as written"
    return location.warning(Code.NO_TYPEFACE, message, "the page shows them; for GIFs, name it in other letters")


def _objections(figure: Figure, objections: Sequence[tuple[int, str, str, str]]) -> Iterator[Diagnostic]:
    for run, setting, message, hint in objections:
        if setting:
            location = figure.location_of(setting, figure.runs[run])
            yield location.error(Code.POOR_SETTING, message, hint)
        else:
            yield _size_location(figure).error(Code.TOO_MUCH_WORK, message, hint)


def _size_location(figure: Figure) -> Location:
    """Where the first of what makes a figure large is written."""
    causes = (*figure.declaration.sized_by, "sweep")
    return next((figure.locations[name] for name in causes if name in figure.locations), figure.location)
