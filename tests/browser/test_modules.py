"""Parts of the page's script that whole pages seldom show: a strict policy, and numbers beyond floats."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import Quiet, serve
from tests.site.sites import ROOT

pytestmark = pytest.mark.browser

NOTE_REFUSALS = """
  self.refusals = [];
  document.addEventListener("securitypolicyviolation", event => self.refusals.push(event.sourceFile));
"""
BLANK = "<!doctype html><title>A pane</title>"
PANE = """async panels => {
  const { Pane } = await import("./pane.js");
  document.body.innerHTML = `<div class="pane"><p class="setting"><b></b><span></span></p>
    <div class="panels"><div class="panel"><source><img><canvas></canvas></div></div>
    <p data-series="kl_qp" data-decimals="4"></p><p class="outcome"></p></div>`;
  const run = { at: [], title: "", outcome: "It ended.", scene: 0, last: 2, end: 2 };
  const pane = new Pane(document.querySelector(".pane"), { id: "f", series: ["mean", "kl_qp"], scenes: [panels] });
  pane.setRun(run, { numbersOf: () => [[0, 0, 0], [1, null, 1]] }, []);
  return [0, 1, 2].map(iteration => {
    pane.goTo(iteration);
    pane.tell("");
    return ["[data-series]", ".outcome"].map(part => document.querySelector(part).textContent);
  });
}"""


class Strict(Quiet):
    """A static server that lets pages do nothing but load files of its own."""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


@pytest.fixture
def strict(browser: Browser, playground: Path) -> Iterator[Page]:
    """The page of figures and a game under a strict policy."""
    with serve(playground.parent, Strict) as address:
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.add_init_script(NOTE_REFUSALS)
        page.goto(f"{address}/{playground.name}/index.html")
        yield page
        context.close()


def test_the_script_needs_nothing_that_a_strict_policy_forbids(strict: Page):
    figure, game = strict.locator("#descent"), strict.locator("#by-hand")
    figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    expect(figure.locator(".status")).to_contain_text("KL(p, q)")
    figure.get_by_text("Compare", exact=True).click()
    figure.get_by_role("button", name="Pin this run").click()
    expect(figure.locator(".pane")).to_have_count(2)
    figure.get_by_text("Numbers", exact=True).click()
    expect(figure.locator(".numbers tbody tr")).not_to_have_count(0)
    game.get_by_role("button", name="mean, a lot more").click()
    expect(game.locator(".knob strong").first).to_have_text("0.50")
    strict.emulate_media(media="print")
    expect(figure.locator(".paper").first).to_be_attached()
    assert [source for source in strict.evaluate("refusals") if "/assets/" in source] == []


def test_what_is_beyond_floats_is_told_and_drawn_as_infinite(browser: Browser):
    box, linear = [0, 0, 100, 100], {"low": -1, "high": 1, "kind": "linear"}
    point = {"mark": "point", "x": "mean", "y": "kl_qp", "role": "object"}
    backdrop = {"light": "l.png", "dark": "d.png"}
    panel = {"size": [100, 100], "box": box, "x": linear, "y": linear, "moving": [point], "backdrop": backdrop}
    with serve(ROOT / "templates" / "scripts") as address:
        page = browser.new_page()
        page.route("**/blank.html", lambda route: route.fulfill(body=BLANK, content_type="text/html"))
        page.route("**/*.png", lambda route: route.abort())
        page.goto(f"{address}/blank.html")
        shown = page.evaluate(PANE, [panel])
        page.close()
    assert shown == [["1.0000", ""], ["∞", "Outside the picture."], ["1.0000", "It ended."]]
