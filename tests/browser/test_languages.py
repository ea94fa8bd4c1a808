"""Pages in a language that is written from right to left."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import watch
from tests.site.sites import SITE, built_site

pytestmark = pytest.mark.browser

ARTICLE = """\
---
title: منحنى يبحث عن شكله
date: 2026-01-02
summary: منحنى جرسي يبحث عن منحنى آخر.
---

تخيل أنك تقف على سفح جبل في ضباب كثيف، والصيغة $\\mathrm{KL}(q, p)$ تقيس الفرق.

## السفح

- أولا مع `code`

```animation
id: search
simulation: gaussian-descent
caption: راقب المنحنى وهو يبحث.
target: {mean: 3, variance: 2}
start: {mean: -1, variance: 1}
iterations: 20
sweep:
  step_size: [0.1, 0.5]
```
"""


LEFT_TO_RIGHT = """byline => [...byline.childNodes].reverse().map(node => {
  const range = document.createRange();
  range.selectNodeContents(node);
  const { left, right } = range.getBoundingClientRect();
  return [Math.round(left), Math.round(right)];
})"""
"""The ends of what the byline has, that which is read last first."""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_page_from_right_to_left_is_seen_at_once_and_mirrored_but_for_its_figures(browser: Browser, width: int):
    site = built_site(ARTICLE, {"site.yaml": SITE.replace("language: en", "language: ar")})
    page = (site.output / "short" / "index.html").as_uri()
    with watch(browser, page, "search", viewport={"width": width, "height": 800}) as watched:
        assert watched.page.evaluate("document.documentElement.scrollWidth") == width
        heading = watched.page.locator("h1")
        expect(heading).to_be_in_viewport(ratio=1)
        words = heading.evaluate(
            "heading => { const range = document.createRange(); range.selectNodeContents(heading);"
            " const { left, right } = range.getBoundingClientRect(); return [left, right]; }"
        )
        box = heading.bounding_box()
        assert box
        assert words[1] == pytest.approx(box["x"] + box["width"], abs=2), "words begin at the right"
        expect(watched.figure.locator("figcaption")).to_have_css("direction", "rtl")
        expect(watched.figure.locator(".panels")).to_have_css("direction", "ltr")
        fade = watched.figure.locator(".panels").evaluate("panels => getComputedStyle(panels).maskImage")
        assert fade.startswith("linear-gradient(to left" if width == 390 else ("none", "linear-gradient(to left"))
        expect(watched.page.locator(".byline time")).to_have_css("direction", "ltr")
        minutes, dot, date = watched.page.locator(".byline").evaluate(LEFT_TO_RIGHT)
        assert minutes[1] <= dot[0] < dot[1] <= date[0], "the dot is between the two"
        watched.page.keyboard.press("Tab")
        expect(watched.page.locator(".skip")).to_be_in_viewport(ratio=1)
        assert watched.said == []
