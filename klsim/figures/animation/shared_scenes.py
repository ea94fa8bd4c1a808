"""The scenes of pictures that several runs share, and of those that show some panels only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from klsim.diagnostics import nearest
from klsim.figures.animation.arrows import ARROWS, NO_ARROWS
from klsim.figures.animation.sharing import PANELS
from klsim.scene.arrows import choose_arrows, kinds_of
from klsim.scene.codec import SCENES
from klsim.scene.marks import Scene
from klsim.scene.spread import spread_scene
from klsim.scene.together import join_scenes, standing_part
from klsim.simulation import Objection


@dataclass(frozen=True)
class Sharing:
    """How the runs of a figure share pictures.

    axes:      the names of the axes in which they differ
    key:       of the block that names the first of them
    labels:    how readers call the values of the axis that tells runners apart; none where there is none
    front:     the place on it of the run in front, if it is there
    runners:   the place on it of each run
    pictures:  the numbers of the runs of each picture
    others:    the names of further axes that might be named in its place
    is_spread: whether runs of an axis are summed up
    """

    axes: Sequence[str]
    key: str
    labels: Sequence[str]
    front: int
    runners: Sequence[int | None]
    pictures: Sequence[Sequence[int]]
    others: Sequence[str]
    is_spread: bool


@dataclass(frozen=True)
class Choice:
    """What of scenes is shown: panels by name, all that show by themselves if none is named, and kinds of arrows.

    arrows: by kind whether they are shown from the start; readers may switch them
    """

    panels: Sequence[str] = ()
    arrows: Mapping[str, bool] = field(default_factory=lambda: NO_ARROWS)

    def of(self, scene: Scene) -> Scene:
        """A scene with these."""
        return choose_arrows(choose_panels(scene, self.panels), self.arrows)

    def missing(self, scene: Scene) -> Objection | None:
        """What there is to say of the first that a scene does not have."""
        missing = missing_panel(scene, self.panels)
        return missing or missing_arrow(choose_panels(scene, self.panels), tuple(self.arrows))


def choose_panels(scene: Scene, names: Sequence[str]) -> Scene:
    """A scene with the panels of these names, in this order, or those that it shows by itself."""
    known = {panel.name: panel for panel in (*scene.panels, *scene.more)}
    return replace(scene, panels=tuple(known[name] for name in names) if names else scene.panels, more=())


def missing_arrow(scene: Scene, kinds: Sequence[str]) -> Objection | None:
    """What there is to say of the first kind of arrow that no panel of a scene offers, of those that are shown."""
    known = kinds_of(scene)
    for kind in kinds:
        if kind not in known:
            hint = nearest(kind, known, "arrows") if known else "no panel that is shown has any: leave it out"
            return Objection(ARROWS, f"arrows: there is no {kind!r} here", hint)
    return None


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
        parts = tuple(dict.fromkeys((sharing.runners[run] or 0, scene_of_run[run]) for run in picture))
        if parts not in numbers:
            numbers[parts] = len(joined)
            joined.append(_joined({runner: scenes[number] for runner, number in reversed(parts)}, sharing))
        for run in picture:
            found[run] = numbers[parts]
    return joined, found


def _joined(scenes: Mapping[int, Scene], sharing: Sharing) -> Scene:
    """The scene of a picture, from those of its runners."""
    there = {runner: scenes[runner] for runner in sorted(scenes)}
    if sharing.is_spread:
        there = {runner: spread_scene(scene, len(scenes)) for runner, scene in there.items()}
    first = min(there)
    if not sharing.labels:
        return there[first]
    return join_scenes(there, sharing.labels, sharing.front if sharing.front in there else first)


def object_to_sharing(
    scenes: Sequence[Scene], scene_of_run: Sequence[int], sharing: Sharing
) -> tuple[int, Objection] | None:
    """The first run that cannot share its picture, since what stands still is another, and what to say of it."""
    parts = [_parts(scene) for scene in scenes]
    whole = [SCENES.encode(scene) for scene in scenes]
    for picture in sharing.pictures:
        first = picture[0]
        alike: dict[int | None, int] = {}
        for run in picture:
            one, other = (parts[scene_of_run[n]] for n in (first, run))
            if one != other:
                return run, _objection(one, other, sharing)
            twin = alike.setdefault(sharing.runners[run], run)
            if whole[scene_of_run[twin]] != whole[scene_of_run[run]]:
                message = f"{sharing.key}: which marks move depends on {' or '.join(sharing.axes[-2:])}"
                return run, Objection(sharing.key, message, "name another axis")
    return None


def _objection(one: Mapping[str, bytes], other: Mapping[str, bytes], sharing: Sharing) -> Objection:
    unlike = [name for name in one if name and other.get(name) != one[name]]
    alike = [name for name in one if name and name not in unlike]
    what = f"the panel {unlike[0]!r}" if unlike else "the numbers below the picture"
    axes = " or ".join(sharing.axes)
    message = f"{sharing.key}: what stands still in {what} depends on {axes}"
    if not unlike:
        message = f"{sharing.key}: {what} depend on {axes}"
    hints = [
        *([f"show the others only, `panels: [{', '.join(alike)}]`"] if unlike and alike else []),
        *([f"name {' or '.join(sharing.others)}"] if sharing.others else []),
    ]
    return Objection(sharing.key, message, ", or ".join(hints) or f"leave `{sharing.key}` out")


def _parts(scene: Scene) -> Mapping[str, bytes]:
    """What stands still in each panel, and by the empty name the readouts."""
    panels = {panel.name: SCENES.encode(panel) for panel in standing_part(scene).panels}
    return panels | {"": SCENES.encode(scene.readouts)}
