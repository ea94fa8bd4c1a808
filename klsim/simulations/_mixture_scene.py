"""The picture of `mixture-descent`: the densities, the (mean, variance) of each component, and KL over time."""

from collections.abc import Iterator
from math import sqrt
from typing import TypeAlias

import numpy as np

from klsim.numerics.mixtures import Mixture, evenly_spaced, kl_sampled, log_density, moments
from klsim.scene.marks import (
    DENSITY_SAMPLES,
    Density,
    Dot,
    Label,
    Line,
    Margins,
    Panel,
    Point,
    Readout,
    Role,
    Scale,
    Scene,
    Static,
    Trail,
)
from klsim.scene.scales import nice_scale
from klsim.settings.views import RunSettings
from klsim.simulations._divergence_panel import DEEP, SHALLOW, coarse_scale, divergence_panel
from klsim.simulations._sampling import is_coarse

Coordinates: TypeAlias = tuple[tuple[str, str, Role], ...]
"""For each component the names of its mean and variance, and its colour."""

COMPONENTS: tuple[Role, ...] = ("series-1", "series-2", "series-3")
"""The colours of components in turn."""

WIDTH_PX, HEIGHT_PX = 336, 320
MARGINS = Margins(44, 30, 18, 42)


def mixture_scene(settings: RunSettings) -> Scene:
    """The scene of a run, by its target, its start, its domain, its objective and its iterations."""
    p, start = _target(settings.target), _start(settings.start)
    coordinates = tuple(_coordinates(len(start.means)))
    x_scale = _x_scale(p, settings.domain)
    kl_scale = DEEP if len(start.means) >= len(p.means) else SHALLOW
    if is_coarse(settings):
        kl_scale = coarse_scale(_highest_sum(settings, p, start))
    panels = (
        _densities(p, start, coordinates, x_scale),
        _components(p, start, coordinates, x_scale),
        divergence_panel(settings.objective, settings.iterations, kl_scale, (WIDTH_PX, HEIGHT_PX), MARGINS),
    )
    return Scene(panels, tuple(_readouts(coordinates)))


def _highest_sum(settings: RunSettings, p: Mixture, start: Mixture) -> float:
    """The larger of the two divergences that a run begins with, by its own points."""
    low, high = np.array([settings.domain]).T
    samples = evenly_spaced(low, high, np.array([float(settings.points)]))
    log_p, log_q = log_density(samples.x, p), log_density(samples.x, start)
    both = kl_sampled(log_q, log_p, samples.length), kl_sampled(log_p, log_q, samples.length)
    return float(np.max(both))


def _target(lists: RunSettings) -> Mixture:
    weights = np.array(lists.weights)
    return Mixture(np.array(lists.means), np.array(lists.variances), weights / weights.sum())


def _start(lists: RunSettings) -> Mixture:
    weights = np.full(len(lists.means), 1 / len(lists.means))
    return Mixture(np.array(lists.means), np.array(lists.variances), weights)


def _coordinates(count: int) -> Iterator[tuple[str, str, Role]]:
    """A single component is q itself."""
    for k in range(count):
        yield f"mean_{k + 1}", f"variance_{k + 1}", COMPONENTS[k % len(COMPONENTS)] if count > 1 else "object"


def _readouts(coordinates: Coordinates) -> Iterator[Readout]:
    yield Readout("iteration", "iteration", 0, "ink")
    yield Readout("KL(q, p)", "kl_qp", 4, "ink")
    yield Readout("KL(p, q)", "kl_pq", 4, "ink")
    for part in (0, 1):
        for names in coordinates:
            word, _, number = names[part].partition("_")
            yield Readout(f"{word} {number}" if len(coordinates) > 1 else word, names[part], 3, names[2])


def _densities(p: Mixture, start: Mixture, coordinates: Coordinates, x_scale: Scale) -> Panel:
    """The whole of q, and the components that add up to it."""
    x = np.linspace(x_scale.low, x_scale.high, DENSITY_SAMPLES)
    target, first = np.exp(log_density(x, p)), np.exp(log_density(x, start))
    on_its_own = 0.4 / sqrt(p.variances.min()) / len(coordinates)  # a component that matches one of p
    top = max(1.5 * float(target.max()), 1.1 * float(first.max()), 1.1 * on_its_own)
    bump = float(p.means[p.weights.argmax()])
    means, variances, _ = zip(*coordinates, strict=True)
    parts = [
        Density((mean,), (width,), role, 1 / len(coordinates), thin=True) for mean, width, role in coordinates
    ]
    return Panel(
        "densities",
        "The two densities",
        x_scale,
        Scale("density", 0, top, ()),
        static=(
            Line(x, target, "target", filled=True),
            Line(x, first, "muted", dashed=True),
            Label(bump, float(np.interp(bump, x, target)), "p, the target", "target", "center", dy_px=8),
        ),
        moving=(*(parts if len(parts) > 1 else ()), Density(means, variances, "object")),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        margins=MARGINS,
    )


def _components(p: Mixture, start: Mixture, coordinates: Coordinates, x_scale: Scale) -> Panel:
    """Where the components are among all normal laws; the target's own components are points to reach."""
    marks: list[Static] = [Dot(*place, "muted", ring=True) for place in _places(start)]
    if len(marks) == 1:
        marks.append(Label(*_places(start)[0], "start", "muted", "center", dy_px=9))
    for place in _places(p):
        marks += [Dot(*place, "target"), Label(*place, "p", "target", "left", dx_px=7, dy_px=-12)]
    top = 1.3 * max(float(start.variances.max()), float(p.variances.max()), float(moments(p)[1]))
    return Panel(
        "components",
        "Mean and variance of each bell" if len(coordinates) > 1 else "Mean and variance",
        Scale("mean", x_scale.low, x_scale.high, x_scale.ticks),
        nice_scale("variance", 0, top),
        static=tuple(marks),
        moving=(*(Trail(*names) for names in coordinates), *(Point(*names) for names in coordinates)),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        margins=MARGINS,
        grid=True,
    )


def _places(law: Mixture) -> list[tuple[float, float]]:
    return [(float(mean), float(variance)) for mean, variance in zip(law.means, law.variances, strict=True)]


def _x_scale(p: Mixture, domain: tuple[float, float]) -> Scale:
    """Wide enough for each component and for one bell as wide as the whole target, but within the domain.

    A mean of the target that is out of the domain is in the picture nevertheless.
    """
    mean, variance = moments(p)
    reach = [*(3.2 * np.sqrt(p.variances)), 2.3 * np.sqrt(variance)]
    middles = [*p.means, mean]
    low = min(float(m - r) for m, r in zip(middles, reach, strict=True))
    high = max(float(m + r) for m, r in zip(middles, reach, strict=True))
    least, most = min(domain[0], float(p.means.min())), max(domain[1], float(p.means.max()))
    return nice_scale("x", max(low, least), min(high, most))
