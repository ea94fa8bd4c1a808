"""The targets of a game, its numbers, and the closest normal law, against scipy and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import norm

from klsim.figures.match.fit import closest_gaussian, divergence
from klsim.figures.match.law import MEAN, VARIANCE, Knob, Law, RandomTargets, Sampling
from klsim.figures.match.targets import draw_targets
from tests.examples import examples

SAMPLING = Sampling(-40, 40, 1601)
DRAW = RandomTargets(count=50, seed=3, bells=3, mean=(-6, 7), variance=(0.5, 3), apart=2)


def random(seed: int = 3) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


@pytest.mark.parametrize("knob", [MEAN, VARIANCE, Knob("x", 0.1, 25, 0.1, 1)])
def test_a_knob_stops_only_at_whole_steps_and_never_beyond_its_ends(knob: Knob):
    for value in (-99, knob.low, 0.123, 1.0749, knob.high, 99):
        steps = (knob.nearest(value) - knob.low) / knob.fine
        assert steps == pytest.approx(round(steps), abs=1e-9)
        assert knob.low <= knob.nearest(value) <= knob.high
        assert knob.nearest(knob.nearest(value)) == knob.nearest(value)


def test_drawn_targets_are_in_range_apart_and_where_the_knobs_stop():
    laws = draw_targets(DRAW, MEAN, VARIANCE, random())
    assert len(laws) == 50
    for law in laws:
        assert law.bells == 3
        assert all(-6 <= mean <= 7 and MEAN.nearest(mean) == mean for mean in law.means)
        assert all(0.5 <= variance <= 3 and VARIANCE.nearest(variance) == variance for variance in law.variances)
        assert np.diff(law.means).min() >= 2 - 1e-9


def test_the_same_seed_draws_the_same_targets_and_another_seed_others():
    again, other = (draw_targets(DRAW, MEAN, VARIANCE, random(seed)) for seed in (3, 4))
    assert draw_targets(DRAW, MEAN, VARIANCE, random()) == again
    assert set(again).isdisjoint(other)
    first = draw_targets(RandomTargets(2, 7, 1, (-8, 8), (0.5, 8), 0), MEAN, VARIANCE, random(7))
    assert first == (Law((2.0,), (7.25,)), Law((4.4,), (2.2,)))


def law(bells: int) -> st.SearchStrategy[Law]:
    means = st.tuples(*[st.floats(-8, 8)] * bells)
    variances = st.tuples(*[st.floats(0.1, 9)] * bells)
    return st.builds(Law, means, variances)


def log_density(x: float, law: Law) -> float:
    logs = norm.logpdf(x, law.means, np.sqrt(law.variances))
    return float(np.logaddexp.reduce(logs) - np.log(len(logs)))


@examples(6)
@given(law(2), law(3))
def test_sampled_divergences_agree_with_adaptive_quadrature(q: Law, p: Law):
    for measure, first, second in (("kl_qp", q, p), ("kl_pq", p, q)):

        def term(x: float, first: Law = first, second: Law = second) -> float:
            log = log_density(x, first)
            return float(np.exp(log) * (log - log_density(x, second)))

        points = sorted({*first.means, *second.means})
        expected = quad(term, -40, 40, points=points, limit=500, epsabs=1e-8)[0]
        assert divergence(measure, q, p, SAMPLING) == pytest.approx(expected, abs=1e-5, rel=1e-5)


@given(law(1), law(1))
def test_the_closed_form_and_the_sums_agree_for_single_bells(q: Law, p: Law):
    twice = Law(p.means * 2, p.variances * 2)  # the same law, but as a mixture
    for measure in ("kl_qp", "kl_pq"):
        closed, summed = divergence(measure, q, p, SAMPLING), divergence(measure, q, twice, SAMPLING)
        assert summed == pytest.approx(closed, abs=1e-6, rel=1e-6)


@examples(5)
@given(law(3))
def test_the_closest_bell_by_kl_pq_has_the_mean_and_variance_of_the_target(p: Law):
    closest = closest_gaussian("kl_pq", p, SAMPLING)
    assert closest.mean == pytest.approx(np.mean(p.means), abs=1e-4)
    assert closest.variance == pytest.approx(np.mean(p.variances) + np.var(p.means), rel=1e-4)


TARGETS = draw_targets(RandomTargets(6, 11, 2, (-6, 6), (0.3, 3), 3), MEAN, VARIANCE, random(11)) + draw_targets(
    RandomTargets(6, 12, 3, (-7, 7), (0.3, 3), 0), MEAN, VARIANCE, random(12)
)


@pytest.mark.sample(4)
@pytest.mark.slow
@pytest.mark.parametrize("p", TARGETS, ids=str)
def test_no_start_of_scipys_optimiser_leads_to_a_closer_bell(p: Law):
    def height(state: np.ndarray) -> float:
        return divergence("kl_qp", Law((state[0],), (float(np.exp(state[1])),)), p, SAMPLING)

    closest = closest_gaussian("kl_qp", p, SAMPLING)
    starts = [(mean, np.log(variance)) for mean in (*p.means, np.mean(p.means)) for variance in (0.3, 2, 12)]
    found = min((minimize(height, start, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-12}) for start in starts),
                key=lambda result: result.fun)  # fmt: skip
    assert closest.kl == pytest.approx(found.fun, abs=1e-9)
    assert closest.mean == pytest.approx(found.x[0], abs=1e-4)
    assert closest.variance == pytest.approx(np.exp(found.x[1]), rel=1e-4)


def test_a_target_of_two_equal_bells_is_its_own_closest_bell():
    closest = closest_gaussian("kl_qp", Law((2.0, 2.0), (1.5, 1.5)), SAMPLING)
    assert closest.kl == pytest.approx(0, abs=1e-9)
    assert (closest.mean, closest.variance) == pytest.approx((2, 1.5), abs=1e-4)


def test_the_closest_bell_is_the_same_however_many_places_are_looked_at_together(monkeypatch: pytest.MonkeyPatch):
    whole = closest_gaussian("kl_qp", TARGETS[0], SAMPLING)
    monkeypatch.setattr("klsim.figures.match.fit.TOGETHER", 3 * SAMPLING.points)
    assert closest_gaussian("kl_qp", TARGETS[0], SAMPLING) == whole
