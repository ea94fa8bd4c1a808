"""Figures in sites that MkDocs, Zensical and Pelican make, in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.pages import READY, serve, watch
from tests.hosts.projects import INDEX, PAGE, copy_project, edit, klsim, run, write_project
from tests.shared import made_once
from tests.site.sites import tree

pytestmark = [pytest.mark.slow, pytest.mark.site]

MKDOCS = "site_name: Others\nplugins: [search, {klsim: {jobs: 1}}]\n"
ZENSICAL = '[project]\nsite_name = "Others"\n[project.markdown_extensions."klsim.markdown"]\n'
PELICAN = """\
PATH, SITENAME, TIMEZONE, RELATIVE_URLS = "content", "Others", "UTC", True
ARTICLE_URL = ARTICLE_SAVE_AS = "{slug}/index.html"
PLUGINS = ["klsim.pelican"]
"""


def build_mkdocs(root: Path, more: str = "") -> Path:
    """A site of MkDocs; the page with the figure."""
    copy_project(root)
    (root / "mkdocs.yml").write_text(MKDOCS + more)
    ran = run(root, "mkdocs", "build", "--strict")
    assert ran.returncode == 0, ran.stderr
    return root / "site" / "guide" / "descent" / "index.html"


def build_mkdocs_with_files(root: Path) -> Path:
    """The same without folders for pages, in another theme."""
    build_mkdocs(root, "use_directory_urls: false\ntheme: readthedocs\n")
    return root / "site" / "guide" / "descent.html"


def build_zensical(root: Path) -> Path:
    """A site of Zensical; the page with the figure."""
    copy_project(root)
    (root / "zensical.toml").write_text(ZENSICAL)
    ran = run(root, "zensical", "build")
    assert ran.returncode == 0, ran.stderr
    return root / "site" / "guide" / "descent" / "index.html"


def build_pelican(root: Path) -> Path:
    """A site of Pelican; the article with the figure."""
    write_project(root, {"descent.md": f"Title: Going down\nDate: 2026-01-02\n\n{PAGE}"}, "content")
    (root / "pelicanconf.py").write_text(PELICAN)
    ran = run(root, "pelican", "content", "-o", "site", "-s", "pelicanconf.py", "--fatal", "errors")
    assert ran.returncode == 0, ran.stderr
    return root / "site" / "going-down" / "index.html"


GENERATORS = [build_mkdocs, build_mkdocs_with_files, build_zensical, build_pelican]


@pytest.fixture(scope="module", params=GENERATORS, ids=lambda build: build.__name__)
def built(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """The folder of a site, and the page with the figure in it."""
    build: Callable[[Path], Path] = request.param
    found: list[Path] = []

    def make(folder: Path) -> None:
        folder.rmdir()
        found.append(build(folder).relative_to(folder))
        (folder / "page").write_text(str(found[0]))

    root = made_once(f"generator-{build.__name__}", make)
    return root / "site", root / (root / "page").read_text()


@pytest.fixture
def page(browser: Browser, built: tuple[Path, Path]) -> Iterator[Page]:
    """The page with the figure, below a path of a server; nothing that it asks for may be missing."""
    site, path = built
    with (
        serve(site.parent) as address,
        watch(
            browser, f"{address}/{path.relative_to(site.parent).as_posix()}", reduced_motion="reduce"
        ) as watched,
    ):
        yield watched.page
        assert [one for one in watched.failed if "klsim" in one] == []


def figure_in(page: Page) -> Frame:
    """The frame of the figure, once it is there."""
    element = page.locator("klsim-figure")
    element.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('klsim-figure').shadowRoot?.querySelector('.here')")
    (frame,) = [one for one in page.frames if "embed.html" in one.url]
    frame.wait_for_function(READY)
    return frame


def test_all_files_that_a_page_names_are_in_the_site(built: tuple[Path, Path]):
    site, path = built
    text = path.read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="([^"#?]*klsim/[^"#?]*)', text)
    assert len(named) >= 5
    for address in named:
        assert (path.parent / address).is_file(), address
    assert not re.search(r'"(?:run|value|klsim):', text)
    assert not [one for one in site.rglob("*.html") if "klsim-missing" in one.read_text(encoding="utf-8")]


@pytest.mark.sample(2)
@pytest.mark.browser
def test_a_figure_plays_in_the_page(page: Page):
    figure = figure_in(page)
    figure.locator(".scrub input").fill("0")
    figure.locator(".play").click()
    figure.wait_for_function("() => +document.querySelector('.scrub input').value > 3")
    box = page.locator("klsim-figure iframe").bounding_box()
    assert box
    assert box["height"] > 400


@pytest.mark.sample(1)
@pytest.mark.browser
def test_a_link_of_the_text_has_the_figure_go_to_its_state(page: Page):
    figure = figure_in(page)
    momentum = figure.locator("#descent-momentum")
    expect(momentum).to_have_value("0")
    address = page.url
    page.get_by_role("link", name="half the momentum").click()
    expect(momentum).to_have_value("1")
    page.get_by_role("link", name="80", exact=True).click()
    expect(momentum).to_have_value("0")
    assert page.url == address


@pytest.mark.browser
def test_without_script_there_is_the_still_and_a_way_to_the_figure(browser: Browser, built: tuple[Path, Path]):
    site, path = built
    with serve(site.parent) as address:
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"{address}/{path.relative_to(site.parent).as_posix()}")
        still = page.locator("klsim-figure img")
        still.scroll_into_view_if_needed()
        assert still.bounding_box()["width"] > 200  # type: ignore[index]
        assert "Arrived" in (still.get_attribute("alt") or "")
        page.get_by_role("link", name="Watch q look for p.").click()
        expect(page.locator("figcaption")).to_have_text("Watch q look for p.")
        page.close()


def test_mkdocs_ends_with_what_is_wrong_in_a_figure(tmp_path: Path):
    root = copy_project(tmp_path / "project")
    (root / "mkdocs.yml").write_text(MKDOCS)
    edit(root / "docs" / "guide" / "descent.md", "[80]", "[81]")
    ran = run(root, "mkdocs", "build")
    assert ran.returncode == 1
    assert "docs/guide/descent.md:17: the text states 81" in ran.stderr
    assert not (root / "site").exists()


def test_zensical_makes_the_same_twice_in_a_row_and_follows_changes(tmp_path: Path):
    page = build_zensical(tmp_path / "project")
    root = tmp_path / "project"
    first = tree(root / "site")
    assert run(root, "zensical", "build").returncode == 0
    assert tree(root / "site") == first
    edit(root / "docs" / "guide" / "descent.md", "caption: Watch", "caption: See")
    assert run(root, "zensical", "build").returncode == 0
    told = page.read_text()
    assert "klsim figures docs &amp;&amp; zensical build --clean" in told
    assert klsim(root, "figures", "docs", "--jobs", "1").returncode == 0
    assert run(root, "zensical", "build", "--clean").returncode == 0
    assert 'title="See q look for p."' in page.read_text()


def test_pelican_takes_figures_for_files_and_not_for_articles(tmp_path: Path):
    build_pelican(tmp_path / "project")
    site = tmp_path / "project" / "site"
    assert {path.parent.name for path in site.glob("*/index.html")} == {"going-down"}
    assert not list(site.rglob(".klsim*"))


def test_a_page_that_only_leads_to_figures_has_no_script(tmp_path: Path):
    build_mkdocs(tmp_path / "project")
    text = (tmp_path / "project" / "site" / "index.html").read_text()
    assert INDEX
    assert "klsim-figure.js" not in text
    assert "./klsim/guide-descent/descent/embed.html#descent?momentum=0.5" in text
