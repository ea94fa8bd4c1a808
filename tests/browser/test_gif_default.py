"""A figure of which only the default has a GIF, in the page: all its runs are played."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Watched, watch
from tests.site.sites import SPARSE, built_site

pytestmark = pytest.mark.browser


@pytest.fixture
def sparse(browser: Browser) -> Iterator[Watched]:
    """The small site's figure with `gif: default`, from disk, with motion reduced."""
    address = f"{built_site(SPARSE).output.as_uri()}/short/index.html"
    with watch(browser, address, figure="small", reduced_motion="reduce") as watched:
        yield watched
        assert watched.said == []
        assert watched.failed == []


def test_a_run_without_a_gif_is_switched_to_and_played(sparse: Watched):
    sparse.slide("step size", 2)
    sparse.reaches("iteration", "120")
    sparse.scrub(0)
    assert sparse.readout("mean") == "0.000"
    sparse.figure.get_by_role("button", name="Play").click()
    sparse.reaches("iteration", "3")


def test_the_link_to_the_gif_is_hidden_where_there_is_none(sparse: Watched):
    sparse.turn_to("numbers")
    link = sparse.figure.get_by_role("link", name="GIF")
    assert link.is_visible()
    sparse.slide("step size", 2)
    sparse.reaches("iteration", "120")
    assert not sparse.figure.locator("a.gif").is_visible()
    assert "_2." in (sparse.figure.get_by_role("link", name="JSON").get_attribute("href") or "")
    sparse.slide("step size", 1)
    sparse.page.wait_for_function("!document.querySelector('#small a.gif').hidden")
    assert (link.get_attribute("href") or "").endswith(".gif")
