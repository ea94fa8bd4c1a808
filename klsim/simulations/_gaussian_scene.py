"""The picture of `gaussian-descent`: the two densities, and the KL landscape with the path over it.

Both zoom out around p after a q that leaves them: p stays in its place, and shrinks to a needle.
"""

from math import sqrt

import numpy as np

from klsim.numerics.distributions import Array, Gaussian, density
from klsim.numerics.divergences import kl_gaussian
from klsim.numerics.objectives import OBJECTIVES
from klsim.scene.levels import bowl_levels
from klsim.scene.marks import (
    DENSITY_SAMPLES,
    Contours,
    Density,
    Dot,
    Label,
    Line,
    Panel,
    Point,
    Readout,
    Scale,
    Scene,
    Static,
    Trail,
)
from klsim.scene.scales import nice_scale
from klsim.scene.strokes import STROKES
from klsim.settings.views import RunSettings
from klsim.simulations._arrows import descent_arrows

GRID_POINTS = 161
HIGHEST = 1e300


def gaussian_scene(settings: RunSettings) -> Scene:
    """The scene of a run, by its target, its start and its objective."""
    readouts = (
        Readout("iteration", "iteration", 0, "ink"),
        Readout("KL(q, p)", "kl_qp", 4, "ink"),
        Readout("KL(p, q)", "kl_pq", 4, "ink"),
        Readout("mean", "mean", 3, "object"),
        Readout("variance", "variance", 3, "object"),
    )
    panels = (
        _densities(settings.target, settings.start),
        _landscape(settings.target, settings.start, settings.objective),
    )
    return Scene(panels, readouts, more=(_map(settings.target, settings.start),))


def standing(settings: RunSettings, panel: Panel) -> tuple[Static, ...]:
    """What stands in a panel of the scene of a run when it has zoomed out."""
    target, start = settings.target, settings.start
    if panel.name == "densities":
        return _curves(target, start, _close_samples(panel.x, _law(target), _law(start)))
    if panel.name == "landscape":
        return (_ground(target, settings.objective, panel.x, panel.y), *_places(target, start))
    return _places(target, start)


def _law(group: RunSettings) -> Gaussian:
    return Gaussian(np.float64(group.mean), np.float64(group.variance))  # type: ignore[arg-type]


def _densities(target: RunSettings, start: RunSettings) -> Panel:
    reach = [
        (group.mean + side * width * sqrt(group.variance))
        for group, width in ((target, 4), (start, 2.5))
        for side in (-1, 1)
    ]
    x_scale = nice_scale("x", min(reach), max(reach), around=target.mean)
    x = np.linspace(x_scale.low, x_scale.high, DENSITY_SAMPLES)
    peak, first = (float(density(x, _law(group)).max()) for group in (target, start))
    highest = max(1.6 * peak, 1.1 * first) or 1.0  # bells may be too narrow for the samples
    return Panel(
        name="densities",
        title="The two densities",
        x=x_scale,
        y=Scale("density", 0, highest, ()),
        static=_curves(target, start, x),
        moving=(Density(("mean",), ("variance",), "object"),),
    )


def _curves(target: RunSettings, start: RunSettings, x: Array) -> tuple[Static, ...]:
    """p, and q as it is at the start, at the places x."""
    p = density(x, _law(target))
    top = int(p.argmax())
    return (
        Line(x, p, "target", filled=True),
        Line(x, density(x, _law(start)), "muted", dashed=True),
        Label(float(x[top]), float(p[top]), "p, the target", "target", "center", dy_px=8),
    )


def _close_samples(scale: Scale, *laws: Gaussian) -> Array:
    """Even places on a scale, and closer ones around each law, which may be as slim as a needle there."""
    deviations = np.linspace(-STROKES.bell_reach, STROKES.bell_reach, STROKES.bell_samples)
    bells = [law.mean + np.sqrt(law.variance) * deviations for law in laws]
    return np.unique(np.concatenate([np.linspace(scale.low, scale.high, DENSITY_SAMPLES), *bells]))


def _landscape(target: RunSettings, start: RunSettings, objective: str) -> Panel:
    x_scale, y_scale = _scales_of_bells(target, start)
    return Panel(
        name="landscape",
        title=f"{OBJECTIVES[objective]} over mean and variance",
        x=x_scale,
        y=y_scale,
        static=(_ground(target, objective, x_scale, y_scale), *_places(target, start)),
        moving=(Trail("mean", "variance", "object"), Point("mean", "variance", "object")),
        arrows=descent_arrows("mean", "variance"),
    )


def _ground(target: RunSettings, objective: str, x_scale: Scale, y_scale: Scale) -> Contours:
    """The divergence from p of the bells on a map with these scales."""
    x = np.linspace(x_scale.low, x_scale.high, GRID_POINTS)
    y = np.linspace(y_scale.high / GRID_POINTS, y_scale.high, GRID_POINTS)
    q = Gaussian(x[np.newaxis, :], y[:, np.newaxis])
    p = _law(target)
    with np.errstate(all="ignore"):
        z = kl_gaussian(q, p) if objective == "kl_qp" else kl_gaussian(p, q)
    z = np.nan_to_num(z, nan=HIGHEST, posinf=HIGHEST)  # of laws of absurd variance
    return Contours(x, y, z, bowl_levels(z))


def _map(target: RunSettings, start: RunSettings) -> Panel:
    """The same without the landscape, which depends on the objective."""
    x_scale, y_scale = _scales_of_bells(target, start)
    return Panel(
        name="map",
        title="The map of all bells",
        x=x_scale,
        y=y_scale,
        static=_places(target, start),
        moving=(Trail("mean", "variance", "object"), Point("mean", "variance", "object")),
        arrows=descent_arrows("mean", "variance"),
        grid=True,
    )


def _scales_of_bells(target: RunSettings, start: RunSettings) -> tuple[Scale, Scale]:
    """Those of mean and variance."""
    reach = max(abs(start.mean - target.mean), 1.5 * sqrt(target.variance)) * 1.4
    x_scale = nice_scale("mean", target.mean - reach, target.mean + reach, around=target.mean)
    return x_scale, nice_scale("variance", 0, 1.3 * max(start.variance, target.variance), around=0)


def _places(target: RunSettings, start: RunSettings) -> tuple[Static, ...]:
    """The start and the target on a map of bells."""
    return (
        Dot(start.mean, start.variance, "muted", ring=True),
        Label(start.mean, start.variance, "start", "muted", "center", dy_px=9),
        Dot(target.mean, target.variance, "target"),
        Label(target.mean, target.variance, "p", "target", "left", dx_px=8, dy_px=-14),
    )
