"""A figure of a mixture in a real browser: three panels, a log scale, and the same picture as its GIF."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from klsim.simulations._mixture_scene import HEIGHT_PX, WIDTH_PX
from tests.browser.pages import Watched, watch
from tests.site.sites import built_site

pytestmark = pytest.mark.browser

ARTICLE = """\
---
title: Three bells
date: 2026-01-02
summary: What they do.
---

```animation
id: three
simulation: mixture-descent
caption: Watch q look for p.
target: {means: [-5, 0, 5], variances: [2, 2, 2]}
start: {means: [-3, 0, 3], variances: [2, 2, 2]}
domain: [-15, 15]
step_size: 2
momentum: 0.5
iterations: 300
sweep:
  objective: [kl_qp, kl_pq]
```
"""
HEADER_PX = 40
SIZED = (
    ".panels { position: fixed; inset: 0 auto auto 0; display: flex !important; gap: 0 !important; margin: 0; z-index: 9 }"
    f".panel {{ flex: none; width: {WIDTH_PX}px }}"
)


@pytest.fixture(scope="module")
def site() -> Path:
    return built_site(ARTICLE).output / "short"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Watched]:
    viewport = {"width": 1200, "height": 1000}
    with watch(
        browser, f"{site.as_uri()}/index.html", "three", viewport=viewport, reduced_motion="reduce"
    ) as watched:
        yield watched
        assert watched.said == []


def record(site: Path) -> tuple[dict, dict]:
    run = json.loads((site / "three" / "figure.json").read_text())["runs"][0]
    return run, json.loads((site / "three" / run["data"]).read_text())


def test_readouts_show_the_six_variables(page: Watched, site: Path):
    _, data = record(site)
    page.scrub(3)
    for name in ("mean_1", "mean_3", "variance_2"):
        assert float(page.readout(name).replace("−", "-")) == pytest.approx(data[name][3], abs=0.00051)


def test_a_divergence_below_its_scale_neither_leaves_the_picture_nor_breaks_it(page: Watched, site: Path):
    _, data = record(site)
    assert abs(data["kl_qp"][300]) < 1e-13
    page.scrub(300)
    assert page.readout("kl_qp") == "0.0000"
    assert "Outside" not in page.figure.locator(".outcome").inner_text()


def test_three_panels_stand_in_a_row_and_are_swiped_on_a_phone(page: Watched):
    def tops() -> int:
        return len({panel.bounding_box()["y"] for panel in page.figure.locator(".panel").all()})

    assert tops() == 1
    page.page.set_viewport_size({"width": 375, "height": 800})
    assert tops() == 1
    panels = page.figure.locator(".panels")
    assert panels.evaluate("panels => panels.scrollWidth > 2 * panels.clientWidth")
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("frame", [0, 4, -1])
def test_the_page_and_the_gif_show_the_same_picture(page: Watched, site: Path, frame: int):
    run, data = record(site)
    page.scrub(data["frames"][frame])
    page.page.add_style_tag(content=SIZED)
    page.is_painted()
    with Image.open(site / "three" / run["gif"]) as gif:
        gif.seek(frame % len(data["frames"]))
        film = np.asarray(gif.convert("RGB"), dtype=float)[HEADER_PX : HEADER_PX + HEIGHT_PX]
    for n, panel in enumerate(page.figure.locator(".panel").all()):
        shot = np.asarray(Image.open(io.BytesIO(panel.screenshot())).convert("RGB"), dtype=float)
        off = np.abs(shot - film[:, n * WIDTH_PX : (n + 1) * WIDTH_PX]).max(axis=-1)
        assert off.mean() < 2.2
        assert (off > 60).mean() < 0.015
