"""Figures where no script runs: radio buttons choose among films, and links lead to films."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.pages import serve, watch
from tests.site.sites import built_site

pytestmark = pytest.mark.browser

FIGURES = """\
---
title: Two figures
date: 2026-01-02
summary: What they show.
---

With [a long step](run:walk?step_size=2), or seen [from the other side](run:walk?objective=kl_pq); it is at the
target after [80](value:walk?step_size=0.2#converged_at) steps. Let it start [far away](run:starts?from=far%20away&i=3).

```animation
id: walk
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 90
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.2, 2]
exclude: {objective: kl_pq, step_size: 2}
presets:
  Too far: {step_size: 2}
```

Much text stands between the two.

```animation
id: starts
simulation: gaussian-descent
caption: Watch q start.
target: {mean: 2, variance: 1}
step_size: 0.2
iterations: 20
sweep:
  from:
    close by: {start: {mean: 1, variance: 1}}
    far away: {start: {mean: -3, variance: 4}}
```
"""
OTHER = """\
---
title: Elsewhere
date: 2026-01-03
summary: It leads away.
---

See [the long step](run:short/walk?step_size=2&i=7).
"""


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A site with two figures on a page, from disk and from a server under a sub-path."""
    config = built_site(FIGURES, {"other.md": OTHER})
    host = tmp_path_factory.mktemp("host")
    shutil.copytree(config.output, host / "some" / "where")
    with serve(host) as address:
        yield {"disk": config.output.as_uri(), "server": f"{address}/some/where"}


@pytest.fixture(params=["disk", "server"])
def root(request: pytest.FixtureRequest, roots: dict[str, str]) -> str:
    """Where the site is read from."""
    return roots[request.param]


class Reader:
    """Someone without script: what is shown to them, and which films were fetched."""

    def __init__(self, page: Page, asked: list[str]) -> None:
        self.page, self._asked = page, asked

    def figure(self, name: str) -> Locator:
        return self.page.locator(f"#{name}")

    def shown(self, name: str) -> list[str]:
        """The settings of the films that a figure shows, from its top."""
        films = self.figure(name).locator(".film").filter(visible=True)
        return [film.get_attribute("alt") or film.get_attribute("aria-label") or "" for film in films.all()]

    def press(self, name: str, label: str) -> None:
        """Press a button of a figure with the mouse."""
        self.figure(name).get_by_text(label, exact=True).filter(visible=True).click()

    def says(self, name: str, words: str) -> bool:
        """Whether a sentence that a figure shows has these words."""
        return any(words in p.inner_text() for p in self.figure(name).locator("p").filter(visible=True).all())

    def fetched(self) -> list[str]:
        """The films fetched so far, by the readable part of their names."""
        self.page.wait_for_load_state("networkidle")
        names = (url.rpartition("/")[2] for url in self._asked)
        return [name.rsplit(".", 2)[0] for name in names if name.endswith(".gif")]


@pytest.fixture
def open_page(browser: Browser, root: str) -> Iterator[Callable[..., Reader]]:
    """Opens an address of the site without script."""
    opened = []

    def open_one(path: str, **options: object) -> Reader:
        opened.append(watch(browser, f"{root}/{path}", java_script_enabled=False, **options))
        watched = opened[-1].__enter__()
        return Reader(watched.page, watched.asked)

    yield open_one
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture
def reader(open_page: Callable[..., Reader]) -> Reader:
    """The page of the two figures."""
    return open_page("short/index.html")


def test_at_first_each_figure_shows_its_default_and_only_those_films_are_fetched(reader: Reader):
    assert reader.shown("walk") == ["KL(q, p) · step size 0.2"]
    assert reader.shown("starts") == ["close by"]
    assert reader.fetched() == ["kl_qp_0.2", "close-by"]
    assert "Arrived: within 0.001 of the lowest point from iteration 80 on." in reader.figure("walk").inner_text()


def test_a_button_chooses_a_film_of_its_figure_alone_and_only_that_is_fetched(reader: Reader):
    reader.press("walk", "KL(p, q)")
    assert reader.shown("walk") == ["KL(p, q) · step size 0.2"]
    assert reader.shown("starts") == ["close by"]
    assert reader.fetched() == ["kl_qp_0.2", "close-by", "kl_pq_0.2"]


def test_the_buttons_work_by_keyboard(reader: Reader):
    steps = reader.figure("walk").get_by_role("group", name="step size")
    steps.get_by_role("radio", name="0.2").focus()
    reader.page.keyboard.press("ArrowRight")
    assert steps.get_by_role("radio", name="2", exact=True).is_checked()
    assert reader.shown("walk") == ["KL(q, p) · step size 2"]
    reader.page.keyboard.press("Shift+Tab")
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowDown")
    assert reader.shown("walk") == ["KL(q, p) · step size 2"]


def test_a_combination_that_was_left_out_says_so(reader: Reader):
    reader.press("walk", "KL(p, q)")
    reader.press("walk", "2")
    assert reader.shown("walk") == []
    assert reader.says("walk", "There is no run with these settings")


def test_a_link_leads_to_its_film_above_the_chosen_one(reader: Reader):
    reader.page.get_by_role("link", name="a long step").click()
    assert reader.shown("walk") == ["KL(q, p) · step size 2", "KL(q, p) · step size 0.2"]
    assert reader.shown("starts") == ["close by"]
    top = reader.figure("walk").locator(".film").filter(visible=True).first.bounding_box()
    assert top is not None
    assert 0 <= top["y"] < 400
    reader.figure("walk").get_by_role("link", name="Close").filter(visible=True).click()
    assert reader.shown("walk") == ["KL(q, p) · step size 0.2"]


def test_a_link_to_a_number_leads_to_the_run_that_has_it(reader: Reader):
    reader.page.get_by_role("link", name="80", exact=True).click()
    assert reader.shown("walk") == ["KL(q, p) · step size 0.2"] * 2


def test_a_link_with_spaces_and_an_iteration_finds_its_film(reader: Reader):
    reader.page.get_by_role("link", name="far away").click()
    assert reader.shown("starts") == ["far away", "close by"]
    assert reader.says("starts", "The link means iteration 3.")
    assert reader.shown("walk") == ["KL(q, p) · step size 0.2"]


def test_a_preset_is_a_link_to_its_film(reader: Reader):
    reader.page.get_by_role("link", name="Too far").click()
    assert reader.shown("walk") == ["KL(q, p) · step size 2", "KL(q, p) · step size 0.2"]


def test_a_link_from_another_article_leads_to_its_film(open_page: Callable[..., Reader]):
    reader = open_page("other/index.html")
    reader.page.get_by_role("link", name="the long step").click()
    reader.page.wait_for_url("**/short/index.html#walk?*")
    assert reader.shown("walk") == ["KL(q, p) · step size 2", "KL(q, p) · step size 0.2"]
    assert reader.says("walk", "The link means iteration 7.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(open_page: Callable[..., Reader], scheme: str):
    reader = open_page(
        "short/index.html#walk?step_size=2", viewport={"width": 390, "height": 800}, color_scheme=scheme
    )
    for part in reader.figure("walk").locator(".film, .segments label, figcaption").filter(visible=True).all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_the_buttons_are_large_enough_for_thumbs(reader: Reader):
    for button in reader.page.locator(".films label, .presets a").filter(visible=True).all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 32
        assert box["width"] >= 24


def test_every_button_and_film_has_a_name_for_those_who_do_not_see_it(reader: Reader):
    tree = reader.page.context.new_cdp_session(reader.page).send("Accessibility.getFullAXTree")["nodes"]
    named = [(node["role"]["value"], node["name"]["value"]) for node in tree if "name" in node]
    assert [name for role, name in named if role == "group" and name] == [
        "what goes downhill",
        "step size",
        "from",
    ]
    assert [name for role, name in named if role == "image"] == ["KL(q, p) · step size 0.2", "close by"]
    radios = ["KL(q, p)", "KL(p, q)", "0.2", "2", "close by", "far away"]
    assert [name for role, name in named if role == "radio"] == radios


def test_where_scripts_run_none_of_it_is_there_and_no_film_is_fetched(browser: Browser, root: str):
    with watch(browser, f"{root}/short/index.html#walk?step_size=2") as watched:
        watched.page.wait_for_load_state("networkidle")
        assert watched.page.locator(".films").count() == 0
        assert not [url for url in watched.asked if url.endswith(".gif")]
