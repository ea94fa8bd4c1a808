"""Clusters of real processes: the same products, and an end where schedulers or workers are gone for good."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from klsim.diagnostics import BuildError, ContentError
from klsim.engine.executor import executor
from klsim.engine.results import Results
from klsim.engine.store import Store
from klsim.engine.task import Part, Task
from tests.engine.clusters import PATIENT_S, Processes, cluster
from tests.engine.processes import members, started, wait_until
from tests.engine.running import go, task

pytestmark = pytest.mark.slow

RUNS, TOGETHER = 2_000, 128

SIMULATION = """
import os, time
import numpy as np
from ._common import step

def simulate(first, numbers, log, pause, data, *needs):
    if log:
        with open(log, "a") as file:
            file.write(f"{first} {os.getpid()}\\n")
    time.sleep(pause)
    states = np.array(numbers, dtype=np.float64) / 7 + len(data) + len(needs)
    for _ in range(50):
        states = step(states)
    return {str(n): row.tobytes() for n, row in zip(numbers, states.reshape(len(numbers), 1))}
"""
COMMON = "import numpy as np\nRATE = 0.1\ndef step(x): return x - RATE * np.sin(x)\n"

_NAMES = count()


class Site:
    """A module of an author's own, in a folder that no worker knows."""

    def __init__(self, root: Path) -> None:
        self.package = f"simulations{next(_NAMES)}"
        self.folder = root / self.package
        self.folder.mkdir()
        self.write("toy", SIMULATION)
        self.write("_common", COMMON)
        (root / "data").write_bytes(b"some data")
        self._data = root / "data"

    def write(self, name: str, text: str) -> None:
        """Save a module."""
        (self.folder / f"{name}.py").write_text(text)

    def tasks(self, log: Path | str = "", pause: float = 0, runs: int = RUNS) -> list[Task]:
        """A sweep, cut as figures are."""
        return [
            Task(
                f"runs/{first}",
                f"{self.package}.toy:simulate",
                (first, list(range(first, min(first + TOGETHER, runs))), str(log), pause),
                (("data", self._data),),
            )
            for first in range(0, runs, TOGETHER)
        ]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An author's module, which this process finds and others do not."""
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site")
    site = Site(tmp_path / "site")
    yield site
    for name in [name for name in sys.modules if name.partition(".")[0] == site.package]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """A cluster of two workers; not to be harmed."""
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as processes:
        yield processes


def seen(log: Path) -> list[tuple[str, int]]:
    """What ran, and in which process."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [(first, int(number)) for first, number in map(str.split, lines)]


def in_serial(folder: Path, site: Site, **options) -> Results:
    with Store(folder) as store:
        return go(store, *site.tasks(**options))


def test_a_sweep_of_a_module_that_workers_do_not_have_has_the_same_bytes_as_in_serial(
    tmp_path: Path, two: Processes, site: Site
):
    log = tmp_path / "log"
    with Store(tmp_path / "a") as store, executor(two.spec) as where:
        made = go(store, *site.tasks(log, pause=0.25), executor=where).made
    assert {number for _, number in seen(log)} == {worker.pid for worker in two.workers}
    assert len(seen(log)) == 16
    log.unlink()
    assert in_serial(tmp_path / "b", site, log=log).made == made


def test_what_an_author_changes_is_what_workers_use(tmp_path: Path, two: Processes, site: Site):
    found = []
    for rate in ("0.1", "0.3"):
        site.write("_common", COMMON.replace("0.1", rate))
        with Store(tmp_path / "a") as store, executor(two.spec) as where:
            results = go(store, *site.tasks(runs=256), executor=where)
        assert len(results.ran) == 2
        found.append(results.made)
    assert found[0] != found[1]
    assert in_serial(tmp_path / "b", site, runs=256).made == found[1]


def test_products_of_others_and_mistakes_travel(tmp_path: Path, two: Processes, site: Site):
    site.write("odd", "class OddError(Exception): pass\ndef fail():\n    raise OddError('seven')\n")
    with Store(tmp_path) as store, executor(two.spec) as where:
        first = site.tasks(runs=128)[0]
        needing = Task("more", first.function, (0, [1], "", 0), first.files, (Part(first.name),))
        results = go(store, first, needing, task("bad", "fail", 3, "wrong"), executor=where)
        assert set(results.ran) == {first.name, "more"}
        assert isinstance(results.errors["bad"], ContentError)
        with pytest.raises(RuntimeError, match="OddError: seven") as caught:
            go(store, Task("odd", f"{site.package}.odd:fail"), executor=where)
        assert f'{site.folder / "odd.py"}", line 3, in fail' in str(caught.value.__cause__)


def test_an_executor_that_is_shut_down_does_what_it_has_and_takes_no_more(two: Processes):
    with executor(two.spec) as where:
        futures = [where.submit(pow, n, 2) for n in range(20)]
        where.shutdown()
        assert [future.result(0) for future in futures] == [n * n for n in range(20)]
        with pytest.raises(RuntimeError):
            where.submit(pow, 1, 2)


def test_nothing_is_connected_to_where_there_is_nothing_to_do(tmp_path: Path):
    with Store(tmp_path) as store:
        go(store, task("one", "text", 1))
        with executor("dask:tcp://127.0.0.1:1") as where:
            assert go(store, task("one", "text", 1), executor=where).reused == ("one",)


def test_work_for_which_a_worker_has_no_memory_is_tried_again(tmp_path: Path, two: Processes, site: Site):
    site.write(
        "short",
        "def compute(log):\n"
        "    with open(log, 'a') as file: file.write('tried\\n')\n"
        "    if len(open(log).readlines()) < 3: raise MemoryError\n"
        "    return {'text': b'done'}\n",
    )
    with Store(tmp_path / "store") as store, executor(two.spec) as where:
        one = Task("one", f"{site.package}.short:compute", (str(tmp_path / "log"),))
        assert go(store, one, executor=where).read("one", "text") == b"done"


def test_a_worker_killed_in_the_middle_costs_nothing_but_its_work(tmp_path: Path, site: Site):
    log = tmp_path / "log"
    with (
        cluster(tmp_path / "cluster", 2) as there,
        Store(tmp_path / "a") as store,
        executor(there.spec) as where,
        started(KILLER, log, there.workers[0].pid),
    ):
        made = go(store, *site.tasks(log, pause=0.1), executor=where).made
        assert there.workers[0].poll() is not None or there.workers[0].wait(10)
        assert len(seen(log)) > 16  # what the one was at came again
    assert in_serial(tmp_path / "b", site).made == made


KILLER = """
import os, signal, sys, time
log, number = sys.argv[1], int(sys.argv[2])
while True:
    try:
        if any(line.split()[1] == str(number) for line in open(log)):
            break
    except OSError:
        pass
    time.sleep(0.01)
