"""Pages on paper: each figure as one still, with its setting, its outcome and its caption, in light colours."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Browser

from klsim.config import Config
from klsim.records.describe import describe
from klsim.scene.theme import Colour
from klsim.site.prepare import read_themes
from tests.browser.pages import Watched, serve, watch
from tests.site.sites import ROOT

pytestmark = pytest.mark.browser

THEMES = read_themes(Config.at(ROOT))
NEAR, SOME = 24, 400
SETTING = "KL(q, p) · step size 0.2"
OUTCOME = "Arrived: within 0.001 of the lowest point from iteration 80 on."
END = "104"  # the last frame of its film

PANELS_ALONE = """
  body * { visibility: hidden }
  #three .panel, #three .panel * { visibility: visible }
  .turned .panel img { visibility: hidden !important }
"""
PICTURE = "() => document.querySelector('#small canvas').toDataURL()"

# What a figure shows to the printer; listeners run in the order in which they were added, this one last.
LOOK = """() => addEventListener("beforeprint", () => {
  const canvas = document.querySelector("#small canvas"), { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  self.printed = {
    iteration: document.querySelector("#small [data-series=iteration]").textContent,
    corner: [...copy.getImageData(2, 2, 1, 1).data],
    paper: getComputedStyle(document.documentElement).getPropertyValue("--paper"),
  };
})"""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """The colours of the reader's screen."""
    return request.param


@pytest.fixture(scope="module")
def address(small_site: Config) -> Iterator[str]:
    """The article on a server: canvases that hold pictures from disk could not be read."""
    with serve(small_site.output) as root:
        yield f"{root}/short/index.html"


@pytest.fixture
def article(browser: Browser, address: str, scheme: str) -> Iterator[Watched]:
    """The article, its figure never seen and never played."""
    with watch(browser, address, "small", color_scheme=scheme, viewport={"width": 1000, "height": 300}) as watched:
        watched.page.wait_for_load_state("networkidle")
        yield watched
        assert watched.said == []


def test_the_printer_gets_the_end_of_the_run_and_the_reader_gets_the_page_back(article: Watched):
    article.scrub(7)
    before = article.page.evaluate(PICTURE)
    article.page.evaluate(LOOK)
    article.page.pdf()
    printed = article.page.evaluate("printed")
    assert printed["iteration"] == END
    assert printed["paper"] == "#ffffff"
    assert article.readout("iteration") == "7"
    article.page.wait_for_function(f"before => ({PICTURE})() === before", arg=before)


def test_the_backdrop_of_a_dark_screen_is_printed_light(article: Watched, scheme: str):
    article.page.evaluate(LOOK)
    article.page.pdf()
    red, green, blue, opacity = article.page.evaluate("printed.corner")
    assert opacity == (255 if scheme == "dark" else 0)
    assert scheme == "light" or min(red, green, blue) > 250


def paper(pdf: bytes) -> np.ndarray:
    """The pages as a printer would have them, one below the other: RGB, integers."""
    pages = [page.render(scale=2).to_numpy()[:, :, 2::-1] for page in pypdfium2.PdfDocument(pdf)]
    return np.concatenate(pages).astype(int)


def pixels_of(image: np.ndarray, colour: Colour) -> int:
    """How many pixels have a colour, or almost."""
    return int((np.abs(image - colour).max(axis=2) < NEAR).sum())


def test_paper_has_both_the_backdrop_and_what_moves_over_it_in_light_colours(
    browser: Browser, shipped_site: Path, scheme: str
):
    page = (shipped_site / "six-variables" / "index.html").as_uri()
    with watch(browser, page, "three", color_scheme=scheme) as watched:
        watched.page.add_style_tag(content=PANELS_ALONE)
        image = paper(watched.page.pdf())
        assert pixels_of(image, THEMES.light.q) > SOME > pixels_of(image, THEMES.dark.q)
        assert (image.max(axis=2) < 80).sum() > SOME, "titles, which are of the backdrop"
        assert (image.min(axis=2) > 250).mean() > 0.5, "white paper"


def test_a_game_is_printed_light(browser: Browser, shipped_site: Path, scheme: str):
    for script in (True, False):
        page = (shipped_site / "kl-by-hand" / "index.html").as_uri()
        with watch(browser, page, "by-hand", color_scheme=scheme, java_script_enabled=script) as watched:
            image = paper(watched.page.pdf())
            assert pixels_of(image, THEMES.light.q) > SOME > pixels_of(image, THEMES.dark.q)
            assert (image.min(axis=2) > 200).mean() > 0.5, "white paper"


def test_paper_has_setting_outcome_and_caption_and_nothing_to_press(article: Watched):
    article.page.emulate_media(media="print")
    article.reaches("iteration", END)
    told = article.figure.locator(".panels").evaluate("panels => getComputedStyle(panels, '::after').content")
    assert told == f'"{describe(SETTING, OUTCOME)}"'
    assert article.figure.locator("figcaption").is_visible()
    assert not article.figure.locator("input, button:not(.map *), select, .downloads").filter(visible=True).count()
    article.page.emulate_media(media="screen")
    article.reaches("iteration", "0")


def test_without_script_paper_has_the_still_of_the_chosen_run(browser: Browser, address: str, scheme: str):
    with watch(browser, address, color_scheme=scheme, java_script_enabled=False) as watched:
        watched.page.wait_for_load_state("networkidle")
        stills = [url.rpartition("/")[2] for url in watched.asked if re.search(r"/kl_qp_0\.2\.\w+\.png$", url)]
        assert len(stills) == 1
        watched.page.emulate_media(media="print")
        film = watched.page.locator("#small .film").filter(visible=True)
        assert stills[0] in film.evaluate("film => getComputedStyle(film).backgroundImage")
        assert film.evaluate("film => getComputedStyle(film).objectPosition").startswith("-")
        assert OUTCOME in watched.page.locator("#small").inner_text()
        assert not watched.page.locator("#small :is(input, .presets)").filter(visible=True).count()
