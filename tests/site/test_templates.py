"""The templates of a site: only what differs from klsim's, a block or a whole file."""

import re
import shutil
from pathlib import Path

import pytest

from klsim.build import build
from klsim.check import check
from klsim.cli import main
from klsim.config import Config
from klsim.template_files import find_templates, own_templates
from tests.site.sites import ROOT, copy_site, put, tree

DOCS = (ROOT / "docs" / "content" / "templates.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"\{% block (\w+) %\}")
PLAIN = "---\ntitle: Short\ndate: 2026-01-02\nsummary: S\n---\n\nText.\n"


@pytest.fixture
def site(tmp_path: Path, small_site: Config) -> Config:
    """A site without templates."""
    config = copy_site(small_site, tmp_path / "site")
    shutil.rmtree(config.templates)
    return config


def page(config: Config, path: str = "short/index.html") -> str:
    return (config.output / path).read_text(encoding="utf-8")


def test_a_site_without_templates_is_as_one_with_a_copy_of_all(site: Config, small_site: Config):
    assert build(site).drawn == 0
    assert tree(site.output) == tree(small_site.output)
    assert not check(site).diagnostics.of("warning")


def test_the_folder_of_klsim_itself_counts_as_no_override(site: Config):
    site.templates.symlink_to(own_templates())
    files = find_templates(site)
    assert not files.own
    assert files.named("article.html").label == "templates/article.html"


def test_the_example_of_a_block_is_on_every_page_and_nothing_else_changes(site: Config):
    before = page(site)
    example = DOCS.partition("```jinja\n")[2].partition("```")[0]
    put(site.templates, {"base.html": example.encode()})
    assert build(site).drawn == 0
    for path in ("short/index.html", "index.html"):
        assert '<footer class="colophon"><p>© A. Writer</p></footer>' in page(site, path)
    cut = re.compile(r'<footer class="colophon">.*?</footer>', re.DOTALL)
    assert cut.sub("", page(site)).split() == cut.sub("", before).split()


def test_a_block_may_hold_what_klsim_has_there_and_include_a_file_of_the_site(site: Config):
    put(
        site.templates,
        {
            "article.html": b'{% extends "klsim/article.html" %}\n{% block text %}{% include "mine.html" %}{{ super() }}'
            b"{% endblock %}\n{% block title %}{{ super() }}!{% endblock %}\n",
            "mine.html": b"<p>Mine: {{ article.title }}</p>",
        },
    )
    assert build(site).warnings == ()
    assert "<p>Mine: A short one</p>" in page(site)
    assert "<title>A short one · A small site!</title>" in page(site)
    assert '<figure class="simulation" id="small">' in page(site)


def test_whole_files_take_the_place_of_klsims(site: Config):
    own = own_templates()
    theme = (own / "static" / "theme.css").read_bytes().replace(b"#c2410c", b"#0c41c2")
    script = (own / "scripts" / "numbers.js").read_bytes() + b'\nself.mine = "yes";\n'
    put(
        site.templates,
        {
            "404.html": b"<!doctype html><title>Gone</title>",
            "static/theme.css": theme,
            "static/icon.svg": b"<svg/>",
            "scripts/numbers.js": script,
        },
    )
    summary = build(site)
    assert summary.drawn == 6  # in the colours of the site
    assert page(site, "404.html").startswith("<!doctype html><title>Gone")
    made = {path.name.split(".")[0]: path.read_text() for path in (site.output / "assets").glob("*.[jcs][svs]*")}
    assert "#0c41c2" in made["style"]
    assert made["icon"] == "<svg/>"
    assert 'self.mine="yes"' in made["figures-and-zooms"]


def test_an_edit_of_klsims_own_template_reaches_a_site_without_one(site: Config, tmp_path: Path, monkeypatch):
    build(site)
    copy = tmp_path / "own"
    shutil.copytree(own_templates(), copy)
    for module in ("klsim.template_files", "klsim.snapshot"):
        monkeypatch.setattr(f"{module}.own_templates", lambda: copy)
    assert build(site).why == ()
    put(
        copy,
        {"article.html": (copy / "article.html").read_bytes().replace(b"<article>", b'<article class="new">')},
    )
    assert set(build(site).why) == {"short/index.html: klsim/templates/article.html changed"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("artcle.html", "a", "templates/artcle.html:1: warning: no template uses this file, and klsim has none of this name; did you mean 'article.html'?"),
        ("static/photo.png", "a", "templates/static/photo.png:1: warning: no page uses this file; what is to be published stands in static/ beside content/; klsim has: book.css, formulas.css, icon.svg, paper.css, style.css, theme.css"),
        ("scripts/numbrs.js", "a", "templates/scripts/numbrs.js:1: warning: no module uses this file, and klsim has none of this name; did you mean 'numbers.js'?"),
    ],
)  # fmt: skip
def test_a_file_that_nothing_uses_is_told(site: Config, name: str, text: str, told: str):
    put(site.templates, {name: text.encode()})
    assert build(site).warnings == (told,)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("article.html", '{% extends "klsim/artcle.html" %}', "templates/article.html:1: there is no template 'klsim/artcle.html'; did you mean 'article.html'?"),
        ("article.html", '{% extends "klsim/article.html" %}\n{% block text %}\n{{ artcle.title }}{% endblock %}', "templates/article.html:3: UndefinedError: 'artcle' is undefined"),
        ("base.html", '{% extends "base.html" %}', "templates/base.html:1: RecursionError: "),
        ("extra.html", '{% extends "klsim/extra.html" %}', "templates/extra.html:1: there is no template 'klsim/extra.html'"),
        ("static/theme.css", ":root { --ink: blau }", "templates/static/theme.css:1: --ink is no plain colour: 'blau'; write it as #rrggbb"),
        ("scripts/numbers.js", "export const a = 1;", "klsim/templates/scripts/"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_the_site_makes_it(
    site: Config, capsys: pytest.CaptureFixture[str], name: str, text: str, told: str
):
    files = {name: text.encode()}
    if name == "extra.html":
        files["base.html"] = b'{% extends "extra.html" %}'
    put(site.templates, files)
    assert main(["--root", str(site.root), "--jobs", "1"]) == 1
    assert told in capsys.readouterr().err


def test_the_table_of_blocks_is_true():
    table = re.findall(r"^\| `([\w.]+)` \| `(\w+)` \|", DOCS, re.MULTILINE)
    blocks = {path.name: BLOCK.findall(path.read_text()) for path in own_templates().glob("*.html")}
    base = blocks.pop("base.html")
    new = [(name, block) for name, several in blocks.items() for block in several if block not in base]
    assert sorted([*(("base.html", block) for block in base), *new]) == sorted(table)
    again = DOCS.partition("they have ")[2].partition(".\n")[0]
    assert set(re.findall(r"`(\w+)`", again)) == {b for several in blocks.values() for b in several if b in base}


def test_a_program_without_its_templates_says_so(site: Config, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr("klsim.template_files.own_templates", lambda: tmp_path / "gone")
    for task in ("build", "check", "values", "work"):
        assert main([task, "--root", str(site.root), "--executor", "serial"]) == 3
        assert capsys.readouterr().err.startswith(f"{tmp_path}/gone is not there; install klsim again\n")
