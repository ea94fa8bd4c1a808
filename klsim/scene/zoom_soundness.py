"""Whether panels can zoom out after what leaves them as their scales say."""

from collections.abc import Callable, Iterator

from klsim.scene.marks import Density, Panel, Scale, Scene
from klsim.scene.zooming import followed, follows
from klsim.simulation_faults import Fault


def faults_of_zooming(scene: Scene, standing: Callable[..., object] | None) -> Iterator[Fault]:
    """What is wrong with the scales of a scene without other faults that zoom `around` a place.

    standing: what the simulation has to say what stands in wider panels; None if nothing
    """
    for panel in (*scene.panels, *scene.more):
        for direction, scale in (("x", panel.x), ("y", panel.y)):
            if scale.around is not None:
                yield from _faults_of_scale(panel, direction, scale, scale.around)
        if follows(panel) and standing is None:
            what = f"panel {panel.name!r} zooms out, and the simulation does not say what stands in it then"
            how = "give it `standing`, a function of settings and the wider panel that gives the marks"
            yield Fault(f"{what}; {how}, or leave `around` out", panel)


def _faults_of_scale(panel: Panel, direction: str, scale: Scale, around: float) -> Iterator[Fault]:
    which = f"the scale {scale.label!r} of panel {panel.name!r}"
    if scale.kind == "log":
        yield Fault(f"{which} is logarithmic, and cannot zoom out; leave `around` out, or make it linear", scale)
    elif not scale.low <= around <= scale.high:
        nearest = scale.low if around < scale.low else scale.high
        ends = f"from {scale.low:g} to {scale.high:g}"
        yield Fault(f"{which} zooms around {around:g}, and runs {ends}; nearest: around={nearest:g}", scale)
    elif not any(followed(mark, direction) or _is_bell(mark, direction) for mark in panel.moving):
        where = "across" if direction == "x" else "up"
        what = "a Trail, a Point, a Box or a Density" if direction == "x" else "a Trail, a Point or a Curve"
        message = f"{which} zooms out, and nothing moves {where} there"
        yield Fault(f"{message}; leave `around` out, or add {what}", scale)


def _is_bell(mark: object, direction: str) -> bool:
    return isinstance(mark, Density) and direction == "x"
