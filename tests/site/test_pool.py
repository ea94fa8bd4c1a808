"""The processes that work for a build: nobody waits for one that is gone, and none outlives the executor."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Timer

import pytest

from klsim.diagnostics import Code, ContentError, Location
from klsim.engine.executor import executor
from klsim.engine.processes import LOST
from tests.engine.processes import PATIENCE_S, members
from tests.site.sites import ROOT

LARGE = 60_000_000
"""Bytes that a pipe takes a while for."""


def square(number: int) -> int:
    return number * number


def fail(number: int) -> int:
    raise Location("a.md", number).failure(Code.INVALID_VALUE, "wrong")


def fail_strangely(_: int) -> int:
    class StrangeError(Exception):
        """Cannot be pickled."""

    raise StrangeError("odd")


def die_while_answering(parent: int, number: int) -> bytes:
    """Something large, and the end of this process while it is on its way."""
    if os.getpid() != parent:
        Timer(0.01 * number, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return bytes(LARGE)


def run_short(parent: int, number: int) -> int:
    if os.getpid() != parent and number == 2:
        raise MemoryError
    return number


def test_results_come_in_order_and_many_maps_may_be_under_way():
    with executor("processes:2") as workers:
        several = [workers.map(square, range(n, n + 20)) for n in range(3)]
        for n, results in reversed(list(enumerate(several))):
            assert list(results) == [number * number for number in range(n, n + 20)]


def test_an_exception_comes_over_with_the_place_where_it_arose():
    with executor("processes:2") as workers:
        with pytest.raises(ContentError, match=r"a\.md:7: wrong") as caught:
            workers.submit(fail, 7).result()
        assert "in fail" in str(caught.value.__cause__)
        with pytest.raises(RuntimeError, match="StrangeError: odd"):
            workers.submit(fail_strangely, 1).result()
        assert workers.submit(square, 3).result() == 9


def test_a_process_that_dies_in_the_middle_of_an_answer_is_not_waited_for(capsys: pytest.CaptureFixture[str]):
    with executor("processes:2") as workers:
        for result in workers.map(partial(die_while_answering, os.getpid()), range(6)):
            assert len(result) == LARGE
        assert list(workers.map(square, [1, 2])) == [1, 4]
    assert capsys.readouterr().err.count(LOST) == 1


def test_want_of_memory_elsewhere_leaves_the_work_to_this_process(capsys: pytest.CaptureFixture[str]):
    with executor("processes:2") as workers:
        assert list(workers.map(partial(run_short, os.getpid()), range(5))) == list(range(5))
    assert capsys.readouterr().err.count(LOST) == 1


START = "from klsim.engine.executor import executor\n"
LEFT = f"""{START}
from tests.site.test_pool import LARGE
try:
    with executor("processes:2") as workers:
        begun = [iter(workers.map(bytes, [LARGE] * 5)) for _ in range(4)]
        next(begun[0])
        raise ValueError
except ValueError:
    print("left")
"""


def test_processes_that_are_left_by_an_exception_end_at_once_and_in_silence():
    process = subprocess.Popen(
        [sys.executable, "-c", LEFT],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.communicate(timeout=PATIENCE_S) == ("left\n", "")
    assert process.returncode == 0
    assert not members(process.pid)


def test_the_folder_that_the_reader_stands_in_does_not_matter(tmp_path: Path):
    (tmp_path / "pickle.py").write_text("1 / 0")
    code = 'with executor("processes:2") as workers: print(list(workers.map(abs, [-1, -2])))'
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{START}{code}"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert (ran.stdout, ran.stderr) == ("[1, 2]\n", "")
