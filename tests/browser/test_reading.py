"""The shipped article as readers open it: from disk, from a server, on a phone, without script."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.pages import Watched, serve, watch
from tests.site.sites import built_site

pytestmark = pytest.mark.browser

ARTICLE = "gradient-descent/index.html"


@pytest.fixture(scope="module")
def addresses(shipped_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The site from disk, and from a server under a sub-path."""
    host = tmp_path_factory.mktemp("host")
    shutil.copytree(shipped_site, host / "some" / "where")
    with serve(host) as address:
        yield {"disk": shipped_site.as_uri(), "server": f"{address}/some/where"}


@pytest.fixture(params=["disk", "server"])
def root(request: pytest.FixtureRequest, addresses: dict[str, str]) -> str:
    """Where the site is read from."""
    return addresses[request.param]


@pytest.fixture
def article(browser: Browser, root: str) -> Iterator[Watched]:
    """The article with motion reduced, so that tests decide what moves."""
    with watch(browser, f"{root}/{ARTICLE}", reduced_motion="reduce") as watched:
        yield watched
        assert watched.said == []
        assert watched.failed == []
        assert all(url.startswith((root, "data:")) for url in watched.asked)


def record(site: Path, **setting: object) -> dict:
    """The record of a run of the figure."""
    folder = site / "gradient-descent" / "descent"
    paths = (folder / run["data"] for run in json.loads((folder / "figure.json").read_text())["runs"])
    return next(r for path in paths if (r := json.loads(path.read_text()))["setting"] == setting)


def test_every_page_opens_without_a_message_or_a_request_outside(browser: Browser, root: str):
    for name in ("index.html", ARTICLE):
        with watch(browser, f"{root}/{name}") as watched:
            watched.page.wait_for_load_state("networkidle")
            assert watched.said == []
            assert [url for url in watched.asked if not url.startswith((root, "data:"))] == []


def test_the_index_leads_to_the_article(browser: Browser, root: str):
    with watch(browser, f"{root}/index.html") as watched:
        watched.page.get_by_role("link", name="Going downhill without a map").click()
        assert watched.page.url == f"{root}/{ARTICLE}"


def test_controls_switch_to_the_run_they_name(article: Watched, shipped_site: Path):
    article.slide("momentum", 2)
    article.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    run = record(shipped_site, objective="kl_pq", step_size=0.02, momentum=0.9)
    article.scrub(50)
    for series, decimals in (("kl_qp", 4), ("kl_pq", 4), ("mean", 3), ("variance", 3)):
        article.reaches(series, f"{run[series][50]:.{decimals}f}")
    assert article.readout("iteration") == "50"
    assert article.figure.locator(".gif").get_attribute("href").startswith("descent/kl_pq_0.02_0.9.")


