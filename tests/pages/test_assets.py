"""The shared files of a site: what they weigh, and what is left out of the scripts."""

import gzip

import pytest

from klsim.content.highlight import highlight_css
from klsim.formats.assets import SCRIPTS, make_assets, script_name
from tests.site.sites import ROOT

BUDGET = 12_000
STATIC = ROOT / "templates" / "static"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """What is in the shared files of a site with formulas, by the start of their names."""
    _, made = make_assets(STATIC, highlight_css(), "key", "key")
    return {file.path.removeprefix("assets/").partition(".")[0]: file.data for file in made}


def compressed(data: bytes) -> int:
    """The bytes that a server sends."""
    return len(gzip.compress(data, 9))


@pytest.mark.parametrize("name", ["figures", "games", "style"])
def test_what_most_pages_need_keeps_within_its_budget(files: dict[str, bytes], name: str):
    assert compressed(files[name]) <= BUDGET


def test_a_page_with_figures_and_games_gets_what_they_share_once(files: dict[str, bytes]):
    both, figures, games = (compressed(files[name]) for name in ("figures-and-games", "figures", "games"))
    assert max(figures, games) < both < figures + games - 2000


def test_each_page_has_the_script_of_what_it_shows():
    for name in ("", *SCRIPTS):
        assert script_name(figures="figures" in name, games="games" in name) == name


def test_comments_stay_behind_and_words_for_readers_do_not(files: dict[str, bytes]):
    script = files["figures"].decode()
    assert "klsim/scene/numbers.py" in (STATIC / "drawing.js").read_text(encoding="utf-8")
    assert "klsim/scene/numbers.py" not in script
    assert "There is no such run here; this is the nearest. " in script
    assert "`iteration ${i} of ${last}`" in script
