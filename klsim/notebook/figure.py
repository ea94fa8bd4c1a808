"""A figure in a notebook: what a block declares in an article, written in Python and shown where it stands."""

import base64
import html
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from klsim.notebook.given import RunFunction, take
from klsim.notebook.site import Made, make_figure
from klsim.numerics.distributions import Array
from klsim.simulation import Simulation

DEFAULT = "default"
NO_SERIES = ("schema", "setting", "status", "converged_at", "frames", "skipped")
CONTROLS_PX = 330
"""What there is of a figure around its picture."""

PAGE_PX = 760
"""As wide as pictures are in notebooks, more or less."""


@dataclass(frozen=True, eq=False)
class FigureRun:
    """A run of a figure.

    setting:      the swept values, by their axes
    status:       how it ended, in a word, and `description` in a sentence
    converged_at: the iteration from which on it stayed within its tolerance, if it did
    series:       name → (last + 1,) or (last + 1, size), "iteration" among them; NaN where a number is not finite
    """

    setting: Mapping[str, float | str]
    status: str
    description: str
    converged_at: int | None
    series: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.series[name]


class Figure:
    """A figure: `Figure("gaussian-descent", sweep={"step_size": [0.02, 0.2]}, target={…}, start={…})`.

    Keys are those of a block in an article. A notebook shows it as it plays in a page, with all its runs within.
    """

    def __init__(
        self,
        simulation: str | Path | Simulation | RunFunction,
        *,
        sweep: Mapping[str, Any] | None = None,
        default: Mapping[str, Any] | None = None,
        caption: str = "",
        **settings: Any,
    ) -> None:
        """Compute and draw it.

        simulation: a name, the path of a file, a Simulation, or a function from settings of a run to its series
        sweep:      settings with lists of values; every combination is one run
        default:    the run that it starts with
        settings:   further keys of the block

        Raises ValueError with all that is wrong with it, each after its key.
        """
        named = (
            simulation if isinstance(simulation, str | Path) else getattr(simulation, "__name__", "A simulation")
        )
        keys = {
            "id": "figure",
            "caption": caption or str(named),
            "sweep": dict(sweep) if sweep else None,
            "default": dict(default) if default else None,
            "gif": DEFAULT,
            **settings,
        }
        self._made: Made = make_figure(
            take(simulation, {key: one for key, one in keys.items() if one is not None})
        )

    @cached_property
    def runs(self) -> Sequence[FigureRun]:
        """Its runs, in the order of the sweep, the last axis fastest; those not recorded are left out."""
        return tuple(self._run(one) for one in self._made.index["runs"] if not one.get("missing"))

    def html(self, path: str | Path) -> Path:
        """Save it as a page that has all that it needs; gives the path."""
        Path(path).write_text(self._made.html, encoding="utf-8")
        return Path(path)

    def gif(self, path: str | Path) -> Path:
        """Save the film of the run that it starts with; gives the path."""
        Path(path).write_bytes(self._made.gif)
        return Path(path)

    def __repr__(self) -> str:
        index, several = self._made.index, self.runs
        count = f"{len(several)} run{'s' if len(several) > 1 else ''}"
        told = "; ".join(one.description for one in several[:3]) + "; …" * (len(several) > 3)
        return f"Figure: {index['caption']} ({index['simulation']}, {count}: {told})"

    def _repr_mimebundle_(self, **_: Any) -> Mapping[str, str]:
        """It as it plays, as a film for places that show no HTML, and in words."""
        # In a frame without an address `#…` would lead to the notebook.
        page = self._made.html.replace("<head>", '<head><base href="about:srcdoc">', 1)
        return {
            "text/html": f'<iframe srcdoc="{html.escape(page)}" width="100%" height="{self._height_px}" '
            f'title="{html.escape(self._made.index["caption"])}" style="border:0"></iframe>',
            "image/gif": base64.b64encode(self._made.gif).decode(),
            "text/plain": repr(self),
        }

    @property
    def _height_px(self) -> int:
        width, height = struct.unpack("<HH", self._made.gif[6:10])
        return int(height * min(PAGE_PX / width, 1)) + CONTROLS_PX

    def _run(self, told: Mapping[str, Any]) -> FigureRun:
        file = self._made.records[told["data"]]
        record = file["runs"][told["index"]] if "index" in told else file
        series = {name: np.array(values, dtype=float) for name, values in record.items() if name not in NO_SERIES}
        return FigureRun(
            record["setting"], told["status"], told.get("description", ""), told["converged_at"], series
        )