@pytest.mark.sample(1)
def test_readouts_show_the_recorded_numbers_of_every_run(article: Watched, shipped_site: Path):
    folder = shipped_site / "gradient-descent" / "descent"
    for run in json.loads((folder / "figure.json").read_text())["runs"][::7]:
        data = json.loads((folder / run["data"]).read_text())
        article.figure.locator(f"input[type=radio][value='{run['at'][0]}']").check(force=True)
        article.slide("step size", run["at"][1])
        article.slide("momentum", run["at"][2])
        article.page.wait_for_function(
            "href => document.querySelector('#descent .downloads .data').getAttribute('href') === href",
            arg=f"descent/{run['data']}",
        )
        for i in (0, run["iterations"] // 2, run["iterations"]):
            article.scrub(i)
            assert article.readout("iteration") == str(i)
            shown = article.readout("mean").replace("−", "-")
            assert float(shown) == pytest.approx(data["mean"][i], abs=0.00051, rel=0.006)


def test_play_moves_on_and_pause_holds(article: Watched):
    article.stop_clock()
    article.figure.get_by_role("button", name="Restart").click()
    article.comes_into_sight()
    article.wait(500)
    article.page.wait_for_function(
        "() => +document.querySelector('#descent [data-series=iteration]').textContent > 5"
    )
    article.figure.get_by_role("button", name="Pause").click()
    held = article.readout("iteration")
    article.wait(200)
    assert article.readout("iteration") == held
    article.figure.get_by_role("button", name="Play").click()
    article.wait(200)
    article.page.wait_for_function(
        f"() => +document.querySelector('#descent [data-series=iteration]').textContent > {held}"
    )


def test_a_run_that_stops_says_so_in_words(article: Watched):
    article.figure.get_by_role("button", name="Off the edge").click()
    outcome = article.figure.locator(".outcome")
    article.page.wait_for_function(
        "() => document.querySelector('#descent .outcome').textContent.includes('zero')"
    )
    assert "Variance reached zero at iteration 295." in outcome.inner_text()


SWINGING = """\
---
title: A short one
date: 2026-01-02
summary: Further each time.
---

```animation
id: descent
simulation: function-descent
caption: To and fro, further each time.
function: x**2/2
view: {x: [-3, 3]}
start: {x: 2}
step_size: 2.05
iterations: 40
```
"""


def test_a_point_beyond_the_edge_is_told(browser: Browser):
    page = built_site(SWINGING).output / "short" / "index.html"
    with watch(browser, page.as_uri(), reduced_motion="reduce") as watched:
        outcome = watched.figure.locator(".outcome")
        for iteration, told in (
            (8, ""),
            (9, "Outside the picture."),
            (39, "Outside the picture."),
        ):  # 2 · 1.05ⁿ > 3
            watched.scrub(iteration)
            expect(outcome).to_have_text(told)


def test_a_panel_that_zooms_out_has_the_point_in_sight(article: Watched):
    article.figure.get_by_role("button", name="Off the edge").click()
    article.reaches("iteration", "294")
    article.scrub(200)
    expect(article.figure.locator(".outcome")).to_have_text("")


def test_a_link_in_the_prose_drives_the_figure(article: Watched):
    article.page.get_by_role("link", name="momentum 0.9", exact=True).click()
    article.page.wait_for_function(
        "() => document.querySelector('#descent .downloads .gif').getAttribute('href').includes('kl_qp_0.02_0.9.')"
    )
    assert article.page.evaluate("""() => [...document.querySelectorAll('#descent .panels, .echo .panels')].some(panels => {
      const { top, bottom } = panels.getBoundingClientRect();
      return top < innerHeight && bottom > 0;
    })"""), "its picture is in sight"


def test_an_address_opens_the_state_it_names(browser: Browser, root: str, shipped_site: Path):
    run = record(shipped_site, objective="kl_pq", step_size=0.1, momentum=0.5)
    fragment = "#descent?objective=kl_pq&step_size=0.1&momentum=0.5&i=40"
    with watch(browser, f"{root}/{ARTICLE}{fragment}") as watched:
        watched.reaches("iteration", "40")
        assert watched.readout("mean") == f"{run['mean'][40]:.3f}"


def test_a_value_that_is_not_there_selects_the_nearest_and_says_so(browser: Browser, root: str):
    with watch(browser, f"{root}/{ARTICLE}#descent?step_size=0.19&i=3") as watched:
        watched.reaches("iteration", "3")
        said = re.compile("^There is no such run here; this is the nearest.")
        expect(watched.figure.locator(".outcome")).to_have_text(said)
        expect(watched.figure.locator(".gif")).to_have_attribute("href", re.compile("_0.2_"))


def test_a_reader_who_scrubs_while_a_run_is_loading_is_heeded(browser: Browser, addresses: dict[str, str]):
    with watch(browser, f"{addresses['server']}/{ARTICLE}") as watched:
        held: list[Route] = []
        watched.stop_clock()
        watched.page.route("**/runs-*.js", lambda route: held.append(route))
        watched.figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
        watched.becomes(lambda: bool(held), True)
        watched.scrub(7)
        for route in held:
            route.continue_()
        href = "() => document.querySelector('#descent .gif').getAttribute('href').includes('kl_pq')"
        watched.page.wait_for_function(href)
        watched.wait(300)
        assert watched.readout("iteration") == "7"
        watched.page.unroute_all(behavior="ignoreErrors")  # of what is fetched ahead


def test_nothing_moves_unasked_where_motion_is_reduced(article: Watched):
    article.stop_clock()
    article.comes_into_sight()
    before = article.readout("iteration")
    article.wait(400)
    assert article.readout("iteration") == before


def test_a_figure_plays_once_when_it_is_first_seen(browser: Browser, root: str):
    with watch(browser, f"{root}/{ARTICLE}") as watched:
        assert watched.readout("iteration") == "0"
        watched.figure.locator(".panels").scroll_into_view_if_needed()
        watched.page.wait_for_function(
            "() => +document.querySelector('#descent [data-series=iteration]').textContent > 5"
        )


def test_without_script_the_default_film_and_the_text_are_there(browser: Browser, root: str):
    with watch(browser, f"{root}/{ARTICLE}", java_script_enabled=False) as watched:
        film = watched.figure.locator("img.film")
        film.scroll_into_view_if_needed()
        assert film.is_visible()
        assert film.get_attribute("alt") == "KL(q, p) · step size 0.02 · momentum 0"
        assert "Still on its way after 400 iterations" in watched.figure.inner_text()
        assert not watched.figure.locator(".transport").is_visible()
        assert watched.page.get_by_role("heading", name="A walker in the fog").is_visible()
        figures = watched.page.locator("figure.simulation").count()
        assert sum(url.endswith(".gif") for url in watched.asked) == figures


def test_no_gif_is_loaded_where_the_script_runs(article: Watched):
    article.slide("momentum", 3)
    article.page.wait_for_load_state("networkidle")
    assert not any(url.endswith(".gif") for url in article.asked)
