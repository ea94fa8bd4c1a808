"""Where runs start, as a place in a panel: readers choose it by pointing there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klsim.diagnostics import nearest
from klsim.settings.composites import Record
from klsim.settings.scalars import Integer, Number, Setting
from klsim.simulation_faults import Fault


@dataclass(frozen=True)
class Pointing:
    """Which settings are the place where a run starts, and in which panel readers point at it.

    panels: names of panels with the same scales, of which the first that a figure shows has these places
    x, y:   a setting that is a number, or a member of a group, as "start.x"; without a `y`, or in runs that do not
            have it, a place is on the ground: the first line or land that stands in the panel, else its foot
    label:  what readers are told that they choose
    """

    panels: tuple[str, ...]
    x: str
    y: str = ""
    label: str = "start"


def faults_of_pointing(pointing: Pointing, settings: Sequence[Setting]) -> Iterator[Fault]:
    """What is wrong with it, given the settings of its simulation."""
    if not pointing.panels:
        yield Fault('`pointing` names no panel; write `Pointing(("landscape",), x="start.x", y="start.y")`')
    known = {setting.name: setting for setting in settings}
    for side, name in (("x", pointing.x), ("y", pointing.y)):
        group, _, member = name.partition(".")
        if not name and side == "y":
            continue
        if (setting := known.get(group)) is None:
            hint = nearest(group, known, "settings")
            yield Fault(f"`pointing` has {side}={name!r}, and there is no setting {group!r}; {hint}")
            continue
        if member and isinstance(setting, Record):
            names = [one.name for one in setting.fields]
            if member not in names:
                yield Fault(f"{group} has no {member!r}, which `pointing` has as {side}; {nearest(member, names)}")
                continue
            setting = setting.fields[names.index(member)]
        if not isinstance(setting, Number | Integer) or (member and setting.name != member):
            yield Fault(f'`pointing` has {side}={name!r}, which is no number; name a number, as "start.x"')
