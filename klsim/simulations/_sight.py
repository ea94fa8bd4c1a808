"""What samples see of the laws of a run while it walks, and the words for what they do not see."""

from collections.abc import Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from klsim.numerics.distributions import Array
from klsim.numerics.mixtures import Mixture, Samples, luck, mass
from klsim.numerics.outcome import stays_from
from klsim.simulations._sampling import UNSEEN


class Sight(IntEnum):
    """How a law is seen, by the rule of `klsim.simulations._sampling`."""

    WHOLE = 0
    CUT_OFF = 1
    TOO_NARROW = 2


REASONS = {Sight.CUT_OFF: "it reaches out of the domain", Sight.TOO_NARROW: "it is too narrow for the points"}


def sight(law: Mixture, log_density: Array, samples: Samples) -> NDArray[np.int8]:
    """A `Sight` of each law, (…), from its logarithms at the samples, (…, points)."""
    low, high = samples.x[..., :1], samples.x[..., -1:]
    away = (law.weights * ((law.means < low) | (law.means > high))).sum(axis=-1)
    is_narrow = ~(luck(law, samples.spacing) <= UNSEEN)  # so that NaN is never seen
    is_cut = ~(np.abs(mass(log_density, samples.length) - 1) <= UNSEEN)
    kinds = np.select([away > UNSEEN, is_narrow, is_cut], [Sight.CUT_OFF, Sight.TOO_NARROW, Sight.CUT_OFF])
    return kinds.astype(np.int8)


def describe_doubts(of_p: NDArray[np.int8], of_q: NDArray[np.int8], last: NDArray[np.int64]) -> Iterator[str]:
    """For each run why its last numbers are not to be trusted, or nothing.

    of_p: (runs,), of_q: (N + 1, runs), last: (runs,)
    """
    since = stays_from(of_q != Sight.WHOLE, last)
    for n, end in enumerate(last):
        if of_p[n] != Sight.WHOLE:
            yield f"Sampling sees less than 99.9 % of p: {REASONS[Sight(of_p[n])]}."
        elif since[n] >= 0:
            why = REASONS[Sight(of_q[end, n])]
            yield f"Sampling sees less than 99.9 % of q from iteration {since[n]} on: {why}."
        else:
            yield ""
