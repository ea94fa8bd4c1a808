"""A site with a look of its own by site.yaml: colours, typefaces, logo, icon, width, and HTML in all pages."""

import io
import re
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from klsim.build import build
from klsim.check import check
from klsim.config import Config
from klsim.diagnostics import ContentError, Severity
from klsim.formats.families import package_file
from klsim.formats.policy import find_policy
from klsim.render.fonts import typeface
from klsim.render.text import set_words
from tests.shared import made_once
from tests.site.sites import ARTICLE, SITE, put, tree
from tests.site.stores import begin_store

GREEN, PAPER = (10, 125, 79), (255, 253, 245)
THEME = """\
theme:
  light: {object: "#0a7d4f", paper: "#fffdf5"}
  dark: {object: "#5fe0a8"}
  fonts: {text: Source Serif Pro, headings: Source Sans Pro, code: _f/Mono.ttf}
  logo: logo.png
  icon: icon.svg
  width: 640px
head: head.html
foot: foot.html
params: {shown: 3, words: {a: "x < y", b: [1, 2.5, true]}}
"""
DEJAVU = package_file("matplotlib/mpl-data/fonts/ttf/DejaVuSansMono.ttf")
WORDS = "---\ntitle: Only words, & some\ndate: 2026-01-01\nsummary: Short.\n---\n\nWords with `code`.\n"
PICTURED = WORDS.replace("summary:", "image: red.png\nsummary:")


def picture(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(data, "png")
    return data.getvalue()


FILES = {
    "content/site.yaml": (SITE + THEME).encode(),
    "content/short.md": ARTICLE.encode(),
    "content/words.md": WORDS.encode(),
    "content/pictured/index.md": PICTURED.encode(),
    "content/pictured/red.png": picture(30, 20),
    "content/_f/Mono.ttf": DEJAVU.read_bytes(),
    "content/logo.png": picture(40, 24),
    "content/icon.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "content/head.html": b"<script>self.seen = 1</script>\n",
    "content/foot.html": b"<p>the foot</p>\n",
    "templates/base.html": b'{% extends "klsim/base.html" %}{% block colophon %}'
    b"{{ site.params.shown + 1 }} {{ site.params.words.a }} {{ site.params.words.b[1] }}{% endblock %}",
}


def write(root: Path, **changed: str) -> Config:
    """The site with some lines of its site.yaml replaced by name."""
    config = Config.at(root)
    begin_store(config.store)
    put(root, FILES)
    path = config.content / "site.yaml"
    text = path.read_text()
    for name, line in changed.items():
        text = re.sub(
            rf"^( *){name}:.*\n", lambda found, line=line: f"{found[1]}{line}\n", text, flags=re.MULTILINE
        )
    path.write_text(text)
    return config


@pytest.fixture(scope="module")
def themed() -> Config:
    """The site, built; not to be changed."""
    return Config.at(made_once("themed", lambda folder: build(write(folder))))


def page(config: Config, path: str) -> str:
    return (config.output / path).read_text(encoding="utf-8")


def test_pages_have_the_colours_the_width_the_files_and_the_values_of_the_site(themed: Config):
    (style,) = (themed.output / "assets").glob("style.*.css")
    css = style.read_text()
    assert css.index("--object: #c2410c") < css.index("--object: #0a7d4f") < css.index("--object: #5fe0a8")
    assert "--text: 40rem;\n  --wide: max(60rem, 40rem)" in css
    html = page(themed, "short/index.html")
    assert re.search(r'<img class="logo" src="\.\./assets/logo\.\w+\.png" alt="" width="40" height="24">', html)
    assert re.search(r'<link rel="icon" href="\.\./assets/icon\.\w+\.svg" type="image/svg\+xml">', html)
    assert re.search(r"<script>self\.seen = 1</script>\s*</head>", html)
    assert re.search(r"<p>the foot</p>\s*</body>", html)
    assert "4 x &lt; y 2.5" in html
    assert not check(themed).diagnostics.of(Severity.ERROR)


def test_typefaces_are_cut_for_pages_and_only_those_that_are_used(themed: Config):
    names = {path.name.rsplit(".", 2)[0] for path in (themed.output / "assets").glob("*.woff2")}
    own = {"text-400", "text-400-italic", "text-600", "headings-600", "code-400"}
    assert names == {"article-math", *(f"article-{name}{part}" for name in own for part in ("", "-more"))}
    (mono,) = (themed.output / "assets").glob("article-code-400.*")
    font = TTFont(mono)
    assert font["name"].getDebugName(1) == "Article Code"
    assert len(font.getBestCmap()) < 130
    preloaded = re.search(r'data-fonts="([^"]*)"', page(themed, "words/index.html"))
    assert preloaded
    assert "article-code-400." in preloaded[1]
    assert "article-code-400." not in page(themed, "short/index.html")


def test_figures_and_stills_are_in_the_colours_of_the_site(themed: Config):
    (still,) = (themed.output / "short" / "small").glob("kl_qp_0.2.*.png")
    with Image.open(still) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(100_000)}
    assert {GREEN, PAPER} <= colours
    assert (194, 65, 12) not in colours


