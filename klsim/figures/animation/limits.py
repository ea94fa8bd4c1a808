"""How much work a figure may be, all its runs together."""

from collections.abc import Sequence
from math import ceil
from numbers import Real
from typing import cast

from klsim.settings.scalars import Settings
from klsim.settings.views import RunSettings
from klsim.simulation import Objection, Simulation
from klsim.simulation_faults import fault_at

MOST_WORK = 500_000_000
"""In evaluations of a density or a bump at one place: two or three minutes of one processor."""

ITERATION_WORK = 100
"""What recording, encoding and drawing one iteration of a run takes, in evaluations."""

PICTURE_WORK = 2_500_000
"""What one more picture to play on takes, in evaluations."""

MOST_HELD = 2_000_000
"""How many numbers the largest arrays of runs that are simulated together may have: 16 MB each."""

TOGETHER = 64
"""How many runs are simulated together at the most, so that there are tasks to share."""

MANY_TOGETHER, MANY_ITERATIONS = 400, 200_000
"""The same of large sweeps, as long as all of these have no more iterations: tasks cost something themselves."""

LARGE = 5000
"""A sweep of more runs is large: of fewer there would be too few tasks for a cluster to share."""

MOST_PIXELS_HELD = 8_000_000
"""The same for runs of a map, of which nothing is kept."""

MOST_PIXELS_TOGETHER = 4096
"""How many runs of a map are simulated together at the most."""

MOST_PICTURES = MOST_WORK // PICTURE_WORK
MILLION = 1_000_000


def find_excess(simulation: Simulation, runs: Sequence[Settings], pictures: int) -> Objection | None:
    """What is too much of a figure with these runs and so many pictures, if anything is.

    Nobody counts beyond `MOST_PICTURES`.
    """
    stepped = sum(_iterations(run) * (ITERATION_WORK + _work(simulation, run)) for run in runs)
    drawn = pictures * PICTURE_WORK
    if stepped + drawn <= MOST_WORK:
        return None
    most = max(map(_iterations, runs))
    fitting = most * (MOST_WORK - drawn) // max(stepped, 1)
    sizes = f"{len(runs)} {'runs' if len(runs) > 1 else 'run'} of up to {most} iterations"
    about, counted = ("about", str(pictures)) if pictures <= MOST_PICTURES else ("over", f"over {MOST_PICTURES}")
    also = f" and {counted} pictures" if pictures > 1 else ""
    message = (
        f"this figure would take {about} {ceil((stepped + drawn) / MILLION)} million evaluations"
        f" ({sizes}{also}), more than {MOST_WORK // MILLION} million"
    )
    levers = ", ".join((*simulation.sized_by, *(["runs"] if len(runs) > 1 else [])))
    if fitting >= 1:
        hint = f"reduce {levers}: it could have {fitting} iterations"
    elif drawn >= MOST_WORK:
        hint = "keep fewer values of what the picture depends on: each combination is one more picture"
    else:
        hint = f"reduce {levers}"
    return Objection("", message, hint)


def runs_together(simulation: Simulation, runs: Sequence[Settings]) -> int:
    """How many runs are simulated together: as many as memory holds, and always the same number."""
    if simulation.run is not None:
        return 1
    held = max(max(_iterations(run) * len(simulation.series(run)), _work(simulation, run)) for run in runs)
    most = TOGETHER
    if len(runs) > LARGE:
        most = max(min(MANY_TOGETHER, MANY_ITERATIONS // max(map(_iterations, runs))), TOGETHER)
    return max(min(most, MOST_HELD // max(held, 1)), 1)


def pixels_together(simulation: Simulation, run: Settings) -> int:
    """How many runs of a map are simulated together: few enough for what is computed of them to lie close by."""
    if simulation.run is not None:
        return 1
    held = max(_iterations(run) * (len(simulation.coordinates(run)) + 1), _work(simulation, run))
    return max(min(MOST_PIXELS_HELD // max(held, 1), MOST_PIXELS_TOGETHER), 1)


def _work(simulation: Simulation, run: Settings) -> int:
    """How many evaluations one iteration takes."""
    if simulation.work is None:
        return 0
    count = simulation.work(RunSettings(run))
    if not isinstance(count, Real):
        raise fault_at(simulation.work, f"work gives {count!r}, not how many evaluations an iteration takes")
    return int(count)


def _iterations(run: Settings) -> int:
    return cast(int, run.get("iterations", 1))
