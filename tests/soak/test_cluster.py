"""Clusters whose workers say nothing any more, and workers with libraries of their own: both take a while."""

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from klsim.engine.executor import executor
from klsim.engine.store import Store
from tests.engine.clusters import PATIENT_S, cluster
from tests.engine.running import go, task
from tests.engine.test_cluster import ended

pytestmark = pytest.mark.soak


def test_a_worker_with_a_real_numpy_of_another_version_is_refused(tmp_path: Path):
    other = "2.4.5" if np.__version__ != "2.4.5" else "2.4.4"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", tmp_path / "other"]
    subprocess.run([*install, f"numpy=={other}"], check=True)
    told: list[str] = []
    with cluster(tmp_path / "cluster", 1) as there:
        there.start_worker(path=tmp_path / "other")
        there.wait_for_workers(2)
        with Store(tmp_path / "a") as store, executor(there.spec, told.append) as where:
            assert go(store, task("one", "text", 1), executor=where).ran
    assert [line.split(" is not used: ", 1)[1] for line in told] == [f"numpy {other}, here {np.__version__}"]


def test_work_of_a_worker_that_is_frozen_goes_to_another(tmp_path: Path):
    tasks = [task(f"t{n}", "slow", 0.1, str(n)) for n in range(60)]
    with cluster(tmp_path / "cluster", 2) as there, Store(tmp_path / "a") as store:
        there.wait_for_workers(2)
        with executor(there.impatient) as where:
            go(store, *tasks[:8], executor=where)
            there.workers[0].send_signal(signal.SIGSTOP)
            assert len(go(store, *tasks, executor=where).ran) == 52


def test_workers_that_are_all_frozen_are_told(tmp_path: Path):
    with cluster(tmp_path / "cluster", 2) as there:
        there.wait_for_workers(2)
        for worker in there.workers:
            worker.send_signal(signal.SIGSTOP)
        told, seconds = ended(there.impatient, tmp_path / "a", task("one", "text", 1))
        assert f"has had no worker for {PATIENT_S} s" in told
        assert seconds < 90
