"""Pages, navigation, dates, authors, and files that are published as they are."""

import os
import re
from datetime import date
from html import unescape
from pathlib import Path

import html5lib
import pytest

from klsim.build import build
from klsim.check import check
from klsim.cli import main
from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import ContentError
from tests.site.changing import picture
from tests.site.sites import SITE, put, tree
from tests.site.stores import begin_store

TEXT = "---\ntitle: {title}\ndate: {date}\nsummary: Short.\n{more}---\n\n{text}\n"
ABOUT = "---\ntitle: About me\npage: true\n---\n\nI write.\n"


def text(title: str = "A text", day: str = "2026-01-02", more: str = "", body: str = "Words.") -> bytes:
    """An article without figures."""
    return TEXT.format(title=title, date=day, more=more, text=body).encode()


def write(root: Path, files: dict[str, bytes | str], more: str = "") -> Config:
    """A site of these files, all but those of `static/` below content/, and more in its site.yaml."""
    config = Config.at(root)
    begin_store(config.store)
    named = {name if name.startswith("static/") else f"content/{name}": data for name, data in files.items()}
    every = {"content/site.yaml": SITE + more, **named}
    put(root, {name: data.encode() if isinstance(data, str) else data for name, data in every.items()})
    return config


def told(config: Config) -> list[str]:
    """The mistakes that a build tells."""
    with pytest.raises(ContentError) as found:
        build(config)
    assert not list(config.output.glob("*.html"))
    return [str(one) for one in found.value.diagnostics]


def page(config: Config, path: str) -> str:
    return (config.output / path).read_text(encoding="utf-8")


def elements(config: Config, path: str, name: str) -> list[tuple[dict[str, str], str]]:
    """The attributes and the words of each element of a page with this name."""
    tree = html5lib.parse(page(config, path), namespaceHTMLElements=False)
    return [(dict(one.attrib), " ".join("".join(one.itertext()).split())) for one in tree.iter(name)]


def test_a_page_is_in_the_navigation_and_the_site_map_and_in_no_list_of_articles(tmp_path: Path):
    navigation = "navigation:\n  - about\n  - Text: text\n  - Code: https://klsim.example/code\n  - CV: cv.pdf\n"
    config = write(tmp_path, {"about.md": ABOUT, "text.md": text(), "static/cv.pdf": b"%PDF"}, navigation)
    assert build(config).warnings == ()
    links = {path: elements(config, path, "nav")[0][1] for path in ("index.html", "about/index.html")}
    assert set(links.values()) == {"About me Text Code CV"}
    addresses = [one.get("href") for one, words in elements(config, "text/index.html", "a")[2:6]]
    assert addresses == ["../about/index.html", "../text/index.html", "https://klsim.example/code", "../cv.pdf"]
    here = [
        (one["href"], one["aria-current"])
        for one, _ in elements(config, "about/index.html", "a")
        if "aria-current" in one
    ]
    assert here == [("../about/index.html", "page")]
    assert [words for _, words in elements(config, "index.html", "li")][-1] == "A text Short. 1 min to read"
    assert "about/" not in page(config, "feed.xml")
    assert "<loc>https://klsim.example/sub/about/</loc></url>" in page(config, "sitemap.xml")
    assert not elements(config, "about/index.html", "time")
    assert '<meta name="description" content="">' not in page(config, "text/index.html")
    assert not check(config).diagnostics.of("error")


def test_a_site_without_navigation_has_none(tmp_path: Path):
    config = write(tmp_path, {"text.md": text()})
    build(config)
    assert not elements(config, "index.html", "nav")


