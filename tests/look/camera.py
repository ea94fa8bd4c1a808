"""A page that has come to rest, and its picture: the same page gives the same picture every time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page

from tests.browser.pages import READY

T = TypeVar("T")

TRIES = 10
SCROLL_MS = 40

LOAD_FONTS = "() => { for (const face of document.fonts) face.load().catch(() => {}); }"
ALL_IS_HERE = """place => document.readyState === 'complete' && document.fonts.status === 'loaded'
  && [...document.fonts].every(({ status }) => status === 'loaded' || status === 'error')
  && [...document.querySelectorAll(`${place} img`)].every(image => image.complete || !image.checkVisibility())"""
"""Of the images those in a place: lazy ones elsewhere come when they are scrolled to."""

HAS_ARRIVED = "id => document.querySelector(`#${id} .status`)?.textContent !== ''"
"""A figure tells where an address has led it once the run has been loaded; a game is there at once."""

HEIGHTS = "() => [document.documentElement.scrollHeight, innerHeight]"
SCROLL = "y => scrollTo({ top: y, behavior: 'instant' })"
LAY_OUT_ANEW = """() => {
  const { style } = document.documentElement;
  style.display = 'none';
  document.documentElement.getBoundingClientRect();
  style.display = '';
}"""
TO_WHOLE_PIXELS = """figure => {
  const top = figure.getBoundingClientRect().top + scrollY;
  document.body.style.paddingTop = `${Math.ceil(top) - top}px`;
}"""


class UnsteadyError(Exception):
    """A page that looks different each time."""


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page without motion that has everything it asked for. `options` are those of a browser context."""
    context = browser.new_context(reduced_motion="reduce", **options)
    try:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        if options.get("java_script_enabled", True):
            page.wait_for_function(READY)
        page.evaluate(
            LOAD_FONTS
        )  # those of rare letters would come when they are first seen, and on paper too late
        yield page
    finally:
        context.close()


def page_picture(page: Page) -> bytes:
    """The whole page as a PNG, seen once from top to bottom so that what waits for a reader has come."""
    show_all(page)
    return steady(lambda: page.screenshot(full_page=True))


def show_all(page: Page) -> None:
    """Scroll through a page and back to its top, until all of it is here."""
    whole, screen = page.evaluate(HEIGHTS)
    for top in range(0, whole, screen):
        page.evaluate(SCROLL, top)
        page.wait_for_timeout(SCROLL_MS)
    page.evaluate(SCROLL, 0)
    _wait_until_all_is_here(page, "body")


def figure_picture(page: Page, id: str) -> bytes:
    """The figure that the address leads to, alone, as a PNG.

    Its edges are those of pixels, whatever the height of the text above.
    """
    page.wait_for_function(HAS_ARRIVED, arg=id)
    figure = page.locator(f"#{id}")
    _wait_until_all_is_here(page, f"#{id}")
    figure.evaluate(TO_WHOLE_PIXELS)
    return steady(lambda: figure.screenshot())


def _wait_until_all_is_here(page: Page, place: str) -> None:
    """Fonts and images; asked again and again from outside, for a page without script cannot tell.

    Menus keep the line of the font that they had at first, so that all is laid out once more.
    """
    for _ in range(100 * TRIES):
        if page.evaluate(ALL_IS_HERE, place):
            page.evaluate(LAY_OUT_ANEW)
            return
        page.wait_for_timeout(SCROLL_MS)
    raise UnsteadyError(f"{page.url}: fonts or images do not come")


def steady(take: Callable[[], T]) -> T:
    """What came out the same twice running."""
    before = take()
    for _ in range(TRIES):
        after = take()
        if after == before:
            return after
        before = after
    raise UnsteadyError(f"no two of {TRIES} pictures were equal")
