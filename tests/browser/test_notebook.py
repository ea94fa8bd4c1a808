"""A figure in the frame of a notebook plays there, and leaves the notebook alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame

from klsim import Figure

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a figure in it, as notebooks show it."""
    figure = Figure(
        "gaussian-descent",
        sweep={"step_size": [0.1, 0.2, 0.5]},
        default={"step_size": 0.2},
        caption="Watch q look for p.",
        target={"mean": 2, "variance": 1},
        start={"mean": 0, "variance": 5},
        iterations=60,
    )
    path = tmp_path_factory.mktemp("notebook") / "notebook.html"
    path.write_text(f"<!doctype html><title>Notebook</title>{figure._repr_mimebundle_()['text/html']}")
    return path


@pytest.fixture
def frame(browser: Browser, notebook: Path) -> Iterator[Frame]:
    page = browser.new_page(viewport={"width": 900, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(notebook.as_uri())
    yield page.frames[1]
    assert said == []
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [notebook.as_uri()]
    assert page.url == notebook.as_uri()
    page.close()


def test_a_figure_plays_and_its_runs_are_switched(frame: Frame):
    iteration = frame.locator("[data-series=iteration]")
    frame.wait_for_function("() => +document.querySelector('[data-series=iteration]').textContent > 20")
    assert frame.locator("h1, .masthead, .colophon, .copy").filter(visible=True).count() == 0
    frame.locator("#figure-step_size").fill("2")
    frame.wait_for_function("() => document.querySelector('.setting b').textContent.includes('0.5')")
    frame.wait_for_function("() => document.querySelector('.outcome').textContent.startsWith('Arrived')")
    frame.locator(".restart").click()
    assert int(iteration.inner_text()) < 20


def test_all_of_it_is_in_the_frame_at_first(frame: Frame):
    room = "() => [document.documentElement.scrollHeight, document.documentElement.clientHeight]"
    height, there = frame.evaluate(room)
    assert height <= there
    assert frame.evaluate("() => document.querySelector('.settings').getBoundingClientRect().bottom") <= there
