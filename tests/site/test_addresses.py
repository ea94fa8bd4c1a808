"""Addresses that stay: kept in a file by a command, told when they would be lost, and led on from by aliases."""

import re
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser

from klsim.build import build
from klsim.check import check
from klsim.cli import main
from klsim.config import Config
from klsim.diagnostics import ContentError
from tests.browser.hosts import Strict
from tests.browser.pages import serve, watch
from tests.site.sites import ARTICLE, built_site, copy_site, edit, tree

SECOND = "---\ntitle: A second one\ndate: 2026-01-03\nsummary: Without a figure.\n---\n\nWords alone.\n"
KEPT = (
    "second/index.html",
    "short/index.html",
    *(f"short/small/{name}" for name in ("default.gif", "default.png", "default.svg", "embed.html")),
)


@pytest.fixture
def site(tmp_path: Path) -> Config:
    """A site of two articles, built; a test may change it."""
    config = copy_site(built_site(ARTICLE, {"second.md": SECOND}), tmp_path / "site")
    build(config)
    return config


def run(config: Config, *arguments: str) -> int:
    return main([*arguments, "--root", str(config.root), "--jobs", "1"])


def kept(config: Config) -> list[str]:
    lines = (config.content / ".addresses").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def warnings(config: Config) -> list[str]:
    return [line for line in build(config).warnings if ".addresses" in line]


def move(config: Config, aliases: str = "") -> None:
    """Give the article another name, and perhaps its old one as an alias."""
    (config.content / "short").rename(config.content / "long")
    if aliases:
        edit(config, "date: 2026-01-02", f"date: 2026-01-02\naliases: {aliases}", "long")


def test_a_command_keeps_what_a_build_would_publish_and_nothing_else_writes_the_file(
    site: Config, capsys: pytest.CaptureFixture[str]
):
    before = tree(site.content)
    build(site)
    check(site)
    assert run(site, "addresses") == 0
    told = capsys.readouterr().out
    assert re.findall(r"^new +(.*)$", told, re.MULTILINE) == list(KEPT)
    assert tree(site.content) == before
    assert run(site, "addresses", "--keep") == 0
    assert kept(site) == list(KEPT)
    assert all((site.output / path).is_file() for path in KEPT)
    assert "6 addresses, 6 of them new" in capsys.readouterr().out
    assert run(site, "addresses", "--keep") == 0
    assert "6 addresses, 0 of them new" in capsys.readouterr().out
    assert warnings(site) == []


def test_an_article_that_goes_is_told_by_build_and_check_with_its_line(site: Config):
    assert run(site, "addresses", "--keep") == 0
    move(site)
    line = 1 + (site.content / ".addresses").read_text(encoding="utf-8").splitlines().index("short/index.html")
    (told,) = warnings(site)
    assert told == (
        f"content/.addresses:{line}: warning: the address short/index.html would be lost; put back what was there, or "
        "name its old address in the front matter of what takes its place, `aliases: [short]`; if it may go, remove its line"
    )
    assert told in [str(one) for one in check(site).diagnostics]
    assert run(site, "addresses") == 1


def test_a_figure_that_gets_another_id_is_told(site: Config):
    assert run(site, "addresses", "--keep") == 0
    edit(site, "id: small", "id: tiny")
    path = site.content / "short" / "index.md"
    path.write_text(path.read_text(encoding="utf-8").replace(":small?", ":tiny?"), encoding="utf-8")
    (told,) = warnings(site)
    assert "the address short/small/default.gif would be lost, and 3 more in this folder" in told
    assert "give a figure of short the id 'small' again" in told


def test_a_draft_loses_its_address_until_it_is_back(site: Config):
    assert run(site, "addresses", "--keep") == 0
    text = (site.content / "second.md").read_text(encoding="utf-8")
    (site.content / "second.md").write_text(text.replace("date:", "draft: true\ndate:"), encoding="utf-8")
    assert len(warnings(site)) == 1
    (site.content / "second.md").write_text(text, encoding="utf-8")
    assert warnings(site) == []


