"""The optimisers of neural networks, in the form and with the defaults of torch.optim.

Each is a pair of pure functions. Throughout g is the gradient, with `weight_decay`·θ added but for AdamW, η the
step size of this step, t = 1, 2, … its number; squares, roots and quotients are coordinate by coordinate.
Products and sums are rounded together where torch does so: even runs that hang on the last place go its way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np

from klsim.numerics.distributions import Array
from klsim.numerics.rounding import multiply_add

MOMENTUM_DECAY = 4e-3
"""How fast NAdam's momentum reaches its full strength."""

Memory: TypeAlias = tuple[Array, ...]
"""What an optimiser carries on from step to step: arrays (runs, d)."""


@dataclass(frozen=True, eq=False)
class Hyperparameters:
    """What steers a step, each (runs, 1): `step_size` is η, `decay` RMSProp's α and Adadelta's ρ."""

    step_size: Array
    momentum: Array
    beta_1: Array
    beta_2: Array
    decay: Array
    epsilon: Array
    weight_decay: Array


class Optimizer(NamedTuple):
    """An optimiser as a pair of pure functions.

    init:   θ (runs, d) → memory
    update: gradient (runs, d), θ (runs, d), memory, hyperparameters, t (runs, 1) → the next θ and memory
    """

    init: Callable[[Array], Memory]
    update: Callable[[Array, Array, Memory, Hyperparameters, Array], tuple[Array, Memory]]


def _zeros(count: int) -> Callable[[Array], Memory]:
    return lambda theta: tuple(np.zeros_like(theta) for _ in range(count))


def gradient_descent(g: Array, theta: Array, memory: Memory, h: Hyperparameters, _: Array) -> tuple[Array, Memory]:
    """θ ← θ − η·g: torch.optim.SGD without momentum."""
    return multiply_add(-h.step_size, _decayed(g, theta, h), theta), memory


def momentum(g: Array, theta: Array, memory: Memory, h: Hyperparameters, _: Array) -> tuple[Array, Memory]:
    """v ← μ·v + g, θ ← θ − η·v: torch.optim.SGD with momentum.

    Polyak's heavy ball while η is constant: B. T. Polyak, 1964.
    """
    velocity = h.momentum * memory[0] + _decayed(g, theta, h)
    return multiply_add(-h.step_size, velocity, theta), (velocity,)


def nesterov(g: Array, theta: Array, memory: Memory, h: Hyperparameters, _: Array) -> tuple[Array, Memory]:
    """v ← μ·v + g, θ ← θ − η·(g + μ·v): torch.optim.SGD with nesterov.

    Y. Nesterov, 1983, as in I. Sutskever et al., "On the importance of initialization and momentum", 2013.
    """
    g = _decayed(g, theta, h)
    velocity = h.momentum * memory[0] + g
    return multiply_add(-h.step_size, multiply_add(h.momentum, velocity, g), theta), (velocity,)


def adagrad(g: Array, theta: Array, memory: Memory, h: Hyperparameters, _: Array) -> tuple[Array, Memory]:
    """s ← s + g², θ ← θ − η·g / (√s + ε): torch.optim.Adagrad with lr_decay 0.

    J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods", JMLR 12, 2011.
    """
    g = _decayed(g, theta, h)
    squares = multiply_add(g, g, memory[0])
    return theta - h.step_size * g / (np.sqrt(squares) + h.epsilon), (squares,)


def rmsprop(g: Array, theta: Array, memory: Memory, h: Hyperparameters, _: Array) -> tuple[Array, Memory]:
    """s ← α·s + (1 − α)·g², θ ← θ − η·g / (√s + ε): torch.optim.RMSprop, uncentred and without momentum.

    T. Tieleman and G. Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.
    """
    g = _decayed(g, theta, h)
    squares = multiply_add((1 - h.decay) * g, g, h.decay * memory[0])
    return theta - h.step_size * g / (np.sqrt(squares) + h.epsilon), (squares,)


def adadelta(g: Array, theta: Array, memory: Memory, h: Hyperparameters, _: Array) -> tuple[Array, Memory]:
    """s ← ρ·s + (1 − ρ)·g², Δ = √(u + ε) / √(s + ε)·g, u ← ρ·u + (1 − ρ)·Δ², θ ← θ − η·Δ: torch.optim.Adadelta.

    M. D. Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
    """
    g = _decayed(g, theta, h)
    squares = multiply_add((1 - h.decay) * g, g, h.decay * memory[0])
    change = np.sqrt(memory[1] + h.epsilon) / np.sqrt(squares + h.epsilon) * g
    changes = multiply_add((1 - h.decay) * change, change, h.decay * memory[1])
    return multiply_add(-h.step_size, change, theta), (squares, changes)


def adam(g: Array, theta: Array, memory: Memory, h: Hyperparameters, t: Array) -> tuple[Array, Memory]:
    """m ← β₁·m + (1 − β₁)·g, s ← β₂·s + (1 − β₂)·g², θ ← θ − η·m̂ / (√ŝ + ε): torch.optim.Adam.

    m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ). D. P. Kingma and J. Ba, "Adam", 2014.
    """
    mean, squares = _moments(_decayed(g, theta, h), memory, h)
    return _adam_step(theta, mean, squares, h, t), (mean, squares)


