"""A built site as one file, and what has changed in one since: with real sites, changed as authors change them."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from tests.content.writing import replaced
from tests.site.games import ARTICLE as GAMES
from tests.site.sites import ARTICLE, built_site, copy_site, edit, tree

pytestmark = pytest.mark.site

SECOND = """\
---
title: A second one
date: 2026-01-03
summary: Without a figure.
---

Words alone.
"""


@pytest.fixture
def site(tmp_path: Path) -> Config:
    """A site of two articles, built; a test may change it."""
    config = copy_site(built_site(ARTICLE, {"second.md": SECOND}), tmp_path / "my-blog")
    build(config)
    return config


@pytest.fixture
def old(site: Config, tmp_path: Path) -> Path:
    """Its output as it was before a test changes anything."""
    return Path(shutil.copytree(site.output, tmp_path / "old"))


def run(config: Config, *arguments: str) -> int:
    return main([*arguments, "--root", str(config.root), "--jobs", "1"])


def diff(config: Config, old: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code, and what is printed, without what pages share."""
    capsys.readouterr()
    code = run(config, "diff", str(old))
    lines = capsys.readouterr().out.splitlines()
    return code, [
        re.sub(" +", " ", line) for line in lines if not line.endswith("gone") and "holds it" not in line
    ]


def test_a_zip_has_the_whole_site_and_nothing_of_klsims_own(site: Config, capsys: pytest.CaptureFixture[str]):
    assert run(site, "zip") == 0
    path = site.root / "my-blog.zip"
    told = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r".*my-blog\.zip: \d+ files, \d+\.\d MB", told[0])
    assert "klsim diff" in told[1] or "diff" in told[1]
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        found = {one.filename: archive.read(one) for one in archive.infolist()}
        assert [one.filename for one in archive.infolist()] == sorted(found)
    assert found == {name: data for name, data in tree(site.output).items() if name != ".klsim"}


def test_a_zip_is_the_same_byte_for_byte_wherever_and_whenever_it_is_made(site: Config, tmp_path: Path):
    first, again, elsewhere = (tmp_path / f"{name}.zip" for name in ("first", "again", "elsewhere"))
    assert run(site, "zip", "--to", str(first)) == 0
    for path in site.output.rglob("*"):
        path.touch()
        path.chmod(0o755 if path.is_dir() else 0o600)
    assert run(site, "zip", "--to", str(again)) == 0
    other = copy_site(site, tmp_path / "other")
    shutil.rmtree(other.output)
    build(other)
    assert run(other, "zip", "--to", str(elsewhere)) == 0
    assert first.read_bytes() == again.read_bytes() == elsewhere.read_bytes()