def test_a_line_that_is_removed_is_not_missed(site: Config):
    assert run(site, "addresses", "--keep") == 0
    path = site.content / ".addresses"
    path.write_text(path.read_text(encoding="utf-8").replace("second/index.html\n", ""), encoding="utf-8")
    (site.content / "second.md").unlink()
    assert warnings(site) == []


def test_an_alias_keeps_the_page_and_all_of_its_figures(site: Config):
    assert run(site, "addresses", "--keep") == 0
    before = tree(site.output)
    move(site, "[short, 2018/05/Bells.html]")
    assert warnings(site) == []
    for path in KEPT:
        assert (site.output / path).is_file()
    for name in ("default.gif", "default.png", "default.svg"):
        assert (site.output / "short" / "small" / name).read_bytes() == before[f"short/small/{name}"]
    leading = {
        "short/index.html": "../long/index.html",
        "2018/05/Bells.html": "../../long/index.html",
        "short/small/embed.html": "../../long/small/embed.html",
    }
    for path, target in leading.items():
        page = (site.output / path).read_text(encoding="utf-8")
        html5lib.HTMLParser(strict=True).parse(page)
        assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
        assert '<link rel="canonical" href="https://klsim.example/sub/long/">' in page
        assert (site.output / path).parent.joinpath(target).resolve() == (
            site.output / target.lstrip("./")
        ).resolve()
    assert "short" not in (site.output / "sitemap.xml").read_text(encoding="utf-8")
    assert run(site, "addresses", "--keep") == 0
    assert set(kept(site)) >= {*KEPT, "2018/05/Bells.html", "long/index.html"}


@pytest.mark.browser
def test_an_old_address_leads_to_the_same_state_on_a_strict_host_and_from_disk(
    browser: Browser, site: Config, tmp_path: Path
):
    move(site, "[short]")
    build(site)
    (tmp_path / "host").mkdir()
    (tmp_path / "host" / "sub").symlink_to(site.output)
    with serve(tmp_path / "host", Strict) as address:
        for top in (f"{address}/sub", site.output.as_uri()):
            for old, new in (
                ("short/index.html", "long/index.html"),
                ("short/small/embed.html", "long/small/embed.html"),
            ):
                with watch(browser, "about:blank", "small", reduced_motion="reduce") as watched:
                    watched.page.goto(f"{top}/{old}#small?step_size=2&i=1")
                    watched.page.wait_for_url(re.compile(re.escape(f"{top}/{new}#small?")))
                    watched.reaches("iteration", "1")
                    assert watched.said == []
                with watch(browser, f"{top}/{old}", "small", java_script_enabled=False) as plain:
                    plain.page.wait_for_url(f"{top}/{new}")


@pytest.mark.parametrize(("aliases", "told"), [
    ("[second]", "at the old address 'second' there is the page of content/second.md; leave this address out"),
    ("[short/small]", "at the old address 'short/small' there is the figure short/small"),
    ("[index.html]", "at the old address 'index.html' there is klsim's own index.html"),
    ("[assets/old]", "the site itself uses the name 'assets'"),
    ("[../up]", "'../up' is no address of a page here"),
    ("['https://example.org/old']", "'https://example.org/old' is no address of a page here"),
    ("[old, old]", "at the old address 'old' there is an old address of content/short/index.md"),
    ("[old.html, old.html/more]", "at the old address 'old.html/more' there is an old address of content/short/index.md"),
    ("[]", "aliases is empty"),
])  # fmt: skip
def test_what_can_be_no_old_address_is_told(site: Config, aliases: str, told: str):
    edit(site, "date: 2026-01-02", f"date: 2026-01-02\naliases: {aliases}")
    with pytest.raises(ContentError) as caught:
        build(site)
    (mistake,) = map(str, caught.value.diagnostics)
    assert mistake.startswith(f"content/short/index.md:4: {told}")
