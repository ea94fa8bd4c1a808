"""One scene, two painters: the page's drawing and the GIF's frame show the same picture.

Measure: both at 420 × 320 px a panel, colours from 0 to 255. The page scales a backdrop of twice the size down and
smooths its own lines, so edges differ a little everywhere; a mark that is missing, shifted by a pixel or two, or of
another colour differs a lot over a line or an area.
"""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pages import watch

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 420, 320
HEADER_PX = 40
MEAN_DIFFERENCE = 1.9
FAR_OFF = 60
FAR_OFF_SHARE = 0.012
"""Almost all of it is the smaller lettering; see the last test for what a shifted mark adds."""

SIZED = (
    ".panels { position: fixed; inset: 0 auto auto 0; display: flex !important; gap: 0; margin: 0; z-index: 9 }"
    f".panel {{ flex: none; width: {WIDTH}px }}"
)
RUNS = ((0, 3, 2), (1, 0, 0), (0, 3, 3), (0, 9, 1), (1, 3, 4))


def load(site: Path, at: tuple[int, ...]) -> tuple[Path, dict, dict]:
    """A run of the figure: its folder, its entry in figure.json, and its record."""
    folder = site / "gradient-descent" / "descent"
    run = next(r for r in json.loads((folder / "figure.json").read_text())["runs"] if r["at"] == list(at))
    return folder, run, json.loads((folder / run["data"]).read_text())


def film_panels(folder: Path, run: dict, frame: int) -> list[np.ndarray]:
    """The two panels of a frame of a run's GIF, (320, 420, 3)."""
    with Image.open(folder / run["gif"]) as gif:
        gif.seek(frame)
        picture = np.asarray(gif.convert("RGB"), dtype=float)
    rows = slice(HEADER_PX, HEADER_PX + HEIGHT)
    return [picture[rows, n * WIDTH : (n + 1) * WIDTH] for n in range(2)]


def page_panels(browser: Browser, site: Path, record: dict, iteration: int) -> list[np.ndarray]:
    """The same panels as the page shows them."""
    query = "&".join(f"{key}={value}" for key, value in record["setting"].items())
    address = f"{site.as_uri()}/gradient-descent/index.html#descent?{query}&i={iteration}"
    with watch(browser, address, viewport={"width": 1200, "height": 1000}, reduced_motion="reduce") as watched:
        watched.page.add_style_tag(content=SIZED)
        figure = watched.page.locator("#descent")
        watched.page.wait_for_function(
            "i => document.querySelector('#descent [data-series=iteration]').textContent === i", arg=str(iteration)
        )
        watched.is_painted()
        shots = [Image.open(io.BytesIO(panel.screenshot())) for panel in figure.locator(".panel").all()]
    return [np.asarray(shot.convert("RGB"), dtype=float) for shot in shots]


def differences(one: list[np.ndarray], other: list[np.ndarray]) -> list[np.ndarray]:
    """For each panel and pixel the largest difference of a colour."""
    return [np.abs(a - b).max(axis=-1) for a, b in zip(one, other, strict=True)]


@pytest.mark.parametrize("at", RUNS)
def test_the_page_and_the_gif_show_the_same_picture(browser: Browser, shipped_site: Path, at: tuple[int, ...]):
    folder, run, record = load(shipped_site, at)
    frames = record["frames"]
    for frame in (0, len(frames) // 3, len(frames) - 1):
        shown = page_panels(browser, shipped_site, record, frames[frame])
        for off in differences(shown, film_panels(folder, run, frame)):
            assert off.mean() < MEAN_DIFFERENCE
            assert (off > FAR_OFF).mean() < FAR_OFF_SHARE


def test_the_measure_notices_marks_that_are_a_few_pixels_off(browser: Browser, shipped_site: Path):
    folder, run, record = load(shipped_site, (0, 3, 2))
    shown = page_panels(browser, shipped_site, record, record["frames"][10])
    same = sum(off.sum() for off in differences(shown, film_panels(folder, run, 10)))
    next_frame = sum(off.sum() for off in differences(shown, film_panels(folder, run, 11)))
    assert next_frame > 1.5 * same
