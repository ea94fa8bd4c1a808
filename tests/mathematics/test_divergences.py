"""KL and its gradients against mpmath, scipy and the definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf
from scipy.integrate import quad
from scipy.stats import norm

from klsim.mathematics.distributions import Gaussian, density
from klsim.mathematics.divergences import kl_gaussian, kl_gaussian_gradient_first, kl_gaussian_gradient_second
from tests.strategies import gaussians


def exact_kl(q, p):
    """KL of two normal laws in 60 digits."""
    with mp.workdps(60):
        m, v, big_m, big_v = (mpf(float(x)) for x in (q.mean, q.variance, p.mean, p.variance))
        return (v / big_v - 1 - mp.log(v / big_v)) / 2 + (m - big_m) ** 2 / (2 * big_v)


@given(gaussians(), gaussians())
def test_kl_agrees_with_sixty_digits(q, p):
    assert float(kl_gaussian(q, p)) == pytest.approx(float(exact_kl(q, p)), rel=1e-9, abs=1e-30)


@given(gaussians(), st.floats(1e-9, 1e-3))
def test_kl_keeps_its_digits_when_the_laws_are_almost_equal(p, excess):
    q = Gaussian(p.mean, p.variance * (1 + excess))
    assert float(kl_gaussian(q, p)) == pytest.approx(float(exact_kl(q, p)), rel=1e-5, abs=1e-30)


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


@given(gaussians())
def test_density_agrees_with_scipy(law):
    x = np.linspace(-60, 60, 41)
    np.testing.assert_allclose(density(x, law), norm(law.mean, law.variance**0.5).pdf(x), rtol=1e-9, atol=1e-300)
