"""Whole builds of a site with games: what is written, what is left alone, what is refused."""

import json
import re
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest
from jsonschema import Draft202012Validator

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import ContentError
from klsim.engine.executor import executor
from klsim.figures.match.fit import divergence
from klsim.figures.match.law import Law, Sampling
from tests.site.games import ARTICLE
from tests.site.sites import ROOT, built_site, copy_site, edit, tree, write_site


@pytest.fixture(scope="module")
def games_site() -> Config:
    """The site with games, built; not to be changed."""
    return built_site(ARTICLE)


@pytest.fixture
def built(games_site: Config, tmp_path: Path) -> Config:
    """A copy that a test may change."""
    return copy_site(games_site, tmp_path / "site")


def game(config: Config, name: str) -> dict:
    return json.loads((config.output / "short" / name / "game.json").read_text())


@pytest.mark.parametrize("name", ["by-hand", "no-match", "six"])
def test_game_json_is_as_its_schema_says_and_its_files_are_there(games_site: Config, name: str):
    schema = json.loads((ROOT / "klsim" / "schemas" / "game-1.json").read_text())
    content = game(games_site, name)
    Draft202012Validator(schema).validate(content)
    axes = [content[part]["backdrop"] for part in ("panel", "map") if part in content]
    for picture in (*content["still"].values(), *(file for files in axes for file in files.values())):
        assert (games_site.output / "short" / name / picture).is_file()


def test_only_a_target_that_no_bell_matches_has_closest_bells(games_site: Config):
    assert all(
        target["closest"] == {} for name in ("by-hand", "six") for target in game(games_site, name)["targets"]
    )
    content = game(games_site, "no-match")
    sampling = Sampling(**content["sampling"])
    for target in content["targets"]:
        p = Law(tuple(target["means"]), tuple(target["variances"]))
        assert set(target["closest"]) == {"kl_qp", "kl_pq"}
        for measure, law in target["closest"].items():
            q = Law((law["mean"],), (law["variance"],))
            assert divergence(measure, q, p, sampling) == pytest.approx(law["kl"], abs=1e-12)
            assert f"{law['kl']:.2f}" in target["told"]


def test_the_page_is_valid_html_with_the_script_of_games_only(games_site: Config):
    page = (games_site.output / "short" / "index.html").read_text()
    html5lib.HTMLParser(strict=True).parse(page)
    assert re.findall(r'<script src="\.\./assets/(\w+)\.', page) == ["first", "games"]
    assert '<a href="#by-hand?target=3">the third</a>' in page


def test_the_list_of_articles_shows_the_small_picture_of_a_game(games_site: Config):
    shown = re.search(r'src="(short/by-hand/listed\.\w+\.png)"', (games_site.output / "index.html").read_text())
    assert shown
    assert (games_site.output / shown[1]).is_file()


def test_a_second_build_writes_nothing_and_needs_no_numpy(built: Config):
    before = {path: path.stat().st_mtime_ns for path in built.output.rglob("*") if path.name != ".klsim.lock"}
    code = (
        "import sys; from klsim.cli import main; "
        f"main(['--root', {str(built.root)!r}]); "
        "print([name for name in ('numpy', 'matplotlib') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
    assert {
        path: path.stat().st_mtime_ns for path in built.output.rglob("*") if path.name != ".klsim.lock"
    } == before


def test_two_builds_and_any_number_of_processes_give_the_same_bytes(games_site: Config, tmp_path: Path):
    config = write_site(tmp_path / "elsewhere", ARTICLE)
    with executor("processes:2") as workers:
        build(config, workers)
    assert tree(config.output) == tree(games_site.output)


@pytest.mark.parametrize("pattern", ["game.json", "axes.*.png", "still-dark.*.png"])
def test_a_damaged_or_missing_file_is_noticed_and_made_again(built: Config, pattern: str):
    before = tree(built.output)
    missing, damaged = sorted(built.output.rglob(pattern))[:2]
    missing.unlink()
    damaged.write_bytes(b"")
    build(built)
    assert tree(built.output) == before


def test_another_seed_makes_another_game_and_prunes_the_old_pictures(built: Config, tmp_path: Path):
    edit(built, "seed: 7", "seed: 8")
    build(built)
    fresh = write_site(tmp_path / "fresh", (built.content / "short" / "index.md").read_text())
    build(fresh)
    assert tree(fresh.output) == tree(built.output)


def test_a_game_may_not_have_the_id_of_another(built: Config):
    edit(built, "id: six", "id: by-hand")
    with pytest.raises(ContentError) as caught:
        build(built)
    (mistake,) = caught.value.diagnostics
    assert str(mistake) == (
        "content/short/index.md:27: a second figure with the id 'by-hand'; the first is at content/short/index.md:11"
    )
