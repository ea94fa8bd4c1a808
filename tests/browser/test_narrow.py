"""Panels on a narrow screen: drawn for it, with what moves where it belongs; and as ever when the screen gets wider."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from klsim.diagnostics import Diagnostics
from klsim.render.canvas import new_canvas, paint
from klsim.render.moving import plan_mark
from klsim.render.narrow import WIDTH_PX, narrow_panel
from klsim.render.panel import standing_items
from klsim.render.text import draw
from klsim.render.type_scale import letters_on_phone
from klsim.scene.stylesheet import parse_themes
from klsim.settings.views import RunSettings
from klsim.simulations.gaussian_descent import simulation
from tests.browser.pages import Watched, watch
from tests.site.sites import ROOT, built_site

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SCALE = 2
SIZED = (
    ".panels { position: fixed !important; inset: 0 auto auto 0; display: block !important; z-index: 9; padding: 0 }"
    f".panel {{ width: {WIDTH_PX}px !important; max-width: none }} figure {{ mask: none !important }}"
)
SHOWN = "figure => [...figure.querySelectorAll('.panel img')].map(image => image.currentSrc.split('/').pop().split('.')[0])"

SETTINGS = {
    "target": {"mean": 2.0, "variance": 1.0},
    "start": {"mean": 0.0, "variance": 5.0},
    "objective": "kl_qp",
}

MEAN_DIFFERENCE, FAR_OFF, FAR_OFF_SHARE = 0.35, 60, 0.001


@pytest.fixture(scope="module")
def page() -> Path:
    """The page of the small site's figure, of two panels."""
    return built_site().output / "short" / "index.html"


def settle(page: Page) -> None:
    """Wait until images are there and what moves is painted."""
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
    )


def painted(panel, run: dict, iteration: int) -> np.ndarray:
    """A narrow panel as Python paints it at an iteration, (h, w, 3)."""
    theme = parse_themes((ROOT / "templates/static/theme.css").read_text("utf-8"), Diagnostics()).light
    narrow = narrow_panel(panel)
    canvas = new_canvas(narrow.width_px, narrow.height_px, theme.paper, SCALE)
    draw(canvas, standing_items(narrow, theme, letters_on_phone(2)))
    names = ("mean", "variance", "kl_qp", "kl_pq")
    series = {"iteration": np.arange(run["iterations"] + 1.0), **{name: np.array(run[name]) for name in names}}
    for mark in narrow.moving:
        for shape in plan_mark(mark, narrow, theme, series, [iteration])(0):
            paint(canvas, shape)
    return canvas.rgba[..., :3].astype(float)


def screenshot(watched: Watched, number: int) -> np.ndarray:
    """A panel on the screen, (h, w, 3)."""
    data = watched.figure.locator(".panel").nth(number).screenshot()
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"), dtype=float)


@pytest.mark.parametrize("number", [0, 1])
def test_what_moves_lies_where_the_narrow_panel_has_it(browser: Browser, page: Path, number: int):
    folder = page.parent / "small"
    entry = next(run for run in json.loads((folder / "figure.json").read_text())["runs"] if run["at"] == [0, 1])
    record = json.loads((folder / entry["data"]).read_text())
    record["iterations"] = entry["iterations"]
    panel = simulation.scene(RunSettings(SETTINGS)).panels[number]
    options = {"viewport": PHONE, "device_scale_factor": SCALE, "reduced_motion": "reduce"}
    with watch(browser, f"{page.as_uri()}#small?step_size=0.2&i=9", "small", **options) as watched:
        assert watched.figure.evaluate(SHOWN) == ["densities-narrow", "landscape-narrow"]
        watched.page.add_style_tag(content=SIZED + f".panel:not(:nth-child({number + 1})) {{ display: none }}")
        settle(watched.page)
        there = screenshot(watched, number)
    here = painted(panel, record, 9)
    assert there.shape == here.shape
    difference = np.abs(here - there).max(axis=2)
    assert difference.mean() < MEAN_DIFFERENCE
    assert (difference > FAR_OFF).mean() < FAR_OFF_SHARE


def test_a_screen_that_gets_wider_gets_wide_panels_and_back(browser: Browser, page: Path):
    address = f"{page.as_uri()}#small?step_size=0.2&i=9"
    with watch(browser, address, "small", viewport=PHONE, reduced_motion="reduce") as watched:
        settle(watched.page)
        narrow = watched.figure.locator(".panels").screenshot()
        watched.page.set_viewport_size(DESK)
        settle(watched.page)
        assert watched.figure.evaluate(SHOWN) == ["densities", "landscape"]
        wide = watched.figure.locator(".panels").screenshot()
        watched.page.set_viewport_size(PHONE)
        settle(watched.page)
        assert watched.figure.locator(".panels").screenshot() == narrow
    with watch(browser, address, "small", viewport=DESK, reduced_motion="reduce") as watched:
        settle(watched.page)
        assert watched.figure.locator(".panels").screenshot() == wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_the_panels_that_a_phone_shows_in_their_shape(browser: Browser, page: Path, scheme: str):
    """Wide ones would come too late, and what moves is drawn for these."""
    options = {"viewport": PHONE, "color_scheme": scheme, "reduced_motion": "reduce"}
    with watch(browser, f"{page.as_uri()}#small?step_size=0.2", "small", **options) as watched:
        settle(watched.page)
        shown = watched.figure.evaluate(SHOWN)
        watched.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        watched.page.emulate_media(media="print", color_scheme=scheme)
        watched.page.set_viewport_size({"width": 657, "height": 930})  # as wide as A4 within its margins
        settle(watched.page)
        assert watched.figure.evaluate(SHOWN) == shown
        assert [name.removesuffix("-dark") for name in shown] == ["densities-narrow", "landscape-narrow"]
        for panel in watched.figure.locator(".panel").all():
            box = panel.bounding_box()
            _, _, *size = map(float, (panel.locator("svg.paper").get_attribute("viewBox") or "").split())
            assert box is not None
            assert box["width"] / box["height"] == pytest.approx(size[0] / size[1], rel=0.01)
            assert size[0] == WIDTH_PX
        watched.page.emulate_media(media="screen", color_scheme=scheme)
        watched.page.evaluate("dispatchEvent(new Event('afterprint'))")
        watched.page.set_viewport_size(DESK)
        settle(watched.page)
        assert [name.removesuffix("-dark") for name in watched.figure.evaluate(SHOWN)] == [
            "densities",
            "landscape",
        ]
