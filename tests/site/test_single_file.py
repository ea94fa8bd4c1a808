"""An article as a single file: all of it is within, and nothing is asked for."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest

from klsim.build import build
from klsim.config import Config
from klsim.formats import single
from tests.site.along import TAKEN_ALONG, site_along
from tests.site.sites import ARTICLE, copy_site, edit, write_site

pytestmark = pytest.mark.site
HTML = "{http://www.w3.org/1999/xhtml}"
FETCHED = {"src", "srcset", "poster", "data"}
"""Attributes whose address a browser fetches by itself; `href` it does of links to sheets and icons."""


@pytest.fixture(scope="module")
def downloads() -> Path:
    return site_along().output / "downloads"


def within(page: str) -> dict[str, str]:
    """What scripts of a single file hold for its figures, by path."""
    return dict(re.findall(r'<script type="[^"]*" data-file="([^"]*)">(.*?)</script>', page, re.DOTALL))


def record_of(folder: Path, setting: dict[str, object]) -> tuple[str, object]:
    """The name and content of the published record of a run."""
    for path in folder.glob("*.json"):
        content = json.loads(path.read_text())
        if content.get("setting") == setting:
            return path.name, content
    raise AssertionError(setting)


def test_each_article_has_one_and_its_page_leads_there(downloads: Path):
    assert {path.stem for path in downloads.glob("*.html")} == {"short", "games", "races", "texts"}
    page = (downloads.parent / "short" / "index.html").read_text()
    links = re.findall(r'<a href="(\.\./downloads/[^"]*)" download>', page)
    assert links == [f"../downloads/{name}" for name in ("short.html", "short.epub", "two.epub")]
    assert all((downloads.parent / "short" / link).is_file() for link in links)
    assert "downloads" not in (downloads.parent / "about" / "index.html").read_text()


@pytest.mark.parametrize("name", ["short", "games", "races", "texts"])
def test_nothing_is_fetched_and_links_lead_to_the_site(downloads: Path, name: str):
    page = (downloads / f"{name}.html").read_text()
    tree = html5lib.parse(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for key in FETCHED & set(element.attrib):
            assert element.get(key, "").startswith("data:"), (element.tag, key)
        if element.tag == f"{HTML}link":
            kinds = element.get("rel", "").split()
            assert kinds in (["icon"], ["canonical"], ["alternate"])
            assert element.get("href", "").startswith(
                "data:" if kinds == ["icon"] else "https://klsim.example/sub/"
            )
        if element.tag == f"{HTML}a" and (href := element.get("href")):
            assert href.startswith("#") or urlsplit(href).scheme == "https", href
    assert set(re.findall(r"url\(\W?(\w+)", page)) <= {"data"}
    assert "og:image" not in page
    assert "ld+json" not in page


def test_every_linked_run_is_there_with_all_its_numbers(downloads: Path):
    kept = within((downloads / "short.html").read_text())
    folder = downloads.parent / "short" / "small"
    linked = [{"objective": "kl_qp", "step_size": size} for size in (0.2, 2)]
    for setting in linked:
        name, content = record_of(folder, setting)
        assert json.loads(kept[f"small/{name}"]) == content
    assert sum(path.endswith(".json") for path in kept) == len(linked)


def test_runs_that_share_a_picture_come_together(downloads: Path):
    kept = [
        json.loads(text)
        for path, text in within((downloads / "races.html").read_text()).items()
        if ".json" in path
    ]
    assert [one["setting"] for one in kept] == [
        {"objective": name, "step_size": 0.2} for name in ("kl_pq", "kl_qp")
    ]


@pytest.mark.parametrize(("asked", "count"), [("all", 6), ("4", 4), ("1", 2), ("1000", 6)])
def test_how_many_runs_there_are_is_for_the_site_to_say(tmp_path: Path, asked: str, count: int):
    config = copy_site(site_along(), tmp_path / "site")
    (config.content / "site.yaml").write_text(f"{TAKEN_ALONG}single_file_runs: {asked}\n")
    build(config)
    kept = within((config.output / "downloads" / "short.html").read_text())
    assert sum(path.endswith(".json") for path in kept) == count


def test_one_that_is_too_large_is_told_unless_all_runs_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(single, "MOST_BYTES", 600_000)
    config = copy_site(site_along(), tmp_path / "site")
    edit(config, "The lead", "A lead")
    told = [line for line in build(config).warnings if "too" in line or "MB" in line]
    assert told == [
        "content/races.md:1: warning: downloads/races.html has 0.8 MB, more than 1; "
        "link to fewer runs, or allow it: `single_file_runs: all` in site.yaml",
        "content/short/index.md:1: warning: downloads/short.html has 0.8 MB, more than 1; "
        "link to fewer runs, or allow it: `single_file_runs: all` in site.yaml",
    ]
    (config.content / "site.yaml").write_text(f"{TAKEN_ALONG}single_file_runs: all\n")
    assert not [line for line in build(config).warnings if "MB" in line]


def test_only_what_has_changed_is_written_again(tmp_path: Path):
    config = copy_site(site_along(), tmp_path / "site")
    edit(config, "The lead", "A lead")
    why = [line.partition(":")[0] for line in build(config).why if line.startswith("downloads/")]
    assert why == ["downloads/short.epub", "downloads/short.html", "downloads/two.epub"]


def test_by_default_there_is_nothing_to_take_along(small_site: Config):
    assert not (small_site.output / "downloads").exists()
    assert "take-along" not in (small_site.output / "short" / "index.html").read_text()


def test_files_of_other_pages_that_the_page_shows_are_within(tmp_path: Path):
    text = ARTICLE.replace("The lead,", "![A dot](dot.svg)\n\nThe lead, with [a file](numbers.csv), and")
    config = write_site(tmp_path / "site", text)
    dot = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>'
    (config.content / "short" / "dot.svg").write_text(dot)
    (config.content / "short" / "numbers.csv").write_text("a,b\n")
    config.static.mkdir()
    (config.static / "count.js").write_text("self.counted = '</script>';")
    (config.content / "foot.html").write_text(
        '<script src="https://klsim.example/sub/count.js"></script><script src="https://other.example/x.js"></script>'
    )
    (config.content / "site.yaml").write_text(f"{TAKEN_ALONG}foot: foot.html\nallow_external: [other.example]\n")
    build(config)
    page = (config.output / "downloads" / "short.html").read_text()
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'href="https://klsim.example/sub/short/numbers.csv"' in page
    assert "<script>self.counted='<\\/script>';</script>" in page.replace(" = ", "=")
    assert "other.example" not in page
