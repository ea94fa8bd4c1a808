"""Matching by hand, as readers play it: with a pointer, with the keyboard, from a link, on a phone, without script."""

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from klsim.figures.match.fit import divergence
from klsim.figures.match.law import Law, Sampling
from klsim.scene.numbers import format_number
from tests.browser.pages import Watched, watch
from tests.site.games import ARTICLE
from tests.site.sites import built_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Path:
    """The output of a site with one game of each kind."""
    return built_site(ARTICLE).output / "short"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Watched]:
    """The page of the games, from disk; it may say nothing and ask for nothing outside."""
    with watch(browser, (site / "index.html").as_uri()) as watched:
        yield watched
        assert watched.said == []
        assert watched.failed == []
        assert all(url.startswith((site.parent.as_uri(), "data:")) for url in watched.asked)


class Play:
    """What a reader sees of one game, and does in it."""

    def __init__(self, page: Watched, name: str) -> None:
        self.watched, self.page, self.figure = page, page.page, page.page.locator(f"#{name}")

    def button(self, name: str) -> Locator:
        return self.figure.get_by_role("button", name=name, exact=True)

    def value(self, knob: str) -> str:
        return self.figure.locator(f"[data-knob={knob}] strong").inner_text()

    def kl(self, measure: str = "kl_qp") -> str:
        return self.figure.locator(f"[data-measure={measure}] strong").inner_text()

    def best(self, measure: str = "kl_qp") -> str:
        return self.figure.locator(f"[data-measure={measure}] b").inner_text()

    @property
    def outcome(self) -> Locator:
        return self.figure.locator(".outcome")

    def follow(self, fragment: str) -> None:
        """Go to an address of this page, and wait until the game has."""
        self.page.evaluate(
            "hash => new Promise(done => { addEventListener('hashchange', done, { once: true }); location.hash = hash; })",
            fragment,
        )

    def ink(self) -> int:
        """How much of the canvas is painted in the colour of p."""
        return self.figure.locator("canvas").evaluate(
            """canvas => {
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
              copy.drawImage(canvas, 0, 0);
              const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
              let blue = 0;
              for (let n = 0; n < data.length; n += 4) blue += data[n + 3] > 200 && data[n + 2] > data[n] + 60;
              return blue;
            }"""
        )


@pytest.fixture
def game(page: Watched) -> Play:
    """The game of one bell against another."""
    return Play(page, "by-hand")


def content(site: Path, name: str) -> dict:
    return json.loads((site / name / "game.json").read_text())


def positions(knobs: list[dict], seed: int) -> list[tuple[float, ...]]:
    """Every corner of the range of the knobs, and places all over it."""
    source = random.Random(seed)
    corners = list(itertools.product(*((knob["low"], knob["high"]) for knob in knobs)))

    def anywhere(knob: dict) -> float:
        steps = round((knob["high"] - knob["low"]) / knob["fine"])
        return round(knob["low"] + source.randint(0, steps) * knob["fine"], 2)

    return [*corners[:20], *corners[-4:], *(tuple(map(anywhere, knobs)) for _ in range(40))]


@pytest.mark.sample(1)
@pytest.mark.parametrize("name", ["by-hand", "no-match", "six"])
def test_the_page_shows_the_divergences_that_python_computes(page: Watched, site: Path, name: str):
    view = content(site, name)
    names = [knob["name"] for knob in view["knobs"]]
    measures = [readout["name"] for readout in view["readouts"]]
    places = [(n, at) for n in range(len(view["targets"])) for at in positions(view["knobs"], n)]
    queries = [f"target={n + 1}&" + "&".join(map("{}={}".format, names, at)) for n, at in places]
    shown = page.page.evaluate(
        """async ([name, queries]) => {
          const strongs = [...document.querySelectorAll(`#${name} [data-measure] strong`)], seen = [];
          for (const query of queries) {
            await new Promise(done => { addEventListener("hashchange", done, { once: true }); location.hash = `${name}?${query}`; });
            seen.push(strongs.map(strong => strong.textContent));
          }
          return seen;
        }""",
        [name, queries],
    )
    for (n, at), texts in zip(places, shown, strict=True):
        q, p = (
            Law(at[::2], at[1::2]),
            Law(tuple(view["targets"][n]["means"]), tuple(view["targets"][n]["variances"])),
        )
        for measure, text in zip(measures, texts, strict=True):
            kl = divergence(measure, q, p, Sampling(**view["sampling"]))
            either = {format_number(kl + nudge, 2) for nudge in (-1e-9 * (1 + kl), 0, 1e-9 * (1 + kl))}
            assert text in either, (n, at, measure)


def test_the_game_starts_at_its_start_with_p_hidden(game: Play, site: Path):
    view = content(site, "by-hand")
    assert (game.value("mean"), game.value("variance")) == ("0.00", "5.00")
    assert game.ink() == 0
    assert game.outcome.inner_text() == ""
    text = game.page.locator("#by-hand .needs-script").inner_text()
    assert all(f"{target['variances'][0]:.2f}" not in text for target in view["targets"])


