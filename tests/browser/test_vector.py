"""Stills as SVG: in Chromium they are what the PNG beside them is."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pages import watch
from tests.site.sites import built_site, strict_json

pytestmark = pytest.mark.browser

ARTICLE = """\
---
title: Stills
date: 2026-01-02
summary: What is left.
---

```animation
id: bell
simulation: gaussian-descent
caption: A bell looks for another.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 30
sweep:
  step_size: [0.1, 0.2]
gif: default
```

```animation
id: race
simulation: function-descent
caption: Two run down a valley.
function: rosenbrock
iterations: 40
sweep:
  optimizer: [gradient-descent, adam]
step_size: 0.002
together: optimizer
arrows: [step]
```

```animation
id: dash
simulation: terrain-descent
caption: A walker on a slope.
terrain: {curvature: 0.05, slope: -0.8}
start: 1
step_size: 0.1
iterations: 9
```
"""
NEAR, APART, FEW = 3, 90, 0.02
"""Of 255: how far pixels may differ in the mean; how far only `FEW` of them do, at the edges of letters and lines."""


@pytest.fixture(scope="module")
def folder() -> Path:
    return built_site(ARTICLE).output / "short"


@pytest.mark.parametrize("figure", ["bell", "race", "dash"])
def test_it_looks_like_the_last_frame(browser: Browser, folder: Path, figure: str):
    path = folder / figure / "default.svg"
    with Image.open(folder / figure / "default.png") as image:
        still = np.asarray(image.convert("RGB")).astype(int)
    height, width, _ = still.shape
    with watch(browser, path.as_uri(), viewport={"width": width, "height": height}) as watched:
        shown = np.asarray(Image.open(BytesIO(watched.page.screenshot())).convert("RGB")).astype(int)
        assert watched.said == []
    difference = np.abs(shown - still).max(axis=2)
    assert difference.mean() < NEAR
    assert (difference > APART).mean() < FEW


@pytest.mark.parametrize("figure", ["bell", "race", "dash"])
def test_it_tells_what_it_shows_and_needs_nothing_else(folder: Path, figure: str):
    text = (folder / figure / "default.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    index = strict_json(folder / figure / "figure.json")
    start = [axis["default"] for axis in index["axes"]]
    shown = index["runs"] if figure == "race" else [one for one in index["runs"] if one["at"] == start]
    told = root.attrib["aria-label"].lower()
    for run in shown:
        name, _, ending = run["description"].lower().partition(": ")
        assert name in told
        assert (": still on the way" if figure == "race" else ending) in told
    assert not any(word in text for word in ("href", "<text", "<style", "<script", "url(http"))