def test_an_ordinary_unzip_gives_a_site_that_is_the_same(
    site: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(site, "zip") == 0
    shutil.unpack_archive(site.root / "my-blog.zip", tmp_path / "unpacked")
    for place in (site.root / "my-blog.zip", tmp_path / "unpacked", site.output):
        assert diff(site, place, capsys)[0] == 0


def test_a_site_that_is_not_as_a_build_would_make_it_is_not_zipped(
    site: Config, capsys: pytest.CaptureFixture[str]
):
    edit(site, "The lead", "Another lead")
    assert run(site, "zip") == 2
    assert capsys.readouterr().err == f"{site.output} is not what a build would make now; build first\n"
    build(site)
    (site.output / "index.html").write_text("damaged", encoding="utf-8")
    assert run(site, "zip") == 2
    assert not list(site.root.glob("*.zip*"))


def test_a_zip_takes_the_place_of_an_older_zip_and_of_nothing_else(
    site: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    mine = tmp_path / "letter.txt"
    mine.write_text("Dear all", encoding="utf-8")
    assert run(site, "zip", "--to", str(mine)) == 2
    assert "is there already, and is no zip" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "Dear all"
    assert run(site, "zip", "--to", str(site.output / "site.zip")) == 2
    assert "would lie in" in capsys.readouterr().err
    assert [run(site, "zip"), run(site, "zip")] == [0, 0]


def test_nothing_has_changed_where_nothing_was_changed(
    site: Config, old: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(site, "diff", str(old)) == 0
    assert "is as" in capsys.readouterr().out


def test_an_edit_of_prose_is_told_as_text_of_its_page(site: Config, old: Path, capsys: pytest.CaptureFixture[str]):
    edit(site, "The lead", "Another lead")
    build(site)
    code, lines = diff(site, old, capsys)
    assert (code, lines) == (1, ["changed short/index.html: the text"])


def test_a_changed_run_is_told_by_its_setting(site: Config, old: Path, capsys: pytest.CaptureFixture[str]):
    edit(site, "step_size: [-0.5, 0.2, 2]", "step_size: [-0.5, 0.2, 3]")
    edit(site, "step_size=2)", "step_size=3)")
    edit(site, "Too far: {step_size: 2}", "Too far: {step_size: 3}")
    build(site)
    code, lines = diff(site, old, capsys)
    page = next(line for line in lines if "short/index.html" in line)
    assert code == 1
    assert "figure small: " in page
    assert "2 runs more (objective kl_qp, step_size 3; objective kl_pq, step_size 3)" in page
    assert "2 runs fewer (objective kl_qp, step_size 2; objective kl_pq, step_size 2)" in page
    assert "the text" not in page


def test_other_records_of_the_same_runs_are_told(site: Config, old: Path, capsys: pytest.CaptureFixture[str]):
    edit(site, "iterations: 120", "iterations: 119")
    build(site)
    _, lines = diff(site, old, capsys)
    (page,) = [line for line in lines if "short/index.html" in line]
    assert re.search(r"figure small: other records of \d runs", page)


def test_a_caption_is_told(site: Config, old: Path, capsys: pytest.CaptureFixture[str]):
    edit(site, "caption: Watch q look for p.", "caption: Look at q.")
    build(site)
    assert diff(site, old, capsys) == (1, ["changed short/index.html: figure small: another caption"])


def test_new_and_lost_articles_are_told_with_all_addresses_that_are_gone(
    site: Config, old: Path, capsys: pytest.CaptureFixture[str]
):
    (site.content / "second.md").rename(site.content / "third.md")
    edit(site, "id: small", "id: tiny")
    text = (site.content / "short" / "index.md").read_text(encoding="utf-8").replace(":small?", ":tiny?")
    (site.content / "short" / "index.md").write_text(text, encoding="utf-8")
    build(site)
    capsys.readouterr()
    assert run(site, "diff", str(old)) == 1
    told = capsys.readouterr()
    lines = [re.sub(" +", " ", line) for line in told.out.splitlines()]
    assert "gone second/index.html" in lines
    assert "new third/index.html" in lines
    assert "lost second/: index.html" in lines
    assert "lost short/small/: default.gif, default.png, default.svg, embed.html" in lines
    assert any("figure small is gone; figure tiny is new" in line for line in lines)
    assert "`aliases: [old/name]`" in told.err


def test_games_are_told_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    site = copy_site(built_site(GAMES), tmp_path / "site")
    build(site)
    old = Path(shutil.copytree(site.output, tmp_path / "old"))
    text = (site.content / "short" / "index.md").read_text(encoding="utf-8")
    (site.content / "short" / "index.md").write_text(replaced(text, ("seed: 5", "seed: 6")), encoding="utf-8")
    build(site)
    assert any("another game" in line for line in diff(site, old, capsys)[1])


@pytest.mark.parametrize(("name", "data", "told"), [
    ("missing", None, "is not there"),
    ("letter.txt", b"Dear all", "is neither a folder nor a zip"),
    ("empty", b"", "is no built site"),
])  # fmt: skip
def test_what_is_no_older_site_is_told(
    site: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, told: str
):
    place = tmp_path / name
    if name == "empty":
        place.mkdir()
    elif data is not None:
        place.write_bytes(data)
    assert run(site, "diff", str(place)) == 2
    assert told in capsys.readouterr().err


def test_a_damaged_zip_is_told(site: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    place = tmp_path / "old.zip"
    assert run(site, "zip", "--to", str(place)) == 0
    data = bytearray(place.read_bytes())
    data[2000:2200] = bytes(200)
    place.write_bytes(data)
    assert run(site, "diff", str(place)) == 3
    assert "cannot be read" in capsys.readouterr().err
