"""Letters of all figures of the shipped site as readers see them: of one size, on a desk and on a phone.

Pictures are measured in their pixels: the digits at their axes are the smallest letters that they have.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator

from klsim.figures.place import NARROW
from klsim.render.type_scale import LEAST_PX, TICK_PX
from tests.browser.letters import sizes_of_digits
from tests.browser.pages import watch
from tests.browser.test_every_page import ARTICLES
from tests.site.sites import ROOT

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
WITH_SCRIPT, WITHOUT = (
    ".needs-script :is(.panel, .plan, .ground) img",
    ".films img.film, .terrain img, .without-script img",
)
PICTURES = """([figure, selector]) => [...figure.querySelectorAll(selector)].filter(image => image.checkVisibility())
  .map(image => [image.currentSrc, image.getBoundingClientRect().width])"""
SMALL_WORDS = """([figure, least]) => {
  const isWritten = element => [...element.childNodes].some(one => one.nodeType === 3 && one.data.trim());
  return [...figure.querySelectorAll("*")].filter(one => one.checkVisibility() && isWritten(one))
    .filter(one => parseFloat(getComputedStyle(one).fontSize) < least).map(one => one.outerHTML.slice(0, 100));
}"""
OPENED = ".sheet, .snippet { display: block !important }"

NEAR = 1.2
"""Digits are on whole pixels, so that they may be a little larger or smaller than they should be."""

AS_DRAWN = 1.4
"""GIFs of a single panel are shown half as large again, and are to be read as they are, too."""


def shown_sizes(figure: Locator, selector: str) -> Iterator[tuple[str, float]]:
    """The pictures of a figure that are shown, and the sizes of their digits on the screen."""
    for address, width in figure.evaluate(f"(figure, selector) => ({PICTURES})([figure, selector])", selector):
        path = Path(unquote(urlsplit(address).path))
        with Image.open(path) as image:
            factor = width / image.width
        for size in sizes_of_digits(path):
            yield path.name, round(size * factor, 1)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_digits_at_axes_have_one_size_on_the_screen(
    browser: Browser, shipped_site: Path, width: int, has_script: bool
):
    seen = 0
    largest = NEAR if has_script or width == 390 else AS_DRAWN
    for article in ARTICLES:
        options = {"viewport": {"width": width, "height": 844}, "java_script_enabled": has_script}
        address = (shipped_site / article / "index.html").as_uri()
        with watch(browser, address, reduced_motion="reduce", **options) as watched:
            for figure in watched.page.locator("figure.simulation").all():
                figure.scroll_into_view_if_needed()
                watched.page.wait_for_load_state("networkidle")
                for name, size in shown_sizes(figure, WITH_SCRIPT if has_script else WITHOUT):
                    seen += 1
                    assert LEAST_PX <= size <= largest * TICK_PX, (article, name, size)
    assert seen >= 30


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_of_a_figure_is_smaller(browser: Browser, shipped_site: Path, width: int):
    for article in ARTICLES:
        address = (shipped_site / article / "index.html").as_uri()
        with watch(browser, address, reduced_motion="reduce", viewport={"width": width, "height": 844}) as watched:
            watched.page.add_style_tag(content=OPENED)
            for figure in watched.page.locator("figure.simulation").all():
                small = figure.evaluate(f"(figure, least) => ({SMALL_WORDS})([figure, least])", LEAST_PX)
                assert small == [], article


@pytest.mark.parametrize(("width", "drawn"), [(1280, None), (390, 480)])
def test_without_script_films_are_as_wide_as_their_letters_are_made_for(
    browser: Browser, shipped_site: Path, width: int, drawn: int | None
):
    for article in ARTICLES[1:]:
        options = {"viewport": {"width": width, "height": 844}, "java_script_enabled": False}
        with watch(browser, (shipped_site / article / "index.html").as_uri(), **options) as watched:
            for address, shown in watched.page.evaluate(f"({PICTURES})([document, 'img.film'])"):
                with Image.open(Path(unquote(urlsplit(address).path))) as film:
                    natural = film.width
                assert shown == (350 if drawn else min(960, 1.5 * natural))
                assert drawn in (None, natural)


def test_script_and_pages_agree_on_what_is_narrow():
    script = (ROOT / "templates" / "scripts" / "preferences.js").read_text()
    assert f'matchMedia("{NARROW}")' in script
