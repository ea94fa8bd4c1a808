"""The picture of `function-descent`: the landscape with the path over it, and the loss over the iterations."""

from math import ceil, floor, log10

import numpy as np

from klsim.numerics.distributions import Array
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.scene.marks import (
    Contours,
    Curve,
    Dot,
    Label,
    Line,
    Margins,
    Moving,
    Panel,
    Point,
    Readout,
    Scale,
    Scene,
    Static,
    Trail,
)
from klsim.scene.scales import nice_scale
from klsim.settings.views import RunSettings
from klsim.simulations._functions import Function, Lowest, function_of, lowest_of

WIDTH_PX, HEIGHT_PX = 840, 380
"""Of both panels together."""

MARGINS = Margins(46, 30, 14, 42)
NARROWEST, WIDEST = 0.75, 1.5
"""A landscape whose breadth is so many times its height is shown without distortion."""

LEVELS = 16
GRID_POINTS = 201
CURVE_POINTS = 801
SEEN = 0.97
"""The share of the places of a landscape whose heights levels tell apart."""

POWERS = 1e-4
"""The lowest level above the lowest place, as a share of the highest, where levels are spaced by powers."""

DEEP_DECADES = 4
"""So many powers of ten below the tolerance a logarithmic loss is shown."""

ZERO = 1e-12
"""A minimum this close to 0 counts as 0: the loss can then be shown by powers."""

MOST_STEPS = 150
"""Of so many iterations each is a disc on the path; those of more would be one thick line."""

LONGEST_TITLE = 44
HIGHEST = 1e300


def function_scene(settings: RunSettings) -> Scene:
    """The scene of a run, by its function, its constants, its view, its goal, its tolerance and its iterations."""
    function, lowest = function_of(settings), lowest_of(settings)
    is_plane = len(function.variables) == 2
    readouts = (
        Readout("iteration", "iteration", 0, "ink"),
        *(Readout(name, name, 3, "object") for name in function.variables),
        Readout("loss", "loss", 5, "object"),
        Readout("gradient", "gradient_norm", 5, "object"),
    )
    if not is_plane:
        panels = _curve(settings, function, lowest), _loss(settings, _heights_on(function, settings), lowest, 400)
        return Scene(panels, readouts)
    x, y, z = _grid(function, settings)
    landscape = _landscape(settings, (x, y, z), lowest)
    return Scene((landscape, _loss(settings, z, lowest, WIDTH_PX - landscape.width_px)), readouts)


def _grid(function: Function, settings: RunSettings) -> tuple[Array, Array, Array]:
    """The places of the view in both directions, and the heights there, (len(y), len(x))."""
    x, y = (_evenly(getattr(settings.view, name), GRID_POINTS) for name in function.variables)
    places = np.stack(np.meshgrid(x, y), axis=-1)
    return x, y, _finite(function.value(places))


def _heights_on(function: Function, settings: RunSettings) -> Array:
    return _finite(function.value(_evenly(settings.view.x, CURVE_POINTS)[:, np.newaxis]))


def _evenly(ends: tuple[float, float], count: int) -> Array:
    return np.linspace(ends[0], ends[1], count)


def _finite(z: Array) -> Array:
    """Heights with what is no number as high as can be."""
    return np.nan_to_num(z, nan=HIGHEST, posinf=HIGHEST, neginf=-HIGHEST)


def _landscape(settings: RunSettings, ground: tuple[Array, Array, Array], lowest: Lowest | None) -> Panel:
    x_scale, y_scale = (_scale(name, getattr(settings.view, name)) for name in ("x", "y"))
    share = (x_scale.high - x_scale.low) / (y_scale.high - y_scale.low)
    height = HEIGHT_PX - MARGINS.top - MARGINS.bottom
    breadth = round(height * share) if NARROWEST <= share <= WIDEST else round(1.2 * height)
    levels = _levels(ground[2], settings.view.levels)
    return Panel(
        "landscape",
        _title(settings),
        x_scale,
        y_scale,
        static=(Contours(*ground, levels), *_goals(lowest)),
        moving=_path("y", settings),
        width_px=breadth + MARGINS.left + MARGINS.right,
        height_px=HEIGHT_PX,
        margins=MARGINS,
    )


