"""Figures by keyboard and by ear, at rest and out of sight."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from klsim.figures.animation.description import describe
from tests.browser.pages import IN_SIGHT, Watched, serve, watch
from tests.site.own_simulations import HEAD, WAVE, figure
from tests.site.sites import built_site

pytestmark = pytest.mark.browser

ITERATION = "+document.querySelector('#descent [data-series=iteration]').textContent"
COUNT_SAYINGS = """() => {
  self.sayings = [];
  const status = document.querySelector("#descent .status");
  new MutationObserver(() => sayings.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
}"""
FOCUSED = """() => {
  const { activeElement: place } = document, own = place.closest("#descent") !== null;
  return [own, place.ariaLabel || place.labels?.[0]?.textContent || place.textContent];
}"""

OUTLINE = """() => {
  const { activeElement: place } = document;
  return getComputedStyle(place.type === "radio" ? place.nextSibling : place).outlineStyle;
}"""


def test_tab_reaches_every_part_of_a_figure_and_the_focus_is_seen(still: Watched):
    reached = []
    still.figure.locator(".play").focus()
    while (place := still.page.evaluate(FOCUSED))[0]:
        reached.append(place[1].strip())
        assert still.page.evaluate(OUTLINE) in ("solid", "auto")
        still.page.keyboard.press("Tab")
    transport = ["Play", "Restart", "Iteration", "Speed0.1×0.25×0.5×1×2×4×", "Copy link to this state"]
    controls = ["KL(q, p)", "step size", "momentum", "Faster"]
    in_the_map = (
        "KL(q, p) · step size 0.1 · momentum 0: Still on its way after 60 iterations, at KL(q, p) = 0.3838."
    )
    assert reached == [*transport, "Settings", *controls]
    behind = {"All 15 runs": [in_the_map], "Compare": ["KL(q, p) beside KL(p, q)", "Pin this run"]}
    rows = "The numbers of this run, iteration by iteration"
    for tab, expected in (behind | {"Numbers": ["GIF", "JSON", "Embed", rows]}).items():
        still.figure.locator(".tabs :checked").focus()
        still.page.keyboard.press("ArrowRight")
        reached = []
        while (place := still.page.evaluate(FOCUSED))[0]:
            reached.append(place[1].strip())
            assert still.page.evaluate(OUTLINE) in ("solid", "auto")
            still.page.keyboard.press("Tab")
        assert reached == [tab, *expected]


def test_arrows_on_the_scrub_bar_step_iterations(still: Watched):
    still.figure.get_by_role("slider", name="Iteration").focus()
    still.page.keyboard.press("Home")
    for _ in range(3):
        still.page.keyboard.press("ArrowRight")
    still.page.keyboard.press("ArrowLeft")
    assert still.readout("iteration") == "2"


def test_space_plays_and_pauses_where_it_means_nothing_else(still: Watched):
    page = still.page
    still.stop_clock()
    still.figure.get_by_role("slider", name="momentum").focus()
    top = page.evaluate("scrollY")
    page.keyboard.press("Space")
    still.wait(500)
    page.wait_for_function(f"() => {ITERATION} > 2 && {ITERATION} < 50")
    page.keyboard.press("Space")
    expect(still.figure.get_by_role("button", name="Play", exact=True)).to_be_attached()
    held = still.readout("iteration")
    still.wait(200)
    assert still.readout("iteration") == held
    assert page.evaluate("scrollY") == top


def test_space_keeps_its_meaning_on_buttons_and_tabs(still: Watched):
    still.figure.get_by_role("button", name="Faster").focus()
    still.page.keyboard.press("Space")
    expect(still.figure.get_by_role("button", name="Faster")).to_have_attribute("aria-pressed", "true")
    still.figure.locator(".to-numbers").focus()
    still.page.keyboard.press("Space")
    expect(still.figure.locator(".to-numbers")).to_be_checked()
    still.figure.locator(".rows").focus()
    still.page.keyboard.press("Space")
    expect(still.figure.get_by_role("button", name="Play", exact=True)).to_be_attached()


def test_a_switch_is_told_once_however_long_it_plays(browser: Browser, address: str):
    with watch(browser, address) as watched:
        watched.stop_clock()
        watched.comes_into_sight()
        watched.page.evaluate(COUNT_SAYINGS)
        watched.figure.get_by_role("slider", name="momentum").press("ArrowRight")
        expect(watched.figure.locator(".status")).not_to_be_empty()
        watched.wait(6_000)
        assert watched.readout("iteration") == "60"
        end = "KL(q, p), step size 0.1, momentum 0.3: still on its way after 60 iterations, at KL(q, p) = "
        (said,) = watched.page.evaluate("sayings")
        assert said.startswith(end)
        assert watched.figure.locator(".panels").get_attribute("aria-label") == said
        watched.turn_to("compare")
        watched.figure.get_by_role("button", name="KL(q, p) beside KL(p, q)").click()
        expect(watched.figure.locator(".status")).to_contain_text("Beside it")
        watched.wait(6_000)
        assert watched.figure.locator("[data-series=iteration]").all_inner_texts() == ["60", "60"]
        assert len(watched.page.evaluate("sayings")) == 2
        assert " Beside it, KL(p, q), step size 0.1, momentum 0.3: " in watched.page.evaluate("sayings")[1]


def test_what_stands_in_for_the_picture_is_the_sentence_of_the_run(still: Watched, playground: Path):
    runs = json.loads((playground / "descent" / "figure.json").read_text())["runs"]
    for run in runs:
        query = "&".join(
            f"{name}={values[n]}"
            for name, values, n in zip(
                ("objective", "step_size", "momentum"),
                (("kl_qp", "kl_pq"), (0.1, 0.2, 0.5), (0, 0.3, 0.5)),
                run["at"],
                strict=True,
            )
        )
        still.page.evaluate("hash => { location.hash = hash; }", f"descent?{query}")
        expect(still.figure.locator(".panels")).to_have_attribute("aria-label", run["description"])


def test_series_of_many_numbers_are_in_the_json_of_a_run_and_not_in_its_table(browser: Browser):
    site = built_site(HEAD + figure("wave", sweep="{speed: [0.1, 0.5]}"), simulations={"wave.py": WAVE})
    folder = site.output / "short"
    with watch(browser, (folder / "index.html").as_uri(), "walk", reduced_motion="reduce") as watched:
        watched.turn_to("numbers")
        heads = watched.figure.locator(".numbers thead th").all_inner_texts()
        data = json.loads((folder / watched.figure.locator(".data").get_attribute("href")).read_text())
    assert heads == ["iteration", "middle"]
    assert [len(row) for row in data["heights"]] == [9] * len(data["middle"])


def test_the_numbers_of_a_run_stand_in_a_table_while_it_is_open(still: Watched, playground: Path):
    folder = playground / "descent"
    runs = json.loads((folder / "figure.json").read_text())["runs"]
    assert still.figure.locator(".numbers tbody tr").count() == 0
    still.turn_to("numbers")
    for at in ([0, 0, 0], [0, 0, 2]):
        still.slide("momentum", at[2])
        data = json.loads((folder / next(run["data"] for run in runs if run["at"] == at)).read_text())
        names, decimals = ("kl_qp", "kl_pq", "mean", "variance"), (4, 4, 3, 3)
        expect(still.figure.locator(".numbers tbody tr")).to_have_count(len(data["iteration"]))
        rows = still.figure.locator(".numbers table").evaluate(
            "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
        )
        assert rows[0] == ["iteration", "KL(q, p)", "KL(p, q)", "mean", "variance"]
        for i, row in enumerate(rows[1:]):
            assert row[0] == str(i)
            for text, name, places in zip(row[1:], names, decimals, strict=True):
                assert float(text.replace("−", "-")) == pytest.approx(data[name][i], abs=0.51 * 10**-places + 1e-5)
    header = still.figure.locator(".numbers thead th").first
    still.figure.locator(".rows").evaluate("box => box.scrollTo(0, 500)")
    inside = still.figure.locator(".rows").bounding_box()
    assert header.bounding_box()["y"] == pytest.approx(inside["y"], abs=2)


def test_out_of_sight_and_in_hidden_tabs_nothing_moves(browser: Browser, address: str):
    with watch(browser, address) as watched:
        watched.stop_clock()
        watched.figure.get_by_role("button", name="Restart").click()
        watched.comes_into_sight()
        watched.wait(1_000)
        watched.page.wait_for_function(f"() => {ITERATION} > 3")
        watched.page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        watched.figure.locator(".panes").evaluate(IN_SIGHT, False)
        held = watched.readout("iteration")
        watched.wait(400)
        assert watched.readout("iteration") == held != "60"
        watched.page.evaluate(
            "() => Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })"
        )
        watched.comes_into_sight()
        watched.wait(400)
        assert int(watched.readout("iteration")) <= int(held) + 1
        watched.page.evaluate("() => { delete document.hidden; }")
        watched.wait(1_000)
        watched.page.wait_for_function(f"() => {ITERATION} > {held} + 3")


def test_switches_hold_still_where_motion_is_reduced(still: Watched):
    still.stop_clock()
    still.figure.get_by_role("slider", name="momentum").press("ArrowRight")
    still.turn_to("compare")
    still.figure.get_by_role("button", name="KL(q, p) beside KL(p, q)").click()
    iterations = still.figure.locator("[data-series=iteration]")
    expect(iterations).to_have_text(["60", "60"])
    before = iterations.all_inner_texts()
    still.wait(300)
    assert still.figure.locator("[data-series=iteration]").all_inner_texts() == before


def test_what_a_switch_needs_is_there_once_the_pointer_is(still: Watched, playground: Path):
    chunks = {path.name for path in (playground / "descent").glob("runs-*.js")}

    def asked() -> set[str]:
        return {url.rsplit("/", 1)[1] for url in still.asked if "/descent/" in url and url.endswith(".js")}

    assert asked() == set()
    still.figure.locator(".panels").hover()
    still.becomes(asked, chunks)
    still.page.wait_for_load_state("networkidle")
    count = len(still.asked)
    still.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    expect(still.figure.get_by_role("radio", name="KL(p, q)")).to_be_checked()
    assert [url for url in still.asked[count:] if "/descent/" in url] == []


def test_a_server_that_answers_with_something_else_is_as_good_as_none(browser: Browser, playground: Path):
    with (
        serve(playground.parent) as root,
        watch(browser, f"{root}/short/index.html", reduced_motion="reduce") as watched,
    ):
        watched.page.route("**/runs-*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        watched.figure.get_by_role("slider", name="momentum").press("ArrowRight")
        expect(watched.figure.locator(".outcome")).to_contain_text("This run could not be loaded")
        assert watched.said == []
        watched.page.unroute("**/runs-*.js")
        watched.figure.get_by_role("slider", name="momentum").press("ArrowRight")
        expect(watched.figure.locator(".data")).to_have_attribute("href", re.compile("kl_qp_0.1_0.3"))
        expect(watched.figure.locator(".outcome")).not_to_contain_text("could not")


def test_a_run_that_cannot_be_loaded_says_so_and_is_asked_for_again(browser: Browser, playground: Path):
    with (
        serve(playground.parent) as root,
        watch(browser, f"{root}/short/index.html", reduced_motion="reduce") as watched,
    ):
        outcome = watched.figure.locator(".outcome").inner_text()
        told = describe("KL(q, p) · step size 0.1 · momentum 0", outcome)
        watched.page.route("**/runs-*.js", lambda route: route.abort())
        watched.figure.get_by_role("slider", name="momentum").press("ArrowRight")
        message = "This run could not be loaded."
        expect(watched.figure.locator(".outcome")).to_have_text(f"{message} {outcome}")
        expect(watched.figure.locator(".status")).to_have_text(f"{message} {told}")
        expect(watched.figure.get_by_role("slider", name="momentum")).to_have_value("0")
        assert watched.page.url.endswith("descent?objective=kl_qp&step_size=0.1&momentum=0&i=60")
        watched.scrub(3)
        expect(watched.figure.locator(".outcome")).to_have_text(message)
        watched.page.unroute("**/runs-*.js")
        watched.figure.get_by_role("slider", name="momentum").press("ArrowRight")
        expect(watched.figure.locator(".data")).to_have_attribute("href", re.compile("kl_qp_0.1_0.3"))
