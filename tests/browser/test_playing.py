"""Figures while they play: whatever the browser's clock says, they show what is in their records and nothing else."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from klsim.scene.numbers import format_number
from tests.browser.pages import READY, serve, view_of, watch

pytestmark = pytest.mark.browser

ARTICLES = ("gradient-descent", "six-variables", "the-mathematics", "which-way-down")

CLOCKS = {
    "early": "(now, n) => now - 40 + 100 * Math.max(0, n - 10)",
    "late": "(now, n) => now + 100 * n",
    "irregular": "(now, n) => now + 100 * n - (n % 3 ? 0 : 260)",
}
"""What frames are told instead of their time, from that and their number since the click; all end soon."""

SET_CLOCK = """(() => {
  const frame = self.requestAnimationFrame.bind(self), tell = %s;
  self.frames = 0;
  self.requestAnimationFrame = act => frame(now => act(tell(now, self.frames++)));
})()"""

FIGURES_ALONE = (
    "article > :not(.simulation), figcaption, .simulation > * > :not(.panes, .transport) { display: none }"
)
"""So that all figures are seen, and play, at once."""

# Whatever readouts, scrub bars and outcomes show from now on, by the id of the figure.
WATCH = """() => {
  self.shown = {};
  for (const figure of document.querySelectorAll("figure.simulation:has(.play)")) {
    const kept = self.shown[figure.id] = { frames: 0 }, keep = (name, text) => { (kept[name] ??= {})[text] = true; };
    const look = () => {
      kept.frames += 1;
      for (const cell of figure.querySelectorAll("[data-series]")) keep(cell.dataset.series, cell.textContent);
      keep("scrub", figure.querySelector(".scrub input").getAttribute("aria-valuetext"));
      keep("outcome", figure.querySelector(".outcome").textContent);
    };
    look();
    new MutationObserver(look).observe(figure, { subtree: true, childList: true, characterData: true });
  }
}"""
LATER = re.compile(r"^\d+ iterations later\. ")
"""What stands before the outcome when something has been left out."""

PLAY_ALL = """() => {
  self.frames = 0;
  document.querySelectorAll("figure.simulation .transport .restart").forEach(button => button.click());
}"""
PLAYED = "() => !document.querySelector('figure.simulation.playing')"


@pytest.fixture(scope="module")
def root(shipped_site: Path) -> Iterator[str]:
    """The address of the shipped site."""
    with serve(shipped_site) as address:
        yield address


def record_of(folder: Path, view: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """The record of what a figure shows as a run, which has the iterations as a series of their own."""
    return json.loads((folder / view["runs"][number]["data"]).read_text(encoding="utf-8"))


def told(record: Mapping[str, Any], series: str, decimals: int) -> set[str]:
    """Everything that a readout of a run may show."""
    return {format_number(float("inf") if value is None else value, decimals) for value in record[series]}


def series_of(
    folder: Path, view: Mapping[str, Any], record: Mapping[str, Any], name: str
) -> Sequence[float | None]:
    """A series of a run, or `name@k`, that of the k-th of those who share its picture."""
    own, _, runner = name.partition("@")
    return (record_of(folder, view, int(runner)) if runner else record)[own]


def leaves_picture(view: Mapping[str, Any], record: Mapping[str, Any], folder: Path) -> bool:
    """Whether a point of the run that a figure starts with is outside of its panel at any iteration."""
    panels = view["scenes"][view["runs"][view["start"]]["scene"]]
    points = [(panel, mark) for panel in panels for mark in panel["moving"] if mark["mark"] == "point"]
    return any(
        not panel[way]["low"] <= value <= panel[way]["high"]
        for panel, mark in points
        for way in ("x", "y")
        for value in series_of(folder, view, record, mark[way])
        if not mark.get("held")
    )


@pytest.mark.sample(4)
@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("article", ARTICLES)
def test_a_figure_that_plays_shows_only_what_its_run_recorded(
    browser: Browser, root: str, shipped_site: Path, article: str, clock: str
):
    with watch(browser, "about:blank", viewport={"width": 700, "height": 900}) as watched:
        page = watched.page
        page.add_init_script(SET_CLOCK % CLOCKS[clock])
        page.goto(f"{root}/{article}/index.html")
        page.wait_for_function(READY)
        page.add_style_tag(content=FIGURES_ALONE)
        page.set_viewport_size({"width": 700, "height": page.evaluate("document.documentElement.scrollHeight")})
        page.evaluate(WATCH)
        page.evaluate(PLAY_ALL)
        page.wait_for_function(PLAYED)
        shown = page.evaluate("self.shown")
        assert watched.said == []
    assert shown
    html = (shipped_site / article / "index.html").read_text(encoding="utf-8")
    for figure, texts in shown.items():
        view = view_of(html, figure)
        record = record_of(shipped_site / article / figure, view, view["start"])
        shown_runs = view["runs"] if view.get("together") is not None else [view["runs"][view["start"]]]
        last = max(run["last"] for run in shown_runs)  # those who share a picture go by one clock
        for readout in view["readouts"]:
            name = readout["series"]
            assert texts[name].keys() <= told(record, name, readout["decimals"]), (figure, name)
        iterations = [re.fullmatch(r"iteration (\d+) of (\d+)", text) for text in texts["scrub"]]
        assert all(found and int(found[1]) <= last == int(found[2]) for found in iterations), texts["scrub"]
        assert texts["frames"] >= min(3, last // 3), figure
        outside = (
            {"Outside the picture."} if leaves_picture(view, record, shipped_site / article / figure) else set()
        )
        ends = {LATER.sub("", text) for text in texts["outcome"]}
        assert ends <= {"", view["runs"][view["start"]]["outcome"], *outside}, figure


def test_page_and_films_go_by_one_clock_and_leave_out_the_same(browser: Browser, root: str, shipped_site: Path):
    html = (shipped_site / "gradient-descent" / "index.html").read_text(encoding="utf-8")
    view = view_of(html, "descent")
    quick = next(run for run in view["runs"] if run["at"] == [0, 6, 0])
    record = json.loads((shipped_site / "gradient-descent" / "descent" / quick["data"]).read_text())
    ((start, end),) = quick["leaps"]
    assert start - 1 in record["frames"]
    assert not set(range(start, end + 1)) & set(record["frames"])
    address = f"{root}/gradient-descent/index.html#descent?step_size=0.2&momentum=0&i=0"
    with watch(browser, address, "descent") as watched:
        figure = watched.figure
        iteration = figure.locator("[data-series=iteration]")
        outcome = figure.locator(".outcome")
        watched.stop_clock()
        watched.comes_into_sight()
        figure.locator(".play").click()
        watched.wait(1_000)
        first = int(iteration.inner_text())
        watched.wait(1_000)
        assert int(iteration.inner_text()) - first == pytest.approx(view["pace"], abs=3)
        seen = set()
        for _ in range(60):
            watched.wait(100)
            seen.add((int(iteration.inner_text()), outcome.inner_text()))
            if not figure.evaluate("figure => figure.classList.contains('playing')"):
                break
        shown = {number for number, _ in seen}
        assert not shown & set(range(start, end + 1))
        told = {text for number, text in seen if number == end + 1}
        assert any(re.fullmatch(rf"\d+ iterations later\. {re.escape(quick['outcome'])}", text) for text in told)
        assert outcome.inner_text() == quick["outcome"]
        assert int(iteration.inner_text()) == quick["last"]
