"""Looking for mistakes without writing anything."""

from pathlib import Path

import pytest
from PIL import Image

from klsim.build import build
from klsim.check import check
from klsim.cli import main
from klsim.config import Config
from klsim.diagnostics import Severity
from tests.site.sites import copy_site, write_site

OTHER = """\
---
title: Another
date: 2026-01-03
summary: It has a few links.
---

## Links

{}

## A second part
"""


@pytest.fixture
def site(small_site: Config, tmp_path: Path) -> Config:
    """A built site that a test may change."""
    return copy_site(small_site, tmp_path / "site")


def say(config: Config, text: str) -> None:
    """Save a second article with this text on line 9."""
    (config.content / "other.md").write_text(OTHER.format(text), encoding="utf-8")


def told(config: Config) -> list[str]:
    """The mistakes as lines."""
    return [str(mistake) for mistake in check(config).diagnostics.of(Severity.ERROR)]


def trace(config: Config) -> dict[Path, tuple[int, bytes | None]]:
    """Every file and folder of a site but those of the store, with its time and bytes."""
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
        for path in [config.root, *config.root.rglob("*")]
        if not path.is_relative_to(config.store)
    }


def test_a_site_without_mistakes_has_none(site: Config):
    report = check(site)
    assert list(report.diagnostics) == []


@pytest.mark.parametrize("harm", [False, True])
def test_nothing_is_written_outside_of_the_store_not_even_the_lock(site: Config, harm: bool):
    assert not (site.output / ".klsim.lock").exists()
    if harm:
        say(site, "[no](nowhere.html)")
        next(site.output.rglob("*.gif")).unlink()
    before = trace(site)
    check(site)
    assert trace(site) == before


def test_no_output_folder_is_made(tmp_path: Path):
    config = write_site(tmp_path)
    report = check(config)
    assert not report.diagnostics.of(Severity.ERROR)
    assert report.table == (f"no sizes: {config.output} is not what a build would make now; build first",)
    assert not config.output.exists()


@pytest.mark.sample(6)
@pytest.mark.parametrize(
    "link",
    [
        "[x](../short/index.html)",
        "[x](../short/index.html#a-section)",
        "[x](../short/index.html#small)",
        "[x](../short/index.html#small?step_size=2)",
        "[x](short/index.md)",
        "[x](short/index.md#a-section)",
        "[x](other.md)",
        "[x](other.md#links)",
        "[x](../short/small/figure.json)",
        "[x](../index.html)",
        "[x](../feed.xml)",
        "[x](#links)",
        "[x](#a-second-part)",
        "[x](#top)",
        "[x](https://example.org/x#y)",
        "[x](mailto:a@example.org)",
        "[x](run:short/small?step_size=2)",
        "A note[^1].\n\n[^1]: [x](#links)",
        '<span id="own"></span> [x](#own)',
    ],
)
def test_links_that_lead_somewhere_are_fine(site: Config, link: str):
    say(site, link)
    assert told(site) == []


@pytest.mark.sample(6)
@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[x](../shart/index.html)", "the link '../shart/index.html' leads to nothing in the built site; did you mean '../short/index.html'?"),
        ("[x](#link)", "there is no 'link' in this page; did you mean 'links'?"),
        ("[x](../short/index.html#a-sectoin)", "there is no 'a-sectoin' in short/index.html; did you mean 'a-section'?"),
        ("[x](#smal?step_size=2)", "there is no 'smal' in this page; "),
        ("[x](shart/index.md)", "the link 'shart/index.md' leads to Markdown of which nothing is made; did you mean 'content/short/index.md'?"),
        ("[x](short/index.md#a-sectoin)", "there is no 'a-sectoin' in short/index.html; did you mean 'a-section'?"),
        ("[x](../short/)", "the link '../short/' leads to a folder; write ../short/index.html: from disk"),
        ("[x](../)", "the link '../' leads to a folder; write ../index.html: from disk"),
        ("[x](../short)", "the link '../short' leads to a folder; write ../short/index.html: from disk"),
        ("[x](/short/index.html)", "the link '/short/index.html' leaves the folder of the site; write ../short/index.html: "),
        ("[x](../../x.html)", "the link '../../x.html' leaves the folder of the site; write ../x/index.html for an article, the whole address"),
        ("[x](file:///tmp/x)", "the link 'file:///tmp/x' leads to your own disk; write a relative link"),
        ("[x](../hidden/index.html)", "the link '../hidden/index.html' leads to a draft, which is not built"),
        ("[x](../shart/)", "the link '../shart/' leads to nothing in the built site; did you mean '../short/index.html'?"),
        ("[x](data.csv)", "the link 'data.csv' leads to nothing in the built site; only pages, files beside a text that it shows or links to, and those of static/ are there"),
        ("[x](http://[bad)", "the link 'http://[bad' is not an address"),
        ("[x](run:short/smal)", "there is no figure 'smal' in short; did you mean 'small'?"),
        ("[9](value:short/small?step_size=0.2#converged_at)", "the text states 9 for converged_at of small"),
    ],
)  # fmt: skip
def test_links_that_lead_nowhere_are_told_with_the_right_one(site: Config, link: str, expected: str):
    (site.content / "hidden.md").write_text(OTHER.replace("summary:", "draft: true\nsummary:").format("Text."))
    (site.content / "long").mkdir()
    (site.content / "long" / "index.md").write_text(OTHER.format("Text."))
    (site.content / "long" / "10-part.md").write_text("## Why it works\n\nText.\n")
    say(site, link)
    (line,) = told(site)
    assert line.startswith(f"content/other.md:9: {expected}")


