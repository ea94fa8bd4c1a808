"""klsim turns Markdown with declared simulations into a static site of animated articles.

What a simulation is written with can be imported from here: `from klsim import Curve, Number, Simulation`.
"""

from typing import Any

__version__ = "0.1.0"

_HOME = {
    "Arrow": "klsim.scene.marks",
    "Band": "klsim.scene.marks",
    "Bars": "klsim.scene.marks",
    "Box": "klsim.scene.marks",
    "Choice": "klsim.settings.scalars",
    "Column": "klsim.settings.composites",
    "Columns": "klsim.settings.composites",
    "Contours": "klsim.scene.marks",
    "Curve": "klsim.scene.marks",
    "Defaults": "klsim.settings.defaults",
    "Density": "klsim.scene.marks",
    "Dot": "klsim.scene.marks",
    "Figure": "klsim.notebook.figure",
    "Flag": "klsim.settings.scalars",
    "Integer": "klsim.settings.scalars",
    "Interval": "klsim.settings.composites",
    "Label": "klsim.scene.marks",
    "Line": "klsim.scene.marks",
    "Margins": "klsim.scene.marks",
    "Number": "klsim.settings.scalars",
    "Objection": "klsim.simulation",
    "Panel": "klsim.scene.marks",
    "Point": "klsim.scene.marks",
    "Pointing": "klsim.pointing",
    "Profile": "klsim.scene.marks",
    "Readout": "klsim.scene.marks",
    "Record": "klsim.settings.composites",
    "Rows": "klsim.settings.composites",
    "Scale": "klsim.scene.marks",
    "Scene": "klsim.scene.marks",
    "Simulation": "klsim.simulation",
    "Status": "klsim.statuses",
    "Trail": "klsim.scene.marks",
    "Trajectory": "klsim.trajectory",
    "nice_scale": "klsim.scene.scales",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """A name from its module, which is imported when it is asked for: the command does well without numpy."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
