"""The simulations in docs/: they do what mechanics and heat do."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ellipk
from scipy.stats import norm

from tests.docs.simulating import load, simulated
from tests.site.sites import ROOT

EXAMPLES = ROOT / "docs"
TABLE = EXAMPLES / "content" / "training" / "runs.csv"
PENDULUM = load(EXAMPLES / "simulations" / "pendulum.py")
HEAT = load(EXAMPLES / "simulations" / "heat_equation.py")
METROPOLIS = load(EXAMPLES / "simulations" / "metropolis.py")
GRAVITY = 9.81
SPACING = 1 / 30


def one(simulation, **settings):
    """The series of one run by name, up to its end, and its status."""
    found = simulated(simulation, [settings])
    assert found.status
    first = {name: values[0] for name, values in found.series.items()}
    return {
        name: values[np.isfinite(values).reshape(len(values), -1).all(axis=1)] for name, values in first.items()
    }, found.status[0]


def crossings(angle, time):
    """When a pendulum hangs straight down, by interpolation between two steps."""
    n = np.flatnonzero(angle[:-1] * angle[1:] < 0)
    return time[n] + (time[n + 1] - time[n]) * angle[n] / (angle[n] - angle[n + 1])


@pytest.mark.parametrize("length", [0.5, 1.0, 2.0])
def test_a_pendulum_that_swings_little_has_the_period_of_the_closed_form(length: float):
    series, _ = one(PENDULUM, angle=1.0, length=length, step=0.01, iterations=2000)
    period = 2 * np.diff(crossings(series["angle"], series["time"])).mean()
    assert period == pytest.approx(2 * np.pi * np.sqrt(length / GRAVITY), rel=1e-4)


@pytest.mark.parametrize("angle", [30.0, 90.0, 150.0])
def test_a_pendulum_that_swings_far_has_the_period_of_the_elliptic_integral(angle: float):
    series, _ = one(PENDULUM, angle=angle, step=0.005, iterations=4000)
    period = 2 * np.diff(crossings(series["angle"], series["time"])).mean()
    exact = 4 * np.sqrt(1 / GRAVITY) * ellipk(np.sin(np.radians(angle) / 2) ** 2)
    assert period == pytest.approx(exact, rel=1e-4)
    assert exact > 2 * np.pi * np.sqrt(1 / GRAVITY)


@pytest.mark.parametrize("friction", [0.0, 0.2, 1.0])
def test_a_pendulum_loses_just_the_energy_that_friction_takes(friction: float):
    series, _ = one(PENDULUM, angle=150.0, push=1.0, friction=friction, step=0.005, iterations=2000)
    energy, taken = series["energy"], friction * series["speed"] ** 2
    lost = np.concatenate([[0], np.cumsum((taken[1:] + taken[:-1]) / 2) * 0.005])
    np.testing.assert_allclose(energy, energy[0] - lost, atol=2e-3)
    assert (np.diff(energy) <= 1e-9).all()


def test_a_pendulum_with_friction_swings_as_the_damped_oscillator_for_small_angles():
    series, _ = one(PENDULUM, angle=0.5, friction=0.4, step=0.01, iterations=1000)
    rate = np.sqrt(GRAVITY - 0.2**2)
    t = series["time"]
    exact = 0.5 * np.exp(-0.2 * t) * (np.cos(rate * t) + 0.2 / rate * np.sin(rate * t))
    np.testing.assert_allclose(series["angle"], exact, atol=2e-4)


@pytest.mark.slow
@pytest.mark.parametrize("angle", [0.0, 60.0, 150.0])
def test_a_pendulum_turns_over_just_when_its_push_is_enough(angle: float):
    needed = np.sqrt(2 * GRAVITY * (1 + np.cos(np.radians(angle))))
    for share, status in ((0.999, "swings"), (1.001, "turns_over")):
        series, found = one(PENDULUM, angle=angle, push=share * needed, step=0.005, iterations=4000)
        assert found == status
        assert (np.abs(series["angle"][-1]) >= 360) == (status == "turns_over")


@pytest.mark.parametrize(("step", "iterations"), [(0.0001, 1000), (0.0005, 200)])
def test_a_wave_of_heat_fades_as_the_exponential(step: float, iterations: int):
    series, status = one(HEAT, start="wave", diffusivity=1.0, step=step, iterations=iterations)
    assert status == "evens_out"
    x = np.linspace(0, 1, 31)
    exact = np.exp(-(np.pi**2) * series["time"])[:, np.newaxis] * np.sin(np.pi * x)
    np.testing.assert_allclose(series["temperature"], exact, atol=2e-3)
    discrete = 1 - 4 * step / SPACING**2 * np.sin(np.pi * SPACING / 2) ** 2
    ratios = series["temperature"][1:, 15] / series["temperature"][:-1, 15]
    np.testing.assert_allclose(ratios, discrete, rtol=1e-9)


@pytest.mark.parametrize("start", ["wave", "spot", "block"])
def test_heat_evens_out_for_steps_up_to_the_limit_and_not_beyond(start: str):
    limit = SPACING**2 / 2
    series, status = one(HEAT, start=start, step=0.999 * limit, iterations=2000)
    assert status == "evens_out"
    rod = series["temperature"]
    assert (np.diff(rod.max(axis=1)) <= 1e-12).all()
    assert rod.min() >= -1e-12
    series, status = one(HEAT, start=start, step=1.1 * limit, iterations=2000)
    assert status == "unstable"
    assert len(series["time"]) < 1000


def density(x):
    return 0.3 * norm.pdf(x, -2, 0.6) + 0.7 * norm.pdf(x, 2, 0.8)


def test_a_metropolis_walker_is_in_each_place_as_often_as_the_density_says():
    series, status = one(METROPOLIS, jump=2.5, seed=5, iterations=20_000)
    assert status == "found"
    np.testing.assert_allclose(series["visits"].sum(axis=1), 1)
    left = series["visits"][-1, :20].sum()
    assert left == pytest.approx(0.3, abs=0.03)
    assert series["distance"][-1] < 0.05


@pytest.mark.parametrize("jump", [0.4, 2.5, 30.0])
def test_a_metropolis_walker_makes_as_many_jumps_as_the_integral_says(jump: float):
    x = np.linspace(-6, 6, 1201)
    here, there = np.meshgrid(x, x, indexing="ij")
    made = np.minimum(density(here), density(there)) * norm.pdf(there - here, 0, jump)
    expected = np.trapezoid(np.trapezoid(made, x, axis=1), x)
    shares = [one(METROPOLIS, jump=jump, seed=n, iterations=10_000)[0]["accepted"][-1] for n in range(4)]
    assert np.mean(shares) == pytest.approx(expected, rel=0.05)


def test_the_table_of_the_net_is_what_its_script_writes(tmp_path: Path):
    subprocess.run([sys.executable, EXAMPLES / "recording" / "train.py", tmp_path], check=True)
    read = [np.genfromtxt(path, delimiter=",", names=True) for path in (tmp_path / "runs.csv", TABLE)]
    assert read[0].dtype.names == read[1].dtype.names == ("learning_rate", "seed", "step", "loss", "accuracy")
    for name in read[0].dtype.names:
        np.testing.assert_allclose(read[0][name], read[1][name], atol=0.02, err_msg=name)
