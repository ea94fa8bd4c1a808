"""The extension of Python-Markdown: what stands in pages in place of blocks and links, and what where they are new."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown import Markdown

from tests.hosts.projects import BLOCK, INDEX, PAGE, built_project
from tests.site.sites import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.site]

RUN = "../klsim/guide-descent/descent/embed.html#descent?momentum=0.5"


def convert(text: str, docs: Path | str = "", more: tuple[str, ...] = ()) -> str:
    """A page two folders below the top of a site."""
    options = {"klsim.markdown": {"docs": str(docs or built_project() / "docs"), "root": "../"}}
    return Markdown(extensions=["klsim.markdown", *more], extension_configs=options).convert(text)


def test_a_block_becomes_its_figure_with_addresses_seen_from_the_page():
    page = convert(PAGE)
    assert "```" not in page
    assert '<klsim-figure src="../klsim/guide-descent/descent/embed.html" title="Watch q look for p.">' in page
    assert '<img src="../klsim/guide-descent/descent/default.png" alt="' in page
    assert page.count('<script src="../klsim/assets/klsim-figure.js" async></script>') == 1
    assert "klsim-missing" not in page


def test_links_to_runs_lead_to_figures_and_numbers_are_those_that_were_compared():
    page = convert(PAGE)
    assert f'<a class="klsim-run" href="{RUN}">half the momentum</a>' in page
    assert re.search(r'<a class="klsim-run" href="[^"]*#descent\?step_size=0.2&amp;momentum=0">80</a>', page)
    assert f'<a class="klsim-run" href="{RUN}">half of it</a>' in convert(INDEX)


@pytest.mark.parametrize("more", ["fenced_code", "pymdownx.superfences", "md_in_html", "extra"])
def test_other_extensions_for_code_and_html_do_not_get_in_the_way(more: str):
    page = convert(PAGE, more=(more, "attr_list", "tables"))
    assert page.count("<klsim-figure ") == 1
    assert page.count("klsim-run") == 2
    example = f"````markdown\n{BLOCK}````\n"
    assert "<klsim-figure" not in convert(example, more=(more,))


def test_ends_of_lines_and_tabs_do_not_make_a_block_another_one():
    assert "<klsim-figure " in convert(PAGE.replace("\n", " \r\n"))


CHANGED = [
    (PAGE.replace("caption: Watch", "caption: See"), "This figure is not built, or its block has changed since"),
    (PAGE.replace("momentum=0.5)", "momentum=0)"), "half the momentum<strong"),
    (PAGE.replace("[80]", "[81]"), "81<strong"),
]


@pytest.mark.parametrize(("text", "told"), CHANGED)
def test_what_has_changed_since_is_told_in_its_place_with_the_command(
    text: str, told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.chdir(built_project())
    page = convert(text)
    assert told in page
    assert "klsim figures docs" in page
    assert "run `klsim figures docs`" in caplog.text
    assert "run:" not in re.sub(r"\[run: ", "", page)


def test_a_block_that_is_told_is_shown_as_it_is_written():
    page = convert(PAGE.replace("caption: Watch", "caption: <See>"))
    assert "caption: &lt;See&gt; q look for p." in page


@pytest.mark.parametrize("content", [None, "{}", "no json", '{"schema": "klsim/manifest/2"}', "[]"])
def test_without_a_manifest_that_it_knows_all_is_told(tmp_path: Path, content: str | None):
    if content is not None:
        (tmp_path / "klsim").mkdir()
        (tmp_path / "klsim" / "manifest.json").write_text(content)
    page = convert(PAGE, tmp_path)
    assert page.count("klsim-missing") == 3
    assert f"klsim figures {tmp_path}" in page


def test_one_converter_does_one_page_after_another():
    options = {"klsim.markdown": {"docs": str(built_project() / "docs"), "root": "../"}}
    md = Markdown(extensions=["klsim.markdown"], extension_configs=options)
    first = md.convert(PAGE)
    md.reset()
    assert md.convert(PAGE) == first
    md.reset()
    assert "klsim-figure" not in md.convert("# None")


def test_a_page_is_converted_without_what_builds_figures():
    heavy = ("numpy", "matplotlib", "PIL", "markdown_it", "yaml", "klsim.content", "klsim.engine", "klsim.figures")
    code = f"import sys, klsim.markdown; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
