"""Figures of recorded runs: those that are missing are shown as such, and missing numbers too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Watched, watch
from tests.site.recordings import built_recordings


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """The page, from disk; it may say nothing."""
    page = built_recordings("plain").output / "short" / "index.html"
    with watch(browser, page.as_uri(), reduced_motion="reduce") as opened:
        opened.id = "rates"
        yield opened
        assert opened.said == []
        assert opened.failed == []


def test_a_run_that_was_not_recorded_can_be_chosen_and_says_so(watched: Watched):
    figure = watched.figure
    seed = figure.locator("#rates-seed")
    assert figure.locator(".missing").count() == 0
    seed.fill("1")
    watched.becomes(lambda: watched.readout("loss"), "0.500")
    assert figure.locator(".stops .missing").all_inner_texts() == ["0.5"]
    figure.locator("#rates-lr").fill("1")
    watched.becomes(lambda: figure.locator(".outcome").inner_text(), "This run was not recorded.")
    assert [watched.readout(name) for name in ("iteration", "loss", "accuracy")] == ["–", "–", "–"]
    assert "not recorded" in (seed.get_attribute("aria-valuetext") or "")
    assert figure.locator(".data").is_hidden()
    assert "lr=0.5&seed=2" in watched.page.url
    seed.fill("0")
    watched.becomes(lambda: watched.readout("loss"), "16.000")
    assert figure.locator(".pane.missing").count() == 0


def test_a_missing_run_can_be_compared_with_another(watched: Watched):
    watched.page.goto(f"{watched.page.url}#rates?lr=0.5&seed=1&pin.lr=0.5&pin.seed=2&i=4")
    watched.becomes(lambda: watched.figure.locator(".pane").count(), 2)
    outcomes = watched.figure.locator(".outcome")
    watched.becomes(lambda: outcomes.nth(1).inner_text(), "This run was not recorded.")
    assert watched.figure.locator(".pane.missing").count() == 1


def test_where_a_number_is_missing_a_line_stands_in_its_readout(watched: Watched):
    watched.page.goto(f"{watched.page.url}#rates?lr=0.5&seed=1&i=3")
    watched.becomes(lambda: watched.readout("loss"), "8.000")
    assert watched.readout("accuracy") == "–"
    assert watched.figure.locator(".outcome").inner_text() == ""
