"""Pictures that a simulation draws: the page plays parts of sheets, from disk and under a strict policy."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pages import Watched, watch
from tests.site.drawings import built_drawings


def red_share(watched: Watched) -> int:
    """How much of the breadth of the picture is red, in hundredths."""
    panel = Image.open(io.BytesIO(watched.figure.locator(".panel").screenshot()))
    pixels = np.asarray(panel.convert("RGB")).astype(int)
    middle = pixels[len(pixels) // 2]
    return round(100 * float((np.abs(middle - (192, 0, 0)).max(axis=1) < 40).mean()))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """The page, from disk; it may say nothing."""
    page = built_drawings().output / "short" / "index.html"
    with watch(browser, page.as_uri(), reduced_motion="reduce") as opened:
        opened.id = "square"
        yield opened
        assert opened.failed == []


def test_sheets_load_when_the_reader_comes_to_them(watched: Watched):
    watched.page.goto(f"{watched.page.url}#square?speed=2&i=5")
    watched.reaches("side", "10.000")
    sheets = [url.rpartition("/")[2] for url in watched.asked if "/square/" in url and url.endswith(".png")]
    assert not [name for name in sheets if name.startswith("4.")], (
        "of the run that nobody looks at there is nothing"
    )


def test_a_page_from_disk_shows_the_picture_of_its_iteration(watched: Watched):
    for query, width in (("speed=2&i=5", 10), ("speed=2&i=24", 48), ("speed=4&i=24", 96), ("speed=4&i=1", 4)):
        watched.page.goto(f"{watched.page.url.partition('#')[0]}#square?{query}")
        watched.becomes(lambda width=width: abs(red_share(watched) - width) <= 2, True)