def amsgrad(g: Array, theta: Array, memory: Memory, h: Hyperparameters, t: Array) -> tuple[Array, Memory]:
    """Adam whose ŝ is made of the largest s so far: torch.optim.Adam with amsgrad.

    S. J. Reddi, S. Kale and S. Kumar, "On the convergence of Adam and beyond", 2018.
    """
    mean, squares = _moments(_decayed(g, theta, h), memory, h)
    largest = np.maximum(memory[2], squares)
    return _adam_step(theta, mean, largest, h, t), (mean, squares, largest)


def adamw(g: Array, theta: Array, memory: Memory, h: Hyperparameters, t: Array) -> tuple[Array, Memory]:
    """Adam that first shrinks θ by the factor 1 − η·`weight_decay`: torch.optim.AdamW.

    I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", 2017.
    """
    mean, squares = _moments(g, memory, h)
    return _adam_step(theta * (1 - h.step_size * h.weight_decay), mean, squares, h, t), (mean, squares)


def adamax(g: Array, theta: Array, memory: Memory, h: Hyperparameters, t: Array) -> tuple[Array, Memory]:
    """m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g| + ε), θ ← θ − η / (1 − β₁ᵗ)·m / u: torch.optim.Adamax.

    D. P. Kingma and J. Ba, "Adam", 2014, section 7.
    """
    g = _decayed(g, theta, h)
    mean = _mean(g, memory, h)
    largest = np.maximum(h.beta_2 * memory[1], np.abs(g) + h.epsilon)
    return theta - h.step_size / (1 - h.beta_1**t) * mean / largest, (mean, largest)


def nadam(g: Array, theta: Array, memory: Memory, h: Hyperparameters, t: Array) -> tuple[Array, Memory]:
    """Adam with Nesterov's momentum: torch.optim.NAdam with momentum_decay 4e-3.

    μₜ = β₁·(1 − 0.96^(0.004·t) / 2), πₜ = μ₁·…·μₜ,
    θ ← θ − η·((1 − μₜ) / (1 − πₜ)·g + μₜ₊₁ / (1 − πₜ₊₁)·m) / (√ŝ + ε).
    T. Dozat, "Incorporating Nesterov momentum into Adam", 2016.
    """
    g = _decayed(g, theta, h)
    mean, squares = _moments(g, memory, h)
    now, following = (h.beta_1 * (1 - 0.5 * 0.96 ** (n * MOMENTUM_DECAY)) for n in (t, t + 1))
    product = (memory[2].astype(np.float32) * now.astype(np.float32)).astype(np.float64)  # as torch keeps it
    scale = np.sqrt(squares / (1 - h.beta_2**t)) + h.epsilon
    theta = theta - h.step_size * (1 - now) / (1 - product) * g / scale
    theta = theta - h.step_size * following / (1 - product * following) * mean / scale
    return theta, (mean, squares, product)


def _decayed(g: Array, theta: Array, h: Hyperparameters) -> Array:
    return multiply_add(h.weight_decay, theta, g)


def _mean(g: Array, memory: Memory, h: Hyperparameters) -> Array:
    """The running mean of the gradient, from the nearer of its ends as in torch's lerp."""
    share, is_small = 1 - h.beta_1, h.beta_1 > 0.5
    return multiply_add(np.where(is_small, share, share - 1), g - memory[0], np.where(is_small, memory[0], g))


def _moments(g: Array, memory: Memory, h: Hyperparameters) -> tuple[Array, Array]:
    """The running means of the gradient and of its square."""
    mean = _mean(g, memory, h)
    return mean, multiply_add((1 - h.beta_2) * g, g, h.beta_2 * memory[1])


def _adam_step(theta: Array, mean: Array, squares: Array, h: Hyperparameters, t: Array) -> Array:
    scale = np.sqrt(squares) / np.sqrt(1 - h.beta_2**t) + h.epsilon
    return theta - h.step_size / (1 - h.beta_1**t) * mean / scale


OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {
        "gradient-descent": Optimizer(_zeros(0), gradient_descent),
        "momentum": Optimizer(_zeros(1), momentum),
        "nesterov": Optimizer(_zeros(1), nesterov),
        "adagrad": Optimizer(_zeros(1), adagrad),
        "rmsprop": Optimizer(_zeros(1), rmsprop),
        "adadelta": Optimizer(_zeros(2), adadelta),
        "adam": Optimizer(_zeros(2), adam),
        "adamax": Optimizer(_zeros(2), adamax),
        "nadam": Optimizer(lambda theta: (*_zeros(2)(theta), np.ones_like(theta)), nadam),
        "amsgrad": Optimizer(_zeros(3), amsgrad),
        "adamw": Optimizer(_zeros(2), adamw),
    }
)
