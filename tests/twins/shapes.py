"""Cases of places and shapes: scales, px, curves, trails and arrows, in 60 digits."""

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from math import isnan
from typing import Any

from mpmath import log, mp, mpf, sqrt

from tests.twins.laws import exact_density
from tests.twins.numbers import INFINITE, Case, text

FAR = 10_000
STROKES = {"far_px": FAR, "bell_reach": 4, "bell_samples": 25, "arrow_px": 13, "bar_share": 0.8}
SAMPLES = 201
"""What klsim/scene/strokes.py and marks.py have, as the test of the Python functions checks."""

BOX = [44, 30, 364, 248]
LEFT, TOP, RIGHT, BOTTOM = 44, 30, 44 + 364, 30 + 248
LINEAR = {"low": -6.0, "high": 8.0, "kind": "linear"}
LOG = {"low": 1e-4, "high": 10.0, "kind": "log"}
PANEL = {"box": BOX, "x": LINEAR, "y": {"low": 0.0, "high": 0.5, "kind": "linear"}}
LOG_PANEL = {"box": BOX, "x": LINEAR, "y": LOG}

SCALES = (
    LINEAR,
    {"low": 0.1, "high": 0.3, "kind": "linear"},
    {"low": -1e300, "high": 1e300, "kind": "linear"},
    LOG,
    {"low": 1e-8, "high": 1e8, "kind": "log"},
)
ON_SCALES = (-6.0, 8.0, 0.0, -0.0, 0.2, 1.0, -3.7, 1e-320, 1e17, 1.5e300, INFINITE, -INFINITE)
IN_REACH = (44.0, 408.5, -9956.0, -9957.0, 10_408.0, 10_409.0, 1e300, INFINITE, -INFINITE, float("nan"))

CURVES = (([0.0], [5.0], 1), ([-5.9, 3.0], [0.003, 2.0], 0.25), ([300.0], [1e-12], 1))
TRAILS = (
    (PANEL, [0.0, 1.0, 1.0, -3.5], [0.1, 0.2, 0.45, 0.0]),
    (PANEL, [0.0, 1e9, -1e9], [5.0, -5.0, 0.25]),
    (PANEL, [2.0], [0.3]),
    (LOG_PANEL, [0.0, 1.0, 2.0, 3.0], [10.0, 1e-4, 0.0, INFINITE]),
)
ROWS = (
    ([], [0.1, 0.5, -0.2, 0.0, 1e9, INFINITE]),
    ([], [0.3]),
    ([-5.5, -1.25, 0.0, 7.75], [0.4, float("nan"), 0.2, -0.1]),
    ([2.5], [0.25]),
)
OUTSIDE = ((-20.0, 0.25), (1e6, 0.25), (0.0, -3.0), (9.0, 0.7), (-1e9, 1e9), (-6.001, 0.1))


def share_of(scale: Mapping[str, Any], value: mpf) -> mpf:
    """Where a value lies between the ends of a scale; on a log scale, NaN below 0."""
    low, high = mpf(scale["low"]), mpf(scale["high"])
    if scale["kind"] == "linear":
        return (value - low) / (high - low)
    if value <= 0:
        return mpf("nan" if value < 0 else "-inf")
    return log(value / low) / log(high / low)


def kept(value: mpf, low: float, high: float, missing: float) -> float:
    """A number between two ends."""
    return missing if mp.isnan(value) else float(min(max(value, low), high))


def in_px(panel: Mapping[str, Any], x: float | mpf, y: float | mpf) -> list[float]:
    """A place in px of the panel, within reach."""
    _, _, width, height = panel["box"]
    across = LEFT + width * share_of(panel["x"], mpf(x))
    down = TOP + height * (1 - share_of(panel["y"], mpf(y)))
    return rounded(
        [kept(across, LEFT - FAR, RIGHT + FAR, LEFT - FAR), kept(down, TOP - FAR, BOTTOM + FAR, BOTTOM + FAR)]
    )


