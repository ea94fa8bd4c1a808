"""Every film of the shipped site beside the record of its run, and every verdict beside what follows."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from klsim.engine.task import resolve
from klsim.figures.animation.outline import OUTLINE, OUTLINES, Outline
from klsim.figures.animation.scenes import make_scenes
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Figure
from klsim.scene.codec import decode_scenes
from klsim.scene.film import KEPT_PATH, ZOOM_CS
from klsim.scene.marks import Scene
from klsim.settings.scalars import Settings
from tests.write_shipped_runs import shipped_figures

OUTLASTS = 2

THROWN_OUT = {("which-way-down/fair", "round bowl", "rmsprop")}
"""Figure, ground and runner of runs that arrive, and leave long after the film is over: at the very bottom RMSProp's
mean square of slopes runs dry, and the next step, divided by it, is a leap."""


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return shipped_figures()


def runs_of(site: Path, folder: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The entry of each run in the index of its figure, and its record."""
    for run in json.loads((site / folder / "figure.json").read_bytes())["runs"]:
        yield run, json.loads((site / folder / run["data"]).read_bytes())


def scenes_of(figure: Figure) -> list[Scene]:
    """The scene of each run; many have the same."""
    runs = [(run.setting, run.settings) for run in figure.runs]
    made = make_scenes(figure.source, runs, (), {}, None)
    scenes = decode_scenes({name: data for name, data in made.items() if name.isdigit()})
    return [scenes[str(number)] for number in OUTLINES.decode(made[OUTLINE], Outline).scene_of_run]


def points_of(figure: Figure, scene: Scene, record: dict[str, Any]) -> Iterator[np.ndarray]:
    """Where each point of the picture stands, (N + 1, 2) px within its panel."""
    series = {name: np.array(record[name], dtype=float) for name in (*figure.series, "iteration")}
    for panel in scene.panels:
        left, top, width, height = panel.box_px
        for mark in panel.moving:
            if type(mark).__name__ == "Point" and mark.x != "iteration":
                px = panel.to_px(series[mark.x], series[mark.y])
                low, high = (left, top), (left + width, top + height)
                yield np.clip(np.nan_to_num(px, nan=0, posinf=1e6, neginf=-1e6), low, high)


def lengths(steps: np.ndarray) -> np.ndarray:
    return np.hypot(*steps.T)


def test_every_film_keeps_the_motion_of_its_run_or_says_what_it_leaves_out(
    shipped_site: Path, figures: dict[str, Figure]
):
    for folder, figure in figures.items():
        for (run, record), scene in zip(runs_of(shipped_site, folder), scenes_of(figure), strict=True):
            where, frames = (folder, record["setting"]), record["frames"]
            told = np.zeros(run["iterations"] + 1, dtype=bool)
            for start, end in record.get("skipped", ()):
                told[start : end + 1] = True
            pairs = [(a, b) for a, b in pairwise(frames) if not told[a + 1 : b].any()]
            starts, ends = np.array(pairs, dtype=int).reshape(-1, 2).T
            for places in points_of(figure, scene, record):
                shown = lengths(places[ends] - places[starts]).sum()
                passed = np.cumsum([0, *lengths(np.diff(places, axis=0))])
                assert shown >= KEPT_PATH * (passed[ends] - passed[starts]).sum() - 1, where
            assert (frames[0], frames[-1]) == (0, run["iterations"]), where
            assert not told[frames].any(), where
            assert all(b == a + 1 or told[a + 1 : b].all() for a, b in pairwise(frames[:-1])), where


def test_every_film_keeps_time(shipped_site: Path, figures: dict[str, Figure]):
    """The clock is that of its figure, at 20 frames a second or more where there are so many iterations."""
    for folder, figure in figures.items():
        run, record = next((run, record) for run, record in runs_of(shipped_site, folder) if run["gif"])
        delays = []
        with Image.open(shipped_site / folder / run["gif"]) as film:
            for number in range(film.n_frames):
                film.seek(number)
                delays.append(film.info["duration"])
        assert len(delays) == len(record["frames"])
        steady = [delay for delay in delays[1:-9] if delay != 10 * ZOOM_CS]  # on these a panel has just zoomed out
        assert all(delay >= 20 and delay % 10 == 0 for delay in delays)
        assert delays[-1] == 2_500
        if len(steady) > 10 and not record.get("skipped", [[10**6]])[0][0] < len(steady):
            assert sum(steady) / 1_000 == pytest.approx(len(steady) / figure.pace, abs=0.1), folder
            assert len(steady) / sum(steady) * 1_000 >= min(20, figure.pace - 0.1), folder


def _outlasting(settings: Settings) -> Settings:
    """Settings of a run that goes on for as long again; a schedule over the whole run goes on as it was."""
    iterations = settings["iterations"]
    held = {"schedule_length": iterations} if settings.get("schedule_length") == "run" else {}
    return {**settings, **held, "iterations": OUTLASTS * iterations}


def test_every_run_that_has_converged_stays_when_it_is_computed_for_twice_as_long(
    shipped_site: Path, figures: dict[str, Figure]
):
    arrived = 0
    for folder, figure in figures.items():
        simulation, source = resolve(figure.source), figure.source
        longer = [replace(run, settings=_outlasting(run.settings)) for run in figure.runs]
        batch = simulate(simulation, source, longer)
        for n, (entry, _) in enumerate(runs_of(shipped_site, folder)):
            settings = figure.runs[n].settings
            height = batch.series[figure.declaration.objective_of(settings)][n, : batch.last[n] + 1]
            stays = bool((height[entry["converged_at"] or 0 :] <= settings["tolerance"]).all())
            ground, runner = (figure.runs[n].setting.get(name) for name in ("ground", "optimizer"))
            if entry["status"] == "converged" and (folder, ground, runner) not in THROWN_OUT:
                arrived += 1
                assert stays, (folder, figure.runs[n].setting)
                assert batch.converged_at[n] == entry["converged_at"], (folder, figure.runs[n].setting)
            if entry["status"] in ("oscillating", "circling", "stuck"):
                assert batch.status[n] == entry["status"], (folder, figure.runs[n].setting)
    assert arrived > 50
