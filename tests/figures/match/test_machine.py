"""What the machine does in a game, against the simulation that descends, and against the rules it keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.figures.match.game import GAMES
from klsim.figures.match.law import ARRIVED, MEAN, VARIANCE, Law
from klsim.figures.match.machine import SHARE, STEP_SIZES, MachineWalk, machine_walk
from klsim.figures.match.map import map_levels, map_panel
from klsim.figures.match.work import fit, prepare
from klsim.numerics.distributions import Array, Gaussian
from klsim.numerics.divergences import kl_gaussian
from klsim.simulations.gaussian_descent import simulation
from tests.examples import examples
from tests.figures.match.blocks import GOOD, MIXTURES, parse
from tests.simulations.own import simulated

START = Law((0.0,), (5.0,))
PANEL = map_panel(MEAN, VARIANCE)
SIZE = (PANEL.x.high - PANEL.x.low, PANEL.y.high - PANEL.y.low)

laws = st.builds(
    lambda mean, variance: Law((mean,), (variance,)),
    st.floats(-9, 9).map(lambda value: round(value, 2)),
    st.floats(0.3, 9).map(lambda value: round(value, 2)),
)


def walk(measure: str, target: Law, start: Law = START) -> MachineWalk:
    return machine_walk(measure, start, target, *SIZE)


def heights(measure: str, means: Array, variances: Array, target: Law) -> Array:
    q = Gaussian(means, variances)
    p = Gaussian(np.array(target.means[0]), np.array(target.variances[0]))
    return kl_gaussian(q, p) if measure == "kl_qp" else kl_gaussian(p, q)


def descent(measure: str, target: Law, step_size: float, iterations: int) -> dict[str, Array]:
    """The same by `gaussian-descent`, as a block has it computed."""
    settings = {
        "target": {"mean": target.means[0], "variance": target.variances[0]},
        "start": {"mean": START.means[0], "variance": START.variances[0]},
        "objective": measure,
        "step_size": step_size,
        "momentum": 0.0,
        "iterations": iterations,
        "tolerance": 0.001,
    }
    series = simulated(simulation, [settings]).series
    return {name: series[name][0] for name in ("mean", "variance", measure)}


@pytest.mark.parametrize("measure", ["kl_qp", "kl_pq"])
@given(target=laws)
@examples(15)
def test_the_machine_walks_as_gaussian_descent_does(measure: str, target: Law):
    machine = walk(measure, target)
    steps = len(machine.mean) - 1
    run = descent(measure, target, machine.step_size, max(steps, 1))
    np.testing.assert_allclose(machine.mean, run["mean"][: steps + 1], atol=0.5001e-4)
    np.testing.assert_allclose(machine.variance, run["variance"][: steps + 1], atol=0.5001e-4)
    assert machine.kl == pytest.approx(run[measure][steps], rel=1e-12)
    assert machine.kl < ARRIVED
    assert (run[measure][:steps] >= ARRIVED).all()


@pytest.mark.sample(1)
@pytest.mark.parametrize("measure", ["kl_qp", "kl_pq"])
@given(target=laws)
@examples(15)
def test_each_step_goes_downhill_and_not_far_and_no_larger_step_size_would(measure: str, target: Law):
    def keeps_the_rules(step_size: float) -> bool:
        run = descent(measure, target, step_size, 1000)
        there = np.flatnonzero(run[measure] < ARRIVED)
        if not there.size:
            return False
        path = np.stack([run["mean"], run["variance"]])[:, : there[0] + 1]
        far = np.abs(np.diff(path)) / np.array(SIZE)[:, np.newaxis]
        return bool((np.diff(run[measure][: there[0] + 1]) < 0).all() and far.max(initial=0) <= SHARE)

    chosen = walk(measure, target).step_size
    assert keeps_the_rules(chosen)
    assert not any(keeps_the_rules(step_size) for step_size in STEP_SIZES if step_size > chosen)


def test_a_machine_that_has_nothing_to_do_takes_no_step():
    machine = walk("kl_qp", START)
    assert (machine.mean, machine.variance, machine.kl) == ((0.0,), (5.0,), 0)


def test_a_machine_that_does_not_arrive_says_how_near_it_came():
    target = Law((9.0,), (0.002,))
    machine = walk("kl_qp", target)
    assert machine.kl > ARRIVED
    end = heights("kl_qp", np.array(machine.mean[-1]), np.array(machine.variance[-1]), target)
    assert machine.kl == pytest.approx(float(end), rel=0.05)  # of places that are rounded
    assert machine.kl < float(heights("kl_qp", np.array(0.0), np.array(5.0), target))


@pytest.mark.parametrize("measure", ["kl_qp", "kl_pq"])
def test_the_levels_of_the_map_are_those_of_a_bowl_and_reach_nearly_all_of_it(measure: str):
    target = Law((3.0,), (2.0,))
    levels = np.array(map_levels(PANEL, measure, target))
    np.testing.assert_allclose(np.diff(np.sqrt(levels)), np.sqrt(levels[0]), rtol=1e-4)
    x, y = np.linspace(-10, 10, 401), np.linspace(0.02, 10, 401)
    seen = heights(measure, x[np.newaxis, :], y[:, np.newaxis], target)
    assert np.mean(seen <= levels[-1]) == pytest.approx(0.93, abs=0.01)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (GOOD, True),
        (GOOD.replace("seed: 7", "seed: 7, bells: 2"), False),
        (MIXTURES, False),
        (
            GOOD.replace("{count: 12, seed: 7, mean: [-8, 8], variance: [0.5, 8]}", "[{mean: 1, variance: 2}]"),
            True,
        ),
        (
            GOOD.replace(
                "{count: 12, seed: 7, mean: [-8, 8], variance: [0.5, 8]}",
                "[{mean: 1, variance: 2}, {means: [1, 2], variances: [1, 2]}]",
            ),
            False,
        ),
    ],
)
def test_only_one_bell_against_one_has_a_map(body: str, expected: bool):
    game = parse(body)
    assert game.has_map is expected

    made = prepare(GAMES.encode(game).decode())
    assert ("map" in made["scene"].decode()) is expected
    target = fit(GAMES.encode(game).decode(), {"0": made["0"]})["target"].decode()
    assert ('"step_size"' in target) is expected
