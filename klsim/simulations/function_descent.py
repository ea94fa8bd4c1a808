"""`function-descent`: optimisers go downhill on a function of one or two variables, named or an author's own.

θ = (x) or (x, y), as the function has them; every place is in the domain at which it has a finite value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import LARGEST, Descent, carried_on, descend
from klsim.numerics.distributions import Array
from klsim.numerics.expressions import ExpressionError
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.numerics.optimizer_defaults import (
    CARRIES_MEAN,
    CARRIES_MOMENTUM,
    MAY_CLIMB,
    OPTIMIZER_DEFAULTS,
    OPTIMIZER_LABELS,
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
from klsim.simulation import Objection, Simulation
from klsim.simulations._arrows import arrow_series, way_down
from klsim.simulations._function_scene import function_scene, surface_of
from klsim.simulations._function_surface import Surface
from klsim.simulations._functions import (
    IN_PICTURE,
    NONE,
    VARIABLES,
    Function,
    Lowest,
    function_of,
    kinds_of_rest,
    lowest_of,
    start_of,
)
from klsim.statuses import Status
from klsim.trajectory import Series, Trajectory

LEVEL = 1e-6
"""A run is at rest where the slope is no more than this share of 1 + |loss|."""

NEARLY = 1e-2
"""Who stays where the slope is this share of the steepest that was met is about where there is none."""

OF_SURFACE = ("function", "constants", "view")
OF_GOAL = (*OF_SURFACE, "minimum", "tolerance")
"""What the surface and the goal of a run hang on."""

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
    grounds = _Grounds(settings)
    start = np.stack([start_of(one) for one in settings])
    path = _walk(settings, grounds, start)
    loss, slopes = grounds.value(path.states), grounds.gradient(path.states)
    steepness = np.nan_to_num(np.linalg.norm(slopes, axis=-1), nan=np.inf)
    at_end = path.last, np.arange(len(path.last))
    is_level = steepness[at_end] <= LEVEL * (1 + np.abs(loss[at_end]))
    is_nearly = is_level | (steepness[at_end] <= NEARLY * steepness.max(axis=0, initial=0, where=~np.isnan(loss)))

    def go_on(numbers: NDArray[np.intp]) -> Beyond:
        some = _Grounds(settings.take(numbers.tolist()))
        beyond = _walk(settings.take(numbers.tolist()), some, path.ends[numbers], path.carry[numbers])
        height = some.value(beyond.states) - base[numbers]
        return Beyond(beyond, height, np.broadcast_to(grounds.has_goal[numbers], height.shape))

    base = np.where(grounds.has_goal, grounds.minimum, np.nanmin(loss, axis=0))
    height = loss - base
    outcome = classify(path, height, settings.tolerance, is_level, grounds.has_goal, go_on)
    status = _of_shaken(outcome.status, settings.noise)
    ends = _sentences(settings, grounds, path, is_nearly, status, outcome.converged_at)
    series: dict[str, Series] = {
        **{name: path.states[..., n].T for n, name in enumerate(grounds.variables)},
        **_on_surfaces(settings, grounds.of_run, path.states, loss),
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


class _Grounds:
    """The functions and goals of several runs; runs with the same function are evaluated together.

    minimum:  (runs,) the value that counts as the goal of each, 0 where there is none
    has_goal: (runs,) whether there is one
    """

    def __init__(self, settings: RunColumns) -> None:
        self.of_run = [function_of(one) for one in settings]
        self.variables = self.of_run[0].variables
        numbers: dict[object, list[int]] = {}
        for n, one in enumerate(self.of_run):
            numbers.setdefault((one.expression, tuple(one.constants.items())), []).append(n)
        self._groups = [(self.of_run[several[0]], several) for several in numbers.values()]
        goals = _goals(settings)
        self.has_goal = np.array([goal is not None for goal in goals])
        self.minimum = np.array([0.0 if goal is None else goal.minimum for goal in goals])

    def value(self, places: Array) -> Array:
        """f at places (…, runs, d), (…, runs)."""
        values = np.empty(places.shape[:-1])
        for function, runs in self._groups:
            values[..., runs] = function.value(places[..., runs, :])
        return values

    def gradient(self, places: Array) -> Array:
        """∇f at places (…, runs, d), (…, runs, d)."""
        slopes = np.empty(places.shape)
        for function, runs in self._groups:
            slopes[..., runs, :] = function.gradient(places[..., runs, :])
        return slopes

    def has_value(self, places: Array) -> NDArray[np.bool_]:
        """Whether f is finite at places (runs, d); those out of all bounds are no question of the domain."""
        is_far = ~(np.abs(places) <= LARGEST).all(axis=1)
        result: NDArray[np.bool_] = np.isfinite(self.value(places)) | is_far
        return result

    def kinds_of_rest(self, places: Array, chosen: NDArray[np.bool_]) -> Mapping[int, str]:
        """What those places (runs, d) are at which chosen runs rest, by the numbers of these."""
        found: dict[int, str] = {}
        for function, runs in self._groups:
            if some := [n for n in runs if chosen[n]]:
                found.update(zip(some, kinds_of_rest(function, places[some]), strict=True))
        return found


def _on_surfaces(
    settings: RunColumns, functions: Sequence[Function], places: Array, loss: Array
) -> Mapping[str, Callable[[], Array]]:
    """Where places (N + 1, runs, d) of such loss are seen on the surface of each run, (runs, N + 1); 0 on none."""
    seen = cache(lambda: _projected(settings, functions, places, loss))
    return {"surface_x": lambda: seen()[0].T, "surface_y": lambda: seen()[1].T}


def _projected(settings: RunColumns, functions: Sequence[Function], places: Array, loss: Array) -> Array:
    """Both coordinates of what is seen there, (2, N + 1, runs)."""
    seen = np.where(np.isnan(loss), np.nan, 0.0)[np.newaxis].repeat(2, axis=0)
    found: dict[str, Surface] = {}
    for n, (one, function) in enumerate(zip(settings, functions, strict=True)):
        if len(function.variables) == 2:
            key = repr([_plain(getattr(one, name)) for name in OF_SURFACE])
            surface = found[key] if key in found else found.setdefault(key, surface_of(one, function))
            seen[:, :, n] = surface.project(places[:, n, 0], places[:, n, 1], loss[:, n])
    return seen


def _goals(settings: RunColumns) -> list[Lowest | None]:
    """The goal of each run; each distinct one is searched once."""
    found: dict[str, Lowest | None] = {}
    goals = []
    for one in settings:
        key = repr([_plain(getattr(one, name)) for name in OF_GOAL])
        if key not in found:
            found[key] = lowest_of(one)
        goals.append(found[key])
    return goals


def _plain(value: object) -> object:
    if isinstance(value, RunSettings):
        return [(name, _plain(getattr(value, name))) for name in dir(value)]
    return value


def _walk(settings: RunColumns, grounds: _Grounds, start: Array, carry: Array | None = None) -> Descent:
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
    grounds: _Grounds,
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


def object_to(settings: RunSettings) -> list[Objection]:
    """What keeps a run from being computed: unknown names, a start or a view that does not fit, a wrong step."""
    try:
        function = function_of(settings)
    except ExpressionError as error:
        return [_unreadable(error)]
    there = function.variables
    if found := list(_misfits(settings, there)):
        return found
    for name in ("beta_1", "beta_2"):
        if getattr(settings, name) == 1:
            return [Objection(name, f"{name} is 1, and nothing would be forgotten", "choose less, such as 0.999")]
    if settings.step_size < 0 and settings.optimizer not in MAY_CLIMB:
        words = f"{', '.join(MAY_CLIMB[:-1])} and {MAY_CLIMB[-1]}"
        return [Objection("step_size", f"step_size {settings.step_size:g} is below 0", f"only {words} climb")]
    if not np.isfinite(function.value(start_of(settings))):
        place = ", ".join(f"{name} = {getattr(settings.start, name):g}" for name in there)
        return [Objection("start", f"the function has no value at the start, {place}", "start elsewhere")]
    return []


def _misfits(settings: RunSettings, variables: Sequence[str]) -> Iterator[Objection]:
    """Where the function has a y and the start or the view has none, or the other way round."""
    if len(variables) == 1 and "y" in dir(settings.start):
        message = "the function has no y, and the start has one"
        yield Objection("function", message, "write `start: {x: …}`")
    for name in ("start", "view") if len(variables) == 2 else ():
        if "y" not in dir(getattr(settings, name)):
            hint = "view: {x: […], y: […]}" if name == "view" else "start: {x: …, y: …}"
            yield Objection("function", f"the function has a y, and the {name} has none", f"write `{hint}`")


def _unreadable(error: ExpressionError) -> Objection:
    """What there is to say of an expression whose names are not all known."""
    hint = error.hint
    if error.message.startswith("unknown name"):
        name = error.message.rpartition(" ")[2].strip("'")
        hint = f"{hint}, or add `constants: {{{name}: …}}`" if hint else f"add `constants: {{{name}: …}}`"
    return Objection("function", f"function: {error}", hint)


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
        Choice("optimizer", OPTIMIZER_LABELS, default="gradient-descent"),
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
    simulate=simulate,
    scene=function_scene,
    work=_work,
    object=object_to,
)