def _curve(settings: RunSettings, function: Function, lowest: Lowest | None) -> Panel:
    """Of one variable the landscape is its curve."""
    x_scale = _scale("x", settings.view.x)
    x, z = _evenly(settings.view.x, CURVE_POINTS), _heights_on(function, settings)
    if "y" in dir(settings.view):
        y_scale = _scale("loss", settings.view.y)
    else:
        low, high = float(z.min()), float(np.quantile(z, SEEN))
        y_scale = nice_scale("loss", low - 0.06 * (high - low), high + 0.1 * (high - low))
    return Panel(
        "landscape",
        _title(settings),
        x_scale,
        y_scale,
        static=(Line(x, z, "muted", filled=True), *_goals(lowest)),
        moving=_path("loss", settings),
        width_px=WIDTH_PX - 400,
        height_px=HEIGHT_PX,
        margins=MARGINS,
    )


def _path(height: str, settings: RunSettings) -> tuple[Moving, ...]:
    return Trail("x", height, "object", steps=settings.iterations <= MOST_STEPS), Point("x", height, "object")


def _loss(settings: RunSettings, z: Array, lowest: Lowest | None, width_px: int) -> Panel:
    """The loss over the iterations; by powers of ten where its goal is 0."""
    by_powers = lowest is not None and abs(lowest.minimum) <= ZERO
    highest = float(np.quantile(z, SEEN))
    if by_powers:
        scale = _powers(settings.tolerance, highest)
    else:
        scale = nice_scale("", float(np.quantile(z, 0.001)), highest)
    marks: tuple[Static, ...] = ()
    if lowest is not None:
        level = lowest.minimum + settings.tolerance
        ends = np.array([0.0, settings.iterations])
        below = -14 if by_powers else 5
        marks = (
            Line(ends, np.full(2, level), "target", dashed=True),
            Label(0, level, "arrived", "target", dx_px=6, dy_px=below),
        )
    return Panel(
        "loss",
        f"Loss{', on a log scale' if by_powers else ''}",
        nice_scale("iteration", 0, settings.iterations, about=5),
        scale,
        static=marks,
        moving=(Curve("loss", "object"),),
        width_px=width_px,
        height_px=HEIGHT_PX,
        margins=MARGINS,
        grid=True,
    )


def _powers(tolerance: float, highest: float) -> Scale:
    """A scale of powers of ten from well below the tolerance to the highest."""
    first = floor(log10(tolerance)) - DEEP_DECADES
    last = max(ceil(log10(highest)) if highest > 0 else 0, first + DEEP_DECADES + 2)
    step = ceil((last - first) / 7)
    return Scale("", 10.0**first, 10.0**last, tuple(10.0**n for n in range(last, first - 1, -step))[::-1], "log")


def _goals(lowest: Lowest | None) -> tuple[Static, ...]:
    """A dot at each lowest place, with its name if there is one only."""
    if lowest is None:
        return ()
    places = [(float(place[0]), float(place[1]) if len(place) > 1 else lowest.minimum) for place in lowest.places]
    dots = tuple(Dot(*place, "target") for place in places)
    return (*dots, Label(*places[0], "lowest", "target", "center", dy_px=-18)) if len(dots) == 1 else dots


def _scale(label: str, ends: tuple[float, float]) -> Scale:
    """A scale that ends where the author says, with round ticks."""
    round_scale = nice_scale(label, *ends)
    low, high = ends
    slack = 1e-9 * (high - low)
    ticks = tuple(tick for tick in round_scale.ticks if low - slack <= tick <= high + slack)
    return Scale(label, low, high, ticks)


def _title(settings: RunSettings) -> str:
    named = NAMED_FUNCTIONS.get(settings.function)
    if named:
        return named.label
    return settings.function if len(settings.function) <= LONGEST_TITLE else "The function"


def _levels(z: Array, kind: str) -> tuple[float, ...]:
    """Heights that are evenly spaced, or whose powers above the lowest place are."""
    low, high = float(z.min()), float(np.quantile(z, SEEN))
    if not low < high:
        return ()
    if kind == "log":
        return tuple(low + (high - low) * POWERS ** (1 - k / LEVELS) for k in range(LEVELS + 1))
    return tuple(low + (high - low) * k / LEVELS for k in range(1, LEVELS + 1))