def test_mistakes_of_all_kinds_and_files_come_together(site: Config):
    say(site, "[x](../shart/index.html) and [y](run:short/smal)")
    (site.content / "third.md").write_text(OTHER.format("$\\mathrn{x}$"))
    (site.content / "fourth.md").write_text("---\ntitle: Fourth\n---\n")
    assert [line.split(";")[0] for line in told(site)] == [
        "content/fourth.md:1: the front matter has no date",
        "content/fourth.md:1: the front matter has no summary",
        "content/other.md:9: there is no figure 'smal' in short",
        "content/third.md:9: unknown LaTeX command `\\mathrn`",
    ]
    (site.content / "third.md").unlink()
    (site.content / "fourth.md").unlink()
    assert [line.split(";")[0] for line in told(site)] == [
        "content/other.md:9: the link '../shart/index.html' leads to nothing in the built site",
        "content/other.md:9: there is no figure 'smal' in short",
    ]


def test_links_to_an_article_that_cannot_be_read_are_not_called_broken(site: Config):
    say(site, "[x](../third/index.html#links) and [y](run:third/small)")
    (site.content / "third.md").write_text(OTHER.format("Text.").replace("date: ", "date: x"))
    (line,) = told(site)
    assert line.startswith("content/third.md:3: date ")


def test_missing_images_and_images_without_words_are_mistakes(site: Config):
    Image.new("RGB", (2, 2)).save(site.content / "dot.png")
    say(
        site,
        'One ![](dot.png), two ![A dot](dot.png), three <img src="dot.png">.\n\nAn ornament <img src="dot.png" alt="">.',
    )
    assert told(site) == [
        "content/other.md:9: the image 'dot.png' has no alternative text; "
        'write ![what it shows](…), or <img src="…" alt=""> for an ornament'
    ]
    say(site, "![A dot](dut.png)")
    (line,) = told(site)
    assert line.startswith("content/other.md:9: there is no image 'dut.png'; did you mean 'dot.png'?")


def test_a_figure_that_no_link_drives_is_only_noted(site: Config):
    article = site.content / "short" / "index.md"
    article.write_text(article.read_text().partition("It moves:")[0])
    report = check(site)
    assert list(map(str, report.diagnostics)) == [
        "content/short/index.md:13: note: no link in the prose drives figure 'small'"
    ]


def test_sizes_are_those_of_the_built_files(site: Config):
    build(site)  # it is elsewhere now
    head, *rows, last = [line.split() for line in check(site).table]
    assert head[:4] == ["kB", "HTML", "data", "GIFs"]
    row = next(row for row in rows if row[0] == "short/index.html")
    gifs = sum(path.stat().st_size for path in site.output.rglob("*.gif"))
    assert row[1] == f"{(site.output / 'short' / 'index.html').stat().st_size / 1000:.1f}"
    assert row[3] == f"{gifs / 1000:.1f}"
    everything = sum(
        path.stat().st_size for path in site.output.rglob("*") if path.is_file() and path.name[0] != "."
    )
    assert last[-1] == f"{everything / 1000:.1f}"


@pytest.mark.sample(2)
@pytest.mark.parametrize("change", ["prose", "figure", "style", "image", "damage", "article"])
def test_sizes_are_not_told_where_a_build_would_change_something(site: Config, change: str):
    build(site)
    assert len(check(site).table) > 3
    article = site.content / "short" / "index.md"
    match change:
        case "prose":
            article.write_text(article.read_text().replace("The lead", "A lead"))
        case "figure":
            article.write_text(article.read_text().replace("iterations: 120", "iterations: 121"))
            article.write_text(article.read_text().replace("[80](value", "[80.0](value"))
        case "style":
            (site.templates / "static" / "style.css").write_text("p { color: red }")
        case "image":
            Image.new("RGB", (2, 2)).save(site.content / "short" / "dot.png")
            article.write_text(f"{article.read_text()}\n![A dot](dot.png)\n")
        case "damage":
            next(site.output.rglob("*.gif")).write_bytes(b"GIF89a")
        case "article":
            say(site, "Text.")
    report = check(site)
    assert not report.diagnostics.of(Severity.ERROR)
    assert [line.partition(":")[0] for line in report.table] == ["no sizes"]
    build(site)
    assert len(check(site).table) > 5


def test_the_command_exits_with_one_for_mistakes_and_zero_for_none(
    site: Config, capsys: pytest.CaptureFixture[str]
):
    assert main(["check", "--root", str(site.root)]) == 0
    assert capsys.readouterr().out.endswith("no mistakes\n")
    say(site, "[x](#nowhere)")
    assert main(["check", "--root", str(site.root)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("content/other.md:9: there is no 'nowhere' in this page")
    assert said[-1] == "1 mistake"


def test_every_help_shows_examples(capsys: pytest.CaptureFixture[str]):
    for task in ([], ["serve"], ["new"], ["check"]):
        with pytest.raises(SystemExit) as ended:
            main([*task, "--help"])
        assert ended.value.code == 0
        assert "\nexamples:\n  " in capsys.readouterr().out
