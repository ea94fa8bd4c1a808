"""Sampled KL and its gradients against mpmath, scipy and the closed form of two normal laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf
from scipy.integrate import quad
from scipy.stats import norm

from klsim.numerics.distributions import Gaussian
from klsim.numerics.divergences import kl_gaussian, kl_gaussian_gradient_first, kl_gaussian_gradient_second
from klsim.numerics.mixtures import (
    Mixture,
    evenly_spaced,
    kl_sampled,
    kl_sampled_slope_first,
    kl_sampled_slope_second,
    log_density,
    sampled_gradient,
)
from tests.examples import examples

TARGET = Mixture(np.array([-4.0, 0.5, 4.0]), np.array([0.8, 1.5, 0.5]), np.array([0.5, 0.3, 0.2]))


def grid(low, high, points):
    return evenly_spaced(np.array([float(low)]), np.array([float(high)]), np.array([float(points)]))


def both_kl(q, p, samples):
    log_q, log_p = log_density(samples.x, q), log_density(samples.x, p)
    return kl_sampled(log_q, log_p, samples.length)[0], kl_sampled(log_p, log_q, samples.length)[0]


def gradients(q, p, samples):
    """Gradients of KL(q, p) and KL(p, q), each means first."""
    log_q, log_p = log_density(samples.x, q), log_density(samples.x, p)
    slopes = kl_sampled_slope_first(log_q, log_p), kl_sampled_slope_second(log_p)
    return [np.concatenate(sampled_gradient(q, samples, slope), axis=-1)[0] for slope in slopes]


def exact_sums(means, variances, weights, p, samples):
    """Both sums in as many digits as mpmath is set to."""

    def at(x, law):
        return sum(
            w * mp.exp(-((x - m) ** 2) / (2 * v)) / mp.sqrt(2 * mp.pi * v) for m, v, w in zip(*law, strict=True)
        )

    target = [[mpf(float(x)) for x in part] for part in (p.means, p.variances, p.weights)]
    kl_qp = kl_pq = mpf(0)
    for x, length in zip(samples.x[0], samples.length[0], strict=True):
        x, length = mpf(float(x)), mpf(float(length))
        q_x, p_x = at(x, (means, variances, weights)), at(x, target)
        kl_qp += q_x * mp.log(q_x / p_x) * length
        kl_pq += p_x * mp.log(p_x / q_x) * length
    return kl_qp, kl_pq


def mixtures(count):
    return st.tuples(
        st.lists(st.floats(-6, 6), min_size=count, max_size=count),
        st.lists(st.floats(0.3, 9), min_size=count, max_size=count),
    )


def equal(means, variances):
    return Mixture(np.array([means]), np.array([variances]), np.full(len(means), 1 / len(means)))


@examples(6)
@given(st.integers(1, 3).flatmap(mixtures), st.floats(3, 12), st.integers(11, 30))
def test_sums_and_gradients_agree_with_forty_digits_even_where_the_domain_cuts_q_off(law, half, points):
    samples = grid(-half, half, points)
    q = equal(*law)
    with mp.workdps(40):
        weights = [mpf(1) / len(law[0])] * len(law[0])
        place = [mpf(x) for x in (*law[0], *law[1])]
        h, count = mpf(10) ** -12, len(law[0])

        def sums(theta):
            return exact_sums(theta[:count], theta[count:], weights, TARGET, samples)

        expected = [float(value) for value in sums(place)]
        slopes = []
        for k in range(len(place)):
            up, down = list(place), list(place)
            up[k] += h
            down[k] -= h
            slopes.append([float((a - b) / (2 * h)) for a, b in zip(sums(up), sums(down), strict=True)])
    assert both_kl(q, TARGET, samples) == pytest.approx(expected, rel=1e-10, abs=1e-14)
    for n, found in enumerate(gradients(q, TARGET, samples)):
        assert found == pytest.approx([slope[n] for slope in slopes], rel=1e-9, abs=1e-12)


@examples(10)
@given(st.integers(-16, 0), st.integers(-8, 2), st.integers(1, 3))
def test_the_error_of_a_sum_is_that_of_rounding_logarithms(shift, narrow, count):
    centres, widths = np.linspace(-3, 3, count), np.full(count, 10.0 ** (narrow / 2))
    p = Mixture(centres[np.newaxis], widths[np.newaxis], np.full(count, 1 / count))
    q = Mixture(centres[np.newaxis] + 10.0**shift, widths[np.newaxis] * (1 + 10.0**shift), p.weights)
    samples = grid(-10, 10, 60)
    with mp.workdps(60):
        law = [[mpf(float(x)) for x in part.ravel()] for part in (q.means, q.variances, q.weights)]
        one = Mixture(p.means[0], p.variances[0], p.weights)
        expected = [float(value) for value in exact_sums(*law, one, samples)]
    logs = log_density(samples.x, q), log_density(samples.x, p)
    for found, exact, weight in zip(both_kl(q, p, samples), expected, logs, strict=True):
        rounding = (1 + np.abs(logs[0]) + np.abs(logs[1])) * (1 + np.abs(logs[0] - logs[1]))
        terms = np.exp(weight) * rounding * samples.length
        assert abs(found - exact) <= 8 * np.finfo(float).eps * terms.sum()


@pytest.mark.parametrize(("means", "variances"), [([0.0], [6.0]), ([-2.0, 3.0], [1.0, 4.0])])
def test_sums_over_a_wide_domain_are_the_integrals(means, variances):
    q = equal(means, variances)

    def pdf(x, law):
        return law.weights @ norm.pdf(x, law.means.ravel(), law.variances.ravel() ** 0.5)

    def integral(one, other):
        def term(x):
            density = pdf(x, one)
            return density * np.log(density / pdf(x, other))

        value, _ = quad(term, -16, 16, limit=400)
        return value

    found = both_kl(q, TARGET, grid(-16, 16, 1601))
    assert found == pytest.approx([integral(q, TARGET), integral(TARGET, q)], rel=1e-7)


@given(st.floats(-2, 2), st.floats(0.5, 4), st.floats(-2, 2), st.floats(0.5, 4))
def test_one_component_on_a_fine_grid_is_the_closed_form(mean, variance, target_mean, target_variance):
    q, p = equal([mean], [variance]), equal([target_mean], [target_variance])
    samples = grid(-25, 25, 2001)
    one, other = Gaussian(mean, variance), Gaussian(target_mean, target_variance)
    assert both_kl(q, p, samples) == pytest.approx([kl_gaussian(one, other), kl_gaussian(other, one)], abs=1e-12)
    first, second = gradients(q, p, samples)
    assert first == pytest.approx(kl_gaussian_gradient_first(one, other), abs=1e-10)
    assert second == pytest.approx(kl_gaussian_gradient_second(other, one), abs=1e-10)


def test_tails_where_densities_are_zero_in_float64_count_for_nothing():
    q, p = equal([-40.0], [0.1]), equal([40.0], [0.1])
    samples = grid(-60, 60, 1201)
    assert (np.exp(log_density(samples.x, q)) == 0).any()
    assert np.isfinite(both_kl(q, p, samples)).all()
    assert np.isfinite(gradients(q, p, samples)).all()


def test_a_mixture_of_equal_components_is_the_component():
    samples = grid(-10, 10, 101)
    np.testing.assert_allclose(
        log_density(samples.x, equal([1.0, 1.0], [2.0, 2.0])),
        log_density(samples.x, equal([1.0], [2.0])),
        rtol=1e-14,
    )


def test_a_weight_of_zero_adds_nothing():
    samples = grid(-10, 10, 101)
    padded = Mixture(np.array([1.0, 0.0]), np.array([2.0, 1.0]), np.array([1.0, 0.0]))
    np.testing.assert_array_equal(log_density(samples.x, padded), log_density(samples.x, equal([1.0], [2.0])))


def test_intervals_with_fewer_points_are_padded_without_effect():
    several = evenly_spaced(np.array([-8.0, -3.0]), np.array([8.0, 5.0]), np.array([41.0, 11.0]))
    q = equal([0.5, -1.0], [2.0, 1.0])
    log_q, log_p = log_density(several.x, q), log_density(several.x, TARGET)
    together = kl_sampled(log_q, log_p, several.length)
    alone = [both_kl(q, TARGET, grid(-8, 8, 41))[0], both_kl(q, TARGET, grid(-3, 5, 11))[0]]
    assert together == pytest.approx(alone, rel=1e-13)
    assert several.length.sum(axis=1) == pytest.approx([16 * 41 / 40, 8 * 11 / 10])
    assert (several.x[:, 0] == [-8, -3]).all()
    assert (several.x.max(axis=1) == [8, 5]).all()