os.kill(number, signal.SIGKILL)
"""


def ended(where_spec: str, folder: Path, *tasks: Task) -> tuple[str, float]:
    """How a run ends that cannot go on, and how long that takes."""
    began = time.monotonic()
    with Store(folder) as store, executor(where_spec) as where, pytest.raises(BuildError) as caught:
        go(store, *tasks, executor=where)
    return str(caught.value), time.monotonic() - began


def test_a_cluster_without_workers_is_told_and_the_next_run_goes_on(tmp_path: Path, site: Site):
    log = tmp_path / "log"
    tasks = site.tasks(log, pause=0.2)
    with cluster(tmp_path / "cluster", 2) as there:
        there.wait_for_workers(2)
        killers = [subprocess.Popen([sys.executable, "-c", KILLER, log, str(one.pid)]) for one in there.workers]
        told, _ = ended(there.impatient, tmp_path / "store", *tasks)
        assert [killer.wait(10) for killer in killers] == [0, 0]
        assert told == (
            f"the cluster {there.address} has had no worker for {PATIENT_S} s; "
            "the next build goes on from what the store has"
        )
        there.start_worker()
        with Store(tmp_path / "store") as store, executor(there.spec) as where:
            results = go(store, *tasks, executor=where)
    assert len(results.made) == 16


def test_a_scheduler_that_is_gone_is_told_and_the_next_run_goes_on(tmp_path: Path, site: Site):
    log = tmp_path / "log"
    tasks = site.tasks(log, pause=0.1)
    with cluster(tmp_path / "cluster", 2) as there:
        code = f"import os, signal, sys, time\nwhile not os.path.exists({str(log)!r}): time.sleep(0.01)\n" + (
            f"time.sleep(0.3); os.kill({there.scheduler.pid}, signal.SIGKILL)"
        )
        there.wait_for_workers(2)
        killer = subprocess.Popen([sys.executable, "-c", code])
        told, _ = ended(there.impatient, tmp_path / "store", *tasks)
        assert killer.wait(10) == 0
        assert told.startswith(f"the cluster {there.address} has had no scheduler for {PATIENT_S} s; ")
    with Store(tmp_path / "store") as store:
        results = go(store, *tasks)
    assert results.reused
    assert len(results.made) == 16


def test_a_scheduler_that_was_never_there_is_told(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    told, seconds = ended(f"dask:tcp://127.0.0.1:{port},patience=1.5", tmp_path, task("one", "text", 1))
    assert told.startswith(f"the cluster tcp://127.0.0.1:{port} has had no scheduler for 1.5 s")
    assert seconds < 30


OTHER_NUMPY = "import numpy\nnumpy.__version__ = '1.0.0'\n"


def test_workers_that_are_not_as_this_machine_are_refused_by_name(tmp_path: Path, site: Site):
    log = tmp_path / "log"
    told: list[str] = []
    with cluster(tmp_path / "cluster", 1) as there:
        other = there.start_worker(OTHER_NUMPY)
        there.wait_for_workers(2)
        with Store(tmp_path / "a") as store, executor(there.spec, told.append) as where:
            go(store, *site.tasks(log, pause=0.05), executor=where)
        assert {number for _, number in seen(log)} == {there.workers[0].pid}
        assert other.poll() is None
        there.workers[0].kill()
        (line,) = told
        assert line.startswith("worker tcp://127.0.0.1:")
        assert line.endswith(f" is not used: numpy 1.0.0, here {numpy_version()}")
        message, _ = ended(there.impatient, tmp_path / "b", task("one", "text", 1))
        assert f"has had no worker for {PATIENT_S} s that can be used; refused: 1" in message


def numpy_version() -> str:
    import numpy

    return numpy.__version__


def test_a_worker_whose_libraries_are_others_than_those_of_a_batch_is_refused(tmp_path: Path):
    """Not only those that are looked at first."""
    told: list[str] = []
    preload = "import importlib.metadata as m\nm.version = lambda name, old=m.version: '0.1' if name == 'pillow' else old(name)\n"
    with cluster(tmp_path / "cluster", 0) as there:
        there.start_worker(preload)
        there.wait_for_workers(1)
        with Store(tmp_path / "a") as store, executor(there.impatient, told.append) as where:
            assert go(store, task("one", "text", 1), executor=where).ran
            with pytest.raises(BuildError, match="no worker"):
                go(store, Task("two", "klsim.render.gif:encode", (1,)), executor=where)
        assert told[0].split(": ", 1)[1].startswith("pillow 0.1, here ")


def test_a_worker_with_another_processor_is_used_only_if_that_is_wanted(tmp_path: Path):
    feature = switchable_feature()
    told: list[str] = []
    with cluster(tmp_path / "cluster", 0) as there:
        there.start_worker(NPY_DISABLE_CPU_FEATURES=feature)
        there.wait_for_workers(1)
        message, _ = ended(there.impatient, tmp_path / "a", task("one", "text", 1))
        assert f"no worker for {PATIENT_S} s that can be used; refused: 1" in message
        with Store(tmp_path / "b") as store, executor(f"{there.spec},mixed", told.append) as where:
            assert go(store, task("one", "text", 1), executor=where).ran
    (line,) = told
    assert " is used though it is another: its processor lacks " in line
    assert feature in line


def switchable_feature() -> str:
    """A feature of this processor that numpy can do without."""
    import numpy._core._multiarray_umath as core

    there = [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]
    if not there:
        pytest.skip("numpy has no choice on this processor")
    return there[-1]


def test_a_cluster_on_this_machine_has_the_same_bytes_and_leaves_nothing_behind(
    tmp_path: Path, site: Site, capfd: pytest.CaptureFixture[str]
):
    with Store(tmp_path / "a") as store, executor("dask") as where:
        made = go(store, *site.tasks(runs=512), executor=where).made
        (session,) = {_session(number) for number in children()}
    wait_until(lambda: not members(session))
    assert made == in_serial(tmp_path / "b", site, runs=512).made
    assert capfd.readouterr() == ("", "")


def children() -> list[int]:
    text = Path(f"/proc/{os.getpid()}/task").iterdir()
    found = " ".join((path / "children").read_text() for path in text)
    return [int(word) for word in found.split() if b"local_cluster" in Path(f"/proc/{word}/cmdline").read_bytes()]


def _session(number: int) -> int:
    return os.getsid(number)


PROGRAM = """
import sys
from pathlib import Path
from klsim.engine.executor import executor
from klsim.engine.store import Store
from klsim.shutdown import Shutdown
from tests.engine.running import go, task

