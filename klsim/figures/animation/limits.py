"""What a figure may not be, all its runs together: too much to compute, or blind to what it should show."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import cast

from klsim.content.yaml import Mapping
from klsim.diagnostics import Code, ContentError, Diagnostic, Location
from klsim.figures.animation.choice import Axes
from klsim.figures.animation.sweep import Run
from klsim.simulation import Declaration
from klsim.simulations.limits import ITERATION_WORK, MOST_WORK, PICTURE_WORK
from klsim.simulations.sampling import Blindness

MILLION = 1_000_000


def check_limits(
    node: Mapping, declaration: Declaration, axes: Axes, runs: Sequence[Run], location: Location
) -> None:
    """Raise ContentError for a figure that is too much work, or with laws that none of its runs sees.

    A value that some run sees may be compared with runs that do not: those say so themselves.
    """
    _check_work(node, declaration, axes, runs, location)
    if mistakes := list(_unseen(node, declaration, axes, runs, location)):
        raise ContentError(mistakes)


def work_of(declaration: Declaration, axes: Axes, runs: Sequence[Run]) -> tuple[int, int]:
    """The evaluations that runs take, and those for their pictures; a round estimate of both."""
    stepped = sum(_iterations(run) * (ITERATION_WORK + declaration.places(run.settings)) for run in runs)
    pictures = len({_place(run, axes, declaration.pictured) for run in runs})
    return stepped, pictures * PICTURE_WORK


def _check_work(
    node: Mapping, declaration: Declaration, axes: Axes, runs: Sequence[Run], location: Location
) -> None:
    stepped, drawn = work_of(declaration, axes, runs)
    if stepped + drawn <= MOST_WORK:
        return
    most = max(map(_iterations, runs))
    fitting = most * (MOST_WORK - drawn) // stepped
    sizes = f"{len(runs)} {'runs' if len(runs) > 1 else 'run'} of up to {most} iterations"
    pictures = f" and {drawn // PICTURE_WORK} pictures" if drawn > PICTURE_WORK else ""
    what = (
        f"this figure would take about {ceil((stepped + drawn) / MILLION)} million evaluations"
        f" ({sizes}{pictures}), more than {MOST_WORK // MILLION} million"
    )
    levers = ", ".join((*declaration.sizes, *(["runs"] if len(runs) > 1 else [])))
    if fitting >= 1:
        hint = f"reduce {levers}: it could have {fitting} iterations"
    elif drawn >= MOST_WORK:
        hint = f"keep fewer values of {', '.join(declaration.pictured)}: each combination is one more picture"
    else:
        hint = f"reduce {levers}"
    keys = [key for key in ("iterations", "points", "sweep") if node.get(key) is not None]
    raise (node.key(keys[0]).location if keys else location).failure(Code.TOO_MUCH_WORK, what, hint)


def _iterations(run: Run) -> int:
    return cast(int, run.settings["iterations"])


def _unseen(
    node: Mapping, declaration: Declaration, axes: Axes, runs: Sequence[Run], location: Location
) -> Iterator[Diagnostic]:
    """For each value of a setting that no run sees one mistake, told of the first run that has it."""
    asked: dict[tuple[int, ...], Sequence[Blindness]] = {}
    blind: dict[tuple[str, tuple[int, ...]], list[Blindness | None]] = {}
    for run in runs if declaration.sampled else ():
        place = _place(run, axes, declaration.sampled)
        if place not in asked:
            asked[place] = declaration.blind(run.settings)
            found = {one.setting: one for one in asked[place]}
            for name in declaration.sampled:
                blind.setdefault((name, _place(run, axes, (name,))), []).append(found.get(name))
    for (name, at), several in blind.items():
        if (first := several[0]) is not None and all(several):
            yield _location(node, name, axes, at, location).error(Code.POOR_SAMPLING, first.what, first.hint)


def _place(run: Run, axes: Axes, names: Sequence[str]) -> tuple[int, ...]:
    """The values that a run has on the axes that set any of the names."""
    return tuple(run.at[k] for k, axis in enumerate(axes) if not set(names).isdisjoint(axis.assigns[0]))


def _location(node: Mapping, name: str, axes: Axes, at: tuple[int, ...], location: Location) -> Location:
    """Where the value of a setting is written: below its own key, or below a name in the sweep."""
    axis = next((axis for axis in axes if name in axis.assigns[0]), None)
    if axis is None:
        return node.key(name).location if node.get(name) is not None else location
    sweep = node.get("sweep")
    below = sweep.get(axis.name) if isinstance(sweep, Mapping) else None
    if isinstance(below, Mapping):
        return below.items[at[0]][0].location
    return below.location if below is not None else location
