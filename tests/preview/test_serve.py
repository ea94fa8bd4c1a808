"""Writing with a preview: a real process, a real browser, real saves."""

import http.client
import re
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from klsim.build import build
from klsim.config import Config
from tests.engine.processes import wait_until
from tests.preview.previews import Preview, previewed
from tests.site.sites import copy_site, tree

pytestmark = pytest.mark.browser

LONG = "\n".join(f"Paragraph {n}, with a few words that fill the line.\n" for n in range(60))


@pytest.fixture(scope="module")
def preview(small_site: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a site with a long article."""
    config = copy_site(small_site, tmp_path_factory.mktemp("preview") / "site")
    with previewed(config) as preview:
        yield preview


@pytest.fixture(autouse=True)
def text(preview: Preview) -> Iterator[None]:
    """The article as it was, after each test."""
    before, theme = preview.article.read_text(), preview.config.templates / "static" / "theme.css"
    colours = theme.read_text()
    yield
    builds = preview.builds
    preview.article.write_text(before)
    theme.write_text(colours)
    wait_until(lambda: preview.builds > builds)


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The article in the browser, lengthened so that it scrolls."""
    builds = preview.builds
    preview.edit("It moves:", f"{LONG}\nIt moves:")
    wait_until(lambda: preview.builds > builds)
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{preview.address}short/")
    expect(page.get_by_text("Paragraph 59")).to_be_attached()
    page.evaluate("window.untouched = true")
    yield page
    context.close()


def overlay(page: Page) -> Locator:
    return page.get_by_role("alert")


def test_a_prose_edit_shows_soon_without_a_reload(preview: Preview, page: Page):
    page.evaluate("scrollTo(0, 700)")
    began = time.monotonic()
    preview.edit("The lead", "The new lead")
    expect(page.get_by_text("The new lead")).to_be_visible()
    assert time.monotonic() - began < 3  # 0.3 s on an idle machine
    assert page.evaluate("untouched")
    assert abs(page.evaluate("scrollY") - 700) < 60  # what is in view stays there


def test_figures_live_on_through_a_prose_edit(preview: Preview, page: Page):
    figure = page.locator("figure.simulation")
    figure.get_by_role("button", name="Too far").click()
    expect(figure.locator(".gif")).to_have_attribute("href", re.compile(r"_2\."))
    figure.evaluate("figure => { figure.mine = true; }")
    preview.edit("It moves:", "See, it moves:")
    preview.edit("The lead", "A lead")
    expect(page.get_by_text("See, it moves:")).to_be_attached()
    assert figure.evaluate("figure => figure.mine")
    assert page.evaluate("untouched")


def test_a_reload_keeps_the_place_the_address_and_the_state_of_figures(preview: Preview, page: Page):
    page.goto(f"{preview.address}short/#small?step_size=2")
    figure = page.locator("figure.simulation")
    figure.locator(".segments").get_by_text("KL(p, q)", exact=True).click()
    expect(figure.locator(".gif")).to_have_attribute("href", re.compile("kl_pq_2"))
    figure.get_by_role("slider", name="Iteration").fill("7")
    expect(figure.locator("[data-series=iteration]")).to_have_text("7")
    mean = figure.locator("[data-series=mean]").inner_text()
    page.evaluate("scrollTo(0, 650); window.untouched = true")
    preview.edit("caption: Watch q look for p.", "caption: Watch it look for p.")
    expect(page.get_by_text("Watch it look for p.")).to_be_attached()
    expect(figure.locator("[data-series=iteration]")).to_have_text("7")
    expect(figure.locator("[data-series=mean]")).to_have_text(mean)
    expect(figure.get_by_role("slider", name="step size")).to_have_value("2")
    assert not page.evaluate("window.untouched")
    assert page.url.endswith("#small?objective=kl_pq&step_size=2&i=7")
    page.wait_for_function("() => Math.abs(scrollY - 650) < 5")


def test_a_figure_that_the_address_does_not_name_keeps_its_state_through_a_reload(preview: Preview, page: Page):
    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    figure = page.locator("figure.simulation")
    figure.locator(".panes").scroll_into_view_if_needed()
    expect(figure.locator(".outcome")).to_contain_text("Arrived", timeout=30_000)  # it has played by itself
    iteration = figure.locator("[data-series=iteration]").inner_text()
    page.evaluate("scrollTo(0, 0); window.untouched = true")
    preview.edit("caption: Watch q look for p.", "caption: Watch how it looks for p.")
    expect(page.get_by_text("Watch how it looks for p.")).to_be_attached()
    assert not page.evaluate("window.untouched")
    expect(figure.locator("[data-series=iteration]")).to_have_text(iteration)  # out of sight nothing plays
    assert "#" not in page.url


def test_a_mistake_shows_over_the_last_good_page_until_it_is_mended(preview: Preview, page: Page):
    preview.edit("$\\mathrm{KL}(q, p)$", "$\\mathrn{KL}(q, p)$")
    expect(overlay(page)).to_contain_text("content/short/index.md:9: unknown LaTeX command")
    expect(overlay(page)).to_contain_text("1 mistake; the page is the last good one")
    expect(page.get_by_text("The lead, with a word")).to_be_attached()
    preview.edit("[-0.5, 0.2, 2]", "[-0.5, 0.2, 2000]")
    expect(overlay(page)).to_contain_text("content/short/index.md:22: step_size 2000 is out of range")
    page.reload()
    expect(overlay(page)).to_contain_text("2 mistakes")
    preview.edit("[-0.5, 0.2, 2000]", "[-0.5, 0.2, 2]")
    preview.edit("$\\mathrn{KL}(q, p)$", "$\\mathrm{KL}(q, p)$")
    expect(overlay(page)).to_be_hidden()


def test_several_saves_at_once_make_one_build(preview: Preview, page: Page):
    builds = preview.builds
    for n in range(5):
        (preview.config.content / f"new-{n}.md").write_text(
            f"---\ntitle: New {n}\ndate: 2026-01-0{n + 1}\nsummary: New.\n---\n\nText.\n"
        )
    wait_until(lambda: preview.builds > builds)
    time.sleep(0.7)
    assert preview.builds == builds + 1
    page.goto(preview.address)
    expect(page.get_by_role("link", name="New 4")).to_be_visible()
    for n in range(5):
        (preview.config.content / f"new-{n}.md").unlink()
    expect(page.get_by_role("link", name="New 4")).to_be_hidden()


def test_a_page_that_is_not_there_yet_appears_when_it_is_written(preview: Preview, browser: Browser):
    page = browser.new_page()
    page.goto(f"{preview.address}later/")
    expect(page.get_by_text("This page is not here")).to_be_visible()
    file = preview.config.content / "later.md"
    file.write_text("---\ntitle: Later\ndate: 2026-01-01\nsummary: L.\n---\n\nHere it is.\n")
    expect(page.get_by_text("Here it is.")).to_be_visible()
    file.unlink()
    expect(page.get_by_text("This page is not here")).to_be_visible()
    page.close()


def test_a_template_with_a_fault_is_told_with_its_line_and_mended(preview: Preview, page: Page):
    template = preview.config.templates / "article.html"
    text = template.read_text()
    template.write_text(text.replace("{{ article.summary }}</p>", "{{ article.sumary }}</p>"))
    line = 1 + text[: text.index("{{ article.summary }}</p>")].count("\n")
    expect(overlay(page)).to_contain_text(f"templates/article.html:{line}: UndefinedError")
    template.write_text(text.replace("</article>", "<p>By template.</p></article>"))
    expect(page.get_by_text("By template.")).to_be_attached()
    expect(overlay(page)).to_be_hidden()
    template.write_text(text)
    expect(page.get_by_text("By template.")).to_be_hidden()


def test_a_new_style_reaches_the_page(preview: Preview, page: Page):
    style = preview.config.templates / "static" / "style.css"
    text = style.read_text()
    style.write_text(f"{text}\nh2 {{ letter-spacing: 7px; }}\n")
    heading = page.get_by_role("heading", name="A section")
    expect(heading).to_have_css("letter-spacing", "7px")
    style.write_text(text)
    expect(heading).not_to_have_css("letter-spacing", "7px")


def test_nothing_of_the_preview_is_in_the_site_that_a_build_makes_afterwards(preview: Preview):
    build(preview.config)
    assert not [path for path, data in tree(preview.config.output).items() if b"_preview" in data]


def request(preview: Preview, method: str, address: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(preview.address).netloc, timeout=20)
    connection.request(method, address, headers=headers)
    return connection.getresponse()


def test_answers_are_typed_and_never_kept(preview: Preview):
    given = request(preview, "GET", "/short/small/figure.json")
    assert given.status == 200
    assert given.headers["Content-Type"] == "application/json"
    assert given.headers["Cache-Control"] == "no-store"
    head = request(preview, "HEAD", "/short/small/figure.json")
    assert head.headers["Content-Length"] == given.headers["Content-Length"]
    assert head.read() == b""
    assert request(preview, "GET", "/short").headers["Location"] == "/short/"
    assert request(preview, "GET", "/../build.py").status == 404
    assert request(preview, "GET", "/short/small/figure.json", Range="bytes=0-9").status == 206


def test_only_this_machine_by_its_own_name_is_heard(preview: Preview):
    assert request(preview, "GET", "/", Host="evil.example").status == 403
    port = urlsplit(preview.address).port
    assert request(preview, "GET", "/", Host=f"localhost:{port}").status == 200
    with socket.socket() as probe:
        probe.settimeout(5)
        with pytest.raises(OSError, match="refused"):
            probe.connect(("127.0.0.2", port))
