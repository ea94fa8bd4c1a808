"""Two runs of a figure beside each other, on one clock."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.pages import Watched, watch

pytestmark = pytest.mark.browser

BESIDE = "KL(q, p) beside KL(p, q)"
PINNED = "pin.objective=kl_pq&pin.step_size=0.1&pin.momentum=0"


def compared(watched: Watched) -> list[Locator]:
    """The two runs, once they are there."""
    expect(watched.figure.locator(".pane")).to_have_count(2)
    return watched.figure.locator(".pane").all()


def settings(watched: Watched) -> list[tuple[str, str]]:
    """What stands above each run: what sets it apart, and what they share."""
    parts = [pane.locator(".setting") for pane in compared(watched)]
    return [(part.locator("b").inner_text(), part.locator("span").inner_text()) for part in parts]


def shown(watched: Watched, series: str) -> list[str]:
    return watched.figure.locator(f"[data-series={series}]").all_inner_texts()


def compare(watched: Watched, name: str) -> None:
    """Press one of the buttons that compare."""
    watched.turn_to("compare")
    button(watched, name).click()


def button(watched: Watched, name: str) -> Locator:
    return watched.figure.get_by_role("button", name=name, exact=True)


def record(playground: Path, at: list[int]) -> dict:
    folder = playground / "descent"
    runs = json.loads((folder / "figure.json").read_text())["runs"]
    return json.loads((folder / next(run["data"] for run in runs if run["at"] == at)).read_text())


def test_one_click_sets_objective_beside_objective(still: Watched, playground: Path):
    compare(still, BESIDE)
    expect(still.figure.locator(".pane")).to_have_count(2)
    still.becomes(
        lambda: settings(still),
        [
            ("KL(q, p)", "step size 0.1 · momentum 0"),
            ("KL(p, q)", "step size 0.1 · momentum 0"),
        ],
    )
    expect(button(still, BESIDE)).to_have_attribute("aria-pressed", "true")
    still.scrub(17)
    ours = [f"{record(playground, [n, 0, 0])['mean'][17]:.3f}" for n in range(2)]
    still.becomes(lambda: shown(still, "mean"), ours)
    assert ours[0] != ours[1]
    expect(still.page).to_have_url(
        f"{still.page.url.split('#')[0]}#descent?objective=kl_qp&step_size=0.1&momentum=0&{PINNED}&i=17"
    )


def test_a_reload_brings_the_comparison_back_and_going_back_ends_it(still: Watched):
    compare(still, BESIDE)
    expect(still.figure.locator(".pane")).to_have_count(2)
    still.scrub(17)
    expect(still.page).to_have_url(re.compile("&i=17$"))
    means = shown(still, "mean")
    still.reload()
    expect(still.figure.locator(".pane")).to_have_count(2)
    still.becomes(lambda: shown(still, "mean"), means)
    still.becomes(lambda: shown(still, "iteration"), ["17", "17"])
    still.page.go_back()
    expect(still.figure.locator(".pane")).to_have_count(1)
    still.page.go_forward()
    expect(still.figure.locator(".pane")).to_have_count(2)
    still.becomes(lambda: shown(still, "mean"), means)


def test_a_pinned_run_stays_while_the_controls_choose_another(still: Watched):
    still.scrub(8)
    compare(still, "Pin this run")
    still.becomes(lambda: shown(still, "iteration"), ["8", "8"])
    pinned = shown(still, "mean")[1]
    still.slide("momentum", 2)
    still.becomes(
        lambda: settings(still),
        [
            ("momentum 0.5", "KL(q, p) · step size 0.1"),
            ("momentum 0", "KL(q, p) · step size 0.1"),
        ],
    )
    still.scrub(8)
    means = shown(still, "mean")
    assert means[1] == pinned != means[0]
    still.figure.locator(".unpin").filter(visible=True).click()
    expect(still.figure.locator(".pane")).to_have_count(1)
    still.becomes(lambda: shown(still, "mean"), means[:1])
    assert "pin" not in still.page.url
    assert not still.figure.locator(".setting").is_visible()


def test_both_play_on_one_clock_and_the_shorter_holds_its_end(browser: Browser, address: str):
    state = "walk?walker=hiker&pin.walker=giant&i=0"
    with watch(browser, f"{address}#{state}", "walk") as watched:
        expect(watched.figure.locator(".scrub input")).to_have_attribute("max", "40")
        watched.figure.locator(".panes").scroll_into_view_if_needed()
        button(watched, "Play").click()
        watched.page.wait_for_function(
            "() => +document.querySelector('#walk [data-series=iteration]').textContent > 4"
        )
        button(watched, "Pause").click()
        assert len(set(shown(watched, "iteration"))) == 1
        watched.scrub(33)
        watched.becomes(lambda: shown(watched, "iteration"), ["33", "20"])
        assert watched.said == []


def test_where_the_other_run_is_left_out_the_nearest_stands_beside(still: Watched):
    still.slide("step size", 2)
    compare(still, BESIDE)
    still.becomes(lambda: settings(still)[1], ("KL(p, q) · step size 0.2", "momentum 0"))


def test_the_panes_are_equal_and_beside_each_other_or_below_on_a_phone(still: Watched):
    still.page.set_viewport_size({"width": 1280, "height": 900})
    compare(still, BESIDE)
    first, second = (pane.bounding_box() for pane in compared(still))
    assert (first["y"], first["width"], first["height"]) == (second["y"], second["width"], second["height"])
    assert second["x"] > first["x"] + first["width"]
    still.page.set_viewport_size({"width": 390, "height": 800})
    first, second = (pane.locator(".panels").bounding_box() for pane in compared(still))
    assert second["y"] > first["y"] + first["height"]
    assert (first["width"], first["height"]) == (second["width"], second["height"])
    assert still.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.sample(1)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_in_a_comparison_with_its_numbers_open(
    browser: Browser, playground: Path, scheme: str, width: int
):
    from axe_playwright_python.sync_playwright import Axe

    state = "descent?momentum=0.5&pin.objective=kl_pq&i=30"
    address, size = f"{playground.as_uri()}/index.html#{state}", {"width": width, "height": 800}
    with watch(browser, address, color_scheme=scheme, viewport=size, reduced_motion="reduce") as watched:
        watched.turn_to("numbers")
        expect(watched.figure.locator(".numbers tbody tr")).to_have_count(61)
        found = Axe().run(watched.page).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


def test_a_pinned_run_that_is_no_more_gives_way_to_the_nearest_and_says_so(browser: Browser, address: str):
    state = "descent?step_size=0.2&pin.objective=kl_pq&pin.step_size=0.5&i=3"
    with watch(browser, f"{address}#{state}", reduced_motion="reduce") as watched:
        compared(watched)
        note = "There is no such run here; this is the nearest."
        assert watched.figure.locator(".outcome").first.inner_text().startswith(note)
        assert watched.said == []
