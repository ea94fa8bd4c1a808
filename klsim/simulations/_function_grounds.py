"""What several runs of `function-descent` go down on: their functions, evaluated together, goals and surfaces."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import LARGEST
from klsim.numerics.distributions import Array
from klsim.settings.views import RunColumns, RunSettings
from klsim.simulations._function_scene import surface_of
from klsim.simulations._function_surface import Surface
from klsim.simulations._functions import Function, Lowest, function_of, kinds_of_rest, lowest_of

OF_SURFACE = ("function", "constants", "view")
OF_GOAL = (*OF_SURFACE, "minimum", "tolerance")
"""What the surface and the goal of a run hang on."""


class Grounds:
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


def on_surfaces(
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
