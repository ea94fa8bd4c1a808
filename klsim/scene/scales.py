"""Scales with round ends and round ticks."""

from math import ceil, floor, isfinite, log10

from klsim.scene.marks import Scale

SMALLEST = 1e-100


def nice_scale(label: str, low: float, high: float, about: int = 6) -> Scale:
    """A linear scale that covers low to high, ticked about so many times at 1, 2 or 5 times a power of ten.

    The ends are rounded outward to half a tick. Ends that are closer than numbers of their size can tell are
    moved apart. Raises ValueError for ends that are not finite, or the upper one first.
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
    return Scale(label, start, end, tuple(n * step for n in range(first, last + 1)))


def _round_step(raw: float) -> float:
    power: float = 10.0 ** floor(log10(raw))
    return next(multiple * power for multiple in (1, 2, 5, 10) if multiple * power >= raw * 0.999)