shutdown = Shutdown("stopped")
shutdown.install()
with Store(Path(sys.argv[1])) as store, executor("dask") as where, shutdown.hook(where.end):
    print("begun", flush=True)
    go(store, *(task(f"t{n}", "slow", 0.1, str(n)) for n in range(4000)), executor=where)
"""


@pytest.mark.sample(2)
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("moment", ["while it starts", "at work"])
def test_a_program_with_a_cluster_ends_at_once_with_all_of_it(tmp_path: Path, ending: signal.Signals, moment: str):
    with started(PROGRAM, tmp_path / "store") as process:
        assert process.stdout
        process.stdout.readline()
        found: list[int] = []
        wait_until(lambda: found.extend(session_of(process.pid)) or found)
        if moment == "at work":
            wait_until(lambda: len(list((tmp_path / "store").glob("objects/*/*"))) > 3)
        (os.kill if ending == signal.SIGKILL else os.killpg)(process.pid, ending)
        began = time.monotonic()
        printed, told = process.communicate(timeout=20)
        assert time.monotonic() - began < 10
        if ending != signal.SIGKILL:
            assert (process.returncode, printed, told) == (128 + ending, "", "stopped\n")
        wait_until(lambda: not members(found[0]))


def session_of(parent: int) -> list[int]:
    """The session of the cluster that a process has started."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if _is_cluster_of(number, parent)][:1]


def _is_cluster_of(number: int, parent: int) -> bool:
    try:
        stat = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        return int(stat[1]) == parent and b"local_cluster" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False