def test_each_button_moves_its_variable_by_its_step(game: Play):
    for name, value in (
        ("a lot more", "0.50"),
        ("a little more", "0.55"),
        ("a lot less", "0.05"),
        ("a little less", "0.00"),
    ):
        game.button(f"mean, {name}").click()
        assert game.value("mean") == value
    game.button("variance, a lot less").click()
    assert (game.value("mean"), game.value("variance")) == ("0.00", "4.50")


def test_a_button_that_is_held_down_repeats(game: Play):
    game.button("mean, a little more").scroll_into_view_if_needed()
    box = game.button("mean, a little more").bounding_box()
    assert box is not None
    game.watched.stop_clock()
    game.page.mouse.move(box["x"] + 20, box["y"] + 20)
    game.page.mouse.down()
    game.watched.wait(1_000)
    game.page.wait_for_function("() => +document.querySelector('[data-knob=mean] strong').textContent > 0.25")
    game.page.mouse.up()
    held = game.value("mean")
    game.watched.wait(250)
    assert game.value("mean") == held


def test_no_variable_leaves_its_range(game: Play):
    game.follow("by-hand?variance=0.1")
    game.button("variance, a lot less").click()
    assert game.value("variance") == "0.05"
    game.button("variance, a little less").click()
    assert game.value("variance") == "0.05"


