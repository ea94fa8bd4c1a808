"""A figure of more runs than are simulated together: nothing tells where one slice ends and the next begins."""

from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from klsim.build import build
from klsim.config import Config
from klsim.engine.executor import executor
from klsim.figures.animation.limits import TOGETHER
from tests.browser.pages import watch
from tests.site.references import views
from tests.site.sites import ARTICLE, built_site, copy_site, strict_json, tree, validator, write_site

STEPS = [round(0.01 * k, 2) for k in range(1, TOGETHER // 2 + 11)]
LONG = ARTICLE.replace("[-0.5, 0.2, 2]", str(STEPS)).replace("presets:\n  Too far: {step_size: 2}", "gif: default")
LONG = LONG[: LONG.index("It moves")] + "It is [unfinished](value:small?objective=kl_pq&step_size=0.01#status).\n"


@pytest.fixture(scope="module")
def long_site() -> Config:
    """A site whose figure has two slices, built; not to be changed."""
    return built_site(LONG)


def test_every_run_is_recorded_and_told(long_site: Config):
    folder = long_site.output / "short" / "small"
    figure = strict_json(folder / "figure.json")
    validator("figure-1").validate(figure)
    assert len(figure["runs"]) == 2 * len(STEPS) > TOGETHER
    for run in (figure["runs"][n] for n in (0, TOGETHER - 1, TOGETHER, -1)):
        setting = strict_json(folder / run["data"])["setting"]
        assert setting == {"objective": ["kl_qp", "kl_pq"][run["at"][0]], "step_size": STEPS[run["at"][1]]}
        assert f"step size {setting['step_size']:g}:" in run["description"]


def test_the_chunks_hold_every_run_once_under_its_number(long_site: Config):
    folder = long_site.output / "short" / "small"
    (view,) = views(long_site.output / "short" / "index.html")
    texts = [(folder / name).read_text() for name in view["chunks"]]
    for n, run in enumerate(view["runs"]):
        held = [k for k, text in enumerate(texts) if f"{{{n}:[[" in text or f",{n}:[[" in text]
        assert held == [run["chunk"]]


def test_many_processes_write_the_same(long_site: Config, tmp_path: Path):
    config = write_site(tmp_path, LONG)
    with executor("processes:2") as workers:
        build(config, workers)
    assert tree(config.output) == tree(long_site.output)


def test_a_record_that_is_lost_is_made_again_in_its_slice(long_site: Config, tmp_path: Path):
    config = copy_site(long_site, tmp_path / "site")
    folder = config.output / "short" / "small"
    lost = folder / strict_json(folder / "figure.json")["runs"][TOGETHER + 1]["data"]
    key = sha256(lost.read_bytes()).hexdigest()
    lost.unlink()
    (config.store / "objects" / key[:2] / key).unlink()
    build(config)
    assert tree(config.output) == tree(long_site.output)


@pytest.mark.browser
def test_a_run_of_the_second_slice_plays_in_the_page(browser: Browser, long_site: Config):
    folder = long_site.output / "short" / "small"
    run = views(long_site.output / "short" / "index.html")[0]["runs"][-1]
    final = strict_json(folder / run["data"])["mean"][run["last"]]
    address = f"{long_site.output.as_uri()}/short/index.html#small?objective=kl_pq&step_size={STEPS[-1]}"
    with watch(browser, address, figure="small", reduced_motion="reduce") as watched:
        watched.reaches("iteration", str(run["last"]))
        watched.reaches("mean", f"{final:.3f}")
        assert watched.said == []