def test_words_of_figures_are_set_in_the_face_of_the_site_and_what_it_lacks_in_others():
    plain = set_words("Going down", 16)
    with typeface(["Regular"], [DEJAVU.read_bytes()]):
        mono = set_words("Going down", 16)
        assert set_words("ii", 16).advance_px == pytest.approx(set_words("mm", 16).advance_px)
        assert set_words("Going down", 16, "Semibold").advance_px != pytest.approx(mono.advance_px)
    assert mono.advance_px > plain.advance_px + 10
    np.testing.assert_array_equal(set_words("Going down", 16).coverage, plain.coverage)


def test_cards_are_of_the_size_that_links_elsewhere_show_and_shared_where_there_is_nothing_to_show(themed: Config):
    cards = sorted(path.relative_to(themed.output).as_posix() for path in themed.output.rglob("card.png"))
    assert cards == ["card.png", "short/card.png"]
    for path in cards:
        data = (themed.output / path).read_bytes()
        assert struct.unpack_from(">II", data, 16) == (1200, 630)
        with Image.open(io.BytesIO(data)) as image:
            counted = {colour: count for count, colour in image.convert("RGB").getcolors(100_000)}
        assert counted[PAPER] > 1200 * 630 / 2
        assert counted[GREEN] > 1200 * 10  # the bar
    seen = {slug: page(themed, f"{slug}/index.html") for slug in ("short", "words", "pictured")}
    images = {slug: re.findall(r'og:image" content="([^"]*)"', html) for slug, html in seen.items()}
    top = "https://klsim.example/sub"
    assert images == {
        "short": [f"{top}/short/card.png"],
        "words": [f"{top}/card.png"],
        "pictured": [f"{top}/pictured/red.png"],
    }
    alt = re.search(r'og:image:alt" content="([^"]*)"', seen["short"])
    assert alt
    assert alt[1].startswith("A short one: A small site. KL(q, p)")


def test_articles_end_with_how_to_cite_them(themed: Config):
    assert r"title = {{Only words, \&amp; some}}" in page(themed, "words/index.html")
    assert "@misc{writer2026words," in page(themed, "words/index.html")
    assert "@misc" not in page(themed, "index.html")


def test_only_what_a_colour_is_in_is_made_again(themed: Config, tmp_path: Path):
    shutil.copytree(themed.root, tmp_path / "site")
    config = Config.at(tmp_path / "site")
    path = config.content / "site.yaml"
    before = tree(config.output)
    path.write_text(path.read_text().replace('dark: {object: "#5fe0a8"}', 'dark: {target: "#80c0ff"}'))
    assert build(config).drawn == 0
    changed = {name for name, data in tree(config.output).items() if before.get(name) != data}
    pictures = {name.split(".")[0] for name in changed if name.endswith(".png")}
    assert pictures
    assert all(name.endswith("-dark") for name in pictures)
    path.write_text(path.read_text().replace("#0a7d4f", "#0b7d4f"))
    assert build(config).drawn == 6


