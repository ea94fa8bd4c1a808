"""The picture of `function-descent`: the landscape with the path over it, and the loss over the iterations."""

from math import ceil, floor, log10

import numpy as np

from klsim.numerics.distributions import Array
from klsim.numerics.expression_words import tell_expression
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
from klsim.scene.scales import log_scale, nice_scale
from klsim.settings.views import RunSettings
from klsim.simulations._arrows import descent_arrows, step_arrow
from klsim.simulations._function_surface import Surface, share_of, surface_lines
from klsim.simulations._functions import Function, Lowest, function_of, lowest_of

WIDTH_PX, HEIGHT_PX, LOW_PX = 420, 400, 340
"""Of each panel; those of a curve are lower."""

MARGINS = Margins(46, 30, 14, 42)
NARROWEST, WIDEST = 0.6, 1.8
"""A landscape whose breadth is so many times its height is shown without distortion."""

LEVELS = 16
GRID_POINTS = 201
CURVE_POINTS = 801
SEEN = 0.97
"""The share of the places of a landscape whose heights levels tell apart."""

POWERS = 3e-4
"""The lowest level above the lowest place, as a share of the highest, where levels are spaced by powers."""

RELIEF = 0.08
"""The same of a surface, whose valleys would be chasms otherwise."""

DEEP_DECADES = 4
"""So many powers of ten below the tolerance a logarithmic loss is shown."""

ZERO = 1e-12
"""A minimum this close to 0 counts as 0: the loss can then be shown by powers."""

MOST_STEPS = 250
"""Of so many iterations each is a disc on the path; those of more would be one thick line."""

SURFACE_REACH = 0.74
"""How far a surface reaches from its middle."""

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
        heights = _heights_on(function, settings)
        return Scene((_curve(settings, function, lowest), _loss(settings, heights, lowest, LOW_PX)), readouts)
    ground = _grid(function, settings)
    panels = _landscape(settings, ground, lowest), _loss(settings, ground[2], lowest, HEIGHT_PX)
    return Scene(panels, readouts, more=(_surface(settings, function, lowest),))


def _grid(function: Function, settings: RunSettings) -> tuple[Array, Array, Array]:
    """The places of the view in both directions, and the heights there, (len(y), len(x))."""
    x, y = (_evenly(getattr(settings.view, name), GRID_POINTS) for name in function.variables)
    places = np.stack(np.meshgrid(x, y), axis=-1)
    return x, y, _finite(function.value(places))


def _heights_on(function: Function, settings: RunSettings) -> Array:
    return _finite(function.value(_evenly(settings.view.x, CURVE_POINTS)[:, np.newaxis]))


def surface_of(settings: RunSettings, function: Function) -> Surface:
    """The surface of a function of two variables over the view of a run."""
    _, _, z = _grid(function, settings)
    low, high = float(z.min()), float(np.quantile(z, SEEN))
    high = high if low < high else low + 1
    powers = RELIEF if settings.view.levels == "log" else 0
    return Surface(settings.view.x, settings.view.y, share_of(z, low, high, powers), low, high, powers)


def _evenly(ends: tuple[float, float], count: int) -> Array:
    return np.linspace(ends[0], ends[1], count)


def _finite(z: Array) -> Array:
    """Heights with what is no number as high as can be."""
    return np.nan_to_num(z, nan=HIGHEST, posinf=HIGHEST, neginf=-HIGHEST)


def _landscape(settings: RunSettings, ground: tuple[Array, Array, Array], lowest: Lowest | None) -> Panel:
    x_scale, y_scale = (_scale(name, getattr(settings.view, name)) for name in ("x", "y"))
    share = (x_scale.high - x_scale.low) / (y_scale.high - y_scale.low)
    levels = _levels(ground[2], settings.view.levels)
    return Panel(
        "landscape",
        _title(settings),
        x_scale,
        y_scale,
        static=(Contours(*ground, levels), *_goals(lowest)),
        moving=_path("y", settings),
        arrows=descent_arrows("x", "y"),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        margins=_margins(share) if NARROWEST <= share <= WIDEST else MARGINS,
    )


def _margins(share: float) -> Margins:
    """Those of a box whose breadth is so many times its height: what is left over is on both sides of it."""
    breadth, height = WIDTH_PX - MARGINS.left - MARGINS.right, HEIGHT_PX - MARGINS.top - MARGINS.bottom
    aside, below = max(breadth - round(height * share), 0), max(height - round(breadth / share), 0)
    return Margins(
        MARGINS.left + aside // 2, MARGINS.top, MARGINS.right + aside - aside // 2, MARGINS.bottom + below
    )


def _surface(settings: RunSettings, function: Function, lowest: Lowest | None) -> Panel:
    """The landscape from aside; only where a block names this panel."""
    surface = surface_of(settings, function)
    dots: tuple[Static, ...] = ()
    if lowest is not None and len(lowest.places):
        u, v = surface.project(lowest.places[:, 0], lowest.places[:, 1], function.value(lowest.places))
        dots = tuple(Dot(float(a), float(b), "target") for a, b in zip(u, v, strict=True))
    return Panel(
        "surface",
        "The surface",
        Scale("", -SURFACE_REACH, SURFACE_REACH, ()),
        Scale("", -SURFACE_REACH, SURFACE_REACH, ()),
        static=(*surface_lines(surface), *dots),
        moving=(
            Trail("surface_x", "surface_y", "object", steps=settings.iterations <= MOST_STEPS),
            Point("surface_x", "surface_y", "object"),
        ),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        margins=Margins(14, 30, 14, 14),
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
        arrows=(step_arrow("x", "loss"),),
        width_px=WIDTH_PX,
        height_px=LOW_PX,
        margins=MARGINS,
    )


def _path(height: str, settings: RunSettings) -> tuple[Moving, ...]:
    return Trail("x", height, "object", steps=settings.iterations <= MOST_STEPS), Point("x", height, "object")


def _loss(settings: RunSettings, z: Array, lowest: Lowest | None, height_px: int) -> Panel:
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
        width_px=WIDTH_PX,
        height_px=height_px,
        margins=MARGINS,
        grid=True,
    )


def _powers(tolerance: float, highest: float) -> Scale:
    """A scale of powers of ten from well below the tolerance to the highest."""
    first = floor(log10(tolerance)) - DEEP_DECADES
    last = max(ceil(log10(highest)) if highest > 0 else 0, first + DEEP_DECADES + 2)
    return log_scale("", 10.0**first, 10.0**last)


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
    words = tell_expression(settings.function)
    return words if len(words) <= LONGEST_TITLE else "The function"


def _levels(z: Array, kind: str) -> tuple[float, ...]:
    """Heights that are evenly spaced, or whose powers above the lowest place are."""
    low, high = float(z.min()), float(np.quantile(z, SEEN))
    if not low < high:
        return ()
    if kind == "log":
        return tuple(low + (high - low) * POWERS ** (1 - k / LEVELS) for k in range(LEVELS + 1))
    return tuple(low + (high - low) * k / LEVELS for k in range(1, LEVELS + 1))
