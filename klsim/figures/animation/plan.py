"""Which files a figure will have, named before anything is computed.

A file's key covers everything that decides its bytes, so a file with the right key need not be made again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from klsim.disk.digests import digest
from klsim.figures.animation.scenes import find_pictured
from klsim.figures.animation.sweep import Figure, Run
from klsim.simulation import Declaration


@dataclass(frozen=True)
class Code:
    """Keys of the code and libraries that compute records, that draw, and that tell the page's script of both."""

    records: str
    drawings: str
    views: str


@dataclass(frozen=True)
class RunPlan:
    """One run, and the files it will have in the figure's folder; no `drawing_key` where it is not drawn."""

    run: Run
    record_key: str
    drawing_key: str | None

    @property
    def data(self) -> str:
        """The name of the run's numbers."""
        return f"{self.run.slug}.{self.record_key}.json"

    @property
    def gif(self) -> str | None:
        """The name of the run's animation, if it has one."""
        return self.drawing_key and f"{self.run.slug}.{self.drawing_key}.gif"

    @property
    def still(self) -> str | None:
        """The name of the run's still picture, if it has one."""
        return self.drawing_key and f"{self.run.slug}.{self.drawing_key}.png"

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of the animation and the still, if the run has them."""
        return tuple(name for name in (self.gif, self.still) if name)


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

    @property
    def drawn(self) -> tuple[int, ...]:
        """The numbers of the runs that are drawn."""
        return tuple(n for n, run in enumerate(self.runs) if run.drawing_key)


def plan_figure(figure: Figure, article: str, declaration: Declaration, code: Code) -> FigurePlan:
    """The plan of a figure; two figures that share a run's settings share the keys of its files."""
    pictures = digest(code.drawings, _json(find_pictured(figure, declaration).scenes))
    runs = tuple(_plan_run(figure, run, code.records, pictures) for run in figure.runs)
    parts = [code.records, code.drawings, code.views, article, figure.id, figure.caption]
    grid = [[axis.name, axis.labels, axis.default] for axis in figure.axes]
    presets = [[preset.label, preset.at] for preset in figure.presets]
    runs_key = [[plan.run.at, plan.data, plan.gif] for plan in runs]
    return FigurePlan(figure, article, declaration, runs, digest(*parts, _json([grid, presets, runs_key])))


def _plan_run(figure: Figure, run: Run, records: str, pictures: str) -> RunPlan:
    """The plan of a run; `pictures` is a key of all scenes of the figure, which share one palette."""
    record_key = digest(records, figure.simulation, _json(run.settings), _json(run.setting))
    if not figure.is_drawn(run):
        return RunPlan(run, record_key, None)
    labels = [[axis.label, axis.labels[index]] for axis, index in zip(figure.axes, run.at, strict=True)]
    return RunPlan(run, record_key, digest(record_key, pictures, _json(labels)))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value))


_json = json.JSONEncoder(default=_plain, ensure_ascii=False).encode
