"""A figure that draws only the GIF of its default: what is written, pruned, and drawn again."""

from pathlib import Path

import html5lib
import pytest
from PIL import Image

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import ContentError
from tests.site.sites import (
    ARTICLE,
    SPARSE,
    built_site,
    copy_site,
    gifs_of_runs,
    strict_json,
    tree,
    validator,
    write_site,
)


@pytest.fixture(scope="module")
def sparse_site() -> Config:
    """The small site with `gif: default`, built; not to be changed."""
    return built_site(SPARSE)


def rewrite(config: Config, article: str) -> None:
    (config.content / "short" / "index.md").write_text(article)


def test_only_the_default_has_a_gif_and_every_run_its_numbers(sparse_site: Config, small_site: Config):
    sparse, full = (config.output / "short" / "small" for config in (sparse_site, small_site))
    figure = strict_json(sparse / "figure.json")
    validator("figure-1").validate(figure)
    drawn = [run["at"] for run in figure["runs"] if run["gif"]]
    assert drawn == [run["at"] for run in figure["runs"] if run["still"]] == [[0, 1]]
    assert gifs_of_runs(sparse) == [run["gif"] for run in figure["runs"] if run["gif"]]
    for run in figure["runs"]:
        assert (sparse / run["data"]).read_bytes() == (full / run["data"]).read_bytes()


def test_the_page_shows_the_default_without_script(sparse_site: Config):
    page = (sparse_site.output / "short" / "index.html").read_bytes()
    html5lib.HTMLParser(strict=True).parse(page)
    (run,) = (run for run in strict_json(sparse_site.output / "short/small/figure.json")["runs"] if run["gif"])
    assert f'src="small/{run["gif"]}"'.encode() in page
    with Image.open(sparse_site.output / "short" / "small" / run["gif"]) as gif:
        assert gif.n_frames > 1


def test_a_second_build_draws_nothing(sparse_site: Config, tmp_path: Path):
    config = copy_site(sparse_site, tmp_path / "site")
    before = tree(config.output)
    summary = build(config)
    assert (summary.runs, summary.drawn, summary.reused, summary.pruned) == (6, 0, 1, 0)
    assert tree(config.output) == before


def test_asking_for_fewer_gifs_prunes_the_others_and_asking_for_all_brings_them_back(
    small_site: Config, sparse_site: Config, tmp_path: Path
):
    config = copy_site(small_site, tmp_path / "site")
    rewrite(config, SPARSE)
    summary = build(config)
    assert (summary.drawn, summary.reused) == (0, 1)
    assert tree(config.output) == tree(sparse_site.output)
    rewrite(config, ARTICLE)
    summary = build(config)
    assert (summary.drawn, summary.reused) == (0, 6)  # the store has them still
    assert tree(config.output) == tree(small_site.output)


def test_asking_for_all_gifs_draws_those_that_never_were(small_site: Config, sparse_site: Config, tmp_path: Path):
    config = copy_site(sparse_site, tmp_path / "site")
    rewrite(config, ARTICLE)
    summary = build(config)
    assert (summary.drawn, summary.reused) == (5, 1)
    assert tree(config.output) == tree(small_site.output)


def test_a_number_stated_of_a_run_without_a_gif_is_checked(tmp_path: Path):
    value = "(value:small?step_size=2#status)"
    config = write_site(tmp_path, f"{SPARSE}\nIt is [oscillating]{value}.\n")
    assert build(config).drawn == 1
    rewrite(config, f"{SPARSE}\nIt is [converged]{value}.\n")
    with pytest.raises(ContentError, match=r"states converged for status of small .*; the run gives oscillating"):
        build(config)
