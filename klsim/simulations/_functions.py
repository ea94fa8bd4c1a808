"""The function of a run of `function-descent`: what its settings say, ready to be evaluated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from klsim.numerics.derivatives import evaluate, gradient, hessian
from klsim.numerics.distributions import Array
from klsim.numerics.expressions import Expression, parse_expression
from klsim.numerics.minimize import minimise
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.settings.views import RunSettings

VARIABLES = ("x", "y")
ACROSS = 201
"""Places in each direction of the lattice on which the lowest point of a picture is looked for."""

IN_PICTURE, NONE = "picture", "none"
"""What stands for a minimum: the lowest point in the picture, or that there is none."""

FLAT = 1e-5
"""Ground is flat whose second derivatives are no more than this share of 1 + |f|."""

_parsed = lru_cache(maxsize=256)(parse_expression)
"""Thousands of runs have a handful of expressions."""


@dataclass(frozen=True)
class Function:
    """A function of x, or of x and y, with the numbers that its constants have."""

    expression: Expression
    constants: Mapping[str, float]
    variables: tuple[str, ...]

    def value(self, places: Array) -> Array:
        """f at places (…, d), (…); NaN or infinite where it has none."""
        return evaluate(self.expression, self._named(places))

    def gradient(self, places: Array) -> Array:
        """∇f at places (…, d), (…, d)."""
        return gradient(self.expression, self.variables, self._named(places))

    def hessian(self, places: Array) -> Array:
        """The second derivatives of f at places (…, d), (…, d, d)."""
        return hessian(self.expression, self.variables, self._named(places))

    def _named(self, places: Array) -> Mapping[str, Array]:
        named = {name: places[..., n] for n, name in enumerate(self.variables)}
        return {**{name: np.array(value) for name, value in self.constants.items()}, **named}


def function_of(settings: RunSettings) -> Function:
    """The function of a run, by its name, or its expression and its constants; of x alone if y is not in it.

    Raises ExpressionError for names that are none of these.
    """
    named = NAMED_FUNCTIONS.get(settings.function)
    constants = {name: getattr(settings.constants, name) for name in dir(settings.constants)}
    if named:
        return Function(_parsed(named.expression, VARIABLES), {}, VARIABLES)
    expression = _parsed(settings.function, (*VARIABLES, *constants))
    return Function(expression, constants, VARIABLES if "y" in expression.names else VARIABLES[:1])


def start_of(settings: RunSettings) -> Array:
    """Where a run starts, (d,)."""
    return np.array([getattr(settings.start, name) for name in function_of(settings).variables], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Lowest:
    """The least value that counts as one's goal, and where it is: places (n, d), none if that is not known."""

    minimum: float
    places: Array


def lowest_of(settings: RunSettings) -> Lowest | None:
    """The goal of a run; None where there is none."""
    named = NAMED_FUNCTIONS.get(settings.function)
    chosen, function = settings.minimum, function_of(settings)
    if chosen == NONE:
        return None
    if named and (chosen == IN_PICTURE or chosen == named.minimum):
        if named.minimum is None:
            return None
        return Lowest(named.minimum, np.array(named.lowest, dtype=np.float64))
    place, height = _lowest_in_picture(function, settings.view)
    if chosen == IN_PICTURE:
        return Lowest(height, place[np.newaxis])
    is_there = height <= chosen + settings.tolerance
    return Lowest(chosen, place[np.newaxis] if is_there else np.empty((0, len(function.variables))))


def _lowest_in_picture(function: Function, view: RunSettings) -> tuple[Array, float]:
    ends = np.array([getattr(view, name) for name in function.variables], dtype=np.float64)

    def height(places: Array) -> Array:
        values = function.value(places)
        return np.where(np.isfinite(values), values, np.inf)

    return minimise(height, ends[:, 0], ends[:, 1], ACROSS)


def kinds_of_rest(function: Function, places: Array) -> Sequence[str]:
    """What each of some places (n, d) is at which f has no slope: by the signs of the second derivatives."""
    bends = function.hessian(places)
    is_smooth = np.all(np.isfinite(bends), axis=(-2, -1))
    curvatures = np.linalg.eigvalsh(np.where(np.expand_dims(is_smooth, (-2, -1)), bends, 0))
    least = FLAT * (1 + np.abs(function.value(places)))
    falls, rises = curvatures.min(axis=-1) < -least, curvatures.max(axis=-1) > least
    kinds = np.where(
        falls, np.where(rises, "a saddle", "a local maximum"), np.where(rises, "a local minimum", "flat")
    )
    return [str(kind) for kind in np.where(is_smooth, kinds, "a kink")]
