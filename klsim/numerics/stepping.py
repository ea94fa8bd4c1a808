"""Runs with different optimisers as one method: a step of all of them, with schedules and noise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.descent import Method
from klsim.numerics.distributions import Array
from klsim.numerics.noise import normals
from klsim.numerics.optimizers import OPTIMIZERS, Hyperparameters, Memory
from klsim.numerics.schedules import SCHEDULES


@dataclass(frozen=True, eq=False)
class Steering:
    """How the step size of each run changes, and the noise of its gradient.

    schedule:       the name of each run's
    factor, length: what these make of it, (runs,)
    deviation:      the standard deviation of the noise of each coordinate of the gradient, (runs,)
    seed:           what the noise hangs on, (runs,): equal ones have equal noise
    """

    schedule: Sequence[str]
    factor: Array
    length: Array
    deviation: Array
    seed: NDArray[np.int64]

    def share(self, done: Array) -> Array:
        """The share of its step size that each run has after so many steps, (runs,)."""
        shares = np.empty_like(done)
        for name in set(self.schedule):
            runs = _places(self.schedule, name)
            shares[runs] = SCHEDULES[name](done[runs], self.factor[runs], self.length[runs])
        return shares

    def noise(self, done: Array, coordinates: int) -> Array:
        """What is added to the gradients after so many steps, (runs, coordinates)."""
        noise = np.zeros((len(done), coordinates))
        if (noisy := np.flatnonzero(self.deviation > 0)).size:
            drawn = normals(self.seed[noisy], done[noisy].astype(np.int64), coordinates)
            noise[noisy] = self.deviation[noisy, np.newaxis] * drawn
        return noise


def mixed_method(
    gradient: Callable[[Array], Array], optimizers: Sequence[str], given: Hyperparameters, steering: Steering
) -> Method:
    """The method of runs that each have their optimiser.

    gradient:   (runs, d) → (runs, d)
    optimizers: the name of that of each run
    given:      (runs, 1) each; its step size is that before a schedule

    The carry of a run has the number of steps done, and then what its optimiser remembers, array after array.
    """
    places = {name: _places(optimizers, name) for name in dict.fromkeys(optimizers)}
    groups = [(OPTIMIZERS[name], runs, _take(given, runs)) for name, runs in places.items()]

    def init(state: Array) -> Array:
        memories = [(runs, optimizer.init(state[runs])) for optimizer, runs, _ in groups]
        width = max(len(memory) for _, memory in memories)
        carry = np.zeros((len(state), 1 + width * state.shape[1]))
        for runs, memory in memories:
            _keep(carry, runs, memory)
        return carry

    def update(state: Array, carry: Array) -> tuple[Array, Array]:
        done, coordinates = carry[:, 0], state.shape[1]
        slopes = gradient(state) + steering.noise(done, coordinates)
        share = steering.share(done)[:, np.newaxis]
        state, carry = state.copy(), carry.copy()
        carry[:, 0] = done + 1
        for optimizer, runs, usual in groups:
            memory = tuple(np.moveaxis(carry[runs, 1:].reshape(len(runs), -1, coordinates), 1, 0))
            now = replace(usual, step_size=usual.step_size * share[runs])
            count = len(optimizer.init(state[:0]))
            state[runs], memory = optimizer.update(slopes[runs], state[runs], memory[:count], now, carry[runs, :1])
            _keep(carry, runs, memory)
        return state, carry

    return Method(init, update)


def _keep(carry: Array, runs: NDArray[np.intp], memory: Memory) -> None:
    for n, part in enumerate(memory):
        width = part.shape[1]
        carry[runs, 1 + n * width : 1 + (n + 1) * width] = part


def _take(given: Hyperparameters, runs: NDArray[np.intp]) -> Hyperparameters:
    return Hyperparameters(**{field.name: getattr(given, field.name)[runs] for field in fields(given)})


def _places(names: Sequence[str], name: str) -> NDArray[np.intp]:
    return np.flatnonzero([one == name for one in names])
