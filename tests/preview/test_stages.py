"""Pages first, GIFs after; and what only a preview shows: drafts, and numbers that runs do not give."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import ContentError
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.preview.manifest import peek, read_manifest
from klsim.preview.stages import Stage, show
from tests.engine.processes import wait_until
from tests.preview.previews import Preview, previewed
from tests.site.along import site_along
from tests.site.sites import copy_site, edit

pytestmark = pytest.mark.browser

STEPS = "step_size: [-0.5, 0.2, 2]"
MORE_STEPS = "step_size: [-0.5, 0.2, 0.7, 2]"
MANY_STEPS = f"step_size: [-0.5, {', '.join(f'0.{n}' for n in range(101, 180))}, 0.2, 2]"
DRAFT = """\
---
title: An early one
date: 2026-02-03
summary: Not yet.
draft: true
---

So far [80](value:short/small?step_size=0.2#converged_at) steps.
"""
SIMULATION = """\
import numpy as np
from klsim import Curve, Integer, Number, Panel, Readout, Scene, Simulation, Trajectory, nice_scale

def simulate(settings):
    n = np.arange(max(settings.iterations) + 1)
    return Trajectory({"warmth": settings.start[:, None] * 0.9**n})

def scene(settings):
    scales = nice_scale("iteration", 0, 20), nice_scale("warmth", 0, 10)
    panel = Panel("warmth", "Warmth", *scales, static=(), moving=(Curve("warmth", "series-1"),))
    return Scene((panel,), (Readout("warmth", "warmth", 3, "series-1"),))

simulation = Simulation(
    settings=(Number("start", 0, 10), Integer("iterations", 1, 100, default=20)),
    state=("warmth",),
    simulate=simulate,
    scene=scene,
)
"""
COOLING = """\
---
title: Cooling
date: 2026-02-04
summary: It cools.
---

```animation
id: cooling
simulation: cooling
caption: Watch it cool.
sweep:
  start: [1, 5]
```
"""


@pytest.fixture
def preview(small_site: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a small site."""
    config = copy_site(small_site, tmp_path_factory.mktemp("stages") / "site")
    with previewed(config) as preview:
        yield preview


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The article in the browser."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{preview.address}short/")
    yield page
    context.close()


def overlay(page: Page) -> Locator:
    return page.get_by_role("alert")


def drawings_left(preview: Preview) -> list[int]:
    told = [re.fullmatch(r"shown in .*, (\d+) drawings left", line) for line in preview.lines]
    return [int(found[1]) for found in told if found]


def runs_drawn(preview: Preview) -> list[int]:
    """How many GIFs each whole build has drawn."""
    told = [re.search(r"^built in .*, (\d+) of \d+ runs drawn", line) for line in preview.lines]
    return [int(found[1]) for found in told if found]


def test_a_new_run_plays_before_its_gif_is_drawn_and_then_has_it(preview: Preview, page: Page):
    preview.edit(STEPS, MANY_STEPS)
    slider = page.get_by_role("slider", name="step size")
    expect(slider).to_have_attribute("max", "81", timeout=30_000)
    assert preview.gifs() == [None] * 164
    assert preview.builds == 1
    slider.fill("40")
    figure = page.locator("figure.simulation")
    expect(figure.locator(".data")).to_have_attribute("href", re.compile(r"_0\.14"), timeout=30_000)
    expect(figure.locator(".gif")).to_have_js_property("hidden", True)
    figure.get_by_role("slider", name="Iteration").fill("9")
    expect(figure.locator("[data-series=iteration]")).to_have_text("9")
    preview.edit(MANY_STEPS, MORE_STEPS)
    wait_until(lambda: preview.builds == 2)
    assert None not in preview.gifs()
    expect(slider).to_have_attribute("max", "3")
    expect(figure.locator(".gif")).to_have_js_property("hidden", False)


def test_a_newer_save_ends_the_drawing_of_an_older_one(preview: Preview):
    preview.edit(STEPS, MANY_STEPS)
    wait_until(lambda: len(drawings_left(preview)) == 1)
    assert drawings_left(preview)[0] > 100
    preview.edit("The lead", "A lead")
    wait_until(lambda: b"A lead" in preview.fetch("short/"))
    assert preview.builds == 1
    preview.edit(MANY_STEPS, MORE_STEPS)
    wait_until(lambda: preview.builds == 2)
    assert runs_drawn(preview)[-1] <= 2  # what was there is not drawn again
    assert None not in preview.gifs()


def test_other_figures_keep_their_gifs_while_one_is_drawn(preview: Preview):
    other = preview.article.read_text().replace("part: 1", "part: 2").replace("A short one", "Another")
    (preview.config.content / "other.md").write_text(other)
    wait_until(lambda: preview.builds == 2)
    preview.edit(STEPS, MANY_STEPS)
    wait_until(lambda: len(drawings_left(preview)) == 2)
    assert preview.gifs()[0] is None
    assert None not in preview.gifs("other/small")


