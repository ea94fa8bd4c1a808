"""`function-descent`: optimisers go downhill on a function of one or two variables, named or an author's own.

θ = (x) or (x, y), as the function has them; every place is in the domain at which it has a finite value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import Descent, carried_on, descend
from klsim.numerics.distributions import Array
from klsim.numerics.expressions import ExpressionError
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.numerics.optimizer_defaults import (
    CARRIES_MEAN,
    CARRIES_MOMENTUM,
    OPTIMIZER_DEFAULTS,
    OPTIMIZER_LABELS,
    OPTIMIZER_SYNONYMS,
)
from klsim.numerics.optimizers import Hyperparameters
from klsim.numerics.outcome import Beyond, classify
from klsim.numerics.stepping import Steering, mixed_method
from klsim.pointing import Pointing
from klsim.settings.composites import Interval, Record
from klsim.settings.defaults import Defaults
from klsim.settings.expressions import Expression, NumberOrWord, Numbers
from klsim.settings.limits import LARGEST_COORDINATE, LARGEST_ITERATIONS
from klsim.settings.scalars import Choice, Integer, Number, Settings
from klsim.settings.views import RunColumns, RunSettings
from klsim.simulation import Simulation
from klsim.simulations._arrows import arrow_series, way_down
from klsim.simulations._function_grounds import Grounds, on_surfaces
from klsim.simulations._function_objections import object_to
from klsim.simulations._function_scene import function_scene
from klsim.simulations._functions import (
    IN_PICTURE,
    NONE,
    VARIABLES,
    function_of,
    start_of,
)
from klsim.statuses import Status
from klsim.trajectory import GivenSeries, Trajectory

LEVEL = 1e-6
"""A run is at rest where the slope is no more than this share of 1 + |loss|."""

NEARLY = 1e-2
"""Who stays where the slope is this share of the steepest that was met is about where there is none."""

WHOLE_RUN = "run"
"""What stands for a schedule as long as the run."""

NO_VALUE = "At iteration {next} it comes to where the function has no value."

LARGEST_SEED = 2**53

ENDS = Number("ends", -LARGEST_COORDINATE, LARGEST_COORDINATE)
COORDINATE = {name: Number(name, -LARGEST_COORDINATE, LARGEST_COORDINATE) for name in VARIABLES}
LEVELS = MappingProxyType({"linear": "evenly spaced", "log": "by powers"})
SCHEDULES = MappingProxyType(
    {
        "constant": "constant step size",
        "step": "steps down",
        "exponential": "exponential decay",
        "cosine": "cosine decay",
        "warm-up": "warm-up",
    }
)
OWN_DEFAULTS: Mapping[str, Settings] = MappingProxyType(
    {
        name: MappingProxyType(
            {
                "view": {"x": one.x, "y": one.y, "levels": one.levels},
                "start": dict(zip(VARIABLES, one.start, strict=True)),
            }
        )
        for name, one in NAMED_FUNCTIONS.items()
    }
)
"""The view and the start of each named function."""

OF_SCHEDULES = MappingProxyType(
    {
        "step": {"schedule_factor": 0.1, "schedule_length": 30},
        "exponential": {"schedule_factor": 0.99},
        "warm-up": {"schedule_factor": 1 / 3, "schedule_length": 5},
    }
)
"""Where torch has a default, torch's."""


def simulate(settings: RunColumns) -> Trajectory:
    """Every run. The tolerance is compared with how far the loss is above its minimum."""
    grounds = Grounds(settings)
    start = np.stack([start_of(one) for one in settings])
    path = _walk(settings, grounds, start)
    loss, slopes = grounds.value(path.states), grounds.gradient(path.states)
    steepness = np.nan_to_num(np.linalg.norm(slopes, axis=-1), nan=np.inf)
    at_end = path.last, np.arange(len(path.last))
    is_level = steepness[at_end] <= LEVEL * (1 + np.abs(loss[at_end]))
    is_nearly = is_level | (steepness[at_end] <= NEARLY * steepness.max(axis=0, initial=0, where=~np.isnan(loss)))

    def go_on(numbers: NDArray[np.intp]) -> Beyond:
        some = Grounds(settings.take(numbers.tolist()))
        beyond = _walk(settings.take(numbers.tolist()), some, path.ends[numbers], path.carry[numbers])
        height = some.value(beyond.states) - base[numbers]
        return Beyond(beyond, height, np.broadcast_to(grounds.has_goal[numbers], height.shape))

    base = np.where(grounds.has_goal, grounds.minimum, np.nanmin(loss, axis=0))
    height = loss - base
    outcome = classify(path, height, settings.tolerance, is_level, grounds.has_goal, go_on)
    status = _of_shaken(outcome.status, settings.noise)
    ends = _sentences(settings, grounds, path, is_nearly, status, outcome.converged_at)
    series: dict[str, GivenSeries] = {
        **{name: path.states[..., n].T for n, name in enumerate(grounds.variables)},
        **on_surfaces(settings, grounds.of_run, path.states, loss),
        **_vectors(settings, path.states, slopes, grounds.variables),
        "loss": loss.T,
        "gradient_norm": lambda: np.where(np.isnan(loss), np.nan, steepness).T,
    }
    return Trajectory(series, path.last, status, outcome.converged_at, sentences=tuple(ends))


def _carried_share(settings: RunColumns) -> Array:
    """Which share of its last step each run carries on, (runs,): the momentum, β₁, or nothing."""
    shares = {CARRIES_MOMENTUM: settings.momentum, CARRIES_MEAN: settings.beta_1}
    found = np.zeros(len(settings))
    for names, share in shares.items():
        found = np.where([name in names for name in settings.optimizer], share, found)
    return found