@pytest.mark.parametrize(
    ("files", "more", "lines"),
    [
        ({"a.md": ABOUT.replace("page: true", "page: true\ndate: 2026-01-01\npart: 1")}, "", ["content/a.md:4: a page has no date: it is in no list of articles; remove `date` or `page: true`", "content/a.md:5: a page has no part: it is in no list of articles; remove `part` or `page: true`", "content/a.md:5: part belongs to no series; add `series: …` or remove `part`"]),
        ({"a.md": ABOUT.replace("page: true", "page: yes")}, "", ["content/a.md:1: the front matter has no date; add `date: 2024-05-01`", "content/a.md:1: the front matter has no summary; add `summary: one or two sentences`", "content/a.md:3: page must be true or false, not 'yes'; allowed: false, true"]),
        ({"about.md": ABOUT}, "navigation: [abuot]\n", ["content/site.yaml:7: the navigation leads to 'abuot', which is no article and no address; did you mean 'about'?"]),
        ({"about.md": ABOUT}, "navigation:\n- [about]\n- {a: b, c: d}\n", [f"content/site.yaml:{n}: an item of navigation is one article or address; write `- about`, or `- About me: about`, or `- Code: https://…`" for n in (8, 9)]),
        ({"about.md": ABOUT}, "navigation:\n- Run: javascript:x()\n", ["content/site.yaml:8: the link 'javascript:x()' runs a script, and texts have none; write the address of a page"]),
        ({"a.md": text(day="2026-01-02 18:30")}, "", ["content/a.md:3: date '2026-01-02 18:30' is not a date; an hour needs a zone: write 2026-01-02T18:30:00Z for Greenwich, or 2026-01-02T18:30:00+02:00"]),
        ({"a.md": text(day="2026-01-02T25:30Z")}, "", ["content/a.md:3: date '2026-01-02T25:30Z' is not a date; hours are 00 to 23, minutes and seconds 00 to 59"]),
        ({"a.md": text(day="2026-02-30T08:30Z")}, "", ["content/a.md:3: date '2026-02-30T08:30Z' is not a date; perhaps 2026-02-28T08:30:00Z"]),
        ({"a.md": text(more="updated: 2026-01-01\n")}, "", ["content/a.md:5: it cannot have been updated, 2026-01-01, before its date, 2026-01-02; exchange the two, or remove `updated`"]),
        ({"a.md": text(more="authors: []\n")}, "", ["content/a.md:5: authors is empty"]),
        ({"a.md": text(more="image: b.png\n")}, "", ["content/a.md:5: there is no image 'b.png'; files beside the article: site.yaml"]),
        ({"a.md": text(more="image: https://x.example/b.png\n")}, "", ["content/a.md:5: the image 'https://x.example/b.png' would be fetched from the network; save it in the folder of the article, so that the page reads offline"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_nearest_right_thing(
    tmp_path: Path, files: dict[str, bytes | str], more: str, lines: list[str]
):
    assert told(write(tmp_path, files, more)) == lines


def test_a_date_may_have_an_hour_and_a_zone_in_any_of_the_usual_ways(tmp_path: Path):
    ways = {
        "2024-05-01T18:30:00+02:00": "2024-05-01T18:30:00+02:00",
        "2024-05-01 18:30:00 +0200": "2024-05-01T18:30:00+02:00",
        "2024-05-01 18:30Z": "2024-05-01T18:30:00Z",
        "2024-05-01T8:30:05.25-03": "2024-05-01T08:30:05-03:00",
    }
    files = {f"a{n}.md": text(f"T{n}", way) for n, way in enumerate(ways)}
    config = write(tmp_path, {**files, "day.md": text("Day", "2024-05-01")})
    build(config)
    for n, instant in enumerate(ways.values()):
        assert elements(config, f"a{n}/index.html", "time") == [({"datetime": instant}, "1 May 2024")]
        assert f"<published>{instant}</published>" in page(config, "feed.xml")
    assert "<published>2024-05-01T00:00:00Z</published>" in page(config, "feed.xml")
    order = [words.split()[0] for _, words in elements(config, "index.html", "li")]
    assert order == ["T2", "T0", "T1", "T3", "Day"]  # newest first, by the instant


def test_the_byline_has_authors_the_last_change_and_how_long_it_takes(tmp_path: Path):
    more = "updated: 2026-02-03\nauthors: [A. One, B. Two]\n"
    config = write(tmp_path, {"a.md": text(more=more, body="word " * 700), "b.md": text(body="字" * 1200)})
    build(config)
    byline = [words for one, words in elements(config, "a/index.html", "p") if one.get("class") == "byline"]
    assert byline == ["A. One, B. Two · 2 January 2026 · updated 3 February 2026 · 3 min to read"]
    assert "3 min to read" in page(config, "b/index.html")
    assert '<meta name="author" content="A. One, B. Two">' in page(config, "a/index.html")
    assert "<lastmod>2026-02-03</lastmod>" in page(config, "sitemap.xml")


def test_names_that_other_systems_do_not_have_are_warned_of(tmp_path: Path):
    files = {
        "static/Logo.svg": "<svg/>",
        "static/logo.svg": "<svg/>",
        "static/notes/aux.txt": "x",
        "static/what?.txt": "x",
        "static/auxiliary.txt": "x",
        "a/index.md": text(body="[data](run.csv) and [more](Run.csv)"),
        "a/run.csv": "x",
        "a/Run.csv": "y",
    }
    config = write(tmp_path, files)
    told = [str(one) for one in build(config).warnings]
    same = "but for small and capital letters or accents; rename one of them: on Windows and macOS there is only one of the two"
    assert sorted(told) == [
        f"content/a/run.csv:1: warning: its name is that of content/a/Run.csv {same}",
        f"static/logo.svg:1: warning: its name is that of static/Logo.svg {same}",
        "static/notes/aux.txt:1: warning: the name has 'aux.txt' in it, which Windows keeps for itself; rename the file",
        "static/what?.txt:1: warning: the name has a '?' in it, which no name has on Windows; rename the file",
    ]


def test_static_files_are_copied_as_they_are_hidden_ones_too(tmp_path: Path):
    files = {
        "static/CNAME": "blog.klsim.example\n",
        "static/.well-known/security.txt": "Contact: mailto:a@klsim.example\n",
        "static/robots.txt": "User-agent: *\nDisallow: /\n",
        "static/a/b/data.bin": bytes(range(256)),
        "static/two words.txt": "x",
        "static/a/.gitkeep": "",
        "static/.DS_Store": "",
    }
    config = write(tmp_path, {**files, "a.md": text(body="[data](../a/b/data.bin)")})
    assert build(config).warnings == ()
    built = tree(config.output)
    kept = {name.removeprefix("static/"): name for name in files if not name.endswith((".gitkeep", ".DS_Store"))}
    assert {name: built[name] for name in kept} == {
        name: (tmp_path / path).read_bytes() for name, path in kept.items()
    }
    assert not any(name.endswith((".gitkeep", ".DS_Store")) for name in built)
    assert not check(config).diagnostics.of("error")
    put(tmp_path, {"static/CNAME": b"other.klsim.example\n"})
    assert build(config).why == ("CNAME: static/CNAME changed",)
    (tmp_path / "static" / "robots.txt").unlink()
    build(config)
    assert (
        page(config, "robots.txt") == "User-agent: *\nAllow: /\n\nSitemap: https://klsim.example/sub/sitemap.xml\n"
    )


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("index.html", "static/index.html would stand where klsim's own index.html does; templates/index.html takes the place of klsim's"),
        ("assets/a.css", "static/assets/a.css would stand where klsim's own assets/ does; rename it, or remove one of the two"),
        ("a/index.html", "static/a/index.html would stand where the page of content/a/index.md does; rename it, or remove one of the two"),
        ("a/red.png", "static/a/red.png would stand where content/a/red.png does; rename it, or remove one of the two"),
        ("a/data.csv", "static/a/data.csv would stand where content/a/data.csv does; rename it, or remove one of the two"),
        ("a", "static/a would stand where the page of content/a/index.md does; rename it, or remove one of the two"),
        ("feed.xml/a", "static/feed.xml/a would stand where klsim's own feed.xml does; rename it, or remove one of the two"),
        (".klsim", "'.klsim' is no name that a file of a site may have; rename the file"),
    ],
)  # fmt: skip
def test_a_static_file_in_the_place_of_another_is_told_with_both(tmp_path: Path, path: str, line: str):
    body = text(body="![Red](red.png) [data](data.csv)")
    files: dict[str, bytes | str] = {"a/index.md": body, "a/red.png": picture("red"), "a/data.csv": "a,b\n"}
    assert told(write(tmp_path, {**files, f"static/{path}": "x"})) == [f"static/{path}:1: {line}"]


def test_links_in_static_lead_nowhere_else(tmp_path: Path):
    config = write(tmp_path / "site", {"a.md": text(), "static/a.txt": "a"})
    (tmp_path / "secret").write_text("s")
    (config.static / "out").symlink_to(tmp_path / "secret")
    (config.static / "gone").symlink_to(tmp_path / "nowhere")
    (config.static / "in").symlink_to("a.txt")
    assert told(config) == [
        "static/gone:1: this link leads nowhere, or to a folder; copy what is to be published",
        "static/out:1: this link leads outside static/; copy the file in its place",
    ]


def test_files_that_a_text_links_to_are_beside_its_page(tmp_path: Path):
    body = (
        'The [data](data.csv), [more](sub/a b.txt?x=1), <a href="paper.pdf" download>a paper</a>, [none](no.csv).'
    )
    files = {
        "a/index.md": text(body=body),
        "a/data.csv": "a,b\n1,2\n",
        "a/sub/a b.txt": "x",
        "a/paper.pdf": "%PDF",
    }
    single = {"b.md": text(body="[data](table.csv)"), "table.csv": "c\n"}
    config = write(tmp_path, {**files, **single})
    assert build(config).warnings == ()
    for path in ("a/data.csv", "a/sub/a b.txt", "a/paper.pdf"):
        assert (config.output / path).read_bytes() == (config.content / path).read_bytes()
    assert page(config, "b/table.csv") == "c\n"
    assert [str(one).partition("; ")[0] for one in check(config).diagnostics.of("error")] == [
        "content/a/index.md:7: the link 'no.csv' leads to nothing in the built site"
    ]


def test_links_to_markdown_lead_to_what_is_made_of_it(tmp_path: Path):
    body = '[a](b/index.md) [b](b/10-part.md) [c](b/index.md#end) <a href="b/20-last.md?x#own">d</a> [e](c.md) [f](#top)'
    sections = {"b/10-part.md": "## Why it works\n\n[up](../a.md), [on](20-last.md)\n", "b/20-last.md": "## End\n"}
    config = write(tmp_path, {"a.md": text(body=body), "b/index.md": text("B"), "c.md": text("C"), **sections})
    build(config)
    leads = re.findall(r'<a href="([^"]+)">[a-f]</a>', page(config, "a/index.html"))
    there = ["../b/index.html", "../b/index.html#why-it-works", "../b/index.html#end", "../b/index.html#own"]
    assert leads == [*there, "../c/index.html", "#top"]
    assert '<a href="../a/index.html">up</a>, <a href="#end">on</a>' in page(config, "b/index.html")
    whole = [f"https://klsim.example/sub/{address.removeprefix('../')}" for address in [*there, "../c/index.html"]]
    feed = unescape(page(config, "feed.xml"))
    assert all(f'<a href="{address}">' in feed for address in whole)


def test_what_nobody_uses_is_told_as_a_warning(tmp_path: Path):
    files = {
        "CNAME": "blog.klsim.example",
        "a/index.md": text(body="Text.\n\nIn words: named.npz."),
        "a/unused.png": picture("red"),
        "a/named.npz": "x",
        "a/_hidden.txt": "x",
        "a/.hidden": "x",
        "a/README.md": "x",
        "_notes/x.txt": "x",
        "draft.md": text(more="draft: true\n"),
    }
    config = write(tmp_path, files)
    advice = "link to it from a text, or put it into static/, whose files are published as they are"
    expected = tuple(
        f"content/{name}:1: warning: no text uses this file, so it is not published; {advice}"
        for name in ("CNAME", "a/unused.png")
    )
    assert build(config).warnings == expected
    assert build(config).warnings == expected


def test_until_its_date_an_article_is_a_draft(tmp_path: Path):
    files = {
        "now.md": text("Now"),
        "day.md": text("Day", "2026-03-01"),
        "hour.md": text("Hour", "2026-03-01T12:00+02:00"),
    }
    config = write(tmp_path, files)

    def there(seconds: int, day: date, **options: bool) -> set[str]:
        summary = build(config, present=Present(seconds, day), **options)
        assert len(summary.warnings) == 3 - summary.articles
        assert summary.articles == len(list(config.output.glob("*/index.html")))
        return {path.parent.name for path in config.output.glob("*/index.html")}

    noon = 1772359200  # 2026-03-01T10:00:00Z
    assert there(noon - 1, date(2026, 2, 28)) == {"now"}
    assert there(noon - 1, date(2026, 3, 1)) == {"now", "day"}
    assert there(noon, date(2026, 3, 1)) == {"now", "day", "hour"}
    assert there(noon, date(2026, 2, 28)) == {"now", "hour"}  # the day has not begun where the author is
    (warning,) = build(config, present=Present(noon, date(2026, 2, 28))).warnings
    assert (
        warning
        == "content/day.md:1: warning: this article is left out until its date, 2026-03-01; --drafts builds it too"
    )
    later = config.content / "later.md"
    later.write_bytes(text("Later", "2999-01-01", body="$\\nothing$ [nowhere](run:nobody?x=1)"))
    build(config, present=Present(noon, date(2026, 3, 1)))  # its mistakes are told once it is due
    with pytest.raises(ContentError):
        build(config, present=Present(noon, date(2026, 3, 1)), with_drafts=True)
    later.unlink()
    everything = there(0, date(1970, 1, 1), with_drafts=True)
    assert everything == {"now", "day", "hour"}
    assert "Draft" in page(config, "hour/index.html")
    assert '<meta name="robots" content="noindex">' in page(config, "hour/index.html")
    assert "hour/" not in page(config, "feed.xml") + page(config, "sitemap.xml")
    assert build(config).articles == 3  # where no present is told all are due
    assert "Draft" not in page(config, "hour/index.html")


def test_the_command_honours_source_date_epoch_and_builds_drafts_if_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    files = {"a.md": text(), "b.md": text("B", "2026-03-01"), "c.md": text("C", more="draft: true\n")}
    config = write(tmp_path, files)
    for epoch, options, count in (
        ("1772323199", [], 1),
        ("1772323200", [], 2),
        ("1772323199", ["--drafts"], 3),
        ("1772323199", ["build", "--drafts"], 3),
        ("1772323199", ["build"], 1),
        ("1772323200", ["build"], 2),
    ):
        monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", epoch)
        assert main([*options, "--root", str(config.root), "--executor", "serial"]) == 0
        assert capsys.readouterr().out.startswith(f"{count} articles"), (epoch, options)


def test_a_page_in_the_navigation_that_is_a_draft_is_left_out_with_a_warning(tmp_path: Path):
    config = write(
        tmp_path,
        {"about.md": ABOUT.replace("page: true", "page: true\ndraft: true"), "a.md": text()},
        "navigation: [about, a]\n",
    )
    assert build(config).warnings == (
        "content/site.yaml:7: warning: 'about' in the navigation is a draft, and left out with it",
    )
    assert elements(config, "index.html", "nav")[0][1] == "A text"
    build(config, with_drafts=True)
    assert elements(config, "index.html", "nav")[0][1] == "About me A text"
