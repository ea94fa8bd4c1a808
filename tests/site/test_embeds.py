"""Figures for other pages: what their pages say to machines, and oEmbed by the rules of its specification."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from PIL import Image

from klsim.build import build
from klsim.check import check
from klsim.config import Config
from tests.site.along import site_along
from tests.site.sites import SITE, copy_site, edit, strict_json

BASE = "https://klsim.example/sub"
KNOWN = {
    *("type", "version", "title", "author_name", "author_url", "provider_name", "provider_url", "cache_age"),
    *("thumbnail_url", "thumbnail_width", "thumbnail_height", "html", "width", "height"),
}


@pytest.fixture(scope="module")
def along() -> Config:
    """A site with figures, races and games."""
    return site_along()


def folders(config: Config) -> list[Path]:
    """The folders of all figures."""
    found = sorted(path.parent for path in config.output.glob("*/*/*.json") if path.stem in ("figure", "game"))
    assert len(found) >= 5
    return found


def links(page: Path, rel: str) -> list[dict[str, str]]:
    """The links of a kind in the head of a page."""
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return [one.attrib for one in tree.iter("link") if one.attrib["rel"] == rel]


def oembed_of(page: Path) -> list[dict[str, str]]:
    return [one for one in links(page, "alternate") if one.get("type") == "application/json+oembed"]


def test_every_figure_tells_of_itself_as_oembed_has_it(along: Config):
    for folder in folders(along):
        told = strict_json(Path(f"{folder}.oembed.json"))
        assert told.keys() <= KNOWN
        assert (told["version"], told["type"]) == ("1.0", "rich")
        for name in ("width", "height", "thumbnail_width", "thumbnail_height"):
            assert isinstance(told[name], int)
            assert told[name] > 0
        for name in ("author_url", "provider_url", "thumbnail_url"):
            assert told[name].startswith(f"{BASE}/")
        picture = along.output / urlsplit(told["thumbnail_url"]).path.removeprefix("/sub/")
        with Image.open(picture) as image:
            assert image.size == (told["thumbnail_width"], told["thumbnail_height"])
        (frame,) = html5lib.parseFragment(told["html"], namespaceHTMLElements=False)
        assert frame.tag == "iframe"
        assert frame.attrib["title"] == told["title"]
        assert (frame.attrib["width"], frame.attrib["height"]) == ("100%", str(told["height"]))
        shown = along.output / urlsplit(frame.attrib["src"]).path.removeprefix("/sub/")
        assert shown == folder / "embed.html"
        assert shown.is_file()


def test_pages_lead_to_it_each_figure_alone_and_the_article_to_its_first(along: Config):
    for folder in folders(along):
        (found,) = oembed_of(folder / "embed.html")
        slug = folder.parent.name
        assert found["href"] == f"{BASE}/{slug}/{folder.name}.oembed.json"
        assert found["title"] == strict_json(Path(f"{folder}.oembed.json"))["title"]
    for page in along.output.glob("*/index.html"):
        ids = re.findall(r'<figure class="simulation[^"]*" id="([^"]*)"', page.read_text(encoding="utf-8"))
        expected = [f"{BASE}/{page.parent.name}/{ids[0]}.oembed.json"] if ids else []
        assert [one["href"] for one in oembed_of(page)] == expected


def test_a_figure_alone_is_the_business_of_its_article_in_searches(along: Config):
    sitemap = (along.output / "sitemap.xml").read_text(encoding="utf-8")
    assert "embed.html" not in sitemap
    for folder in folders(along):
        page = folder / "embed.html"
        text = page.read_text(encoding="utf-8")
        html5lib.HTMLParser(strict=True).parse(text)
        assert '<meta name="robots" content="noindex">' in text
        assert [one["href"] for one in links(page, "canonical")] == [f"{BASE}/{folder.parent.name}/"]
        for name in re.findall(r'(?:src|href|srcset)="(\.\.?/[^"#?]*|[\w-][\w.-]*\.css)"', text):
            assert (folder / name).is_file(), name


def test_an_edit_of_prose_leaves_figures_alone_as_they_are(along: Config, tmp_path: Path):
    site = copy_site(along, tmp_path / "site")
    build(site)
    edit(site, "The lead", "Another lead")
    assert not [line for line in build(site).why if "embed" in line or "small" in line]


def test_a_site_without_an_address_says_so_where_the_snippet_is(along: Config, tmp_path: Path):
    site = copy_site(along, tmp_path / "site")
    text = (site.content / "site.yaml").read_text(encoding="utf-8")
    (site.content / "site.yaml").write_text(text.replace(BASE, "https://example.org"), encoding="utf-8")
    note = "This site has no address yet"
    assert note not in (site.output / "short" / "index.html").read_text(encoding="utf-8")
    build(site)
    assert note in (site.output / "short" / "index.html").read_text(encoding="utf-8")
    alone = (site.output / "short" / "small" / "embed.html").read_text(encoding="utf-8")
    assert '<a href="../index.html#small" target="_top" rel="noopener">' in alone


def test_texts_may_link_to_a_figure_alone_and_to_names_that_stay(along: Config, tmp_path: Path):
    site = copy_site(along, tmp_path / "site")
    edit(
        site,
        "The lead",
        "[Alone](small/embed.html), [a film](small/default.gif), [told](small.oembed.json). The lead",
    )
    assert not [str(one) for one in check(site).diagnostics.of("error")]
    edit(site, "small/default.gif", "small/default.gf")
    (mistake,) = check(site).diagnostics.of("error")
    assert "small/default.gf" in str(mistake)


def test_a_site_without_figures_has_nothing_for_them(tmp_path: Path):
    site = Config.at(tmp_path)
    site.content.mkdir()
    (site.content / "site.yaml").write_text(SITE, encoding="utf-8")
    (site.content / "plain.md").write_text(
        "---\ntitle: Plain\ndate: 2026-01-01\nsummary: No figure.\n---\n\nWords.\n"
    )
    build(site)
    assert [path.name.partition(".")[0] for path in site.output.rglob("*.js")] == ["first"]
