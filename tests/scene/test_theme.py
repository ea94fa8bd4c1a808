"""The colours of figures are those that a browser takes from the same style sheet."""

import pytest
from playwright.sync_api import Browser

from klsim.diagnostics import Diagnostics
from klsim.scene.stylesheet import parse_themes
from klsim.scene.theme import Theme
from tests.site.sites import ROOT

SHIPPED = (ROOT / "templates" / "static" / "theme.css").read_text(encoding="utf-8")
NAMES = tuple(name.replace("_", "-") for name in Theme.__annotations__)
LIGHT = " ".join(f"--{name}: #{n:02x}0000;" for n, name in enumerate(NAMES))
DARK = "--paper: #000001; --object: #ff0001"

SHEETS = {
    "as shipped": SHIPPED,
    "without spaces": f":root{{{LIGHT}}}@media(prefers-color-scheme:dark){{:root{{{DARK}}}}}",
    "in capitals": f":ROOT {{ {LIGHT} }} @MEDIA SCREEN AND (PREFERS-COLOR-SCHEME: DARK) {{ html {{ {DARK} }} :root {{ {DARK} }} }}",
    "with a line break": f":root {{ {LIGHT} }} @media\n(prefers-color-scheme:\ndark)\n{{ :root {{ {DARK} }} }}",
    "dark first": f"@media (prefers-color-scheme: dark) {{ :root:not(.printing) {{ {DARK} }} }} :root {{ {LIGHT} }}",
    "light apart": f":root {{ {LIGHT} {DARK} }} @media (prefers-color-scheme: light) {{ :root {{ {LIGHT} }} }}",
    "not light": f":root {{ {LIGHT} }} @media not (prefers-color-scheme: light) {{ :root {{ {DARK} }} }}",
    "one of several": f":root {{ {LIGHT} }} @media print, screen and (prefers-color-scheme: dark) {{ :root {{ {DARK} }} }}",
    "only for paper": f":root {{ {LIGHT} }} @media print {{ :root {{ {DARK} }} }} :root.printing {{ {DARK} }}",
    "nested": f":root {{ {LIGHT} @media (prefers-color-scheme: dark) {{ {DARK} }} }}",
    "both at once": f":root {{ color-scheme: light dark; {LIGHT} --paper: light-dark(#ffffff, #000001) }}",
    "named and computed": f":root {{ {LIGHT} --ink: RebeccaPurple; --object: rgb(10 20 30); --target: hsl(0 100% 50%); --rule: #abc; --series-1: var(--object) }}",
    "told off": f"/* --paper: #123456; @media (prefers-color-scheme: dark) */ :root {{ {LIGHT} }} .paper {{ --paper: #123456 }}",
    "important": f":root {{ {LIGHT} --paper: #ffffff !important }} :root {{ --paper: #123456 }}",
    "in a layer": f"@layer base {{ :root {{ {LIGHT} }} }} @media (prefers-color-scheme: dark) {{ @supports (color: red) {{ :root {{ {DARK} }} }} }}",
}
COMPUTED = """names => Object.fromEntries(names.map(name => {
  document.body.style.color = `var(--${name})`;
  return [name, getComputedStyle(document.body).color.match(/\\d+/g).map(Number)];
}))"""


@pytest.mark.parametrize("sheet", SHEETS)
def test_figures_have_the_colours_that_a_browser_finds(browser: Browser, sheet: str):
    diagnostics = Diagnostics()
    themes = parse_themes(SHEETS[sheet], diagnostics)
    assert list(diagnostics) == []
    for scheme, theme in (("light", themes.light), ("dark", themes.dark)):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_content(f"<!doctype html><style>{SHEETS[sheet]}</style><body>")
        found = page.evaluate(COMPUTED, NAMES)
        page.close()
        assert {name: list(theme.colour(name)) for name in NAMES} == found, scheme


@pytest.mark.parametrize(
    ("css", "told"),
    [
        (":root { --ink: #000000 }", "theme.css:1: there is no colour --paper; write it as #rrggbb"),
        (f":root {{ {LIGHT}\n--object: blurple }}", "theme.css:2: --object is no plain colour: 'blurple'; write it as #rrggbb"),
        (f":root {{ {LIGHT}\n--object: #ff000080 }}", "theme.css:2: --object is no plain colour: '#ff000080'; write it as #rrggbb"),
        (f":root {{ {LIGHT} --object: var(--series-1); --series-1: var(--object) }}", "theme.css:1: --object is no plain colour"),
        (f":root {{ {LIGHT} }}\n}}", "theme.css:2: this is no CSS"),
    ],
)  # fmt: skip
def test_what_is_no_colour_is_told_with_its_line(css: str, told: str):
    diagnostics = Diagnostics()
    parse_themes(css, diagnostics)
    assert any(told in str(diagnostic) for diagnostic in diagnostics)


def test_all_that_is_wrong_with_a_theme_is_told_at_once():
    diagnostics = Diagnostics()
    parse_themes(f":root {{ {LIGHT}\n--object: blurple;\n--target: none }}", diagnostics)
    assert [str(diagnostic).split(": ")[0][-1] for diagnostic in diagnostics] == ["2", "3"]
