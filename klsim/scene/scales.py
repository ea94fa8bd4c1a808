"""Scales with round ends and round ticks."""

from math import ceil, floor, isfinite, log10

from klsim.scene.marks import Scale

SMALLEST = 1e-100
SLACK = 1e-9

LADDERS = ((1, 2, 5), (1, 3), (1,))
"""The leading digits of round numbers, the finest choice first."""

MOST_STEPS = 7
"""Between the ticks of a log scale."""


def nice_scale(label: str, low: float, high: float, about: int = 6, around: float | None = None) -> Scale:
    """A linear scale that covers low to high, ticked about so many times at 1, 2 or 5 times a power of ten.

    The ends are rounded outward to half a tick. Ends that are closer than numbers of their size can tell are
    moved apart. With a place `around` it zooms out after what leaves it, as `Scale` tells. Raises ValueError for
    ends that are not finite, or the upper one first.
    """
    if not (isfinite(low) and isfinite(high)):
        raise ValueError(f"the scale {label!r} from {low:g} to {high:g}: both ends have to be finite")
    if low > high:
        raise ValueError(f"the scale {label!r} from {low:g} to {high:g}: the lower end comes first")
    least = max(abs(low), abs(high), SMALLEST) * 1e-9
    if high - low < least:
        low, high = low - least, high + least
    step = _round_step((high - low) / about)
    half = step / 2
    start, end = floor(low / half + 1e-9) * half, ceil(high / half - 1e-9) * half
    first, last = ceil(start / step - 1e-9), floor(end / step + 1e-9)
    if around is not None and low <= around <= high:
        around = min(max(around, start), end)  # which ends that are rounded may pass over by a hair
    return Scale(label, start, end, tuple(n * step for n in range(first, last + 1)), around=around)


def log_scale(label: str, low: float, high: float) -> Scale:
    """A log scale from low to high, 0 < low < high, ticked at powers of ten: of many at some of them.

    Ticks go down from the highest. Where there are fewer than two, they are at 1, 2 and 5 times powers of ten, or,
    where these are fewer than two as well, as on a linear scale. Raises ValueError for other ends.
    """
    if not 0 < low < high:
        raise ValueError(f"the log scale {label!r} from {low:g} to {high:g}: 0 < lower end < upper end")
    first, last = log10(low) - SLACK, log10(high) + SLACK
    powers = range(ceil(first), floor(last) + 1)
    if len(powers) >= 2:
        step = ceil((len(powers) - 1) / MOST_STEPS)
        return Scale(label, low, high, tuple(10.0**power for power in powers[::-step][::-1]), "log")
    finer = (digit * 10.0**power for power in range(floor(first), ceil(last) + 1) for digit in (1, 2, 5))
    ticks = tuple(tick for tick in finer if first <= log10(tick) <= last)
    if len(ticks) < 2:
        ticks = tuple(tick for tick in nice_scale(label, low, high).ticks if low <= tick <= high)
    return Scale(label, low, high, ticks, "log")


def _round_step(raw: float) -> float:
    power: float = 10.0 ** floor(log10(raw))
    return next(multiple * power for multiple in (1, 2, 5, 10) if multiple * power >= raw * 0.999)
