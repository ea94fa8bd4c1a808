"""Backgrounds: shared by all runs of a figure, sent to other processes, and always the same."""

import hashlib
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from klsim.render.animation import render_animation, render_frames
from klsim.render.background import prepare_backgrounds
from klsim.render.layout import NUMBER_BASELINE_PX
from klsim.scene.film import Film

ROOT = Path(__file__).resolve().parents[2]
DIGEST = """
import hashlib, sys
from tests.render.conftest import THEME_CSS, descent_settings, parse_themes, prepare_backgrounds, simulated, simulation
from klsim.diagnostics import Diagnostics
from klsim.render.animation import render_animation
from klsim.scene.film import Film
from klsim.settings.views import RunSettings
theme = parse_themes(THEME_CSS.read_text("utf-8"), Diagnostics()).light
stage, = prepare_backgrounds([simulation.scene(RunSettings(descent_settings()))], theme)
batch = simulated(simulation, [descent_settings()])
series = {name: values[0] for name, values in batch.series.items()} | {"iteration": range(121)}
film = render_animation(stage, series, Film((0, 5, 120)), "KL(q, p)", "There.")
print(hashlib.sha256(film.gif + film.still).hexdigest())
"""


def digest_in_a_process(hash_seed: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": f"UTC+{hash_seed}"}
    command = [sys.executable, "-c", DIGEST]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment
    ).stdout.strip()


@pytest.mark.slow
def test_same_run_same_bytes_whatever_the_hash_seed(scenes, themes, run_of):
    (background,) = prepare_backgrounds(scenes[:1], themes.light)
    animation = render_animation(background, run_of()[0], Film((0, 5, 120)), "KL(q, p)", "There.")
    here = hashlib.sha256(animation.gif + animation.still).hexdigest()
    assert [digest_in_a_process(seed) for seed in ("1", "2")] == [here, here]


def test_a_background_survives_pickling(backgrounds, run_of):
    sent = pickle.loads(pickle.dumps(backgrounds[0]))
    series, frames = run_of()
    arguments = series, Film(frames), "KL(q, p)", "There."
    assert render_animation(sent, *arguments) == render_animation(backgrounds[0], *arguments)


def test_all_stages_of_a_figure_share_one_palette(backgrounds):
    first, second = backgrounds
    np.testing.assert_array_equal(first.palette.colours, second.palette.colours)


def test_indices_stand_for_nearly_the_painted_colours(backgrounds, themes, scenes):
    for background in (*backgrounds, *prepare_backgrounds(scenes, themes.dark)):
        shown = background.palette.colours[background.indices].astype(int)
        error = np.abs(shown - background.rgba[..., :3])
        assert np.sqrt(np.mean(np.square(error))) < 1
        assert np.quantile(error, 0.999) <= 8


def test_digits_stand_still_while_numbers_change(backgrounds, run_of):
    series, _ = run_of()
    background = backgrounds[0]
    frozen = {name: np.full(3, values[0]) for name, values in series.items()}
    frozen["kl_qp"] = np.array([1.1111, 2.1118, 8.1111])
    a, b, c = render_frames(background, frozen, (0, 1, 2), "", "")
    left, top = background.layout.places[1]
    rows = slice(top + NUMBER_BASELINE_PX - 18, top + NUMBER_BASELINE_PX + 1)
    cell = background.digits["ink"].tiles["0"].shape[1]
    dot = background.digits["ink"].tiles["."].shape[1]
    fraction = slice(left + cell, left + 4 * cell + dot)
    np.testing.assert_array_equal(a[rows, fraction], b[rows, fraction])
    changed = np.flatnonzero((a != c).any(axis=0))
    assert left <= changed[0] <= changed[-1] < left + cell


def test_all_digits_are_equally_wide(backgrounds):
    for digits in backgrounds[0].digits.values():
        assert len({digits.tiles[digit].shape for digit in "0123456789−"}) == 1


def test_enormous_numbers_stay_in_their_column(backgrounds, run_of):
    series, _ = run_of()
    background = backgrounds[0]
    huge = {name: np.array([values[0], -99999.9999]) for name, values in series.items()}
    huge["variance"][1] = 99999.9999
    huge["kl_qp"] = np.array([9999.99999, 1.7e308])
    huge["kl_pq"] = np.array([np.inf, 0.0])
    plain, wild = render_frames(background, huge, (0, 1), "", "")
    foot = slice(background.layout.places[0][1] + NUMBER_BASELINE_PX - 20, None)
    ends = [left + background.layout.column_px for left, _ in background.layout.places]
    for picture in (plain, wild):
        gaps = [picture[foot, end - 6 : end] for end in ends]
        assert all((gap == gap[0, 0]).all() for gap in gaps)
