"""The scenes of pictures that several runs share, and of those that show some panels only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from klsim.diagnostics import nearest
from klsim.figures.animation.sharing import PANELS, TOGETHER
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene
from klsim.scene.together import join_scenes, standing_part
from klsim.simulation import Objection


@dataclass(frozen=True)
class Sharing:
    """How the runs of a figure share pictures.

    axis:     the name of their axis
    labels:   how readers call its values
    front:    the place on it of the run in front, if it is there
    runners:  the place on it of each run
    pictures: the numbers of the runs of each picture
    others:   the names of further axes that might be named in its place
    """

    axis: str
    labels: Sequence[str]
    front: int
    runners: Sequence[int]
    pictures: Sequence[Sequence[int]]
    others: Sequence[str]


def choose_panels(scene: Scene, names: Sequence[str]) -> Scene:
    """A scene with the panels of these names, in this order, or those that it shows by itself."""
    known = {panel.name: panel for panel in (*scene.panels, *scene.more)}
    return replace(scene, panels=tuple(known[name] for name in names) if names else scene.panels, more=())


def missing_panel(scene: Scene, names: Sequence[str]) -> Objection | None:
    """What there is to say of the first panel that a scene does not have."""
    known = [panel.name for panel in (*scene.panels, *scene.more)]
    for name in names:
        if name not in known:
            return Objection(PANELS, f"panels: there is no panel {name!r}", nearest(name, known, "panels"))
    return None


def join(scenes: Sequence[Scene], scene_of_run: Sequence[int], sharing: Sharing) -> tuple[list[Scene], list[int]]:
    """The distinct scenes of shared pictures, and the number of that of each run."""
    joined: list[Scene] = []
    numbers: dict[tuple[tuple[int, int], ...], int] = {}
    found = [0] * len(scene_of_run)
    for picture in sharing.pictures:
        parts = tuple((sharing.runners[run], scene_of_run[run]) for run in picture)
        if parts not in numbers:
            numbers[parts] = len(joined)
            there = {runner: scenes[number] for runner, number in parts}
            front = sharing.front if sharing.front in there else parts[0][0]
            joined.append(join_scenes(there, sharing.labels, front))
        for run in picture:
            found[run] = numbers[parts]
    return joined, found


def object_to_sharing(
    scenes: Sequence[Scene], scene_of_run: Sequence[int], sharing: Sharing
) -> tuple[int, Objection] | None:
    """The first run that cannot share its picture, since what stands still is another, and what to say of it."""
    parts = [_parts(scene) for scene in scenes]
    for picture in sharing.pictures:
        first, *others = picture
        for run in others:
            one, other = (parts[scene_of_run[n]] for n in (first, run))
            if one != other:
                return run, _objection(one, other, sharing)
    return None


def _objection(one: Mapping[str, bytes], other: Mapping[str, bytes], sharing: Sharing) -> Objection:
    unlike = [name for name in one if name and other.get(name) != one[name]]
    alike = [name for name in one if name and name not in unlike]
    what = f"the panel {unlike[0]!r}" if unlike else "the numbers below the picture"
    message = f"together: what stands still in {what} depends on {sharing.axis}"
    if not unlike:
        message = f"together: {what} depend on {sharing.axis}"
    hints = [
        *([f"show the others only, `panels: [{', '.join(alike)}]`"] if unlike and alike else []),
        *([f"name {' or '.join(sharing.others)}"] if sharing.others else []),
    ]
    return Objection(TOGETHER, message, ", or ".join(hints) or "leave `together` out")


def _parts(scene: Scene) -> Mapping[str, bytes]:
    """What stands still in each panel, and by the empty name the readouts."""
    panels = {panel.name: SCENES.encode(panel) for panel in standing_part(scene).panels}
    return panels | {"": SCENES.encode(scene.readouts)}