def rounded(place: list[Any]) -> list[float]:
    """A place to a billionth of a px."""
    return [round(float(value), 9) for value in place]


def fractions() -> Iterator[Case]:
    """Where values lie on scales, linear and logarithmic ones."""
    for scale, value in product(SCALES, ON_SCALES):
        yield {"scale": scale, "value": text(value), "share": text(float(share_of(scale, mpf(value))))}


def reach() -> Iterator[Case]:
    """Places in px that stay within reach; what is no number goes to the low end."""
    for x, y in product(IN_REACH, IN_REACH):
        place = [
            LEFT - FAR if isnan(x) else min(max(x, LEFT - FAR), RIGHT + FAR),
            BOTTOM + FAR if isnan(y) else min(max(y, TOP - FAR), BOTTOM + FAR),
        ]
        yield {"box": BOX, "place": [text(x), text(y)], "kept": place}


def curves() -> Iterator[Case]:
    """Densities as polylines: at even places, and closer around each mean."""
    low, high = mpf(LINEAR["low"]), mpf(LINEAR["high"])
    for means, variances, share in CURVES:
        places = [low + (high - low) * n / (SAMPLES - 1) for n in range(SAMPLES)]
        for m, v in zip(map(mpf, means), map(mpf, variances), strict=True):
            offsets = (STROKES["bell_reach"] * (mpf(2 * n) / (STROKES["bell_samples"] - 1) - 1) for n in range(25))
            places += [min(max(m + offset * sqrt(v), low), high) for offset in offsets]
        curve = [in_px(PANEL, x, share * exact_density(x, means, variances)) for x in sorted(places)]
        yield {"panel": PANEL, "means": means, "variances": variances, "share": share, "curve": curve}


def trails() -> Iterator[Case]:
    """Paths in px; before the end of an arc its control point, `leap` times its breadth above the chord's middle."""
    for (panel, xs, ys), leap in product(TRAILS, (0, 0.3)):
        places = [in_px(panel, x, y) for x, y in zip(xs, ys, strict=True)]
        points = places[:1]
        for (x0, y0), (x1, y1) in pairwise(places):
            if leap:
                points.append(rounded([(x0 + x1) / 2, (y0 + y1) / 2 - leap * abs(x1 - x0)]))
            points.append([x1, y1])
        yield {"panel": panel, "x": xs, "y": [text(y) for y in ys], "leap": leap, "points": points}


def bars() -> Iterator[Case]:
    """Bars in px, corner by corner, around places or one after another from 0 on."""
    for x, row in ROWS:
        middles = [mpf(place) for place in x] or [mpf(n) + mpf("0.5") for n in range(len(row))]
        half = min((b - a for a, b in pairwise(middles)), default=mpf(1)) * mpf(STROKES["bar_share"]) / 2
        outlines = []
        for middle, y in zip(middles, row, strict=True):
            (left, top), (right, foot) = in_px(PANEL, middle - half, y), in_px(PANEL, middle + half, 0)
            outlines.append([[left, top], [right, top], [right, foot], [left, foot]])
        yield {"panel": PANEL, "x": x, "row": [text(y) for y in row], "outlines": outlines}


def arrows() -> Iterator[Case]:
    """Triangles for points outside: a tip at the nearest edge, as long as broad, turned towards the point."""
    for x, y in OUTSIDE:
        far = in_px(PANEL, x, y)
        tip = [min(max(far[0], LEFT), RIGHT), min(max(far[1], TOP), BOTTOM)]
        away = mp.matrix([mpf(far[0]) - tip[0], mpf(far[1]) - tip[1]])
        along = away * STROKES["arrow_px"] / mp.norm(away)
        foot = [tip[0] - along[0], tip[1] - along[1]]
        one, other = ([foot[0] - s * along[1] / 2, foot[1] + s * along[0] / 2] for s in (1, -1))
        yield {"panel": PANEL, "x": x, "y": y, "outline": [rounded(corner) for corner in (tip, one, other)]}
