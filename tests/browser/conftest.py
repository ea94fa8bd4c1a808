"""A page on which everything that readers may do meets: two figures, a game, headings and links."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Watched, serve, watch
from tests.site.sites import built_site

ARTICLE = """\
---
title: A playground
date: 2026-01-02
summary: What readers may do.
---

The lead, with [half the momentum](run:descent?momentum=0.5) and [tip toe](run:walk?walker=tip+toe&i=12).

```animation
id: descent
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 60
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.1, 0.2, 0.5]
  momentum: [0, 0.3, 0.5]
exclude:
  - {objective: kl_pq, step_size: 0.5}
presets:
  Faster: {step_size: 0.5}
```

## A section

Some words.

```animation
id: walk
simulation: terrain-descent
caption: Watch the walker.
terrain: {curvature: 0.05, slope: -0.8}
start: 1
sweep:
  walker:
    hiker: {step_size: 0.5, momentum: 0, iterations: 40}
    tip toe: {step_size: 0.1, momentum: 0, iterations: 80}
    giant: {step_size: 5, momentum: 0, iterations: 20}
```

## A game

```match
id: by-hand
simulation: gaussian-match
caption: Find p.
targets: [{mean: 1, variance: 2}, {mean: 3, variance: 1}]
```
"""


@pytest.fixture(scope="session")
def playground() -> Path:
    """The folder of the page, as built."""
    return built_site(ARTICLE).output / "short"


@pytest.fixture(
    scope="session",
    params=[pytest.param(place, marks=pytest.mark.sample(1, "address")) for place in ("disk", "server")],
)
def address(request: pytest.FixtureRequest, playground: Path) -> Iterator[str]:
    """The page from disk, and from a server under a sub-path."""
    if request.param == "disk":
        yield f"{playground.as_uri()}/index.html"
    else:
        with serve(playground.parent.parent) as root:
            yield f"{root}/{playground.parent.name}/{playground.name}/index.html"


@pytest.fixture
def still(browser: Browser, address: str) -> Iterator[Watched]:
    """The page with motion reduced, so that tests decide what moves; it may say nothing and ask for nothing outside."""
    with watch(browser, address, reduced_motion="reduce") as watched:
        yield watched
        assert watched.said == []
        assert watched.failed == []
        root = address.rsplit("/", 2)[0]
        assert [url for url in watched.asked if not url.startswith((root, "data:"))] == []
