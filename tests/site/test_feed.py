"""What feeds and shared links get: held to RFC 4287 by rules of our own and by feedparser, and to what pages say."""

import json
import re
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest
from PIL import Image

from klsim.build import build
from klsim.config import Config
from tests.site.sites import ARTICLE
from tests.site.test_pages import text, write

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://klsim.example/sub"
BODY = "The *lead* & <b>more</b>: [data](data.csv), ![Red](red.png), [there](../short/index.html#small), $x<1$.\n\n## A heading\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A site with a figure, a page, authors, and an article whose image is its own."""
    root = tmp_path_factory.mktemp("feed")
    buffer = BytesIO()
    Image.new("RGB", (600, 315), "red").save(buffer, "JPEG")
    more = "authors: [A. One, B. Two]\nupdated: 2026-02-03T10:00:00+01:00\nimage: card.jpg\n"
    config = write(
        root,
        {
            "short/index.md": ARTICLE.replace("summary: What it says.", 'summary: Tom & "Jerry" <said> it.'),
            "other/index.md": text("Other & more", "2026-02-02T08:00:00Z", more, BODY),
            "other/red.png": buffer.getvalue(),
            "other/card.jpg": buffer.getvalue(),
            "other/data.csv": "a\n",
            "about.md": "---\ntitle: About\npage: true\n---\n\nI.\n",
        },
        "description: Small & fine.\n",
    )
    build(config)
    return config


def feed(config: Config) -> ElementTree.Element:
    return ElementTree.parse(config.output / "feed.xml").getroot()


def texts(element: ElementTree.Element, name: str) -> list[str]:
    return [(one.text or "") for one in element.findall(f"{ATOM}{name}")]


def test_the_feed_keeps_the_rules_of_rfc_4287(site: Config):
    top = feed(site)
    entries = top.findall(f"{ATOM}entry")
    assert top.tag == f"{ATOM}feed"
    assert len(entries) == 2
    for element in (top, *entries):  # 4.1.1 and 4.1.2: exactly one of each
        for name in ("id", "title", "updated"):
            assert len(texts(element, name)) == 1, name
        alternate = [
            one.attrib for one in element.findall(f"{ATOM}link") if one.get("rel", "alternate") == "alternate"
        ]
        assert len(alternate) == 1
        assert urlsplit(alternate[0]["href"]).scheme == "https"
    for name in ("published", "content", "summary"):
        assert all(len(texts(entry, name)) <= 1 for entry in entries)
    assert len({texts(entry, "id")[0] for entry in entries}) == 2
    assert texts(top, "subtitle") == ["Small & fine."]
    assert [one.get("href") for one in top.findall(f"{ATOM}link") if one.get("rel") == "self"] == [
        f"{BASE}/feed.xml"
    ]
    for element in top.iter():
        if element.tag in (f"{ATOM}updated", f"{ATOM}published"):  # RFC 3339, with a zone
            assert datetime.fromisoformat(element.text or "").tzinfo
    for person in top.iter(f"{ATOM}author"):
        assert texts(person, "name") != [""]
    for entry in entries:
        assert texts(entry, "published") <= texts(entry, "updated")
    moments = [datetime.fromisoformat(texts(entry, "updated")[0]) for entry in entries]
    assert datetime.fromisoformat(texts(top, "updated")[0]) == max(moments)
    assert texts(entries[0], "published") == ["2026-02-02T08:00:00Z"]
    assert texts(entries[0], "updated") == ["2026-02-03T10:00:00+01:00"]
    assert [texts(one, "name") for one in entries[0].findall(f"{ATOM}author")] == [["A. One"], ["B. Two"]]


def test_feedparser_reads_the_feed_as_it_is_meant(site: Config):
    read = feedparser.parse(str(site.output / "feed.xml"))
    assert (read.bozo, read.version) == (False, "atom10")
    assert [entry.title for entry in read.entries] == ["Other & more", "A short one"]
    assert read.entries[1].summary == 'Tom & "Jerry" <said> it.'
    assert [one.name for one in read.entries[0].authors] == ["A. One", "B. Two"]
    assert read.entries[0].published_parsed[:4] == (2026, 2, 2, 8)
    assert read.feed.subtitle == "Small & fine."
    assert {one.type for entry in read.entries for one in entry.content} == {"text/html"}


