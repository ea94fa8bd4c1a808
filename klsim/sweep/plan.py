"""Which files a figure will have, named before anything is computed.

A file's key covers everything that decides its bytes, so a file with the right key need not be made again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from klsim.disk.digests import digest
from klsim.simulations.catalogue import Declaration
from klsim.sweep.figure import Figure, Run


@dataclass(frozen=True)
class Code:
    """Keys of the code and libraries that compute records, that draw, and that tell the page's script of both."""

    records: str
    drawings: str
    views: str


@dataclass(frozen=True)
class RunPlan:
    """One run, and the files it will have in the figure's folder."""

    run: Run
    record_key: str
    drawing_key: str

    @property
    def data(self) -> str:
        """The name of the run's numbers."""
        return f"{self.run.slug}.{self.record_key}.json"

    @property
    def gif(self) -> str:
        """The name of the run's animation."""
        return f"{self.run.slug}.{self.drawing_key}.gif"

    @property
    def still(self) -> str:
        """The name of the run's still picture."""
        return f"{self.run.slug}.{self.drawing_key}.png"


@dataclass(frozen=True)
class FigurePlan:
    """A figure, the folder of its files below the output folder, and its runs."""

    figure: Figure
    article: str
    declaration: Declaration
    runs: tuple[RunPlan, ...]
    key: str

    @property
    def folder(self) -> str:
        """Where the files of the figure stand, relative to the output folder."""
        return f"{self.article}/{self.figure.id}"


def plan_figure(figure: Figure, article: str, declaration: Declaration, code: Code) -> FigurePlan:
    """The plan of a figure; two figures that share a run's settings share the keys of its files."""
    runs = tuple(_plan_run(figure, run, code) for run in figure.runs)
    parts = [code.records, code.drawings, code.views, article, figure.id, figure.caption]
    grid = [[axis.name, axis.labels, axis.default] for axis in figure.axes]
    presets = [[preset.label, preset.at] for preset in figure.presets]
    runs_key = [[plan.run.at, plan.data, plan.gif] for plan in runs]
    return FigurePlan(figure, article, declaration, runs, digest(*parts, _json([grid, presets, runs_key])))


def _plan_run(figure: Figure, run: Run, code: Code) -> RunPlan:
    record_key = digest(code.records, figure.simulation, _json(run.settings), _json(run.setting))
    labels = [[axis.label, axis.labels[index]] for axis, index in zip(figure.axes, run.at, strict=True)]
    return RunPlan(run, record_key, digest(record_key, code.drawings, _json(labels)))


def _json(value: object) -> str:
    def plain(other: object) -> object:
        if isinstance(other, Mapping):
            return dict(other)
        raise TypeError(type(other))

    return json.dumps(value, default=plain, ensure_ascii=False)
