"""Where a game samples its densities: as the author says, if that suffices, else so that it does."""

from math import ceil, floor, sqrt

from klsim.content.schema import number_text
from klsim.diagnostics import Code, Location
from klsim.figures.match.law import Knob, Sampling
from klsim.settings.limits import LARGEST_POINTS

NEEDED_DEVIATIONS = 4
USUAL_DEVIATIONS = 5
USUAL_SAMPLES = 3
"""In one standard deviation of the narrowest bell; with one, sums of normal densities are right to 8 digits."""


def choose_sampling(
    domain: tuple[float, float] | None, points: int | None, mean: Knob, variance: Knob, location: Location
) -> Sampling:
    """The sampling of a game. Raises ContentError if it cuts off or misses bells that a reader may set."""
    low, high = domain or _usual_domain(mean, variance)
    sampling = Sampling(low, high, points or ceil(USUAL_SAMPLES * (high - low) / sqrt(variance.low)) + 1)
    reach = NEEDED_DEVIATIONS * sqrt(variance.high)
    if low > mean.low - reach or high < mean.high + reach:
        needed = min(low, floor(mean.low - reach)), max(high, ceil(mean.high + reach))
        message = f"domain from {number_text(low)} to {number_text(high)} cuts off bells that a reader may set"
        raise location.failure(Code.POOR_SAMPLING, message, f"perhaps [{', '.join(map(number_text, needed))}]")
    if sampling.spacing > sqrt(variance.low):
        message = (
            f"{sampling.points} points are too few for bells as narrow as variance {number_text(variance.low)}"
        )
        needed_points = ceil((high - low) / sqrt(variance.low)) + 1
        raise location.failure(
            Code.POOR_SAMPLING, message, f"write at least {needed_points}, or a higher low for variance"
        )
    if sampling.points > LARGEST_POINTS:
        narrow = f"variances from {number_text(variance.low)} on"
        message = f"to sample {narrow} over these means takes {sampling.points} points"
        raise location.failure(
            Code.TOO_MUCH_WORK,
            message,
            f"at most {LARGEST_POINTS}: raise the low of variance, or narrow mean",
        )
    return sampling


def _usual_domain(mean: Knob, variance: Knob) -> tuple[float, float]:
    """Wide enough for every q, and for the widest normal law that suits a target of several bells."""
    deviation = max(sqrt(variance.high), (mean.high - mean.low) / 4)
    reach = USUAL_DEVIATIONS * deviation
    return floor(mean.low - reach), ceil(mean.high + reach)