@pytest.mark.sample(5)
@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("light", 'light: {objct: "#0a7d4f"}', "8: no colour has the role 'objct'; did you mean 'object'?"),
        ("light", "light: {object: red}", "8: object 'red' is no colour as a theme has it; write \"#ff0000\""),
        (
            "light",
            'light: {object: "#abc"}',
            "8: object '#abc' is no colour as a theme has it; write \"#aabbcc\"",
        ),
        (
            "light",
            "light:\n    object: #0a7d4f",
            '9: object is empty; YAML takes what follows # for a comment; write it in quotes, "#rrggbb"',
        ),
        ("dark", 'drak: {object: "#5fe0a8"}', "9: unknown key 'drak' in theme; did you mean 'dark'?"),
        (
            "fonts",
            "fonts: {text: Source Serif Pr}",
            "10: no font package has the family 'Source Serif Pr'; did you",
        ),
        ("fonts", "fonts: {txt: Source Serif Pro}", "10: unknown key 'txt' in fonts; did you mean 'text'?"),
        (
            "fonts",
            "fonts: {code: _f/Mon.ttf}",
            "10: there is no font file '_f/Mon.ttf'; did you mean '_f/Mono.ttf'?",
        ),
        ("logo", "logo: lgo.png", "11: there is no logo file 'lgo.png'; did you mean 'logo.png'?"),
        ("logo", "logo: ../logo.png", "11: logo '../logo.png' does not lie beside site.yaml; copy it there"),
        (
            "icon",
            "icon: head.html",
            "12: icon 'head.html' is no picture that browsers show; name one that ends with",
        ),
        ("width", "width: 3rem", "13: width '3rem' is no width of a text, 20rem to 80rem; write 20rem"),
        ("head", "head: haed.html", "14: there is no head file 'haed.html'; did you mean 'head.html'?"),
        ("params", "params: {a b: 1}", "16: 'a b' is no name that templates can ask for; perhaps 'a_b'"),
        ("params", "allow_external: [a b]", "16: 'a b' is no host; write hosts such as"),
    ],
)
def test_mistakes_are_told_with_the_nearest_right_thing(tmp_path: Path, name: str, line: str, message: str):
    with pytest.raises(ContentError) as told:
        build(write(tmp_path, **{name: line}))
    assert next(str(one) for one in told.value.diagnostics).startswith(f"content/site.yaml:{message}")


def test_too_little_contrast_and_what_is_fetched_from_elsewhere_are_told(tmp_path: Path):
    config = write(tmp_path, light='light: {ink: "#999999", object: "#ffcc00"}', dark='dark: {paper: "#ffffff"}')
    (config.content / "head.html").write_text(
        '<link rel="me" href="https://a.example/">\n<script src="//a.example/x.js"></script>'
    )
    warnings = [str(one) for one in check(config).diagnostics.of(Severity.WARNING)]
    assert (
        "content/site.yaml:8: warning: in the light scheme ink #999999 has a contrast of 2.8 with paper #ffffff; "
        "words need 4.5; perhaps ink #767676"
    ) in warnings
    assert (
        "content/site.yaml:8: warning: in the light scheme object #ffcc00 has a contrast of 1.5 with paper #ffffff; "
        "marks need 3; perhaps object #b49000"
    ) in warnings
    assert any(":9: warning: in the dark scheme ink" in one for one in warnings)
    assert [one for one in warnings if "head.html" in one] == [
        "content/head.html:2: warning: every page fetches '//a.example/x.js' from another site; `allow_external: "
        "[a.example]` in site.yaml says that it is meant"
    ]


def test_films_and_frames_of_other_sites_are_shown_where_the_site_allows_it(tmp_path: Path):
    frame = '<iframe src="https://frames.example/x" title="x"></iframe>'
    config = write(tmp_path, params="allow_external: [www.youtube-nocookie.com]")
    for folder in (config.content / "pictured", config.templates):
        shutil.rmtree(folder)
    (config.content / "short.md").unlink()
    text = config.content / "words.md"
    text.write_text(
        f'{WORDS}\n![A talk](https://youtu.be/dQw4w9WgXcQ)\n\n![One](https://vimeo.com/123 "It is.")\n'
    )
    build(config)
    html = page(config, "words/index.html")
    assert '<iframe class="video" src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" title="A talk"' in html
    assert (
        '<a class="video" href="https://vimeo.com/123"><span>One</span> <small>Vimeo</small></a><figcaption>'
        in html
    )
    text.write_text(f"{WORDS}\n{frame}\n")
    with pytest.raises(ContentError) as told:
        build(config)
    assert "`allow_external: [frames.example]` in site.yaml" in str(told.value)
    site = config.content / "site.yaml"
    site.write_text(site.read_text().replace("www.youtube-nocookie.com", "'*.example'"))
    build(config)
    assert frame in page(config, "words/index.html")


def test_the_policy_lets_through_what_a_site_adds():
    pages = ['<script src="a.js"></script><script type="application/json">{}</script>', "<style>a{}</style>"]
    assert find_policy(pages[:1], ()) == "default-src 'self'"
    assert find_policy(pages, ["a.example"]) == (
        "default-src 'self' https://a.example; style-src 'self' https://a.example "
        "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"
    )