def _vectors(
    settings: RunColumns, places: Array, slopes: Array, variables: Sequence[str]
) -> Mapping[str, Callable[[], Array]]:
    """What arrows show, each (runs, N + 1): the way down and what is carried on, 0 along what there is not."""

    def downhill(n: int) -> Array:
        return way_down(slopes, places)[..., n].T

    def velocity(n: int) -> Array:
        return carried_on(places, _carried_share(settings))[..., n].T

    def nothing() -> Array:
        return np.zeros(places.shape[1::-1])

    return {
        f"{vector.__name__}_{name}": partial(vector, variables.index(name)) if name in variables else nothing
        for vector in (downhill, velocity)
        for name in VARIABLES
    }


def _of_shaken(status: Sequence[str], noise: Array) -> tuple[str, ...]:
    """The statuses of runs; who is shaken by noise neither comes back nor goes round, whatever it looks like."""
    lasting = ("oscillating", "circling")
    return tuple(
        "unfinished" if shaken and word in lasting else word
        for word, shaken in zip(status, (noise > 0).tolist(), strict=True)
    )


def _walk(settings: RunColumns, grounds: Grounds, start: Array, carry: Array | None = None) -> Descent:
    lengths = [
        float(one.iterations if one.schedule_length == WHOLE_RUN else one.schedule_length) for one in settings
    ]
    steering = Steering(
        settings.schedule, settings.schedule_factor, np.array(lengths), settings.noise, settings.seed
    )
    given = Hyperparameters(
        **{
            name: getattr(settings, name)[:, np.newaxis]
            for name in ("step_size", "momentum", "beta_1", "beta_2", "decay", "epsilon", "weight_decay")
        }
    )
    return descend(
        start=start,
        method=mixed_method(grounds.gradient, settings.optimizer, given, steering),
        in_domain=grounds.has_value,
        iterations=settings.iterations,
        carry=carry,
    )


def _sentences(
    settings: RunColumns,
    grounds: Grounds,
    path: Descent,
    is_level: NDArray[np.bool_],
    status: Sequence[str],
    converged_at: NDArray[np.int64],
) -> Iterator[str]:
    """How each run ended where it is told in other words than usual."""
    kinds = grounds.kinds_of_rest(path.ends, is_level & np.array([word == "stuck" for word in status]))
    for n, one in enumerate(settings):
        if status[n] == "stuck":
            place = kinds.get(n, "a slope")
            where = "where it is flat" if place == "flat" else f"{'on' if place == 'a slope' else 'at'} {place}"
            yield f"Came to rest {where}, at loss = {{loss}}."
        elif status[n] == "converged" and one.minimum == IN_PICTURE and one.function not in NAMED_FUNCTIONS:
            place = f"within {one.tolerance:g} of the lowest point in the picture"
            yield f"Arrived: {place} from iteration {converged_at[n]} on."
        else:
            yield ""


def _work(settings: RunSettings) -> int:
    """Each step of the expression is evaluated with its derivatives; noise takes as much as a large one."""
    try:
        count = len(function_of(settings).expression.steps)
    except ExpressionError:
        return 0
    return 6 * count + (200 if settings.noise else 0)


simulation = Simulation(
    settings=(
        Expression("function", MappingProxyType({name: one.label for name, one in NAMED_FUNCTIONS.items()})),
        Numbers("constants", VARIABLES, default=MappingProxyType({})),
        Record(
            "view",
            (Interval("x", ENDS), Interval("y", ENDS), Choice("levels", LEVELS, default="linear")),
            optional=("y",),
        ),
        Record("start", tuple(COORDINATE.values()), optional=("y",)),
        Choice("optimizer", OPTIMIZER_LABELS, default="gradient-descent", synonyms=OPTIMIZER_SYNONYMS),
        Number("step_size", -1000, 1000),
        Number("momentum", 0, 1),
        Number("beta_1", 0, 1, "β₁"),
        Number("beta_2", 0, 1, "β₂"),
        Number("decay", 0, 1),
        Number("epsilon", 0, 1, "ε"),
        Number("weight_decay", 0, 1000),
        Choice("schedule", SCHEDULES, default="constant"),
        Number("schedule_factor", 0, 1000, default=1.0),
        NumberOrWord(
            "schedule_length",
            Number("steps", 1, LARGEST_ITERATIONS),
            MappingProxyType({WHOLE_RUN: "the whole run"}),
            default=WHOLE_RUN,
        ),
        Number("noise", 0, 1e6, default=0.0),
        Integer("seed", 0, LARGEST_SEED, default=0),
        NumberOrWord(
            "minimum",
            Number("minimum"),
            MappingProxyType({IN_PICTURE: "the lowest point in the picture", NONE: "none"}),
            default=IN_PICTURE,
        ),
        Integer("iterations", 1, LARGEST_ITERATIONS, default=400),
        Number("tolerance", 0, 1e6, above_low=True, default=0.001),
    ),
    state=VARIABLES,
    measures=("loss", "gradient_norm", "surface_x", "surface_y", *arrow_series(*VARIABLES)),
    objective="loss",
    statuses=(Status("left_domain", NO_VALUE, "leaves the domain"),),
    optional=MappingProxyType({"y": "start.y"}),
    pictured=MappingProxyType({"surface_x": "surface", "surface_y": "surface", **arrow_series(*VARIABLES)}),
    defaults=(
        Defaults("function", OWN_DEFAULTS),
        Defaults("optimizer", OPTIMIZER_DEFAULTS),
        Defaults("schedule", OF_SCHEDULES),
    ),
    pointing=Pointing(("landscape",), "start.x", "start.y"),
    start="start",
    simulate=simulate,
    scene=function_scene,
    work=_work,
    object=object_to,
)
