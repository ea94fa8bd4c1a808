"""Drawing the hidden targets of a game."""

import numpy as np

from klsim.figures.match.law import Knob, Law, RandomTargets
from klsim.numerics.distributions import Array


def draw_targets(draw: RandomTargets, mean: Knob, variance: Knob, random: np.random.Generator) -> tuple[Law, ...]:
    """Targets with means and variances uniformly between their ends, on values that the knobs can be set to.

    Means ascend within a target. They are uniform over all placements that keep the least distance, up to the
    rounding to a knob's step.
    """
    return tuple(_draw(draw, mean, variance, random) for _ in range(draw.count))


def _draw(draw: RandomTargets, mean: Knob, variance: Knob, random: np.random.Generator) -> Law:
    low, high = draw.mean
    room = high - low - draw.apart * (draw.bells - 1)
    means = low + np.sort(random.random(draw.bells)) * room + draw.apart * np.arange(draw.bells)
    narrowest, widest = draw.variance
    variances = narrowest + random.random(draw.bells) * (widest - narrowest)
    return Law(_settle(means, mean), _settle(variances, variance))


def _settle(values: Array, knob: Knob) -> tuple[float, ...]:
    return tuple(knob.nearest(float(value)) for value in values)
