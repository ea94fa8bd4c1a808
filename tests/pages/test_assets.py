"""The shared files of a site: what they weigh, and what is left out of the scripts."""

import gzip

from klsim.config import Config
from tests.site.sites import ROOT

BUDGET = 8000


def compressed(config: Config, *names: str) -> int:
    """The bytes that a server sends of some of a site's shared files."""
    files = [path for name in names for path in (config.output / "assets").glob(f"{name}.*")]
    assert len(files) == len(names)
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)


def test_the_script_of_figures_keeps_within_its_budget(small_site: Config):
    assert compressed(small_site, "figures") <= BUDGET


def test_the_script_of_games_keeps_within_its_budget(small_site: Config):
    assert compressed(small_site, "games") <= BUDGET


def test_a_page_with_both_gets_what_they_share_once(small_site: Config):
    assert compressed(small_site, "figures-and-games") < compressed(small_site, "figures", "games") - 2000


def test_the_style_sheet_keeps_within_its_budget(small_site: Config):
    assert compressed(small_site, "style") <= BUDGET


def test_comments_stay_behind_and_words_for_readers_do_not(small_site: Config):
    (path,) = (small_site.output / "assets").glob("figures.*")
    script = path.read_text(encoding="utf-8")
    assert "klsim/scene/numbers.py" in (ROOT / "templates" / "static" / "drawing.js").read_text(encoding="utf-8")
    assert "klsim/scene/numbers.py" not in script
    assert "There is no such run here; this is the nearest. " in script
    assert "`iteration ${i} of ${last}`" in script
