"""A single file on a phone, from disk and without a network: all of it plays, and nothing is asked for."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Watched, watch
from tests.site.along import site_along

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
TEXT_OF = "async link => (await fetch(link.href)).text()"


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """The file of an article where nothing else is."""
    path = tmp_path / "short.html"
    path.write_bytes((site_along().output / "downloads" / "short.html").read_bytes())
    return path


@pytest.fixture
def phone(browser: Browser, alone: Path) -> Iterator[Watched]:
    with watch(browser, alone.as_uri(), "small", viewport=PHONE, offline=True, has_touch=True) as watched:
        yield watched
        assert watched.said == []
        assert [url for url in watched.asked if not url.startswith(("data:", "blob:"))] == [alone.as_uri()]


def test_it_plays_and_fits(phone: Watched):
    phone.comes_into_sight()
    phone.figure.get_by_role("button", name="Restart").click()
    phone.reaches("iteration", "120")
    assert phone.readout("mean") == "2.000"
    assert phone.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    loaded = "[...document.images].filter(image => image.checkVisibility() && !image.naturalWidth).length"
    assert phone.page.evaluate(loaded) == 0
    assert phone.page.evaluate("[...document.fonts].filter(({ status }) => status === 'error').length") == 0


def test_a_linked_run_is_there_with_its_numbers_and_can_be_saved(phone: Watched):
    phone.page.get_by_role("link", name="a giant").click()
    phone.becomes(lambda: phone.figure.locator(".setting b").first.inner_text(), "KL(q, p) · step size 2")
    phone.turn_to("numbers")
    link = phone.figure.locator(".downloads .data")
    folder = site_along().output / "short" / "small"
    published = json.loads((folder / link.get_attribute("download")).read_text())
    assert json.loads(link.evaluate(TEXT_OF)) == published
    assert phone.figure.locator(".downloads .gif").is_hidden()
    rows = phone.figure.locator(".rows tbody tr")
    assert rows.count() == len(published["iteration"])


def test_the_gif_of_what_it_begins_with_can_be_saved(phone: Watched):
    phone.turn_to("numbers")
    link = phone.figure.locator(".downloads .gif")
    name = link.get_attribute("download")
    data = base64.b64decode(link.get_attribute("href").partition(",")[2])
    assert data == (site_along().output / "short" / "small" / name).read_bytes()


def test_a_run_that_is_not_there_is_told(phone: Watched):
    phone.figure.locator(".segments span", has_text="KL(p, q)").click()
    phone.becomes(lambda: "not in this file" in phone.figure.locator(".outcome").first.inner_text(), True)
    assert phone.figure.get_by_label("KL(q, p)", exact=True).is_checked()


def test_the_link_to_a_state_leads_to_the_page_on_the_web(phone: Watched):
    phone.figure.get_by_role("button", name="Copy link").click()
    field = phone.figure.locator(".link")
    phone.becomes(lambda: field.input_value().partition("#")[0], "https://klsim.example/sub/short/")


def test_without_script_its_film_is_there(browser: Browser, alone: Path):
    with watch(browser, alone.as_uri(), "small", java_script_enabled=False, offline=True) as watched:
        image = watched.figure.locator("img.film")
        assert image.evaluate("image => image.naturalWidth") == 840
        assert watched.figure.locator(".needs-script").is_hidden()
        assert watched.asked == [alone.as_uri()] or all(url.startswith("data:") for url in watched.asked[1:])


def test_races_play_too(browser: Browser):
    path = site_along().output / "downloads" / "races.html"
    with watch(browser, path.as_uri(), "race", viewport=PHONE, offline=True) as watched:
        watched.comes_into_sight()
        watched.figure.get_by_role("button", name="Restart").click()
        watched.reaches("iteration", "120")
        assert watched.said == []
        names = [
            json.loads(text)["setting"]["objective"]
            for text in re.findall(r'data-file="race/[^"]*json">(.*?)</script', path.read_text())
        ]
        assert sorted(names) == ["kl_pq", "kl_qp"]
