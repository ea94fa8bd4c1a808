"""What a site is written as: what site.yaml may say, and that it is the same each time."""

import shutil
from pathlib import Path

import pytest

from klsim.build import build
from klsim.content import outputs
from klsim.diagnostics import ContentError
from klsim.formats.formats import FORMATS
from tests.site.along import site_along
from tests.site.sites import ARTICLE, SITE, copy_site, tree, write_site

pytestmark = pytest.mark.site


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("formats: [html, epbu]", "content/site.yaml:7: unknown format 'epbu' in formats; did you mean 'epub'?"),
        ("formats: pdf", "content/site.yaml:7: unknown format 'pdf' in formats; formats: epub, html, single"),
        ("formats: [epub]", "content/site.yaml:7: formats leaves html out, the pages that lead to all else; write [html, epub]"),
        ("formats: []", "content/site.yaml:7: formats leaves html out, the pages that lead to all else; write [html]"),
        ("single_file_runs: some", "content/site.yaml:7: single_file_runs 'some' is none of its values; write linked, all, or how many runs of each figure, such as 20"),
        ("single_file_runs: 0", "content/site.yaml:7: single_file_runs '0' is none of its values; write linked, all, or how many runs of each figure, such as 20"),
    ],
)  # fmt: skip
def test_mistakes_in_what_is_asked_for_are_told(tmp_path: Path, line: str, told: str):
    config = write_site(tmp_path / "site")
    (config.content / "site.yaml").write_text(f"{SITE}{line}\n")
    with pytest.raises(ContentError) as raised:
        build(config)
    assert [str(one) for one in raised.value.diagnostics] == [told]


def test_every_format_that_may_be_asked_for_is_there():
    assert tuple(FORMATS) == (*outputs.FORMATS, outputs.HOSTED)


def test_files_to_take_along_have_their_places_for_themselves(tmp_path: Path):
    config = copy_site(site_along(), tmp_path / "site")
    (config.content / "two.md").write_text(ARTICLE.replace("series: two\npart: 1\n", ""))
    (config.static / "downloads").mkdir(parents=True)
    (config.static / "downloads" / "short.html").write_text("mine")
    with pytest.raises(ContentError) as raised:
        build(config)
    assert [str(one) for one in raised.value.diagnostics] == [
        "content/two.md:1: the books of this article and of the series 'two' would both be downloads/two.epub; "
        "rename one of the two",
        "static/downloads/short.html:1: static/downloads/short.html would stand where klsim's own "
        "downloads/short.html does; rename it, or remove one of the two",
    ]


def test_texts_may_link_to_what_is_to_be_taken_along(tmp_path: Path):
    from klsim.check import check

    config = copy_site(site_along(), tmp_path / "site")
    text = (config.content / "about.md").read_text()
    (config.content / "about.md").write_text(
        f"{text}\n[A book](../downloads/two.epub), [none](../downloads/three.epub).\n"
    )
    told = [str(one) for one in check(config).diagnostics if "downloads" in str(one)]
    assert len(told) == 1
    assert "three.epub" in told[0]


def test_built_anew_from_nothing_every_byte_is_the_same(tmp_path: Path):
    config = copy_site(site_along(), tmp_path / "site")
    before = tree(config.output / "downloads")
    shutil.rmtree(config.store)
    shutil.rmtree(config.output)
    build(config)
    assert tree(config.output / "downloads") == before
    assert len(before) == 9


def test_without_formats_all_else_is_as_it_is_with_them(tmp_path: Path):
    config = copy_site(site_along(), tmp_path / "site")
    (config.content / "site.yaml").write_text(SITE)
    build(config)
    there, here = tree(site_along().output), tree(config.output)
    pages = {path for path in there if path.endswith("index.html")}
    assert there.keys() - here.keys() == {path for path in there if path.startswith("downloads/")}
    changed = {path for path in here if here[path] != there[path]} - {".klsim"}
    assert changed == pages - {"index.html", "about/index.html"}
