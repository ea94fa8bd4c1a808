"""Builds that are killed: the site is whole at every moment, and the next build finishes the job."""

import os
import random
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from klsim.build import build
from klsim.config import Config
from klsim.engine.index import INDEX, PART
from tests.engine.processes import wait_until, workers
from tests.site.changing import write_version
from tests.site.processes import start_warm, started
from tests.site.references import follow
from tests.site.sites import put, tree

KILLS, ROUND = int(os.environ.get("KLSIM_KILLS", "16")), 8
"""How many builds are killed, and after how many one is let finish."""
CHANGES = 150
"""How often a build of one version over the other changes something in the output folder or the store, about."""
LONGEST_S = 0.004
"""How long after a change it is killed, at the most: that is while it writes a file, often."""
SEED = 20261123


def assert_whole(config: Config, clean: Mapping[str, Mapping[str, bytes]]) -> None:
    """Every file is that of one version or the other, and nothing that readers can reach is missing."""
    for path, data in tree(config.output).items():
        if path not in (INDEX, PART):
            assert data in (clean["a"].get(path), clean["b"].get(path)), path
    reached, missing = follow(config.output)
    assert not missing, missing
    if (config.output / "index.html").exists():
        assert "figure/index.html" in reached


def assert_finished(config: Config, version: str, clean: Mapping[str, Mapping[str, bytes]]) -> None:
    """The next build makes what a clean one makes, to the last byte."""
    build(config)
    assert tree(config.output) == clean[version]


def test_the_pages_of_both_versions_refer_to_everything_that_is_built(
    clean: dict[str, dict[str, bytes]], tmp_path: Path
):
    for version, files in clean.items():
        put(tmp_path / version, files)
        reached, missing = follow(tmp_path / version)
        assert not missing
        by_name = {"game.json", "robots.txt", "klsim-figure.js", "default.png", "default.gif", "default.svg"}
        assert {path.rpartition("/")[2] for path in set(files) - reached} == {INDEX, *by_name}


def test_a_build_killed_at_any_moment_leaves_a_whole_site_that_the_next_one_finishes(
    tmp_path: Path, clean: dict[str, dict[str, bytes]]
):
    chance = random.Random(SEED)
    config, version = write_version(tmp_path, "a"), "a"
    for n in range(KILLS):
        process = start_warm(
            config, kill=(chance.randint(1, CHANGES), chance.choice([0, chance.uniform(0, LONGEST_S)]))
        )
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL, -signal.SIGALRM)
        assert_whole(config, clean)
        if n % ROUND == ROUND - 1:
            assert_finished(config, version, clean)
        if process.exitcode == 0 or n % ROUND == ROUND - 1 or chance.random() < 0.3:
            version = "b" if version == "a" else "a"
            write_version(tmp_path, version)


@pytest.mark.sample(1)
@pytest.mark.parametrize("everyone", [True, False], ids=["with the processes that draw", "and nothing else"])
def test_killing_the_building_process_ends_those_that_draw_for_it(
    half_built: Config, clean: dict[str, dict[str, bytes]], everyone: bool
):
    with started(half_built, "--jobs", "2") as process:
        wait_until(lambda: workers(process.pid))
        (os.killpg if everyone else os.kill)(process.pid, signal.SIGKILL)
        wait_until(lambda: not workers(process.pid))
    assert_whole(half_built, clean)
    assert_finished(half_built, "b", clean)


@pytest.mark.sample(1)
@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_asked_to_end_says_so_and_ends_at_once(
    half_built: Config, clean: dict[str, dict[str, bytes]], ending: signal.Signals, code: int
):
    with started(half_built, "--jobs", "2") as process:
        wait_until(lambda: workers(process.pid))
        os.killpg(process.pid, ending)  # as Ctrl-C in a terminal does
        _, told = process.communicate(timeout=60)
        assert process.returncode == code
        assert told == "stopped; the next build goes on from here\n"
        assert not workers(process.pid)
    assert_whole(half_built, clean)
    assert_finished(half_built, "b", clean)
