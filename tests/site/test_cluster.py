"""Builds on a cluster: the same site, and one line where the cluster is gone."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from klsim.build import build
from klsim.config import Config
from klsim.engine.executor import Serial, executor
from klsim.engine.progress import Silent
from klsim.engine.share import Share
from klsim.engine.store import Store
from klsim.work import work
from tests.engine.clusters import Processes, cluster
from tests.engine.processes import members, wait_until
from tests.site.processes import started
from tests.site.sites import ARTICLE, ROOT, tree, write_site

RATES, STARTS = [round(0.02 * n, 2) for n in range(1, 51)], list(range(40))
SIMULATION = """
from klsim import Curve, Integer, Number, Panel, Readout, Scene, Simulation, Trajectory, nice_scale
from ._steps import roll

def simulate(settings):
    return Trajectory({"place": roll(settings.start, settings.rate, int(max(settings.iterations)))})

def scene(settings):
    scales = nice_scale("iteration", 0, 5), nice_scale("place", 0, 40)
    panel = Panel("place", "Place", *scales, static=(), moving=(Curve("place", "object"),))
    return Scene((panel,), (Readout("place", "place", 2, "object"),))

simulation = Simulation(
    settings=(Number("rate", 0, 10), Number("start", 0, 100), Integer("iterations", 1, 100, default=5)),
    state=("place",),
    simulate=simulate,
    scene=scene,
)
"""
STEPS = """
import numpy as np

def roll(start, rate, iterations):
    return np.stack([start * np.exp(-rate * n) for n in range(iterations + 1)], axis=1)
"""
SWEPT = (
    ARTICLE[: ARTICLE.index("```animation")]
    + f"""\
```animation
id: rolling
simulation: rolling
caption: It rolls to rest.
gif: default
max_runs: 2000
sweep:
  rate: {RATES}
  start: {STARTS}
```
"""
)


def write_own_site(root: Path) -> Config:
    """A site with a sweep of 2,000 runs of a simulation of its own, in two files."""
    config = write_site(root, SWEPT)
    config.simulations.mkdir()
    (config.simulations / "rolling.py").write_text(SIMULATION)
    (config.simulations / "_steps.py").write_text(STEPS)
    return config


def traces(config: Config) -> dict[str, str]:
    """What each task has made."""
    with Store(config.store) as store:
        names = [name for name in store.traces.names() if name.startswith("short/rolling/")]
        return {name: trace.products for name in names if (trace := store.traces.get(name))}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """A cluster of two workers; not to be harmed."""
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as processes:
        yield processes


def test_a_site_built_on_a_cluster_is_the_same(tmp_path: Path, small_site: Config, two: Processes):
    config = write_site(tmp_path)
    with executor(two.spec) as workers:
        assert build(config, workers).drawn == 6
    for index in (config.output / ".klsim", small_site.output / ".klsim"):
        assert index.is_file()
    assert tree(config.output) == tree(small_site.output)


def test_a_sweep_of_a_simulation_that_only_the_site_has_is_the_same(tmp_path: Path, two: Processes):
    config, here = write_own_site(tmp_path / "cluster"), write_own_site(tmp_path / "here")
    with executor(two.spec) as workers:
        worked = work(config, Share(1, 1), workers, Silent(), 0)
    assert (worked.batches, worked.computed, worked.drawn) == (32, 32, 1)
    assert work(here, Share(1, 1), Serial(), Silent(), 0) == worked
    assert traces(config) == traces(here)


def test_a_cluster_that_is_not_there_is_told_in_a_line(tmp_path: Path):
    config = write_site(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    options = ["--executor", f"dask:tcp://127.0.0.1:{port}", "--patience", "1"]
    command = [sys.executable, ROOT / "build.py", "--root", config.root, *options]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr == (
        f"the cluster tcp://127.0.0.1:{port} has had no scheduler for 1 s; "
        "the next build goes on from what the store has\n"
    )


def test_ctrl_c_ends_a_build_and_its_cluster_at_once(tmp_path: Path):
    config = write_site(tmp_path)
    with started(config, "--executor", "dask") as process:
        wait_until(lambda: list(config.store.glob("objects/*/*")) and _clusters(process.pid))
        (host,) = _clusters(process.pid)
        session = os.getsid(host)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=20)
        took = time.monotonic() - began
        wait_until(lambda: not members(session))
    assert process.returncode == 130
    lines = [line for line in told.splitlines() if not line.endswith(" tasks")]
    assert lines == ["stopped; the next build goes on from here"]
    assert took < 5


def _clusters(parent: int) -> list[int]:
    """The processes of a build that are the clusters of its own."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and b"local_cluster" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except (OSError, IndexError):
            pass
    return found


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--executor", "dask:host"], "no executor is called 'dask:host'; there are serial, processes"),
        (["--patience", "3"], "patience and mixed are terms of a cluster, and processes is none"),
        (["--executor", "dask", "--patience", "soon"], "'soon' is no number of seconds above 0"),
        (["work", "--part", "41/40"], "there is no part 41/40; the parts are 1/40 to 40/40"),
    ],
)
def test_wrong_usage_is_told(options: list[str], told: str):
    ran = subprocess.run([sys.executable, ROOT / "build.py", *options], capture_output=True, text=True)
    assert ran.returncode == 2
    assert told in ran.stderr


def test_the_extra_that_is_not_installed_is_named():
    code = (
        "import sys; sys.modules['distributed'] = None; from klsim.cli import main; main(['--executor', 'dask'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 2
    assert ran.stderr.endswith("dask is not installed here; pip install 'klsim[cluster]'\n")
