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
from tests.site.own_simulations import WAVE, article, figure
from tests.site.sites import built_site, validator

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


def load(folder: Path, at: tuple[int, ...]) -> tuple[Path, dict, dict]:
    """A run of a figure: its folder, its entry in figure.json, and its record."""
    run = next(r for r in json.loads((folder / "figure.json").read_text())["runs"] if r["at"] == list(at))
    return folder, run, json.loads((folder / run["data"]).read_text())


def film_panels(folder: Path, run: dict, frame: int) -> list[np.ndarray]:
    """The panels of a frame of a run's GIF, each (320, 420, 3)."""
    with Image.open(folder / run["gif"]) as gif:
        gif.seek(frame)
        picture = np.asarray(gif.convert("RGB"), dtype=float)
    rows = slice(HEADER_PX, HEADER_PX + HEIGHT)
    return [picture[rows, n * WIDTH : (n + 1) * WIDTH] for n in range(picture.shape[1] // WIDTH)]


def page_panels(browser: Browser, folder: Path, record: dict, iteration: int) -> list[np.ndarray]:
    """The same panels as the page shows them."""
    name = folder.name
    query = "&".join(f"{key}={value}" for key, value in record["setting"].items())
    address = f"{folder.parent.as_uri()}/index.html#{name}?{query}&i={iteration}"
    with watch(
        browser, address, name, viewport={"width": 1400, "height": 1000}, reduced_motion="reduce"
    ) as watched:
        watched.page.add_style_tag(content=f"{SIZED} figure:not(#{name}) {{ display: none }}")
        figure = watched.page.locator(f"#{name}")
        watched.page.wait_for_function(
            "([id, i]) => document.querySelector(`#${id} [data-series=iteration]`).textContent === i",
            arg=[name, str(iteration)],
        )
        watched.is_painted()
        shots = [Image.open(io.BytesIO(panel.screenshot())) for panel in figure.locator(".panel").all()]
    return [np.asarray(shot.convert("RGB"), dtype=float) for shot in shots]


def differences(one: list[np.ndarray], other: list[np.ndarray]) -> list[np.ndarray]:
    """For each panel and pixel the largest difference of a colour."""
    return [np.abs(a - b).max(axis=-1) for a, b in zip(one, other, strict=True)]


@pytest.mark.sample(2)
@pytest.mark.parametrize("at", RUNS)
def test_the_page_and_the_gif_show_the_same_picture(browser: Browser, shipped_site: Path, at: tuple[int, ...]):
    agrees(browser, *load(shipped_site / "gradient-descent" / "descent", at))


def agrees(browser: Browser, folder: Path, run: dict, record: dict) -> None:
    """Compare a run at its beginning, on its way and at its end."""
    frames = record["frames"]
    for frame in (0, len(frames) // 3, len(frames) - 1):
        shown = page_panels(browser, folder, record, frames[frame])
        for off in differences(shown, film_panels(folder, run, frame)):
            assert off.mean() < MEAN_DIFFERENCE
            assert (off > FAR_OFF).mean() < FAR_OFF_SHARE


def test_the_measure_notices_marks_that_are_a_few_pixels_off(browser: Browser, shipped_site: Path):
    folder, run, record = load(shipped_site / "gradient-descent" / "descent", (0, 3, 2))
    shown = page_panels(browser, folder, record, record["frames"][10])
    same = sum(off.sum() for off in differences(shown, film_panels(folder, run, 10)))
    next_frame = sum(off.sum() for off in differences(shown, film_panels(folder, run, 11)))
    assert next_frame > 1.5 * same


@pytest.fixture(scope="module")
def own_figure() -> Path:
    """A figure of a simulation that its site brings, with curves, a profile and bars."""
    text = article(figure("wave", sweep="{speed: [0.5, 1]}"))
    return built_site(text, simulations={"wave.py": WAVE}).output / "short" / "walk"


def test_curves_profiles_and_bars_are_the_same_in_the_page_and_the_gif(browser: Browser, own_figure: Path):
    agrees(browser, *load(own_figure, (0,)))


def test_a_series_of_many_numbers_is_recorded_with_all_of_them(own_figure: Path):
    _, _, record = load(own_figure, (1,))
    assert [len(numbers) for numbers in record["heights"]] == [9] * 7
    assert record["heights"][0] == pytest.approx(np.sin(np.linspace(0, 6, 9)).tolist(), abs=1e-15)
    validator("run-1").validate(record)
