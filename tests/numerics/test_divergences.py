"""KL and its gradients against mpmath, scipy and the definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf
from scipy.integrate import quad
from scipy.stats import norm

from klsim.numerics.distributions import Gaussian, density
from klsim.numerics.divergences import kl_gaussian, kl_gaussian_gradient_first, kl_gaussian_gradient_second
from tests.strategies import all_gaussians, gaussians, neighbours

LARGEST = 1.7e308
SMALLEST = 1e-290
"""Beyond these a result, or a term of it, is too large for a float or too small for all its digits."""


def exact_kl(q, p):
    """KL of two normal laws in 60 digits."""
    with mp.workdps(60):
        m, v, big_m, big_v = (mpf(float(x)) for x in (q.mean, q.variance, p.mean, p.variance))
        return (v / big_v - 1 - mp.log(v / big_v)) / 2 + (m - big_m) ** 2 / (2 * big_v)


def agrees(found, exact, rel=1e-14):
    """Whether a float is right to 14 digits, or as far as floats go where the truth is too large or too small."""
    found = float(found)
    if abs(exact) > LARGEST:
        return abs(found) >= LARGEST * (1 - rel) and (found > 0) == (exact > 0)
    return abs(found - exact) <= rel * abs(exact) + SMALLEST


@given(st.one_of(st.tuples(all_gaussians(), all_gaussians()), neighbours()))
def test_kl_has_fourteen_digits_for_all_laws_that_may_be_set(laws):
    with np.errstate(all="raise"):
        assert agrees(kl_gaussian(*laws), exact_kl(*laws))


@pytest.mark.parametrize("exponent", [-1, -6, -9, -12, -16, -17, -100, -300])
def test_kl_keeps_its_digits_where_one_variance_is_far_below_the_other(exponent):
    needle, bell = Gaussian(np.float64(0), np.float64(10.0**exponent)), Gaussian(np.float64(0), np.float64(1))
    for q, p in ((needle, bell), (bell, needle)):
        assert agrees(kl_gaussian(q, p), exact_kl(q, p))


def test_the_kl_of_two_needles_is_that_of_two_bells():
    needle, other = Gaussian(np.float64(3e-150), np.float64(1e-300)), Gaussian(np.float64(0), np.float64(4e-300))
    bell, another = Gaussian(np.float64(3), np.float64(1)), Gaussian(np.float64(0), np.float64(4))
    assert kl_gaussian(needle, other) == pytest.approx(kl_gaussian(bell, another), rel=1e-15)


@given(gaussians())
def test_kl_of_a_law_and_itself_is_zero(p):
    assert kl_gaussian(p, p) == 0


@given(gaussians(), gaussians())
def test_kl_is_never_negative(q, p):
    assert kl_gaussian(q, p) >= 0


@pytest.mark.parametrize(("q", "p"), [((0, 5), (2, 1)), ((2, 1), (0, 5)), ((-1, 0.3), (0.5, 2))])
def test_kl_is_the_integral_of_q_log_q_over_p(q, p):
    law_q, law_p = norm(q[0], q[1] ** 0.5), norm(p[0], p[1] ** 0.5)
    low, high = q[0] - 14 * q[1] ** 0.5, q[0] + 14 * q[1] ** 0.5
    integral, _ = quad(lambda x: law_q.pdf(x) * (law_q.logpdf(x) - law_p.logpdf(x)), low, high, limit=200)
    assert float(kl_gaussian(Gaussian(*q), Gaussian(*p))) == pytest.approx(integral, rel=1e-8)


def slopes(f, mean, variance):
    """Central differences of f in 60 digits."""
    with mp.workdps(60):
        h = mpf(10) ** -20
        m, v = mpf(float(mean)), mpf(float(variance))
        return (f(m + h, v) - f(m - h, v)) / (2 * h), (f(m, v + h) - f(m, v - h)) / (2 * h)


def kl_in_mp(m, v, big_m, big_v):
    return (v / big_v - 1 - mp.log(v / big_v)) / 2 + (m - big_m) ** 2 / (2 * big_v)


@given(gaussians(), gaussians())
def test_gradient_of_the_first_argument_is_the_slope_of_kl(q, p):
    big_m, big_v = mpf(float(p.mean)), mpf(float(p.variance))
    expected = slopes(lambda m, v: kl_in_mp(m, v, big_m, big_v), q.mean, q.variance)
    found = kl_gaussian_gradient_first(q, p)
    assert [float(x) for x in found] == pytest.approx([float(x) for x in expected], rel=1e-9, abs=1e-12)


@given(gaussians(), gaussians())
def test_gradient_of_the_second_argument_is_the_slope_of_kl(q, p):
    m, v = mpf(float(p.mean)), mpf(float(p.variance))
    expected = slopes(lambda big_m, big_v: kl_in_mp(m, v, big_m, big_v), q.mean, q.variance)
    found = kl_gaussian_gradient_second(p, q)
    assert [float(x) for x in found] == pytest.approx([float(x) for x in expected], rel=1e-9, abs=1e-12)


@given(st.one_of(st.tuples(all_gaussians(), all_gaussians()), neighbours()))
def test_gradients_are_right_to_the_digits_of_their_terms_for_all_laws_that_may_be_set(laws):
    with mp.workdps(700):
        q, p = laws
        d, v, big_v = mpf(float(q.mean)) - mpf(float(p.mean)), mpf(float(q.variance)), mpf(float(p.variance))
        cases = (
            (kl_gaussian_gradient_first(q, p), (d / big_v, (1 / big_v - 1 / v) / 2), 1 / big_v + 1 / v),
            (
                kl_gaussian_gradient_second(p, q),
                (d / v, (1 / v - (big_v + d**2) / v**2) / 2),
                1 / v + (big_v + d**2) / v**2,
            ),
        )
        for (by_mean, by_variance), (pull, push), terms in cases:
            assert agrees(by_mean, pull)
            if terms < LARGEST:
                assert abs(float(by_variance) - push) <= 1e-15 * terms
            else:
                assert agrees(by_variance, push, rel=1e-9) or abs(push) < terms / 1000


@given(gaussians())
def test_density_agrees_with_scipy(law):
    x = np.linspace(-60, 60, 41)
    np.testing.assert_allclose(density(x, law), norm(law.mean, law.variance**0.5).pdf(x), rtol=1e-9, atol=1e-300)
