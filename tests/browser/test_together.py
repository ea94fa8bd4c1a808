"""Several runs in one picture: painted as in their film, brought to the front and muted, by keys, addresses and links,
in the comparison, on paper and without script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from tests.browser.pages import READY, Watched, serve, watch
from tests.browser.test_painters_agree import agrees, load
from tests.site.races import races

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder() -> Path:
    return races().output / "short"


@pytest.fixture
def still(browser: Browser, folder: Path) -> Iterator[Watched]:
    """The race at its end."""
    with (
        serve(folder.parent) as root,
        watch(
            browser,
            f"{root}/{folder.name}/index.html",
            "race",
            viewport={"width": 1200, "height": 900},
            reduced_motion="reduce",
        ) as watched,
    ):
        yield watched
        assert [said for said in watched.said if "getImageData" not in said] == []


def front(watched: Watched, name: str) -> Locator:
    return watched.figure.locator(".runners").first.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))


def mute(watched: Watched, name: str) -> Locator:
    return watched.figure.get_by_role("button", name=f"Mute {name}", exact=True).first


@pytest.mark.sample(1)
@pytest.mark.parametrize(("place", "at"), [("short/race", (0, 0)), ("short/race", (0, 1)), ("waves/waves", (0,))])
def test_the_page_and_the_gif_show_the_same_picture(
    browser: Browser, folder: Path, place: str, at: tuple[int, ...]
):
    agrees(browser, *load(folder.parent / place, at))


def test_a_click_brings_a_run_to_the_front_with_its_numbers(still: Watched):
    one, other = front(still, "KL(q, p)"), front(still, "KL(p, q)")
    expect(one).to_have_attribute("aria-pressed", "true")
    expect(one.locator("span")).to_have_text("arrives at 80")
    expect(still.figure.locator(".readouts .series-1")).to_have_count(2)
    mean = still.readout("mean")
    other.press("Enter")
    expect(other).to_have_attribute("aria-pressed", "true")
    expect(one).to_have_attribute("aria-pressed", "false")
    expect(still.figure.locator(".readouts .series-2")).to_have_count(2)
    assert still.readout("mean") != mean
    expect(still.page).to_have_url(re.compile(r"#race\?objective=kl_pq&step_size=0.2&i=120$"))
    expect(still.figure.locator(".data")).to_have_attribute("href", re.compile(r"race/kl_pq_0\.2"))
    still.page.go_back()
    expect(one).to_have_attribute("aria-pressed", "true")


def test_who_is_brought_to_the_front_of_a_picture_that_is_on_its_way_is_there_when_it_comes(
    browser: Browser, folder: Path
):
    held: list[Route] = []
    with (
        serve(folder.parent) as root,
        watch(browser, "about:blank", "race", reduced_motion="reduce") as watched,
    ):
        watched.page.route("**/runs-*.js", lambda route: held.append(route))
        watched.page.goto(f"{root}/{folder.name}/index.html")
        watched.page.wait_for_function(READY)
        watched.slide("step size", 1 - int(watched.figure.get_by_role("slider", name="step size").input_value()))
        front(watched, "KL(p, q)").press("Enter")
        mute(watched, "KL(q, p)").press("Enter")
        expect(watched.page).to_have_url(re.compile(r"#race\?objective=kl_pq&step_size=-0.5&mute=kl_qp&i="))
        assert held
        for route in held:
            route.continue_()
        expect(watched.figure.locator(".data")).to_have_attribute("href", re.compile(r"race/kl_pq_-0\.5"))
        expect(front(watched, "KL(p, q)")).to_have_attribute("aria-pressed", "true")
        assert watched.said == []


def test_who_is_muted_is_not_drawn_and_stays_so_after_a_reload(still: Watched):
    canvas = still.figure.locator("canvas").nth(1)
    colours = """canvas => { const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const near = (n, rgb) => rgb.every((part, k) => Math.abs(data[n + k] - part) < 12);
      const count = rgb => { let sum = 0; for (let n = 0; n < data.length; n += 4) sum += near(n, rgb); return sum; };
      return [count([146, 100, 15]), count([179, 34, 94])]; }"""
    still.is_painted()
    both = canvas.evaluate(colours)
    assert min(both) > 20
    mute(still, "KL(p, q)").press(" ")
    still.is_painted()
    one, none = canvas.evaluate(colours)
    assert (one >= both[0], none) == (True, 0)
    expect(still.page).to_have_url(re.compile(r"#race\?objective=kl_qp&step_size=0.2&mute=kl_pq&i=120$"))
    still.reload()
    expect(mute(still, "KL(p, q)")).to_have_attribute("aria-pressed", "true")
    mute(still, "KL(q, p)").click()  # the last one stays
    expect(mute(still, "KL(q, p)")).to_have_attribute("aria-pressed", "false")
    front(still, "KL(p, q)").click()
    expect(mute(still, "KL(p, q)")).to_have_attribute("aria-pressed", "false")
    mute(still, "KL(p, q)").click()  # then the other comes to the front
    expect(front(still, "KL(q, p)")).to_have_attribute("aria-pressed", "true")


def test_all_goes_on_while_another_comes_to_the_front(browser: Browser, folder: Path):
    with watch(
        browser, f"{folder.as_uri()}/index.html", "race", viewport={"width": 1200, "height": 900}
    ) as moving:
        moving.stop_clock()
        moving.figure.get_by_role("button", name="Restart").click()  # it may have begun to play by itself
        moving.comes_into_sight()
        moving.wait(1_000)
        before = int(moving.figure.locator("[data-series=iteration]").inner_text())
        front(moving, "KL(p, q)").click()
        moving.wait(1_000)
        after = int(moving.figure.locator("[data-series=iteration]").inner_text())
        assert 0 < before < after
        expect(moving.figure).to_have_class(re.compile("playing"))


def test_a_run_that_ends_early_holds_its_end_and_is_told(still: Watched):
    still.slide("step size", 1)
    expect(still.figure.locator(".status")).to_contain_text("−0.5")
    ends = [
        int(one) for one in still.figure.locator(".scrub input").evaluate_all("all => all.map(one => one.max)")
    ]
    front(still, "KL(p, q)").click()
    told = still.figure.locator("[data-series=iteration]").inner_text()
    assert int(told) < ends[0]  # it stands at its own last iteration
    expect(front(still, "KL(p, q)").locator("span")).to_have_text("variance reaches zero")
    expect(still.figure.locator(".panels")).to_have_attribute(
        "aria-label", re.compile(r"^KL\(p, q\).*KL\(q, p\), ")
    )


def test_the_comparison_shows_two_pictures_each_with_its_front(still: Watched):
    still.turn_to("compare")
    expect(still.figure.locator(".compare [data-beside]")).to_have_count(1)  # not by the axis of the legend
    still.figure.locator("[data-beside]").click()
    panes = still.figure.locator(".pane")
    expect(panes).to_have_count(2)
    panes.nth(1).locator(".to-front").nth(1).click()
    expect(panes.nth(1).locator(".to-front").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(panes.nth(0).locator(".to-front").nth(0)).to_have_attribute("aria-pressed", "true")
    expect(still.page).to_have_url(re.compile("pin.objective=kl_pq&pin.step_size=-0.5"))


def test_a_link_mutes_and_the_table_has_the_numbers_of_who_is_in_front(still: Watched):
    still.page.get_by_role("link", name="without the other").click()
    expect(mute(still, "KL(q, p)")).to_have_attribute("aria-pressed", "true")
    still.turn_to("numbers")
    mean = still.readout("mean")
    expect(still.figure.locator(".numbers tbody tr").last.locator("td").nth(2)).to_have_text(mean)


def test_paper_shows_who_is_not_muted_with_their_dashes(still: Watched):
    still.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    dashed = still.figure.locator(".paper [stroke-dasharray]")
    expect(dashed).to_have_count(2)
    assert {one.get_attribute("stroke-dasharray") for one in dashed.all()} == {"8 6"}
    still.page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_without_script_a_picture_is_one_film_with_the_end_of_each(browser: Browser, folder: Path):
    with watch(
        browser,
        f"{folder.as_uri()}/index.html#race?objective=kl_pq",
        "race",
        java_script_enabled=False,
    ) as page:
        films = page.figure.locator(".films > div:not(.linked, .controls)")
        expect(films).to_have_count(2)
        expect(films.filter(visible=True)).to_have_count(1)
        expect(films.first.locator("li")).to_have_text(
            [re.compile(r"^KL\(q, p\) Arr"), re.compile(r"^KL\(p, q\) ")]
        )
        expect(page.figure.locator(".films .control")).to_have_count(1)
        linked = page.figure.locator(".linked").filter(visible=True)
        expect(linked).to_have_count(1)
        expect(linked.locator(".film")).to_have_count(1)
