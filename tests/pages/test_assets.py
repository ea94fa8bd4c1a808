"""The shared files of a site: what they weigh, and what is left out of the scripts."""

import gzip
from pathlib import Path

import pytest

from klsim.config import Config
from klsim.pages.assets import lean
from tests.site.sites import ROOT

BUDGET = 8000
SOURCES = sorted((ROOT / "templates" / "static").glob("*.js"))


def compressed(config: Config, *names: str) -> int:
    """The bytes that a server sends of some of a site's shared files."""
    files = [path for name in names for path in (config.output / "assets").glob(f"{name}.*")]
    assert len(files) == len(names)
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)


def test_the_script_of_figures_keeps_within_its_budget(small_site: Config):
    assert compressed(small_site, "figures") <= BUDGET


def test_the_scripts_of_games_keep_within_theirs(small_site: Config):
    assert compressed(small_site, "drawing", "match") <= BUDGET


def test_the_style_sheet_keeps_within_its_budget(small_site: Config):
    assert compressed(small_site, "style") <= BUDGET


def test_comments_and_indentation_stay_behind_and_code_does_not():
    source = """\
/* What
   it is. */
(() => {
  // Why.
  go("//", 1); // beside code

  /* A word. */
  go("to // there");
})();
"""
    assert lean(source) == '(() => {\ngo("//", 1);\ngo("to // there");\n})();\n'


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_text_in_a_script_goes_over_several_lines(path: Path):
    code = lean(path.read_text(encoding="utf-8"))
    assert [line for line in code.splitlines() if line.count("`") % 2 or "/*" in line] == []
