"""The mountain in the page: the same picture as in its GIF, and a pace that long strides can be followed at."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pages import watch

pytestmark = pytest.mark.browser

WIDTH, HEIGHT, HEADER_PX = 640, 300, 40
SIZED = f"#mountain .panels {{ position: fixed; inset: 0 auto auto 0; width: {WIDTH}px; margin: 0; z-index: 9 }}"


def open_walker(browser: Browser, site: Path, walker: str, iteration: int):
    address = f"{site.as_uri()}/gradient-descent/index.html#mountain?walker={walker}&i={iteration}"
    return watch(browser, address, "mountain", viewport={"width": 1200, "height": 1000}, reduced_motion="reduce")


@pytest.mark.parametrize("walker", ["ant", "cheese"])
def test_the_page_and_the_gif_show_the_same_mountain(browser: Browser, shipped_site: Path, walker: str):
    folder = shipped_site / "gradient-descent" / "mountain"
    runs = json.loads((folder / "figure.json").read_text())["runs"]
    run = next(run for run in runs if run["description"].startswith(walker))
    frames = json.loads((folder / run["data"]).read_text())["frames"]
    with open_walker(browser, shipped_site, walker, max(run["iterations"] for run in runs)) as watched:
        watched.page.add_style_tag(content=SIZED)
        watched.is_painted()
        page = Image.open(io.BytesIO(watched.page.locator("#mountain .panel").screenshot())).convert("RGB")
    with Image.open(folder / run["gif"]) as gif:
        gif.seek(len(frames) - 1)
        film = gif.convert("RGB").crop((0, HEADER_PX, WIDTH, HEADER_PX + HEIGHT))
    off = np.abs(np.asarray(page, dtype=float) - np.asarray(film, dtype=float)).max(axis=-1)
    assert off.mean() < 1.9
    assert (off > 60).mean() < 0.012


def test_a_run_of_few_strides_takes_its_time(browser: Browser, shipped_site: Path):
    with open_walker(browser, shipped_site, "giant", 0) as watched:
        watched.stop_clock()
        watched.page.locator("#mountain").get_by_role("button", name="Restart").click()
        watched.comes_into_sight()
        watched.wait(1_500)
        shown = int(watched.page.locator("#mountain [data-series=iteration]").inner_text())
    assert 9 <= shown <= 19  # of 30, at 12 a second