def test_a_number_that_drifts_stands_beside_the_one_that_is_stated(preview: Preview, page: Page):
    preview.edit("[80](value:", "[1,081](value:")
    mark = page.locator("mark.difference")
    expect(mark).to_be_visible()
    expect(page.locator("p", has=mark)).to_contain_text("after 1,081 80")
    expect(mark).to_have_attribute("title", "the run gives 80")
    expect(mark).to_have_css("background-color", "rgb(179, 38, 30)")
    expect(overlay(page)).to_be_hidden()
    wait_until(lambda: preview.builds == 2)
    warning = "content/short/index.md:28: warning: the text states 1,081 for converged_at of small"
    assert any(line.startswith(warning) for line in preview.lines)
    preview.edit("iterations: 120", "iterations: 60")
    expect(mark).to_contain_text("this run has no converged_at: its status is unfinished")
    expect(page.get_by_role("slider", name="Iteration")).to_have_attribute("max", "60")
    preview.edit("iterations: 60", "iterations: 120")
    preview.edit("[1,081](value:", "[80](value:")
    expect(mark).to_have_count(0)


def test_a_draft_is_shown_and_marked_and_its_mistakes_keep_nobody_else_back(preview: Preview, page: Page):
    draft = preview.config.content / "early.md"
    draft.write_text(DRAFT)
    page.goto(f"{preview.address}early/")
    expect(page.get_by_text("So far 80 steps.")).to_be_visible()
    expect(page.locator("header").get_by_text("Draft", exact=True)).to_be_visible()
    listed = preview.fetch("").decode()
    assert re.search(r"An early one</a> <mark[^>]*>Draft</mark>", listed)
    assert b"An early one" not in preview.fetch("feed.xml") + preview.fetch("sitemap.xml")
    draft.write_text(DRAFT + "\n$\\nothing$\n")
    expect(overlay(page)).to_contain_text("content/early.md:10: unknown LaTeX command")
    expect(page.get_by_text("So far 80 steps.")).to_be_attached()
    preview.edit("The lead", "A lead")
    wait_until(lambda: b"A lead" in preview.fetch("short/"))
    assert any(line.startswith("content/early.md:10: warning: unknown LaTeX") for line in preview.lines)
    other = page.context.new_page()
    other.goto(f"{preview.address}short/")
    expect(other.get_by_text("A lead")).to_be_visible()
    expect(overlay(other)).to_be_hidden()
    draft.write_text(DRAFT.replace("So far", "By now"))
    expect(page.get_by_text("By now 80 steps.")).to_be_visible()
    expect(overlay(page)).to_be_hidden()


def test_an_article_whose_date_is_yet_to_come_stands_back_with_its_mistakes_as_a_draft_does(
    small_site: Config, tmp_path: Path
):
    config = copy_site(small_site, tmp_path / "site")
    scheduled = DRAFT.replace("draft: true\n", "").replace("2026-02-03", "2999-01-01")
    (config.content / "early.md").write_text(scheduled + "\n$\\nothing$\n")
    stage = Stage(Serial(), Silent())
    with Store(config.store, packages=config.packages) as store:
        shown = next(show(config, store, stage, stage, 0, Present.of_epoch(1_800_000_000)))
        assert list(shown.mistakes) == ["early"]
        assert "unknown LaTeX command" in shown.mistakes["early"][0]
        with pytest.raises(ContentError):
            next(show(config, store, stage, stage, 0, Present.of_epoch(40_000_000_000)))


def test_a_preview_has_the_pages_only_and_offers_nothing_else(tmp_path: Path):
    config = copy_site(site_along(), tmp_path / "site")
    edit(config, "sweep:", "iterations: 60\nsweep:")
    edit(config, "iterations: 120\n", "")
    edit(config, " after [80](value:short/small?step_size=0.2#converged_at)".replace("short/", ""), "")
    stage = Stage(Serial(), Silent())
    with Store(config.store, packages=config.packages) as store:
        for shown in show(config, store, stage, stage, 0):
            files = read_manifest(store.objects, shown.manifest)
            assert "short/index.html" in files
            assert not [path for path in files if path.startswith("downloads/")]
            assert b"take-along" not in (store.read(files["short/index.html"]) or b"")
    assert shown.left == 0


def at_first(page: Page) -> str:
    """How warm it is after one iteration, as the page shows it now."""
    page.get_by_role("slider", name="Iteration").fill("1")
    return page.locator("figure.simulation [data-series=warmth]").inner_text()


def test_a_mistake_in_a_simulation_of_the_site_is_told_and_mended(small_site: Config, tmp_path, browser: Browser):
    config = copy_site(small_site, tmp_path / "site")
    config.simulations.mkdir()
    file = config.simulations / "cooling.py"
    file.write_text(SIMULATION)
    (config.content / "cooling.md").write_text(COOLING)
    with previewed(config) as preview:
        page = browser.new_page()
        page.goto(f"{preview.address}cooling/")
        readout = page.locator("figure.simulation [data-series=warmth]")
        expect(readout).to_be_visible()
        preview.edit("0.9**n", "0.9**m", file)
        expect(overlay(page)).to_contain_text("simulations/cooling.py:6: NameError")
        preview.edit("0.9**m", "0.5**n", file)
        expect(overlay(page)).to_be_hidden()
        wait_until(lambda: at_first(page).startswith("0.500"))  # the page may be about to load anew
        preview.edit("    n = np", "    while True: pass\n    n = np", file)
        time.sleep(3)
        preview.edit("    while True: pass\n", "", file)
        preview.edit("0.5**n", "0.25**n", file)
        wait_until(lambda: at_first(page).startswith("0.250"))
        page.close()


def test_the_store_keeps_what_is_shown(preview: Preview):
    preview.edit("The lead", "A lead")
    wait_until(lambda: preview.builds == 2)
    shown = peek(preview.config.store)
    assert len(shown) > 20
    with Store(preview.config.store) as store:
        store.clean()
        assert store.objects.has(shown.values())
