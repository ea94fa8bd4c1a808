"""The state of figures in the address: written, opened again, gone back to, kept side by side."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.pages import Watched, watch

pytestmark = pytest.mark.browser

START = "objective=kl_qp&step_size=0.1&momentum=0"
REST_MS = 500
"""After so much time without a move the address tells what the last one led to."""


GO = """step => new Promise(done => {
  addEventListener("popstate", () => requestAnimationFrame(() => requestAnimationFrame(done)), { once: true });
  history[step]();
})"""
"""Gone, and seen."""


def ends(watched: Watched, fragment: str) -> None:
    """Wait until the address ends so."""
    expect(watched.page).to_have_url(re.compile(re.escape(f"#{fragment}") + "$"))


def slider(watched: Watched, name: str) -> Locator:
    return watched.figure.get_by_role("slider", name=name, exact=True)


def press(watched: Watched, name: str, key: str) -> None:
    """One key on a slider."""
    slider(watched, name).press(key)


def entries(watched: Watched) -> int:
    return watched.page.evaluate("history.length")


def test_an_untouched_page_keeps_a_clean_address(browser: Browser, address: str):
    with watch(browser, address) as watched:
        watched.stop_clock()
        watched.figure.locator(".panes").evaluate(
            "panes => panes.scrollIntoView({ block: 'center', behavior: 'instant' })"
        )
        watched.comes_into_sight(".panes")
        watched.wait(6_000)
        watched.reaches("iteration", "60")  # it has played by itself, perhaps before the clock was stopped
        watched.wait(600)
        assert watched.page.url == address
        assert watched.said == []


def test_a_switched_and_scrubbed_state_is_the_same_after_a_reload(still: Watched):
    press(still, "momentum", "ArrowRight")
    still.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    still.scrub(23)
    ends(still, "descent?objective=kl_pq&step_size=0.1&momentum=0.3&i=23")
    mean = still.readout("mean")
    still.reload()
    still.reaches("iteration", "23")
    assert still.readout("mean") == mean
    assert still.figure.get_by_role("radio", name="KL(p, q)").is_checked()
    expect(slider(still, "momentum")).to_have_value("1")
    ends(still, "descent?objective=kl_pq&step_size=0.1&momentum=0.3&i=23")


def test_a_reload_keeps_the_place_of_a_reader_who_has_gone_on(still: Watched):
    still.scrub(23)
    ends(still, f"descent?{START}&i=23")
    still.page.evaluate("scrollTo({ top: 9999, behavior: 'instant' })")
    place = still.page.evaluate("scrollY")
    assert place > 500
    still.reload()
    still.reaches("iteration", "23")
    still.page.wait_for_timeout(300)
    assert still.page.evaluate("scrollY") == pytest.approx(place, abs=5)


def test_back_and_forward_go_through_the_switches_without_a_jump(still: Watched):
    still.scrub(9)
    press(still, "momentum", "ArrowRight")
    still.scrub(30)
    press(still, "momentum", "ArrowRight")
    still.figure.get_by_role("button", name="Faster").click()
    still.page.evaluate("scrollTo({ top: 333, behavior: 'instant' })")
    shown = []
    for step in ("back", "back", "back", "forward", "forward", "forward"):
        still.page.evaluate(GO, step)
        values = [slider(still, name).input_value() for name in ("step size", "momentum")]
        shown.append((*values, still.readout("iteration")))
        assert still.page.evaluate("scrollY") == 333
    assert shown == [
        ("0", "2", "60"),
        ("0", "1", "30"),
        ("0", "0", "9"),
        ("0", "1", "30"),
        ("0", "2", "60"),
        ("2", "0", "60"),
    ]


def test_going_back_finds_the_iteration_that_was_left_and_holds_there(browser: Browser, address: str):
    with watch(browser, address) as watched:
        watched.stop_clock()
        watched.figure.get_by_role("button", name="Restart").click()
        watched.comes_into_sight()
        watched.wait(1_000)
        watched.page.wait_for_function(
            "() => +document.querySelector('#descent [data-series=iteration]').textContent > 8"
        )
        press(watched, "momentum", "ArrowRight")
        expect(watched.figure.locator(".data")).to_have_attribute("href", re.compile("kl_qp_0.1_0.3"))
        watched.wait(300)
        watched.page.go_back()
        expect(slider(watched, "momentum")).to_have_value("0")
        reached = watched.readout("iteration")
        assert int(reached) > 8
        watched.wait(300)
        assert watched.readout("iteration") == reached


def test_playing_and_scrubbing_make_no_entries_and_a_dragged_slider_makes_one(still: Watched):
    before = entries(still)
    still.stop_clock()
    still.scrub(5)
    still.figure.get_by_role("button", name="Restart").click()
    still.wait(300)
    still.figure.get_by_role("button", name="Pause").click()
    still.wait(REST_MS)
    assert entries(still) == before
    for n in (1, 2, 1, 2):
        still.slide("step size", n)
    expect(still.figure.locator(".data")).to_have_attribute("href", re.compile("kl_qp_0.5_0"))
    still.wait(REST_MS)
    ends(still, "descent?objective=kl_qp&step_size=0.5&momentum=0&i=60")
    assert entries(still) == before + 1
    still.page.go_back()
    expect(slider(still, "step size")).to_have_value("0")


def test_the_address_tells_where_a_reader_paused(browser: Browser, address: str):
    with watch(browser, address) as watched:
        watched.stop_clock()
        watched.figure.get_by_role("button", name="Restart").click()
        watched.comes_into_sight()
        watched.wait(400)
        watched.figure.get_by_role("button", name="Pause").click()
        watched.wait(REST_MS)
        ends(watched, f"descent?{START}&i={watched.readout('iteration')}")


def test_figures_and_games_keep_their_states_side_by_side(still: Watched):
    page = still.page
    still.scrub(20)
    page.locator("#walk").get_by_text("giant", exact=True).click()
    page.locator("#walk .scrub input").fill("2")
    walk, descent = "walk?walker=giant&i=2", f"descent?{START}&i=20"
    ends(still, f"{walk};{descent}")
    page.locator("#by-hand").get_by_role("button", name="mean, a lot more").click()
    game = "by-hand?target=1&mean=0.5&variance=5"
    ends(still, f"{game};{walk};{descent}")
    still.reload()
    still.reaches("iteration", "20")
    assert page.locator("#walk").get_by_role("radio", name="giant").is_checked()
    assert page.locator("#by-hand [data-knob=mean] strong").inner_text() == "0.50"
    expect(page.locator("#by-hand")).to_be_in_viewport()
    still.scrub(21)
    ends(still, f"descent?{START}&i=21;{game};{walk}")


def test_going_back_in_one_figure_leaves_what_the_game_has_reached(still: Watched):
    page = still.page
    still.stop_clock()
    press(still, "momentum", "ArrowRight")
    page.locator("#by-hand").get_by_role("button", name="mean, a lot more").click()
    still.wait(REST_MS)
    press(still, "momentum", "ArrowRight")
    page.go_back()
    expect(slider(still, "momentum")).to_have_value("1")
    assert page.locator("#by-hand [data-knob=mean] strong").inner_text() == "0.50"


def test_a_link_in_the_prose_is_one_step_that_can_be_taken_back(still: Watched):
    still.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    still.scrub(15)
    ends(still, "descent?objective=kl_pq&step_size=0.1&momentum=0&i=15")
    before = entries(still)
    still.page.get_by_role("link", name="half the momentum").click()
    ends(still, "descent?objective=kl_pq&step_size=0.1&momentum=0.5&i=60")
    assert entries(still) == before + 1
    still.page.go_back()
    ends(still, "descent?objective=kl_pq&step_size=0.1&momentum=0&i=15")
    still.reaches("iteration", "15")


def test_a_link_drives_its_figure_again_when_it_is_followed_twice(still: Watched):
    still.id = "walk"
    link = still.page.get_by_role("link", name="tip toe")
    for _ in range(2):
        link.click()
        still.reaches("iteration", "12")
        ends(still, "walk?walker=tip+toe&i=12")
        still.scrub(3)


def test_an_address_typed_over_the_present_one_drives_too(still: Watched):
    still.page.evaluate("location.hash = 'descent?momentum=0.3&i=7'")
    still.reaches("iteration", "7")
    ends(still, "descent?objective=kl_qp&step_size=0.1&momentum=0.3&i=7")


def test_headings_can_still_be_linked_to_and_come_back_from(still: Watched):
    still.scrub(4)
    ends(still, f"descent?{START}&i=4")
    still.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    still.page.evaluate("document.querySelector('h2 a').click()")
    ends(still, "a-section")
    expect(still.page.get_by_role("heading", name="A section")).to_be_in_viewport()
    assert still.readout("iteration") == "4"
    still.page.go_back()
    ends(still, f"descent?{START}&i=4")
    still.page.wait_for_function("scrollY === 0")


def test_values_that_are_no_more_choose_the_nearest_run_and_say_so(browser: Browser, address: str):
    old = "descent?objective=kl_xy&step_size=0.19&momentum=0.5&tilt=3&i=3;gone?x=1"
    with watch(browser, f"{address}#{old}", reduced_motion="reduce") as watched:
        ends(watched, "descent?objective=kl_qp&step_size=0.2&momentum=0.5&i=3")
        note = "There is no such run here; this is the nearest."
        assert watched.figure.locator(".outcome").inner_text().startswith(note)
        assert watched.figure.locator(".status").inner_text().startswith(note)
        assert watched.said == []


@pytest.mark.parametrize("i", ["-5", "1e9", "soon", "3.7"])
def test_an_iteration_that_is_none_does_no_harm(browser: Browser, address: str, i: str):
    with watch(browser, f"{address}#descent?i={i}", reduced_motion="reduce") as watched:
        ends(watched, f"descent?{START}&i={({'1e9': 60, '3.7': 3}).get(i, 0)}")
        assert watched.said == []


def test_going_to_another_page_and_back_finds_the_run_and_the_iteration(browser: Browser, address: str):
    with watch(browser, address) as watched:
        press(watched, "momentum", "ArrowRight")
        expect(watched.figure.locator(".data")).to_have_attribute("href", re.compile("kl_qp_0.1_0.3"))
        watched.page.goto(address.replace("short/index.html", "index.html"))
        watched.page.go_back()
        expect(slider(watched, "momentum")).to_have_value("1")


def test_the_link_is_copied_and_said(browser: Browser, address: str):
    with watch(
        browser, address, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    ) as watched:
        watched.scrub(11)
        watched.figure.get_by_role("button", name="Copy link to this state").click()
        expect(watched.figure.locator(".status")).to_have_text("Link copied")
        assert watched.page.evaluate("navigator.clipboard.readText()") == f"{address}#descent?{START}&i=11"
        assert watched.page.url == f"{address}#descent?{START}&i=11"


def test_where_copying_is_refused_the_link_is_shown_to_be_copied(still: Watched, address: str):
    still.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    still.figure.get_by_role("button", name="Copy link to this state").click()
    field = still.figure.get_by_role("textbox", name="Link to this state")
    expect(field).to_have_value(f"{address}#descent?{START}&i=60")
    expect(field).to_be_focused()
    assert field.evaluate(
        "field => getSelection().toString() || field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    field.press("Tab")
    expect(field).to_be_hidden()


REFUSING = """() => {
  for (const method of ["pushState", "replaceState"]) {
    const own = history[method];
    history[method] = function (...entry) {
      if (self.refuses) throw new DOMException("more than 100 times per 10 seconds", "SecurityError");
      return own.apply(this, entry);
    };
  }
  self.refuses = true;
}"""
"""As Safari does where an address changes too often."""


def test_where_the_browser_takes_no_more_addresses_the_figure_moves_on_and_the_address_follows_later(
    still: Watched,
):
    still.page.evaluate(REFUSING)
    press(still, "momentum", "ArrowRight")
    still.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    expect(slider(still, "momentum")).to_have_attribute("aria-valuetext", "0.3")
    expect(still.figure.locator(".setting b")).to_have_text("KL(p, q) · step size 0.1 · momentum 0.3")
    assert "#" not in still.page.url
    still.page.evaluate("self.refuses = false")
    ends(still, "descent?objective=kl_pq&step_size=0.1&momentum=0.3&i=60")
