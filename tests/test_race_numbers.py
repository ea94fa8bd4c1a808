"""The numbers of "Which way down?" are none of chance: they hold if every start is moved by the last bit.

Its runs are simulated anew and what the text states is worked out here, medians and best steps included.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest

from klsim.batch import Batch
from klsim.diagnostics import Location
from klsim.figures.animation.links import RunLink, find_exact, find_runs, parse_link
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Figure, Run
from klsim.numerics.distributions import Array
from klsim.simulations.function_descent import simulation
from tests.site.sites import ROOT
from tests.write_shipped_runs import shipped_figures

ARTICLE = "which-way-down"
STATED = re.compile(r"\[([^\]]+)\]\((value:[^)]+)\)")
NOWHERE = Location(f"content/{ARTICLE}", 1)


@dataclass(frozen=True)
class Statement:
    """What the text says, and the runs that it says it of, by their best step and by their seeds."""

    text: str
    link: RunLink
    runs: tuple[Run, ...]


def stated(figures: dict[str, Figure]) -> Iterator[tuple[Figure, Statement]]:
    for path in sorted((ROOT / "content" / ARTICLE).glob("*.md")):
        for text, href in STATED.findall(path.read_text(encoding="utf-8")):
            link = parse_link(href, ARTICLE, NOWHERE)
            figure = figures[f"{link.article}/{link.figure}"]
            exact = find_exact(link, figure)
            yield figure, Statement(text, link, (exact,) if exact else tuple(_meant(link, figure)))


def _meant(link: RunLink, figure: Figure) -> Iterator[Run]:
    """The run of a link, with those from which it is chosen or with which it is summed up."""
    (meant,) = find_runs(link, figure)
    hidden = {figure.axes[n].name for n in (figure.over, figure.best) if n is not None} - set(link.chosen)
    for run in figure.runs:
        if all(run.setting[name] == value for name, value in meant.setting.items() if name not in hidden):
            yield run


def moved(run: Run, towards: float) -> Run:
    """The run from the next place in each coordinate, but for one that is exactly 0, where a saddle has its ridge."""
    start: Any = run.settings["start"]
    beside = {name: float(np.nextafter(value, towards)) if value else 0.0 for name, value in start.items()}
    return replace(run, settings={**run.settings, "start": beside})


def told(statement: Statement, batch: Batch, numbers: Sequence[int], figure: Figure) -> float | str:
    """What runs give for a field, from their bare series."""
    link, ends = statement.link, [int(batch.last[n]) for n in numbers]
    arrived = [int(batch.converged_at[n]) if batch.status[n] == "converged" else np.inf for n in numbers]

    def at(name: str, n: int, last: int) -> float:
        values: Array = batch.series[name][n]
        return float(values[last if link.iteration is None else min(link.iteration, last)])

    if len(numbers) > 1 and figure.over is not None:
        if link.field == "converged_share":
            return float(np.mean(np.isfinite(arrived)))
        if link.field == "converged_at":
            return float(np.median(arrived))
        return float(np.median([at(link.field, n, last) for n, last in zip(numbers, ends, strict=True)]))
    best, losses = 0, [at("loss", n, last) for n, last in zip(numbers, ends, strict=True)]
    if len(numbers) > 1:
        steps = [float(run.settings["step_size"]) for run in statement.runs]  # type: ignore[arg-type]
        best = min(range(len(numbers)), key=lambda n: (arrived[n], losses[n], steps[n]))
        if link.field == "step_size":
            return steps[best]
        if link.field == "best_width":
            near = [one <= 2 * arrived[best] and np.isfinite(one) for one in arrived]
            before, after = near[:best][::-1], near[best + 1 :]
            return sum([*side, False].index(False) for side in (before, after))
    known = {"status": batch.status[numbers[best]], "converged_at": arrived[best], "iterations": ends[best]}
    return known[link.field] if link.field in known else at(link.field, numbers[best], ends[best])


@pytest.mark.parametrize("towards", [-np.inf, np.inf], ids=["down", "up"])
def test_stated_numbers_hold_from_the_place_next_to_the_start(towards: float):
    statements = list(stated(shipped_figures()))
    assert len(statements) >= 25
    for figure in {figure.id: figure for figure, _ in statements}.values():
        ours = [one for its, one in statements if its is figure]
        runs = [run for one in ours for run in one.runs]
        batch = simulate(simulation, figure.source, [moved(run, towards) for run in runs])
        first = 0
        for one in ours:
            numbers = range(first, first + len(one.runs))
            first += len(one.runs)
            true = told(one, batch, numbers, figure)
            where = f"{one.link.figure} {dict(one.link.chosen)} {one.link.field}"
            if isinstance(true, str):
                assert one.text == true.replace("_", " "), where
            else:
                number = Decimal(one.text.replace("−", "-").replace(",", ""))
                assert Decimal(true).quantize(number, ROUND_HALF_UP) == number, where
