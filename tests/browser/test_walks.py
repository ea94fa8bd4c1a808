"""After Reveal: the way of the reader and that of the machine on the map of a game, as readers see them."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

from klsim.numerics.distributions import Array, Gaussian
from klsim.numerics.divergences import kl_gaussian
from klsim.scene.numbers import format_number
from klsim.simulations.gaussian_descent import simulation
from tests.browser.pages import Quiet, Watched, serve, watch
from tests.simulations.own import simulated
from tests.site.along import site_along
from tests.site.games import ARTICLE
from tests.site.sites import SITE, built_site

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
BOTH = ARTICLE.replace("id: no-match", "id: both").replace(
    "targets: [{means: [-4, 4], variances: [1, 2]}, {means: [-3, 2], variances: [1, 2]}]",
    "start: {mean: -3, variance: 9}\ntargets: [{mean: 4, variance: 2}]",
).replace("readouts: [kl_qp, kl_pq]", "readouts: [kl_pq, kl_qp]")  # fmt: skip
"""The games with another one of one bell, which goes by the other divergence first."""


@pytest.fixture(scope="module")
def site() -> Path:
    return built_site(BOTH).output / "short"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Watched]:
    with watch(browser, (site / "index.html").as_uri(), "by-hand") as watched:
        yield watched
        assert watched.said == []
        assert watched.failed == []


def view_of(site: Path, name: str = "by-hand") -> dict:
    return json.loads((site / name / "game.json").read_text())


def places(view: dict, points: str) -> Array:
    """The means and variances, (n, 2), at points of the map in px."""
    left, top, width, height = view["map"]["box"]
    x, y = (np.array([view["map"][axis]["low"], view["map"][axis]["high"]]) for axis in "xy")
    px = np.array([[float(number) for number in point.split(",")] for point in points.split()])
    share = (px - [left, top]) / [width, height]
    return np.stack([x[0] + share[:, 0] * (x[1] - x[0]), y[1] - share[:, 1] * (y[1] - y[0])], axis=1)


def way(watched: Watched, view: dict, role: str) -> Array:
    return places(view, watched.figure.locator(f".walks g.{role} polyline").get_attribute("points") or "")


def press(watched: Watched, *names: str) -> None:
    for name in names:
        watched.figure.get_by_role("button", name=name, exact=True).click()


def words(watched: Watched) -> list[str]:
    return watched.figure.locator(".walks p").all_inner_texts()


def go_to(watched: Watched, fragment: str) -> None:
    watched.page.evaluate(
        "hash => new Promise(done => { addEventListener('hashchange', done, { once: true }); location.hash = hash; })",
        fragment,
    )


def test_nothing_is_shown_before_p_is_revealed_nor_when_it_is_hidden_again(page: Watched):
    walks = page.figure.locator(".walks")
    expect(walks).not_to_be_visible()
    assert page.figure.locator(".walks svg *").count() == 0
    press(page, "mean, a lot more", "Reveal p")
    expect(walks).to_be_visible()
    press(page, "Hide p")
    expect(walks).not_to_be_visible()


def test_the_readers_way_goes_through_the_places_of_the_moves(page: Watched, site: Path):
    press(
        page, *["mean, a lot more"] * 3, "variance, a lot less", "mean, a little less", "variance, a little more"
    )
    best = page.figure.locator("[data-measure=kl_qp] b").inner_text()
    press(page, "Reveal p")
    expected = [(0, 5), (0.5, 5), (1, 5), (1.5, 5), (1.5, 4.5), (1.45, 4.5), (1.45, 4.55)]
    np.testing.assert_allclose(way(page, view_of(site), "object"), expected, atol=0.005)
    assert words(page)[0] == f"You made 6 moves and came as near as {best}."


def test_a_pull_is_one_move_and_so_is_a_button_held_down(page: Watched, site: Path):
    slider = page.figure.get_by_role("slider", name="mean", exact=True)
    for along in (100, -60):
        slider.scroll_into_view_if_needed()
        box, share = slider.bounding_box(), slider.evaluate("s => (s.value - s.min) / (s.max - s.min)")
        assert box
        x, y = box["x"] + 10 + share * (box["width"] - 20), box["y"] + box["height"] / 2
        page.page.mouse.move(x, y)
        page.page.mouse.down()
        page.page.mouse.move(x + along, y, steps=10)
        page.page.mouse.up()
    button = page.figure.get_by_role("button", name="variance, a little less", exact=True)
    button.hover()
    page.page.mouse.down()
    page.page.wait_for_function(
        "() => +document.querySelector('#by-hand [data-knob=variance] strong').textContent < 4.8"
    )
    page.page.mouse.up()
    slider.focus()
    for _ in range(2):
        page.page.keyboard.press("ArrowRight")
    press(page, "Reveal p")
    assert words(page)[0].startswith("You made 5 moves and ")
    assert len(way(page, view_of(site), "object")) > 15


def test_moves_after_reveal_go_on_and_a_new_target_begins_anew(page: Watched, site: Path):
    press(page, "mean, a lot more", "Reveal p", "mean, a lot more")
    assert words(page)[0].startswith("You made 2 moves ")
    assert len(way(page, view_of(site), "object")) == 3
    press(page, "Restart with a new target", "Reveal p")
    assert words(page)[0] == "You have not moved yet."
    np.testing.assert_allclose(way(page, view_of(site), "object"), [(0, 5)], atol=0.005)
    press(page, "mean, a lot less")
    assert words(page)[0].startswith("You made 1 move and ")


@pytest.mark.parametrize("name", ["by-hand", "both"])
def test_the_machine_goes_as_gaussian_descent_goes_to_every_target(page: Watched, site: Path, name: str):
    page.id, view = name, view_of(site, name)
    measure = view["readouts"][0]["name"]
    start = dict(zip(("mean", "variance"), (knob["start"] for knob in view["knobs"]), strict=True))
    for number, target in enumerate(view["targets"], 1):
        go_to(page, f"{name}?target={number}&revealed=1")
        shown = way(page, view, "machine")
        machine = target["machine"]
        settings = {
            "target": {"mean": target["means"][0], "variance": target["variances"][0]},
            "start": start,
            "objective": measure,
            "step_size": machine["step_size"],
            "momentum": 0.0,
            "iterations": len(shown) - 1,
            "tolerance": 0.001,
        }
        series = simulated(simulation, [settings]).series
        expected = np.stack([series["mean"][0], series["variance"][0]], axis=1)
        np.testing.assert_allclose(shown, expected, atol=0.01)
        kl = format_number(float(series[measure][0, -1]), 2)
        assert words(page)[1] == (
            f"A machine that only goes downhill took {len(shown) - 1} steps from the start and came as near as {kl}."
        )


@pytest.mark.parametrize("name", ["by-hand", "both"])
def test_each_ring_lies_where_the_divergence_is_as_high_as_it_says(page: Watched, site: Path, name: str):
    page.id, view = name, view_of(site, name)
    go_to(page, f"{name}?target=1&revealed=1")
    target = view["targets"][0]
    p = Gaussian(np.array(target["means"][0]), np.array(target["variances"][0]))
    rings = page.figure.locator(".landscape polygon").evaluate_all(
        "all => all.map(one => one.getAttribute('points'))"
    )
    assert len(rings) == len(target["levels"]) == 14
    paper = page.figure.locator(".landscape polygon").evaluate_all(
        "all => all.map(one => +one.attributes['fill-opacity'].value)"
    )
    tints = np.cumprod(1 - np.array(paper))  # the share of land within each ring, the highest first
    np.testing.assert_allclose(tints, np.arange(13, -1, -1) / 14, atol=1e-9)
    for ring, level in zip(rings, reversed(target["levels"]), strict=True):
        at = places(view, ring)
        at = at[at[:, 1] > 0.3]  # nearer to 0 a tenth of a px is much
        q = Gaussian(at[:, 0], at[:, 1])
        height = kl_gaussian(p, q) if name == "both" else kl_gaussian(q, p)
        np.testing.assert_allclose(height, level, rtol=0.03)


def test_the_machine_is_watched_from_its_start_to_its_end(page: Watched, site: Path):
    view = view_of(site)
    press(page, "Reveal p")
    whole = way(page, view, "machine")
    page.stop_clock()
    press(page, "Watch the machine")
    lengths = [len(way(page, view, "machine"))]
    for _ in range(60):
        page.wait(100)
        lengths.append(len(way(page, view, "machine")))
    assert lengths[0] < 5
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 5
    np.testing.assert_array_equal(way(page, view, "machine"), whole)


def test_under_reduced_motion_its_way_is_there_at_once_and_nothing_plays(browser: Browser, site: Path):
    with watch(browser, (site / "index.html").as_uri(), "by-hand", reduced_motion="reduce") as page:
        press(page, "Reveal p")
        view = view_of(site)
        assert len(way(page, view, "machine")) == len(view["targets"][0]["machine"]["mean"])
        expect(page.figure.get_by_text("Watch the machine")).not_to_be_visible()


def test_games_of_more_bells_stay_as_they_are(browser: Browser):
    site = built_site(ARTICLE).output / "short"
    with watch(browser, (site / "index.html").as_uri(), "six") as page:
        assert page.page.locator(".walks").count() == 1
        for page.id in ("no-match", "six"):
            press(page, "Reveal p")
            assert page.figure.locator(".walks").count() == 0
            assert "map" not in view_of(site, page.id)


def test_a_best_bell_is_praised_by_the_divergence_that_it_is_best_for(browser: Browser):
    site = built_site(ARTICLE).output / "short"
    with watch(browser, (site / "index.html").as_uri(), "no-match") as page:
        for measure, label in (("kl_qp", "KL(q, p)"), ("kl_pq", "KL(p, q)")):
            best = view_of(site, "no-match")["targets"][0]["closest"][measure]
            go_to(page, f"no-match?target=1&mean={best['mean']:.2f}&variance={best['variance']:.2f}")
            assert (
                f"Well done: by {label}, no single bell comes nearer."
                in page.figure.locator(".outcome").inner_text()
            )
            found = page.figure.locator(".reading.found")
            expect(found).to_have_count(1)
            assert found.get_attribute("data-measure") == measure
        press(page, "mean, a lot more")
        assert "Well done" not in page.figure.locator(".outcome").inner_text()
        expect(page.figure.locator(".reading.found")).to_have_count(0)


def box_of(place: Locator) -> dict[str, float]:
    box = place.bounding_box()
    assert box
    return dict(box)


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_map_and_words_are_on_one_screen_of_a_phone_whichever_way_a_page_runs(browser: Browser, language: str):
    site = built_site(BOTH, {"site.yaml": SITE.replace("language: en", f"language: {language}")}).output / "short"
    with watch(browser, (site / "index.html").as_uri(), "by-hand", viewport=PHONE, color_scheme="dark") as page:
        press(page, *["mean, a lot more"] * 4, "Reveal p")
        walks = page.figure.locator(".walks")
        walks.evaluate("walks => walks.scrollIntoView({ block: 'end' })")
        page.page.wait_for_function("() => document.querySelector('#by-hand .walks img').naturalWidth > 0")
        map_box, reveal, last = (
            box_of(page.figure.locator(place)) for place in (".plan", ".reveal", ".walks button")
        )
        assert map_box["width"] > 340
        assert reveal["y"] > 0
        assert map_box["y"] > reveal["y"] + reveal["height"]
        assert last["y"] + last["height"] <= PHONE["height"] + 1
        assert page.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        start, name = (box_of(page.figure.locator(f".walks {part}.start")) for part in ("circle", "text"))
        assert abs(start["x"] - name["x"]) < 60
        assert page.figure.locator("polyline").first.evaluate("line => getComputedStyle(line).stroke") == (
            "rgb(201, 162, 247)"
        )
        assert page.said == []


def test_it_is_all_in_a_single_file(browser: Browser, tmp_path: Path):
    path = tmp_path / "games.html"
    downloads = site_along().output / "downloads"
    path.write_bytes((downloads / "games.html").read_bytes())
    with watch(browser, path.as_uri(), "by-hand", offline=True) as page:
        press(page, "variance, a lot less", "Reveal p")
        page.page.wait_for_function("() => document.querySelector('#by-hand .walks img').naturalWidth > 0")
        assert words(page)[0].startswith("You made 1 move and ")
        assert [url for url in page.asked if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
        assert page.said == []


class Strict(Quiet):
    """A host that lets pages do nothing but load files of its own."""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


def test_a_strict_host_refuses_nothing_of_it(browser: Browser, site: Path):
    with serve(site.parent, Strict) as address, watch(browser, f"{address}/short/index.html", "by-hand") as page:
        press(page, "mean, a lot less", "Reveal p", "Watch the machine")
        page.page.wait_for_function("() => document.querySelector('#by-hand .walks img').naturalWidth > 0")
        land = page.figure.locator(".landscape rect").evaluate("land => getComputedStyle(land).fill")
        assert land == "rgb(195, 211, 223)"
        assert page.said == []


def test_without_script_and_on_paper_nothing_of_it_is_shown(browser: Browser, site: Path):
    with watch(browser, (site / "index.html").as_uri(), "by-hand", java_script_enabled=False) as page:
        expect(page.figure.locator(".walks")).not_to_be_visible()
    with watch(browser, (site / "index.html").as_uri(), "by-hand") as page:
        press(page, "Reveal p")
        page.page.emulate_media(media="print")
        expect(page.figure.locator(".walks")).not_to_be_visible()