def test_the_feed_has_whole_texts_whose_links_and_pictures_are_there(site: Config):
    other, short = (texts(entry, "content")[0] for entry in feed(site).findall(f"{ATOM}entry"))
    assert "<em>lead</em> &amp; <b>more</b>" in other
    assert "<h2" in other
    assert 'class="anchor"' not in other
    for content in (other, short):
        tree = html5lib.parseFragment(content, namespaceHTMLElements=False)
        addresses = [one.get(name) for one in tree.iter() for name in ("href", "src", "srcset") if one.get(name)]
        assert addresses
        for address in addresses:
            assert address.startswith(f"{BASE}/"), address
            path = urlsplit(address).path.removeprefix("/sub/")
            assert (site.output / path / "index.html" if path.endswith("/") else site.output / path).is_file(), (
                address
            )
    (image,) = html5lib.parseFragment(short, namespaceHTMLElements=False).iter("img")
    assert image.get("alt").startswith("KL(q, p) · step size 0.2: Arrived")
    assert Image.open(site.output / urlsplit(image.get("src")).path.removeprefix("/sub/")).size == (
        int(image.get("width")),
        int(image.get("height")),
    )
    (narrow,) = html5lib.parseFragment(short, namespaceHTMLElements=False).iter("source")
    assert narrow.get("media") == "screen and (max-width: 40rem)"
    with Image.open(site.output / urlsplit(narrow.get("srcset")).path.removeprefix("/sub/")) as portrait:
        assert portrait.size == (480, int(narrow.get("height")))
    assert f'href="{BASE}/short/#small?' in short
    assert "Watch q look for p." in short
    assert f'href="{BASE}/short/#small"' in short
    assert "noscript" not in short


def head(config: Config, path: str) -> dict[str, list[str]]:
    """What the head of a page says, by property or name."""
    tree = html5lib.parse((config.output / path).read_text(), namespaceHTMLElements=False)
    found: dict[str, list[str]] = {}
    for one in tree.iter("meta"):
        if name := one.get("property") or one.get("name"):
            found.setdefault(name, []).append(one.get("content", ""))
    return found


def structured(config: Config, path: str) -> dict[str, object]:
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (config.output / path).read_text())
    return json.loads(data)


@pytest.mark.parametrize(
    ("path", "kind", "size"),
    [
        ("short/index.html", "article", None),
        ("other/index.html", "article", (600, 315)),
        ("index.html", "website", None),
    ],
)
def test_the_head_says_what_a_shared_link_shows(site: Config, path: str, kind: str, size: tuple[int, int] | None):
    said = head(site, path)
    assert all(len(values) == 1 for values in said.values())
    address = f"{BASE}/{path.removesuffix('index.html')}"
    assert said["og:type"] == [kind]
    assert said["og:url"] == [address]
    assert said["og:site_name"] == ["A small site"]
    assert said["twitter:card"] == ["summary_large_image"]
    picture = Image.open(site.output / said["og:image"][0].removeprefix(f"{BASE}/"))
    assert (said["og:image:width"], said["og:image:height"]) == tuple([str(length)] for length in picture.size)
    assert size in (None, picture.size)
    assert said["og:image:alt"][0]
    assert structured(site, path)["url"] == address


def test_what_machines_are_told_of_an_article_is_what_it_says(site: Config):
    said, data = head(site, "other/index.html"), structured(site, "other/index.html")
    assert said["article:published_time"] == ["2026-02-02T08:00:00Z"]
    assert said["article:modified_time"] == ["2026-02-03T10:00:00+01:00"]
    assert said["author"] == ["A. One, B. Two"]
    assert data["@type"] == "BlogPosting"
    assert (data["datePublished"], data["dateModified"]) == ("2026-02-02T08:00:00Z", "2026-02-03T10:00:00+01:00")
    assert [one["name"] for one in data["author"]] == ["A. One", "B. Two"]
    assert data["image"] == said["og:image"][0]
    assert structured(site, "short/index.html")["description"] == 'Tom & "Jerry" <said> it.'
    assert structured(site, "index.html")["@type"] == "WebSite"


def test_a_page_without_picture_and_date_has_the_card_of_the_site(site: Config):
    said = head(site, "about/index.html")
    assert (said["og:type"], said["og:image"]) == (["website"], ["https://klsim.example/sub/card.png"])
    assert "article:published_time" not in said
    assert said["description"] == said["og:description"] == ["Small & fine."]
    assert structured(site, "about/index.html")["@type"] == "WebPage"
