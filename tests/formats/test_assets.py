"""The shared files of a site: what they weigh, and which page gets which script."""

import gzip

import pytest

from klsim.figures.kinds import KINDS
from klsim.formats.assets import Assets, make_style_sheet
from klsim.formats.faces import FACES, font_face_css, math_face_css
from klsim.formats.scripts import make_script
from klsim.formats.shared import ELEMENT, FRAMED, script_entries, script_name
from tests.site.sites import ROOT

BUDGET = 14_000
STATIC = ROOT / "templates" / "static"
SCRIPTS = {
    "figures": ["figures"],
    "games": ["games"],
    "figures-and-games": ["figures", "games"],
    "figures-and-missing": ["figures", "missing"],
    "figures-and-sheets": ["figures", "sheets"],
    "figures-and-together": ["figures", "together"],
    "figures-and-together-and-games": ["figures", "together", "games"],
    "figures-and-map": ["figures", "map"],
    "figures-and-together-and-map-and-games": ["figures", "together", "map", "games"],
    "figures-and-starts": ["figures", "starts"],
    "figures-and-arrows": ["figures", "arrows"],
    "figures-and-zooms": ["figures", "zooms"],
    "figures-and-together-and-map-and-starts-and-games": ["figures", "together", "map", "starts", "games"],
}
"""What each script is made of."""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """What is in the shared files of a site with formulas, by the start of their names."""

    def read(name: str) -> bytes:
        return (STATIC / name).read_bytes()

    faces = "".join(font_face_css(face, f"{face.name}.0123456789ab.woff2") for face in FACES)
    math = math_face_css("article-math.0123456789ab.woff2")
    styles = ("theme.css", "formulas.css", "style.css")
    sheet = make_style_sheet(faces + math, "", styles, *map(read, styles))
    modules = sorted((ROOT / "templates" / "scripts").glob("*.js"))
    names, sources = [path.name for path in modules], [path.read_bytes() for path in modules]
    scripts = {name: make_script(script_entries(name), names, *sources) for name in (*SCRIPTS, ELEMENT, FRAMED)}
    return {"style": sheet["css"], **{name: made["js"] for name, made in scripts.items()}}


def compressed(data: bytes) -> int:
    """The bytes that a server sends."""
    return len(gzip.compress(data, 9))


def test_what_other_pages_need_of_a_site_is_small(files: dict[str, bytes]):
    assert compressed(files[ELEMENT]) <= 2_000
    assert compressed(files[FRAMED]) <= 600


@pytest.mark.parametrize("name", ["figures", "games", "style"])
def test_what_most_pages_need_keeps_within_its_budget(files: dict[str, bytes], name: str):
    assert compressed(files[name]) <= BUDGET


def test_a_page_with_figures_and_games_gets_what_they_share_once(files: dict[str, bytes]):
    both, figures, games = (compressed(files[name]) for name in ("figures-and-games", "figures", "games"))
    assert max(figures, games) < both < figures + games - 2000


def test_each_page_has_the_script_of_what_it_shows():
    assert {one for bundles in SCRIPTS.values() for one in bundles} == {
        bundle for kind in KINDS.values() for bundle in kind.bundles
    }
    assert script_name([]) == ""
    for name, bundles in SCRIPTS.items():
        assert script_name(bundles) == script_name([*reversed(bundles), *bundles]) == name


@pytest.mark.parametrize(
    ("text", "beside", "expected"),
    [
        ("<p>plain</p>", [], "a"),
        ("<p><em>plain</em></p>", [], "ai"),
        ("<p>Größe</p>", [], "ab"),
        ("<p>a &le; b</p>", [], "ab"),
        ("<p><em>Größe</em></p>", [], "aibj"),
        ("<p>plain</p>", ["Kürzer"], "ab"),
        ("<p><code>x</code></p>", [], "ac"),
        ("<p><math><mi>θ</mi></math></p>", [], "am"),
    ],
)
def test_a_page_gets_the_fonts_of_its_letters_at_once(text: str, beside: list[str], expected: str):
    assets = Assets(
        "style.css",
        "first.js",
        "icon.svg",
        ("a",),
        italic="i",
        further=("b",),
        sloping="j",
        code=("c",),
        formulas="m",
    )
    assert "".join(assets.fonts(text, beside)) == expected
