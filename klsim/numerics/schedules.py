"""How a step size changes from step to step, as in torch.optim.lr_scheduler."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from klsim.numerics.distributions import Array

Schedule: TypeAlias = Callable[[Array, Array, Array], Array]
"""From the number of steps done so far, a factor and a length in steps to the share of the step size; (runs,)."""


def constant(done: Array, _: Array, __: Array) -> Array:
    """1."""
    return np.ones_like(done)


def step(done: Array, factor: Array, length: Array) -> Array:
    """factor^⌊done / length⌋: torch's StepLR."""
    result: Array = factor ** np.floor(done / length)
    return result


def exponential(done: Array, factor: Array, _: Array) -> Array:
    """factor^done: torch's ExponentialLR."""
    result: Array = factor**done
    return result


def cosine(done: Array, _: Array, length: Array) -> Array:
    """(1 + cos(π·done / length)) / 2, and 0 from `length` on: torch's CosineAnnealingLR with eta_min 0."""
    result: Array = (1 + np.cos(np.pi * np.minimum(done / length, 1))) / 2
    return result


def warm_up(done: Array, factor: Array, length: Array) -> Array:
    """From `factor` evenly to 1, and 1 from `length` on: torch's LinearLR."""
    result: Array = factor + (1 - factor) * np.minimum(done / length, 1)
    return result


SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {"constant": constant, "step": step, "exponential": exponential, "cosine": cosine, "warm-up": warm_up}
)
