"""Many runs as one picture: the median of each series is drawn as a run is, and quantiles as tints beside it.

The median of a series has the name of the series; a quantile the name with its percentage behind a ~, "mean~90".
The series `running~` says how many of the runs still go on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from klsim.scene.marks import (
    CLOCK,
    Band,
    Bars,
    Box,
    Curve,
    Density,
    Moving,
    Point,
    Profile,
    Readout,
    Scene,
    Trail,
    series_of,
)
from klsim.scene.together import FEW, scene_of_runner

PERCENTAGES = (10, 25, 75, 90)
"""The quantiles that are drawn: between the outer ones are four fifths of the runs, between the inner half."""

RUNNING = "running~"
READOUT = Readout("runs going on", RUNNING, 0, "muted")

_PAIRS = ((10, 90), (25, 75))


def quantile(series: str, percentage: int) -> str:
    """The name of a quantile of a series."""
    return f"{series}~{percentage}"


def spread_names(series: Sequence[str]) -> tuple[str, ...]:
    """The names of all that is told of runs that record these series."""
    quantiles = (quantile(name, percentage) for name in series for percentage in PERCENTAGES)
    return (*series, *quantiles, RUNNING)


def spread_scene(scene: Scene, company: int = 1) -> Scene:
    """The scene of a run as that of many: tints lie behind the marks of the median, and a readout counts them.

    company: how many such spreads share the picture; of more than a few, only the inner quantiles are tinted
    """
    pairs = _PAIRS if company <= FEW else _PAIRS[1:]
    panels = tuple(replace(panel, moving=_with_tints(panel.moving, pairs)) for panel in scene.panels)
    return replace(scene, panels=panels, readouts=(*scene.readouts, READOUT))


def scene_alone(scene: Scene, runner: int | None) -> Scene:
    """What a scene shows of a single run, that of a runner if several share the picture, without any tints."""
    alone = scene_of_runner(scene, runner)
    panels = tuple(
        replace(panel, moving=tuple(mark for mark in panel.moving if not _is_spread(mark)))
        for panel in alone.panels
    )
    return replace(alone, panels=panels, readouts=tuple(one for one in alone.readouts if one.series != RUNNING))


def scenes_alone(
    scenes: Mapping[str, Scene], numbers: Sequence[int], runners: Sequence[int | None]
) -> Sequence[Scene]:
    """The same for each of several runs, told by the numbers of their scenes: runs that see the same share it."""
    known: dict[tuple[int, int | None], Scene] = {}
    for place in zip(numbers, runners, strict=True):
        if place not in known:
            known[place] = scene_alone(scenes[str(place[0])], place[1])
    return [known[place] for place in zip(numbers, runners, strict=True)]


def _is_spread(mark: Moving) -> bool:
    return any("~" in name for name in series_of(mark))


def _with_tints(marks: Sequence[Moving], pairs: Sequence[tuple[int, int]]) -> tuple[Moving, ...]:
    """Marks with tints behind them, but the intervals of bars in front."""
    added = [tint for mark in dict.fromkeys(marks) for low, high in pairs for tint in _tints(mark, low, high)]
    behind = (mark for mark in added if not isinstance(mark, Bars))
    return (*behind, *marks, *(mark for mark in added if isinstance(mark, Bars)))


def _tints(mark: Moving, low: int, high: int) -> Iterator[Moving]:
    """What shows where runs are between two quantiles of what a mark follows."""

    def ends(series: str) -> tuple[str, str]:
        return quantile(series, low), quantile(series, high)

    match mark:
        case Curve():
            yield Band(*ends(mark.series), mark.role, CLOCK)
        case Trail() if mark.x == CLOCK:
            yield Band(*ends(mark.y), mark.role, CLOCK)
        case Point() if CLOCK not in (mark.x, mark.y):
            yield Box(*ends(mark.x), mark.role, *ends(mark.y))
        case Profile():
            yield Band(*ends(mark.series), mark.role, places=mark.x)
        case Bars() if (low, high) == _PAIRS[-1]:
            foot, top = ends(mark.series)
            yield replace(mark, series=top, foot=foot, role="ink")
        case Density() if not mark.thin:
            yield from (Box(*ends(mean), mark.role) for mean in mark.means)
