"""What the preview lays over a page, on a page of its own: mistakes and progress leave each other in sight."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import serve
from tests.site.sites import ROOT

pytestmark = pytest.mark.browser

BLANK = "<!doctype html><title>A page</title><body><button>Of the page</button>"
MISTAKES = ["content/a.md:3: the front matter has no date", "content/b.md:9: unknown LaTeX command"]
SHOW = """async ([mistakes, traceback, progress]) => {
  const { showMistakes, showProgress } = await import("/overlay.js");
  showMistakes(mistakes, traceback);
  showProgress(progress);
}"""
BUILDING = {"done": 42, "total": 61, "is_drawing": False}


@pytest.fixture(params=[(1280, 800), (390, 700)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page that the overlay lies over."""
    for script in (ROOT / "klsim" / "preview" / "scripts").glob("*.js"):
        (tmp_path / script.name).write_bytes(script.read_bytes())
    (tmp_path / "index.html").write_text(BLANK)
    width, height = request.param
    with serve(tmp_path) as address:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{address}/index.html")
        yield page
        page.close()


@pytest.mark.parametrize("traceback", ["", "  File x\n" * 90])
def test_progress_stands_above_the_mistakes_and_hides_none_of_them(page: Page, traceback: str):
    page.evaluate(SHOW, [MISTAKES, traceback, BUILDING])
    alarm, status = page.get_by_role("alert"), page.get_by_role("status")
    expect(status).to_have_text("Building: 42 of 61 tasks")
    mistakes, progress = alarm.bounding_box(), status.bounding_box()
    assert mistakes is not None
    assert progress is not None
    assert progress["y"] > 0
    assert progress["y"] + progress["height"] <= mistakes["y"]
    assert mistakes["y"] + mistakes["height"] == page.viewport_size["height"]
    assert mistakes["height"] <= 0.6 * page.viewport_size["height"] + 1


def test_the_strip_does_not_say_that_the_page_is_below_it(page: Page):
    page.evaluate(SHOW, [MISTAKES, "", None])
    expect(page.get_by_role("heading")).to_have_text("2 mistakes; the page is the last good one")
    expect(page.get_by_role("status")).to_be_hidden()


def test_mistakes_that_are_put_aside_leave_the_progress_at_the_end_of_the_page(page: Page):
    page.evaluate(SHOW, [MISTAKES, "", BUILDING])
    page.get_by_role("button", name="Put aside").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    status = page.get_by_role("status").bounding_box()
    assert status is not None
    assert page.viewport_size["height"] - 40 < status["y"] + status["height"] < page.viewport_size["height"]
    page.get_by_role("button", name="Of the page").click()
