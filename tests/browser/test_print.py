"""Pages on paper: each figure as one still, with its setting, its outcome and its caption, in light colours."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from math import sqrt, tau
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from playwright.sync_api import Browser

from klsim.config import Config
from klsim.diagnostics import Diagnostics
from klsim.figures.animation.description import describe
from klsim.look import read_look
from klsim.scene.numbers import format_number
from klsim.scene.theme import Colour
from klsim.template_files import find_templates
from tests.browser.chromium import QUIET, installed
from tests.browser.pages import Watched, serve, view_of, watch
from tests.site.sites import ROOT

pytestmark = pytest.mark.browser

THEMES = read_look(Config.at(ROOT), None, find_templates(Config.at(ROOT)), Diagnostics()).themes
NEAR, SOME = 24, 400
SETTING = "KL(q, p) · step size 0.2"
OUTCOME = "Arrived: within 0.001 of the lowest point from iteration 80 on."
END = "120"  # the last frame of its film

PANELS_ALONE = """
  body * { visibility: hidden }
  #three .panel, #three .panel * { visibility: visible }
"""
PICTURE = "() => document.querySelector('#small canvas').toDataURL()"

# What a figure shows to the printer; listeners run in the order in which they were added, this one last.
LOOK = """() => addEventListener("beforeprint", () => {
  self.printed = {
    iteration: document.querySelector("#small [data-series=iteration]").textContent,
    pictures: document.querySelectorAll("#small .paper").length,
    paper: getComputedStyle(document.documentElement).getPropertyValue("--paper"),
  };
})"""

DOTS = 4
"""Pixels of a rendered page for a point of paper."""

CSS_PX = 0.75 * DOTS
"""Pixels of a rendered page for one of the style sheet."""

SHEETS = (
    {"format": "A4"},
    {"format": "Letter"},
    {"format": "A4", "landscape": True},
    {"format": "A4", "scale": 0.7},
)


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
    assert article.page.evaluate("printed") == {"iteration": END, "pictures": 2, "paper": "#ffffff"}
    assert article.readout("iteration") == "7"
    assert not article.figure.locator(".paper").count()
    article.page.wait_for_function(f"before => ({PICTURE})() === before", arg=before)


def near(image: np.ndarray, colour: Colour) -> np.ndarray:
    """Which pixels have a colour, or almost."""
    parts = [np.abs(image[:, :, n] - part) < NEAR for n, part in enumerate(colour)]
    return parts[0] & parts[1] & parts[2]


def brightest(image: np.ndarray) -> np.ndarray:
    """The largest of the three parts of each pixel."""
    return np.maximum(np.maximum(image[:, :, 0], image[:, :, 1]), image[:, :, 2])


def darkest(image: np.ndarray) -> np.ndarray:
    """The least of the three parts of each pixel."""
    return 255 - brightest(255 - image)


def boxes(image: np.ndarray, colour: Colour) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what has a colour, or almost."""
    rows, columns = np.nonzero(near(image, colour))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def backdrops(page: pypdfium2.PdfPage) -> list[tuple[slice, slice]]:
    """Where the pictures of a page stand, as rows and columns of the page as rendered, from left to right."""
    height = page.get_height()
    images = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=5)
    found = sorted(image.get_bounds() for image in images)
    return [
        (
            slice(round((height - top) * DOTS), round((height - bottom) * DOTS)),
            slice(round(left * DOTS), round(right * DOTS)),
        )
        for left, bottom, right, top in found
    ]


def place(panel: Mapping[str, Any], x: float, y: float) -> tuple[float, float]:
    """Where linear scales put a value, in px of the panel."""
    left, top, width, height = panel["box"]
    across, up = (
        (value - panel[way]["low"]) / (panel[way]["high"] - panel[way]["low"])
        for way, value in (("x", x), ("y", y))
    )
    return left + across * width, top + (1 - up) * height


def drawn(view: Mapping[str, Any], record: Mapping[str, Any]) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of what moves in each of two panels at the end of a run, in px of the panel."""
    curves, plane = view["scenes"][view["runs"][view["start"]]["scene"]]
    strokes, end = view["strokes"], int(END)
    mean, variance = record["mean"][end], record["variance"][end]
    left, top, width, height = curves["box"]
    peak = place(curves, mean, 1 / sqrt(tau * variance))[1] - strokes["curve_px"] / 2
    path = [place(plane, *at) for at in zip(record["mean"][: end + 1], record["variance"][: end + 1], strict=True)]
    dots = [(x, y, strokes["step_radius_px"]) for x, y in path]
    dots.append((*path[-1], strokes["point_radius_px"] - strokes["point_edge_px"] / 2))
    return [
        (left, peak, left + width, top + height),
        (
            min(x - radius for x, _, radius in dots),
            min(y - radius for _, y, radius in dots),
            max(x + radius for x, _, radius in dots),
            max(y + radius for _, y, radius in dots),
        ),
    ]


def start_of(site: Config) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What the page knows of the figure, and the record of the run that it starts with."""
    page = site.output / "short" / "index.html"
    view, folder = view_of(page.read_text(encoding="utf-8"), "small"), page.parent / "small"
    return view, json.loads((folder / view["runs"][view["start"]]["data"]).read_text(encoding="utf-8"))


