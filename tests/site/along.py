"""A small site that may be taken along: all kinds of text, runs, races and games, as single files and books."""

from klsim.config import Config
from tests.site.games import ARTICLE as GAMES
from tests.site.races import RACES
from tests.site.sites import ARTICLE, SITE, built_site

TAKEN_ALONG = f"{SITE}formats: [html, single, epub]\n"

TEXTS = """\
---
title: All kinds of <text> & "more"
date: 2026-01-03
updated: 2026-02-04T10:00:00+02:00
summary: What books must know.
authors: [A. Writer, B. Ünïcode]
series: two
part: 3
---

A lead with [another part](../short/index.html#a-section), [a run](run:short/small?step_size=2),
[the web](https://example.org/?a=1&b=2), a footnote[^one], <kbd>Ctrl</kbd><br>and $\\frac{a}{b}$ &nbsp; in it.

## Formulas & sets

$$
\\begin{aligned} v &= \\mu v - \\eta \\nabla f(\\theta) \\\\ \\theta &= \\theta + v \\end{aligned}
$$

## Lists

- [x] done
- [ ] to do

1. one

    ```python
    def f(x: float) -> str:  # comment
        return f"{x:.2f}" if x < 0 else "&"
    ```

> [!NOTE]
> Heed $x$.

| Name | Formula |
|:-----|--------:|
| KL   | $p \\log p$ |

Term
:   Definition.

<details><summary>More</summary>

Hidden text, and back to [formulas](#formulas-sets).

</details>

<svg viewBox="0 0 10 10" width="40" height="40" role="img" aria-label="A circle"><circle cx="5" cy="5" r="4"/></svg>

[^one]: The note.
"""


def site_along() -> Config:
    """Four articles, three of them a series."""
    return built_site(
        ARTICLE,
        {
            "site.yaml": TAKEN_ALONG,
            "games.md": GAMES.replace("part: 1", "part: 2"),
            "races.md": RACES,
            "texts.md": TEXTS,
            "about.md": "---\ntitle: About\nsummary: Who writes.\npage: true\n---\n\nA writer.\n",
        },
    )
