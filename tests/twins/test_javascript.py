"""The functions of the page's script give what the table of twins says.

Chromium imports the very modules, from a server: nothing is cut out of them.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import serve
from tests.site.sites import ROOT
from tests.twins.table import PATH

pytestmark = pytest.mark.browser

TABLE = json.loads(PATH.read_text(encoding="utf-8"))
BLANK = "<!doctype html><title>Twins</title>"

RECORDED = """(marks, panel, mark, frame) => {
  const said = [];
  const path = from => {
    const points = [...(from?.points ?? [])];
    return {
      points,
      moveTo: (...place) => points.push(place),
      lineTo: (...place) => points.push(place),
      quadraticCurveTo: (x, y, ...end) => points.push([x, y], end),
      arc: () => {},
      closePath: () => {},
    };
  };
  const surface = {
    path,
    within: (box, paint) => paint(),
    fill: ({ points }) => said.push({ kind: "fill", points }),
    stroke: ({ points }) => said.push({ kind: "stroke", points }),
  };
  marks.paintMarks(surface, panel, [mark], { trails: new Map(), ...frame });
  return said;
}"""
"""Paints a mark on a surface that only remembers what was filled and stroked."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page without anything, beside the modules."""
    with serve(ROOT / "templates" / "scripts") as address:
        page = browser.new_page()
        page.route("**/blank.html", lambda route: route.fulfill(body=BLANK, content_type="text/html"))
        page.goto(f"{address}/blank.html")
        yield page
        page.close()


def give(page: Page, module: str, call: str, section: str) -> list[Any]:
    """What an expression gives for every case of a section: `m` is the module, `c` the case."""
    return page.evaluate(
        f"""async ([module, cases, drawing]) => {{
          const m = await import(`./${{module}}.js`), paint = {RECORDED};
          return cases.map(c => {call});
        }}""",
        [module, TABLE[section], TABLE["drawing"]],
    )


def pairs(page: Page, module: str, call: str, section: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What an expression gives for each case, and the case."""
    return zip(give(page, module, call, section), TABLE[section], strict=True)


def test_readouts(page: Page):
    for found, case in pairs(page, "numbers", "m.formatNumber(Number(c.value), c.decimals)", "readouts"):
        assert found == case["text"], case


def test_stops(page: Page):
    for found, case in pairs(page, "knobs", "m.nearestStop(c.knob, Number(c.value))", "stops"):
        assert found == case["stop"], case


def test_choices(page: Page):
    for found, case in pairs(page, "selection", "m.findIndex(c, c.word)", "choices"):
        assert found == [case["index"], case["exact"]], case


def test_sentences(page: Page):
    for found, case in pairs(page, "descriptions", "m.describe(c)", "sentences"):
        assert found == case["sentence"], case


def test_densities(page: Page):
    for found, case in pairs(page, "densities", "m.densityAt(Number(c.x), c.means, c.variances)", "densities"):
        assert found == pytest.approx(case["density"], rel=2e-13, abs=1e-300), case


def test_divergences(page: Page):
    call = "m.klNormal(...[c.q, c.p].map(([mean, variance]) => ({ means: [mean], variances: [variance] })))"
    for found, case in pairs(page, "divergences", call, "divergences"):
        assert found == pytest.approx(float(case["kl"]), rel=1e-14, abs=1e-290), case


def test_sampled_divergences(page: Page):
    call = "m.klSampled(...[c.q, c.p].map(law => m.logDensities(law, c.sampling)), c.sampling)"
    for found, case in pairs(page, "divergences", call, "sampled_divergences"):
        assert found == pytest.approx(case["kl"], rel=1e-12, abs=1e-12), case


def test_fractions(page: Page):
    for found, case in pairs(page, "scales", "m.fraction(c.scale, Number(c.value))", "fractions"):
        assert found == pytest.approx(float(case["share"]), rel=1e-14, abs=1e-15, nan_ok=True), case


def test_reach(page: Page):
    call = "m.withinReach(c, drawing.strokes.far_px, c.place.map(Number))"
    for found, case in pairs(page, "scales", call, "reach"):
        assert found == case["kept"], case


def test_curves(page: Page):
    call = """paint(m, c.panel, { mark: "density", means: c.means, variances: c.variances, share: c.share },
      { view: drawing, value: number => number })"""
    for (tint, curve), case in pairs(page, "marks", call, "curves"):
        assert (tint["kind"], curve["kind"]) == ("fill", "stroke")
        assert_close(curve["points"], case["curve"])


def test_trails(page: Page):
    call = """paint(m, c.panel, { mark: "trail", x: "x", y: "y", leap: c.leap }, {
        view: drawing,
        iteration: c.x.length - 1,
        series: { x: n => c.x[n], y: n => Number(c.y[n]) },
      })"""
    for (line, _), case in pairs(page, "marks", call, "trails"):
        assert_close(line["points"], case["points"])


def test_bars(page: Page):
    call = """paint(m, c.panel, { mark: "bars", series: "row", x: c.x },
      { view: drawing, rowOf: () => c.row.map(Number) })"""
    for (fill,), case in pairs(page, "marks", call, "bars"):
        assert_close(fill["points"], [corner for outline in case["outlines"] for corner in outline])


def test_arrows(page: Page):
    call = """paint(m, c.panel, { mark: "point", x: "x", y: "y" },
      { view: drawing, iteration: 0, series: { x: () => c.x, y: () => c.y } })"""
    for (fill, _), case in pairs(page, "marks", call, "arrows"):
        assert_close(fill["points"], case["outline"])


def assert_close(found: list[list[float]], expected: list[list[float]]) -> None:
    """Whether two lists of places are the same to a ten-millionth of a px."""
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert math.dist(one, other) < 1e-6, (one, other)