def picture_of(pdf: bytes) -> tuple[np.ndarray, list[tuple[slice, slice]]]:
    """The first page that has pictures, as a printer would have it, and where they stand."""
    for page in pypdfium2.PdfDocument(pdf):
        if panels := backdrops(page):
            return page.render(scale=DOTS).to_numpy()[:, :, 2::-1].astype(np.int16), panels
    raise AssertionError("no page has pictures")


def check_marks(image: np.ndarray, panels: list[tuple[slice, slice]], site: Config) -> None:
    """The curve and the path stand where their backdrops have them, to the pixel."""
    view, record = start_of(site)
    for (rows, columns), expected in zip(panels, drawn(view, record), strict=True):
        part = image[rows, columns]
        shares = np.array([part.shape[1], part.shape[0]] * 2) / ([*view["scenes"][0][0]["size"]] * 2)
        assert np.abs(boxes(part, THEMES.light.object) - np.array(expected) * shares).max() <= CSS_PX
        assert part[8, 8].min() > 250, "white paper"


@pytest.mark.sample(1)
@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_what_moves_is_printed_where_it_is_even_before_anything_was_on_the_screen(
    browser: Browser, small_site: Config, sheet: dict[str, Any]
):
    view, record = start_of(small_site)
    pdfs = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto((small_site.output / "short" / "index.html").as_uri())
        pdfs.append(page.pdf(**sheet))
        page.close()
    light, panels = picture_of(pdfs[0])
    dark, _ = picture_of(pdfs[1])  # turned backdrops are a little larger than what they show
    for image in (light, dark):
        check_marks(image, panels, small_site)
    for where in panels:
        titles = [boxes(np.minimum(image[where], 90), (90, 90, 90)) for image in (255 - light, 255 - dark)]
        assert np.abs(np.subtract(*titles)).max() <= CSS_PX, "the turned backdrop is where the light one is"
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdfs[0]))
    for readout in view["readouts"]:
        assert format_number(record[readout["series"]][int(END)], readout["decimals"]) in text


def test_a_browser_that_is_only_told_to_print_prints_the_figure(
    browser: Browser, small_site: Config, tmp_path: Path
):
    chromium = installed() or browser.browser_type.executable_path
    page = (small_site.output / "short" / "index.html").as_uri()
    flags = [*QUIET, "--headless", "--no-sandbox", f"--user-data-dir={tmp_path}"]
    printing = [chromium, *flags, f"--print-to-pdf={tmp_path}/page.pdf", page]
    subprocess.run(printing, check=True, capture_output=True, timeout=120)
    check_marks(*picture_of((tmp_path / "page.pdf").read_bytes()), small_site)


def paper(pdf: bytes) -> np.ndarray:
    """The pages as a printer would have them, one below the other: RGB, integers."""
    pages = [page.render(scale=2).to_numpy()[:, :, 2::-1] for page in pypdfium2.PdfDocument(pdf)]
    return np.concatenate(pages).astype(np.int16)


def pixels_of(image: np.ndarray, colour: Colour) -> int:
    """How many pixels have a colour, or almost."""
    return int(near(image, colour).sum())


def test_paper_has_both_the_backdrop_and_what_moves_over_it_in_light_colours(
    browser: Browser, shipped_site: Path, scheme: str
):
    page = (shipped_site / "six-variables" / "index.html").as_uri()
    with watch(browser, page, "three", color_scheme=scheme) as watched:
        watched.page.add_style_tag(content=PANELS_ALONE)
        image = paper(watched.page.pdf())
        assert pixels_of(image, THEMES.light.object) > SOME > pixels_of(image, THEMES.dark.object)
        assert (brightest(image) < 80).sum() > SOME, "titles, which are of the backdrop"
        assert (darkest(image) > 250).mean() > 0.5, "white paper"


def test_a_game_is_printed_light(browser: Browser, shipped_site: Path, scheme: str):
    for script in (True, False):
        page = (shipped_site / "kl-by-hand" / "index.html").as_uri()
        with watch(browser, page, "by-hand", color_scheme=scheme, java_script_enabled=script) as watched:
            image = paper(watched.page.pdf())
            assert pixels_of(image, THEMES.light.object) > SOME > pixels_of(image, THEMES.dark.object)
            assert (darkest(image) > 200).mean() > 0.5, "white paper"


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
