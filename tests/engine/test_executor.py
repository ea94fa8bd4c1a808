"""Executors: the same products wherever tasks run, and processes that never outlive the one that started them."""

import os
import signal
import time
from concurrent.futures import wait
from pathlib import Path
from random import Random

import pytest

from klsim.diagnostics import ContentError
from klsim.engine.executor import executor, prefetch_of
from klsim.engine.processes import LOST
from klsim.engine.spec import KINDS
from klsim.engine.store import Store
from klsim.engine.task import call
from tests.engine.processes import started, wait_until, workers
from tests.engine.running import WORK, go, task

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KLSIM_KILLS", "1"))
"""How often a program is ended in the middle of its work."""


def mine() -> list[int]:
    return [number for number in workers(os.getsid(0)) if _parent(number) == os.getpid()]


def _parent(number: int) -> int:
    return int((Path("/proc") / str(number) / "stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.parametrize(
    "spec", ["", "threads", "processes:", "processes:x", "processes:-1", "processes:0", "serial:2"]
)
def test_an_executor_that_there_is_not_is_refused(spec: str):
    with pytest.raises(ValueError, match=f"no executor is called {spec!r}; there are {', '.join(KINDS)}"):
        executor(spec).__enter__()


def test_products_do_not_depend_on_where_tasks_run(tmp_path: Path):
    made = []
    for spec in ("serial", "processes:1", "processes:2"):
        with Store(tmp_path / spec) as store, executor(spec) as where:
            tasks = [task(f"a{n}", "blob", n, 100_000 * n + 1) for n in range(8)]
            tasks += [task(f"b{n}", "join", needs=[f"a{n}", f"a{n - 1}"]) for n in range(1, 8)]
            made.append(go(store, *tasks, executor=where).made)
    assert made[0] == made[1] == made[2]


def test_processes_start_with_the_first_work_and_end_with_the_context(tmp_path: Path):
    with Store(tmp_path) as store, executor("processes:3") as where:
        assert prefetch_of(where) == 6
        assert mine() == []
        go(store, task("one", "text", 1), executor=where)
        assert len(mine()) == 1
        go(store, *(task(f"t{n}", "slow", 0.2, str(n)) for n in range(9)), executor=where)
        assert len(mine()) == 3
    wait_until(lambda: not mine())


def test_a_run_with_nothing_to_do_starts_no_process(tmp_path: Path):
    with Store(tmp_path) as store:
        go(store, task("one", "text", 1))
        with executor("processes:2") as where:
            assert go(store, task("one", "text", 1), executor=where).reused == ("one",)
            assert mine() == []


def test_a_process_has_one_thread_for_linear_algebra_and_what_it_prints_disturbs_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    with Store(tmp_path) as store, executor("processes:2") as where:
        results = go(store, task("threads", "threads"), task("chatter", "chatter"), executor=where)
        assert results.read("threads", "threads") == b"1"
        assert results.read("chatter", "text") == b"."
    assert capfd.readouterr() == ("", "this goes nowhere that matters\n")


def test_mistakes_come_back_from_processes(tmp_path: Path):
    with Store(tmp_path) as store, executor("processes:2") as where:
        results = go(store, task("bad", "fail", 3, "wrong"), task("good", "text", 1), executor=where)
        assert str(results.errors["bad"]) == "content/a.md:3: wrong"
        assert isinstance(results.errors["bad"], ContentError)
        with pytest.raises(RuntimeError, match="broken") as caught:
            go(store, task("bad", "break_down", "broken"), task("slow", "slow", 30, ""), executor=where)
        assert "work.py" in str(caught.value.__cause__)
        assert "in task bad" in caught.value.__notes__
    wait_until(lambda: not mine())


def test_the_context_is_left_at_once_though_something_runs():
    with executor("processes:2") as where:
        futures = [where.submit(call, f"{WORK}:slow", [100, "x"]) for _ in range(5)]
        wait_until(lambda: len(mine()) == 2)
    wait_until(lambda: not mine())
    wait(futures[:2], timeout=10)
    assert all(future.exception(0) for future in futures[:2])


def test_an_executor_that_is_shut_down_does_what_it_has_and_takes_no_more():
    with executor("processes:2") as where:
        futures = [where.submit(call, f"{WORK}:text", [n]) for n in range(6)]
        where.shutdown()
        assert [future.result(0)["text"] for future in futures] == [f"({n},)".encode() for n in range(6)]
        with pytest.raises(RuntimeError):
            where.submit(call, f"{WORK}:text", [1])
        assert mine() == []


def test_work_that_was_not_begun_can_be_cancelled():
    with executor("processes:2") as where:
        futures = [where.submit(call, f"{WORK}:slow", [0.3, str(n)]) for n in range(6)]
        wait_until(lambda: len(mine()) == 2)
        where.shutdown(cancel_futures=True)
        assert [future.cancelled() for future in futures] == [False, False, True, True, True, True]


def test_a_process_that_dies_is_told_and_its_work_is_done_here(tmp_path: Path):
    told: list[str] = []
    log = tmp_path / "log"
    with Store(tmp_path / "store") as store, executor("processes:2", told.append) as where:
        tasks = [task(f"t{n}", "note", str(log), str(n)) for n in range(10)]
        results = go(store, *tasks[:5], task("dies", "die", str(log), os.getpid()), *tasks[5:], executor=where)
        assert results.read("dies", "text") == b"done"
        assert len(results.ran) == 11
        wait_until(lambda: not mine())
    assert told == [LOST]
    assert f"died {os.getpid()}" in log.read_text().splitlines()


def test_work_that_ends_its_process_is_a_mistake_and_is_not_done_here(tmp_path: Path):
    told: list[str] = []
    with Store(tmp_path / "store") as store, executor("processes:2", told.append) as where:
        tasks = [task("one", "text", 1), task("leaves", "leave", 3), task("two", "text", 2)]
        results = go(store, *tasks, task("needs", "join", needs=["leaves"]), executor=where)
        assert sorted(results.made) == ["one", "two"]
        assert results.skipped == ("needs",)
        (found,) = results.errors["leaves"].diagnostics
        assert found.message == "leaves: it ends its process with exit code 3"
        assert go(store, task("three", "text", 3), executor=where).ran
    assert told == []


def test_a_process_that_is_killed_in_the_middle_of_a_long_result_is_seen_to_be_gone(tmp_path: Path):
    told: list[str] = []
    with Store(tmp_path / "store") as store, executor("processes:2", told.append) as where:
        futures = [where.submit(call, f"{WORK}:blob", [n, 300_000_000]) for n in range(2)]
        wait_until(mine)
        os.kill(mine()[0], signal.SIGKILL)
        for future in futures:
            assert len(future.result(60)["data"]) == 300_000_000
        assert go(store, task("one", "text", 1), executor=where).ran
    assert told == [LOST]


PROGRAM = """
import signal, sys
from pathlib import Path
from klsim.engine.executor import executor
from klsim.engine.store import Store
from tests.engine.running import go, task


class Ended(KeyboardInterrupt):
    pass

def end(*_):
    raise Ended

signal.signal(signal.SIGTERM, end)
try:
    with Store(Path(sys.argv[1])) as store, executor("processes:2") as where:
        print("begun", flush=True)
        go(store, *(task(f"t{n}", "blob", n, 2_000_000) for n in range(400)), executor=where)
        print("done", flush=True)
except KeyboardInterrupt as error:
    print("stopped", file=sys.stderr)
    sys.exit(143 if isinstance(error, Ended) else 130)
"""


@pytest.mark.parametrize("everyone", [True, False], ids=["the whole group", "the one alone"])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_is_asked_to_end_does_so_at_once_and_without_a_traceback(
    tmp_path: Path, ending: signal.Signals, everyone: bool
):
    chance = Random(f"{ending} {everyone}")
    for n in range(KILLS):
        with started(PROGRAM, tmp_path / f"store {n}") as process:
            assert process.stdout
            process.stdout.readline()
            wait_until(lambda process=process: workers(process.pid))
            time.sleep(chance.uniform(0, 0.5))
            (os.killpg if everyone else os.kill)(process.pid, ending)
            printed, told = process.communicate(timeout=20)
            assert (process.returncode, printed, told) == (128 + ending, "", "stopped\n")
            wait_until(lambda process=process: not workers(process.pid))


def test_processes_end_with_a_program_that_is_killed(tmp_path: Path):
    with started(PROGRAM, tmp_path) as process:
        wait_until(lambda: len(workers(process.pid)) == 2)
        process.kill()
        wait_until(lambda: not workers(process.pid))


def test_what_heeds_no_clock_is_ended_and_told_and_the_others_go_on(tmp_path: Path):
    with Store(tmp_path) as store, executor("processes:2") as where:
        tasks = [task(f"t{n}", "stubborn", 0.1 if n == 1 else 30, str(n)) for n in range(6)]
        began = time.monotonic()
        results = go(store, *tasks, task("after", "join", needs=["t1"]), executor=where)
        assert time.monotonic() - began < 20
    (error,) = results.errors.values()
    assert (
        str(error)
        == "tests.engine.work:1: t1 takes longer than it may; it was ended, since it did not heed the clock"
    )
    assert set(results.made) == {f"t{n}" for n in range(6)} - {"t1"}
    assert results.skipped == ("after",)


def test_processes_that_stay_behind_let_others_go_first():
    with executor("processes:2", stays_behind=True) as workers:
        found = workers.submit(os.getpriority, os.PRIO_PROCESS, 0).result()
    assert found == min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)
