"""What a simulation is: what an author may set, what comes of it, how it is drawn and what is said of it.

A simulation is one file with `simulation = Simulation(…)` in it: in klsim, in an installed package, or in a site.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, cast

from klsim.declaration import Declaration
from klsim.settings.scalars import Setting, label_of

if TYPE_CHECKING:  # a figure is planned without numpy
    from klsim.scene.marks import Panel, Scene, Static
    from klsim.settings.views import RunColumns, RunSettings
    from klsim.trajectory import Trajectory


@dataclass(frozen=True)
class Objection:
    """Why a run with some settings would show nothing true: the setting at fault, what is wrong, what would do."""

    setting: str
    message: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Simulation(Declaration):
    """A simulation: its declaration and its functions.

    scene:    from the settings of a run to its picture; runs for which it looks at equal values share one; or
    standing: from the settings of a run and a panel of its scene that has zoomed out, to what stands in it
    draw:     from the settings of a run, what it recorded, and an iteration, to a matplotlib Figure
    simulate: from the settings of many runs to what they did, all at once; or
    run:      from the settings of one run to its series: arrays by name, or these values, iteration by iteration
    work:     how many evaluations one iteration takes of a run with these settings, to tell what is too much
    object:   what a run with these settings could not show; a figure is refused if that holds for all its runs
    """

    scene: "Callable[[RunSettings], Scene] | None" = None
    standing: "Callable[[RunSettings, Panel], Sequence[Static]] | None" = None
    draw: "Callable[[RunSettings, Any, int], Any] | None" = None
    simulate: "Callable[[RunColumns], Trajectory] | None" = None
    run: "Callable[[RunSettings], Mapping[str, Any] | Iterator[Mapping[str, Any]]] | None" = None
    work: "Callable[[RunSettings], int] | None" = None
    object: "Callable[[RunSettings], Sequence[Objection]] | None" = None

    def declare(self, name: str) -> Declaration:
        """The declaration of this simulation, which is called so."""
        values = {one.name: getattr(self, one.name) for one in fields(Declaration)}
        labelled = tuple(_with_label(setting) for setting in self.settings)
        return Declaration(
            **values
            | {
                "name": name,
                "settings": labelled,
                "one_by_one": self.run is not None,
                "is_drawn": self.draw is not None,
                "zooms": self.standing is not None,
            }
        )


def _with_label(setting: Setting) -> Setting:
    return setting if setting.label else replace(cast(Any, setting), label=label_of(setting))
