"""The film of a figure where no script runs, on a narrow screen: panels one below the other, and letters to be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator

from tests.browser.pages import Watched, watch
from tests.browser.test_without_script import FIGURES
from tests.site.races import RACES
from tests.site.sites import SPARSE, built_site

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def page() -> Path:
    """A page of two figures."""
    return built_site(FIGURES).output / "short"


@pytest.fixture
def phone(browser: Browser, page: Path) -> Iterator[Watched]:
    """The page without script on a telephone."""
    address = (page / "index.html").as_uri()
    with watch(browser, address, "walk", java_script_enabled=False, viewport=PHONE) as watched:
        yield watched
        assert watched.failed == []


def films(watched: Watched) -> list[str]:
    """The films asked for, by folder and the readable part of their names."""
    watched.page.wait_for_load_state("networkidle")
    return ["/".join(url.split("/")[-2:]).rsplit(".", 2)[0] for url in watched.asked if url.endswith(".gif")]


def natural(film: Locator) -> tuple[int, int]:
    """The size of the picture that is shown."""
    width, height = film.evaluate("image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])")
    return width, height


def test_a_telephone_gets_the_portrait_film_alone_and_a_desk_the_wide_one(
    browser: Browser, page: Path, phone: Watched
):
    assert films(phone) == ["walk/portrait", "starts/portrait"]
    with watch(browser, (page / "index.html").as_uri(), java_script_enabled=False, viewport=DESK) as desk:
        assert films(desk) == ["walk/kl_qp_0.2", "starts/close-by"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fills_the_width_in_its_own_shape_and_its_still_lies_behind_it(
    browser: Browser, page: Path, scheme: str
):
    options = {"java_script_enabled": False, "viewport": PHONE, "color_scheme": scheme}
    with watch(browser, (page / "index.html").as_uri(), "walk", **options) as watched:
        film = watched.figure.locator("img.film")
        width, height = natural(film)
        box = film.bounding_box()
        assert box is not None
        assert (width, box["width"]) == (480, 350)
        assert box["height"] == pytest.approx(350 * height / width, abs=1)
        background = film.evaluate("film => getComputedStyle(film).backgroundImage")
        (still,) = (page / "walk").glob("portrait.*.png")
        assert background.endswith(f'/walk/{still.name}")')
        with Image.open(still) as image:
            assert image.size == (width, height)


def test_on_a_broad_telephone_it_is_no_larger_than_it_was_drawn(browser: Browser, page: Path):
    options = {"java_script_enabled": False, "viewport": {"width": 640, "height": 900}}
    with watch(browser, (page / "index.html").as_uri(), "walk", **options) as watched:
        box = watched.figure.locator("img.film").bounding_box()
        assert box is not None
        assert (box["width"], box["x"]) == (480, 80)


def test_other_runs_are_chosen_as_ever(phone: Watched):
    phone.figure.get_by_text("KL(p, q)", exact=True).filter(visible=True).click()
    assert films(phone) == ["walk/portrait", "starts/portrait", "walk/kl_pq_0.2"]
    assert phone.figure.locator("img.film").is_hidden()
    phone.figure.get_by_text("KL(q, p)", exact=True).filter(visible=True).click()
    assert phone.figure.locator("img.film").is_visible()


def test_paper_gets_the_wide_still_even_from_a_telephone(phone: Watched):
    phone.page.emulate_media(media="print")
    phone.page.set_viewport_size({"width": 657, "height": 930})  # as wide as A4 within its margins
    film = phone.figure.locator("img.film")
    shown = film.evaluate(
        "film => [getComputedStyle(film).backgroundImage, getComputedStyle(film).objectPosition]"
    )
    assert "/walk/kl_qp_0.2." in shown[0]
    assert shown[1].startswith("-")


@pytest.mark.parametrize(("text", "figure"), [(SPARSE, "small"), (RACES, "race")])
def test_figures_of_a_single_film_and_races_have_one_too(browser: Browser, text: str, figure: str):
    page = built_site(text).output / "short" / "index.html"
    with watch(browser, page.as_uri(), figure, java_script_enabled=False, viewport=PHONE) as watched:
        film = watched.figure.locator("img.film")
        assert natural(film)[0] == 480
        assert f"/{figure}/portrait." in film.evaluate("film => film.currentSrc")


def test_a_frame_in_another_page_has_it_as_well(browser: Browser, page: Path):
    embed = (page / "walk" / "embed.html").as_uri()
    with watch(browser, embed, "walk", java_script_enabled=False, viewport=PHONE) as watched:
        film = watched.figure.locator("img.film")
        assert natural(film)[0] == 480
        assert watched.failed == []
