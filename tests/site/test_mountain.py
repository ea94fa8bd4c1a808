"""The section about the mountain: its claims are checked, and a changed mountain breaks the build."""

from pathlib import Path

import pytest

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import ContentError
from tests.site.sites import ARTICLE, ROOT, write_site

SECTION = (ROOT / "content" / "gradient-descent" / "10-downhill.md").read_text(encoding="utf-8")
FRONT = ARTICLE[: ARTICLE.index("## A section")]


def write_mountain(root: Path, *changes: tuple[str, str]) -> Config:
    """A site whose one article is the section, changed."""
    section = SECTION
    for old, new in changes:
        assert old in section
        section = section.replace(old, new)
    return write_site(root, FRONT + section)


def mistakes(config: Config) -> list[str]:
    with pytest.raises(ContentError) as caught:
        build(config)
    return [str(mistake).split(": ", 1)[1] for mistake in caught.value.diagnostics]


def test_filling_the_starred_hollow_breaks_the_build_and_says_what_is_true_now(tmp_path: Path):
    hollow, rim = "{height: -1.1, centre: 3, width: 0.23}", "{height: 1, centre: 3.9, width: 0.31}"
    config = write_mountain(tmp_path, (f"    - {hollow}\n", ""), (f"    - {rim}\n", ""))
    assert mistakes(config)[0] == "the text states 2.45 for height of mountain (walker ant); the run gives 1.09"
    assert not config.output.exists() or not list(config.output.rglob("*.html"))


def test_a_mountain_without_hollows_frees_the_ant_and_breaks_the_build(tmp_path: Path):
    config = write_mountain(
        tmp_path,
        ("height: -1.1, centre: 3", "height: 0, centre: 3"),
        ("height: 1, centre: 3.9", "height: 0, centre: 3.9"),
        ("height: -1.4", "height: 0"),
        ("height: 0.6", "height: 0"),
        ("step_size: 0.01, momentum: 0, iterations: 300", "step_size: 0.1, momentum: 0, iterations: 300"),
    )
    told = mistakes(config)
    assert "the text states stuck for status of mountain (walker ant); the run gives converged" in told


def test_the_section_as_it_stands_is_true(tmp_path: Path):
    summary = build(write_mountain(tmp_path))
    assert (summary.figures, summary.runs) == (2, 8)
    page = (tmp_path / "output" / "short" / "index.html").read_text(encoding="utf-8")
    assert '<a href="#mountain?walker=ant">stuck</a>' in page
    assert "KL(" not in page[page.index("<figure") : page.index("</figure>")]
