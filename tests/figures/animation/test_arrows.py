"""The `arrows` of a block: what it may ask for, what runs record for it, and what is true of what they record."""

import numpy as np
import pytest

from klsim.scene.arrows import drawn_kinds, switched_kinds
from tests.content.writing import replaced, told
from tests.figures.animation.blocks import GOOD
from tests.figures.animation.running import planned, records_of, scenes_of

BOWL = """
id: bowl
simulation: function-descent
caption: A bowl.
function: (x**2 + 4*y**2)/2
view: {x: [-2, 2], y: [-2, 2]}
start: {x: -1.5, y: 1}
step_size: 0.1
iterations: 9
"""
KINDS = ["gradient", "velocity", "step"]
VECTORS = {"downhill_x", "downhill_y", "velocity_x", "velocity_y"}


@pytest.mark.parametrize(
    ("key", "drawn", "switched"),
    [
        ("", [], []),
        ("arrows: [gradient, velocity, step]", KINDS, KINDS),
        ("arrows: step", ["step"], ["step"]),
        ("arrows: {step: true, velocity: false}", ["step"], ["step", "velocity"]),
    ],
)
def test_a_block_says_which_are_drawn_and_which_readers_may_have(key: str, drawn: list[str], switched: list[str]):
    (scene,) = scenes_of(planned(f"{BOWL}{key}\n"))
    assert list(drawn_kinds(scene)) == drawn
    assert list(switched_kinds(scene)) == switched


@pytest.mark.parametrize(
    ("key", "recorded"),
    [
        ("", set()),
        ("arrows: step", set()),
        ("arrows: {gradient: false}", {"downhill_x", "downhill_y"}),
        ("arrows: [velocity]", {"velocity_x", "velocity_y"}),
    ],
)
def test_runs_record_what_arrows_need_and_no_more(key: str, recorded: set[str]):
    figure = planned(f"{BOWL}{key}\n")
    (record,) = records_of(figure)
    assert set(record.series) & VECTORS == recorded
    assert set(figure.series) == set(record.series) - {"iteration"}


@pytest.mark.parametrize("momentum", [0, 0.5, 0.9])
def test_a_heavy_balls_step_is_what_it_carries_on_and_a_part_of_the_way_down(momentum: float):
    body = f"{BOWL}optimizer: momentum\nmomentum: {momentum}\narrows: [gradient, velocity, step]\n"
    (record,) = records_of(planned(body))
    for name in ("x", "y"):
        step = np.diff(record.series[name])
        parts = record.series[f"velocity_{name}"] + 0.1 * record.series[f"downhill_{name}"]
        np.testing.assert_allclose(parts[:-1], step, rtol=1e-12, atol=1e-15)
    slopes = {"x": -record.series["x"], "y": -4 * record.series["y"]}
    for name, down in slopes.items():
        np.testing.assert_allclose(record.series[f"downhill_{name}"], down, rtol=1e-14)


@pytest.mark.parametrize(
    ("optimizer", "share"), [("gradient-descent", 0), ("rmsprop", 0), ("nesterov", 0.7), ("adam", 0.8)]
)
def test_what_is_carried_on_is_a_share_of_the_last_step(optimizer: str, share: float):
    body = f"{BOWL}optimizer: {optimizer}\nmomentum: 0.7\nbeta_1: 0.8\nnoise: 0.3\narrows: [velocity]\n"
    (record,) = records_of(planned(body))
    for name in ("x", "y"):
        expected = share * np.diff(record.series[name], prepend=record.series[name][0])
        np.testing.assert_allclose(record.series[f"velocity_{name}"], expected, rtol=1e-14, atol=0)


def test_the_way_down_of_bells_is_that_of_the_divergence_that_they_descend():
    figure = planned(f"{GOOD}arrows: [gradient, velocity]\niterations: 5\n")
    for record in records_of(figure):
        step_size, momentum = (record.run.settings[name] for name in ("step_size", "momentum"))
        for name in ("mean", "variance"):
            step = np.diff(record.series[name])
            parts = record.series[f"velocity_{name}"] + step_size * record.series[f"downhill_{name}"]
            np.testing.assert_allclose(parts[:-1], step, rtol=1e-10, atol=1e-13)
    assert momentum == 0.9


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("arrows: step", "arrows: stp", "a.md:10: arrows: there is no 'stp' here; did you mean 'step'?"),
        ("arrows: step", "arrows: [step, step]", "a.md:10: arrows: step is listed twice"),
        ("arrows: step", "arrows: []", "a.md:10: arrows: none is named; list some, or leave it out"),
        ("arrows: step", "arrows: {step: perhaps}", "a.md:10: step must be true or false"),
        ("arrows: step", "arrows: step\npanels: [loss]",
         "a.md:10: arrows: there is no 'step' here; no panel that is shown has any: leave it out"),
        ("(x**2 + 4*y**2)/2\nview: {x: [-2, 2], y: [-2, 2]}\nstart: {x: -1.5, y: 1}\nstep_size: 0.1\niterations: 9\narrows: step",
         "x**2\nview: {x: [-2, 2]}\nstart: {x: -1.5}\nstep_size: 0.1\niterations: 9\narrows: gradient",
         "a.md:10: arrows: there is no 'gradient' here; arrows: step"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_nearest_that_is_right(old: str, new: str, message: str):
    found = told(lambda: planned(replaced(f"{BOWL}arrows: step\n", (old, new))))
    assert len(found) == 1
    assert message in found[0]
