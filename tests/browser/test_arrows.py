"""Arrows in a browser: the same as in films, switched by readers, and only where a block asks for them."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from tests.browser.pages import Watched, watch
from tests.browser.test_painters_agree import FAR_OFF, FAR_OFF_SHARE, MEAN_DIFFERENCE, differences, load
from tests.site.arrows import built_arrows
from tests.site.sites import strict_json

pytestmark = [pytest.mark.browser, pytest.mark.site]

SIZED = ".panels { position: fixed; inset: 0 auto auto 0; display: flex !important; gap: 0; margin: 0; z-index: 9 } .panel { flex: none; width: 420px }"
HEADER_PX, WIDTH, HEIGHT = 40, 420, 400


@pytest.fixture
def folder() -> Path:
    return built_arrows().output / "short"


@pytest.fixture
def ball(browser: Browser, folder: Path) -> Iterator[Watched]:
    with watch(
        browser, f"{(folder / 'index.html').as_uri()}#ball?i=3", "ball", reduced_motion="reduce"
    ) as watched:
        watched.comes_into_sight()
        watched.reaches("iteration", "3")
        yield watched
        assert watched.said == []


def box(figure: Watched, words: str) -> Locator:
    return figure.figure.get_by_role("checkbox", name=words)


def picture(figure: Watched) -> np.ndarray:
    figure.is_painted()
    shot = figure.figure.locator(".panel").first.screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=int)


def has(found: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((np.abs(found - colour).max(axis=-1) < 12).sum())


def test_page_and_film_have_the_same_arrows(browser: Browser, folder: Path):
    _, run, record = load(folder / "ball", (0,))
    with Image.open(folder / "ball" / run["gif"]) as gif:
        for frame in (0, 3, 9):
            gif.seek(frame)
            whole = np.asarray(gif.convert("RGB"), dtype=float)[HEADER_PX : HEADER_PX + HEIGHT]
            address = f"{(folder / 'index.html').as_uri()}#ball?i={record['frames'][frame]}"
            with watch(
                browser, address, "ball", viewport={"width": 1400, "height": 1000}, reduced_motion="reduce"
            ) as page:
                page.page.add_style_tag(content=f"{SIZED} figure:not(#ball) {{ display: none }}")
                page.reaches("iteration", str(record["frames"][frame]))
                page.is_painted()
                shots = [Image.open(io.BytesIO(one.screenshot())) for one in page.figure.locator(".panel").all()]
            shown = [np.asarray(shot.convert("RGB"), dtype=float) for shot in shots]
            for off in differences(shown, [whole[:, :WIDTH], whole[:, WIDTH:]]):
                assert off.mean() < MEAN_DIFFERENCE
                assert (off > FAR_OFF).mean() < FAR_OFF_SHARE


def test_a_reader_switches_each_kind_off_and_on(ball: Watched):
    violet = (122, 63, 160)
    assert has(picture(ball), violet) > 30
    box(ball, "velocity carried on").uncheck()
    assert has(picture(ball), violet) == 0
    box(ball, "velocity carried on").focus()
    ball.page.keyboard.press("Space")
    assert has(picture(ball), violet) > 30


def test_the_step_ends_on_the_next_place(ball: Watched):
    box(ball, "steepest way down").uncheck()
    box(ball, "velocity carried on").uncheck()
    ink = np.argwhere(np.abs(picture(ball) - (28, 29, 33)).max(axis=-1) < 25)
    width = ball.figure.locator(".panel").first.bounding_box()
    assert width
    record = load(built_arrows().output / "short" / "ball", (0,))[2]
    scale = width["width"] / 420
    across, down = (
        46 + (record["x"][4] + 2) / 4 * 360,
        30 + (1 - (record["y"][4] + 1.5) / 3) * 270,
    )
    distances = np.hypot(ink[:, 1] - across * scale, ink[:, 0] - down * scale)
    assert distances.min() < 2.5
    beyond = ink[:, 1] > (across + 3) * scale
    within = (ink[:, 0] > 60 * scale) & (ink[:, 0] < 295 * scale) & (ink[:, 1] < 400 * scale)
    assert not (beyond & within).any()


def test_what_is_only_offered_is_off_until_a_reader_wants_it(browser: Browser, folder: Path):
    with watch(browser, (folder / "index.html").as_uri(), "offered", reduced_motion="reduce") as offered:
        offered.comes_into_sight()
        expect(box(offered, "the next step")).to_be_checked()
        expect(box(offered, "steepest way down")).not_to_be_checked()
        expect(offered.figure.get_by_role("checkbox", name="velocity")).to_have_count(0)
        offered.scrub(2)
        panel = offered.figure.locator(".panel").nth(1)
        before = panel.screenshot()
        box(offered, "steepest way down").check()
        offered.is_painted()
        assert panel.screenshot() != before
        assert offered.said == []


def test_only_figures_that_ask_for_arrows_have_them_and_record_what_they_need(folder: Path):
    def series(figure: str) -> set[str]:
        index = strict_json(folder / figure / "figure.json")
        return set(strict_json(folder / figure / index["runs"][0]["data"]))

    four = {"downhill_x", "downhill_y", "velocity_x", "velocity_y"}
    assert series("ball") & four == four
    assert not (series("race") | series("bare")) & four
    assert series("offered") & {"downhill_mean", "velocity_mean"} == {"downhill_mean"}
    assert (folder / "index.html").read_text(encoding="utf-8").count('class="arrows"') == 3


def test_in_a_picture_of_several_each_has_its_own_arrow(browser: Browser, folder: Path):
    address = f"{(folder / 'index.html').as_uri()}#race?i=1"
    with watch(browser, address, "race", reduced_motion="reduce") as race:
        race.comes_into_sight()
        race.reaches("iteration", "1")
        for iteration, colour, least in ((1, (146, 100, 15), 1), (2, (179, 34, 94), 60)):
            race.scrub(iteration)
            counts = []
            for is_on in (False, True):
                box(race, "the next step").set_checked(is_on)
                counts.append(has(picture(race), colour))
            assert counts[1] >= counts[0] + least
        assert race.said == []


@pytest.mark.sample(1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser: Browser, folder: Path, scheme: str, width: int):
    from axe_playwright_python.sync_playwright import Axe

    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with watch(browser, (folder / "index.html").as_uri(), "ball", reduced_motion="reduce", **options) as ball:
        ball.comes_into_sight()
        found = Axe().run(ball.page)
        assert found.violations_count == 0, found.generate_report()
