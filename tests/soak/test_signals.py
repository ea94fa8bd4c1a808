"""Signals at random moments of first builds of the shipped site: `make soak`."""

import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from klsim.config import Config
from tests.site.processes import built, signalled, started
from tests.site.references import follow
from tests.site.sites import ROOT, tree

pytestmark = pytest.mark.soak

ROUNDS = int(os.environ.get("KLSIM_ROUNDS", "60"))
SEED = int(os.environ.get("KLSIM_SEED", time.time_ns() % 1_000_000))
LONGEST_S = float(os.environ.get("KLSIM_LONGEST_S", "12"))
FINISHED_EVERY = 20
"""After so many signals the next build is let go on to its end."""

FINISH_S = 600
LIMIT_S = 5
SAID = "stopped; the next build goes on from here"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def test_a_signal_at_any_moment_of_a_first_build_ends_it_at_once_and_harms_nothing(
    shipped_site: Path, tmp_path: Path
):
    print(f"\nKLSIM_SEED={SEED} KLSIM_ROUNDS={ROUNDS}")
    chance, codes, slowest = random.Random(SEED), Counter[int](), 0.0
    config = Config.at(tmp_path / "site")
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, config.root / name)
    for n in range(1, ROUNDS + 1):
        for folder in (config.output, config.store):
            shutil.rmtree(folder, ignore_errors=True)
        ending, everyone, twice = chance.choice(ENDINGS), chance.random() < 0.5, chance.random() < 0.3
        moment = chance.choice(
            [chance.uniform(0, 0.3), chance.uniform(0, LONGEST_S), chance.uniform(0, LONGEST_S)]
        )
        with started(config, "--jobs", "2") as process:
            took, told = signalled(process, ending, moment, everyone=everyone, twice=twice)
        codes[process.returncode] += 1
        slowest = max(slowest, took)
        case = (
            f"round {n}: {ending.name} after {moment:.3f} s, {everyone=}, {twice=}: {process.returncode}\n{told}"
        )
        assert process.returncode == 128 + ending, case
        assert told.splitlines()[-1] == SAID, case
        assert all(line == SAID or line.endswith(" tasks") for line in told.splitlines()), case
        assert took < LIMIT_S, case
        assert not follow(config.output)[1], case
        if n % FINISHED_EVERY == 0:
            code, _, told = built(config, "--jobs", "2", patience_s=FINISH_S)
            assert code == 0, told
            assert tree(config.output) == tree(shipped_site), case
    print(f"exit codes {dict(codes)}, the slowest end took {slowest:.2f} s")
