"""What runs do that do not arrive, told from paths whose future is known exactly."""

import numpy as np
import pytest

from klsim.numerics.behaviour import behaviour, comes_back_from, may_last

I = np.arange(401.0)  # noqa: E741, iterations: 200 recorded, and as many beyond
ROUND = 2 * np.pi * I / 37.3


def cycle(*places: float) -> np.ndarray:
    return np.resize(places, 401).astype(float)


PATHS = {
    "hops for ever": (cycle(-1, 1), "oscillating"),
    "three places": (cycle(5, -2, 0.5), "oscillating"),
    "drawn into a cycle": (cycle(-1, 1, 4) * (1 + 0.5 * 0.9**I), "oscillating"),
    "hops that die out": (cycle(-1, 1) * 0.99**I, ""),
    "hops that die out so slowly that nobody sees it": (cycle(-1, 1) * 0.9999**I, ""),
    "hops that grow": (cycle(-1, 1) * 1.0005**I, ""),
    "settles": (2 + 0.9**I, "stuck"),
    "stood still, and parts in the end": (2 + 1e-13 * 1.08**I, ""),
    "creeps": (10 - 0.01 * I, ""),
    "goes round": (np.stack([3 * np.cos(ROUND), 2 * np.sin(ROUND)], axis=1), "circling"),
    "spirals in": (np.stack([np.cos(ROUND), np.sin(ROUND)], axis=1) * 0.995 ** I[:, np.newaxis], ""),
    "spirals out": (np.stack([np.cos(ROUND), np.sin(ROUND)], axis=1) * 1.005 ** I[:, np.newaxis], ""),
}
"""Where each goes, and what it does; the height is the squared distance from zero, or from 1.3 for the hops."""


@pytest.mark.parametrize("name", PATHS)
def test_a_run_is_told_by_its_record_and_what_follows(name):
    path, told = PATHS[name]
    states = path.reshape(401, -1)
    height = np.square(states).sum(axis=1)
    assert behaviour(states, height, 200) == told
    if told:
        assert may_last(states[:201], height[:201])  # or nobody would compute on


def test_what_comes_down_is_not_computed_on():
    states = np.linspace(5, 1, 201)[:, np.newaxis]
    assert not may_last(states, np.square(states[:, 0]))


def test_a_coordinate_that_only_has_rounding_errors_does_not_count():
    dust = 1e-15 * np.random.default_rng(1).normal(size=401)
    states = np.stack([2 + 0.9**I, dust], axis=1)
    assert behaviour(states, np.square(states[:, 0]), 200) == "stuck"


def test_a_cycle_is_known_from_where_on_it_is_gone_through():
    path = np.concatenate([np.linspace(9, 2, 20), np.resize([1.0, -1.0], 80)])
    assert comes_back_from(path[:, np.newaxis]) == 20