def test_everything_is_played_with_the_keyboard(game: Play):
    slider = game.figure.get_by_role("slider", name="mean", exact=True)
    slider.focus()
    for _ in range(3):
        game.page.keyboard.press("ArrowRight")
    assert game.value("mean") == "0.15"
    assert slider.get_attribute("aria-valuetext") == "0.15"
    reached = set()
    for _ in range(12):
        game.page.keyboard.press("Tab")
        reached.add(game.page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent"))
    assert {"variance, a lot more", "Reveal p", "Restart with a new target"} <= reached
    game.button("Reveal p").focus()
    game.page.keyboard.press("Enter")
    assert game.outcome.inner_text().startswith("p has mean")


def test_a_match_is_found_and_said(game: Play, site: Path):
    for n, target in enumerate(content(site, "by-hand")["targets"]):
        game.follow(f"by-hand?target={n + 1}")
        for knob, value in (("mean", target["means"][0]), ("variance", target["variances"][0])):
            game.figure.locator(f"[data-knob={knob}] input").fill(str(value))
        assert game.kl() == "0.00"
        assert game.outcome.inner_text() == "A match: you have found p."


def test_the_gauges_say_what_the_number_says(game: Play):
    game.follow("by-hand?target=1&mean=2&variance=5")
    coarse, fine = (game.figure.get_by_role("meter", name=f"KL(q, p), up to {most}") for most in (25, 1))
    assert 0 < float(fine.get_attribute("aria-valuenow")) < 1
    assert float(fine.get_attribute("aria-valuenow")) == float(coarse.get_attribute("aria-valuenow"))
    assert fine.get_attribute("aria-valuetext") == game.kl()
    game.follow("by-hand?target=1&mean=10&variance=0.05")
    assert float(fine.get_attribute("aria-valuenow")) == 1


def test_the_best_so_far_is_kept_and_gone_back_to(game: Play):
    game.follow("by-hand?target=1&mean=1.5&variance=6")
    best = game.kl()
    for _ in range(3):
        game.button("mean, a lot less").click()
    assert game.kl() != best
    assert game.best() == best
    game.button(f"Best so far {best}").click()
    assert (game.value("mean"), game.value("variance"), game.kl()) == ("1.50", "6.00", best)


def test_reveal_shows_the_target_and_tells_its_numbers(game: Play, site: Path):
    target = content(site, "by-hand")["targets"][0]
    game.button("Reveal p").click()
    assert game.outcome.inner_text() == (
        f"p has mean {format_number(target['means'][0], 2)}, variance {format_number(target['variances'][0], 2)}."
    )
    assert game.ink() > 100
    game.button("Hide p").click()
    assert game.outcome.inner_text() == ""
    assert game.ink() == 0


def test_restart_takes_another_target_and_hides_it(game: Play):
    game.button("Reveal p").click()
    seen = set()
    for _ in range(8):
        game.button("mean, a lot more").click()
        game.button("Restart with a new target").click()
        assert (game.value("mean"), game.ink()) == ("0.00", 0)
        assert game.best() == game.kl()
        seen.add(game.kl())
    assert len(seen) > 1


def test_a_target_that_no_bell_matches_tells_the_least_and_leads_there(page: Watched, site: Path):
    game, view = Play(page, "no-match"), content(site, "no-match")
    game.button("Reveal p").click()
    for number, measure in enumerate(("kl_qp", "kl_pq")):
        closest = view["targets"][0]["closest"][measure]
        assert f"below {closest['kl']:.2f};" in game.outcome.inner_text()
        game.outcome.get_by_role("link").nth(number).click()
        variance = format_number(round(closest["variance"], 1), 2)  # where the knob stops
        expect(game.figure.locator("[data-knob=variance] strong")).to_have_text(variance)
        assert float(game.kl(measure)) == pytest.approx(closest["kl"], abs=0.0051)
        assert game.outcome.inner_text().startswith(
            "p is made of 2 equal bells: mean −4.00, variance 1.00; mean 4.00"
        )


def test_the_address_holds_the_whole_state(browser: Browser, game: Play):
    game.follow("by-hand?target=3")
    game.button("mean, a lot less").click()
    game.button("variance, a little more").click()
    game.button("Reveal p").click()
    game.page.wait_for_function("() => location.hash.endsWith('revealed=1')")
    assert game.page.url.endswith("#by-hand?target=3&mean=-0.5&variance=5.05&revealed=1")
    with watch(browser, game.page.url) as again:
        other = Play(again, "by-hand")
        assert (other.value("mean"), other.value("variance"), other.kl()) == ("−0.50", "5.05", game.kl())
        assert other.outcome.inner_text() == game.outcome.inner_text()


def test_a_link_in_the_prose_begins_the_target_that_it_names(game: Play, site: Path):
    third = content(site, "by-hand")["targets"][2]
    game.button("mean, a lot more").click()
    for _ in range(2):  # also when it is followed twice
        game.page.get_by_role("link", name="the third").click()
        expect(game.figure.locator("[data-knob=mean] strong")).to_have_text("0.00")
        game.button("variance, a lot more").click()
    game.button("Reveal p").click()
    assert game.outcome.inner_text() == third["told"]


def test_an_address_that_is_not_there_selects_the_nearest_and_says_so(game: Play):
    game.follow("by-hand?target=99&mean=12.3")
    assert game.value("mean") == "10.00"
    assert game.outcome.inner_text().strip() == "There is no such place here; this is the nearest."
    game.follow("by-hand?target=2&mean=x")
    assert game.value("mean") == "0.00"


def test_a_result_is_told_once_after_many_moves(game: Play):
    told = game.figure.locator(".told")
    game.page.evaluate(
        """() => {
          self.told = 0;
          new MutationObserver(() => self.told++).observe(document.querySelector("#by-hand .told"), { childList: true });
        }"""
    )
    game.button("mean, a little more").evaluate("button => { for (let n = 0; n < 5; n++) button.click(); }")
    expect(told).to_have_text(f"KL(q, p) {game.kl()}, Best so far {game.best()}")
    assert game.page.evaluate("self.told") == 1


def test_games_of_a_page_do_not_disturb_one_another(page: Watched):
    one, other = Play(page, "by-hand"), Play(page, "six")
    other.button("mean 1, a lot less").click()
    assert one.value("mean") == "0.00"
    assert other.value("mean_1") == "−4.50"


def test_without_script_a_still_tells_the_idea(browser: Browser, site: Path):
    with watch(browser, (site / "index.html").as_uri(), java_script_enabled=False) as page:
        figure = page.page.locator("#by-hand")
        still = figure.locator(".without-script .on-light")
        assert still.is_visible()
        assert still.evaluate("image => image.naturalWidth") > 0
        assert "p has mean" in still.get_attribute("alt")
        assert figure.get_by_text("This picture stands still").is_visible()
        assert not figure.locator(".needs-script").is_visible()


def test_on_paper_the_still_stands_for_the_game(page: Watched):
    page.page.emulate_media(media="print")
    assert page.page.locator("#six .without-script").is_visible()
    assert not page.page.locator("#six .needs-script").is_visible()


@pytest.mark.sample(2)
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_game_scrolls_sideways_and_buttons_suit_a_thumb(browser: Browser, site: Path, width: int):
    with watch(browser, (site / "index.html").as_uri(), viewport={"width": width, "height": 700}) as page:
        for name in ("by-hand", "no-match", "six"):
            Play(page, name).button("Reveal p").click()
        assert page.page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.page.locator(".knob button").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44


def test_what_is_focused_is_not_under_the_picture_on_a_phone(browser: Browser, site: Path):
    with watch(
        browser,
        (site / "index.html").as_uri(),
        "six",
        viewport={"width": 320, "height": 640},
        reduced_motion="reduce",
    ) as page:
        last, first = (page.page.locator(f"#six [data-knob={knob}] input") for knob in ("variance_3", "mean_2"))
        last.focus()
        first.focus()
        page.is_painted()
        covered = page.page.locator("#six .stage").bounding_box()
        box = first.bounding_box()
        assert covered is not None
        assert box is not None
        assert covered["y"] == pytest.approx(0, abs=1)
        assert box["y"] >= covered["y"] + covered["height"]


@pytest.mark.sample(1)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(browser: Browser, site: Path, scheme: str, width: int):
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": width, "height": 800}
    with watch(browser, (site / "index.html").as_uri(), color_scheme=scheme, viewport=size) as page:
        for revealed in (False, True):
            if revealed:
                for name in ("by-hand", "no-match", "six"):
                    Play(page, name).button("Reveal p").click()
            found = Axe().run(page.page).response["violations"]
            assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
