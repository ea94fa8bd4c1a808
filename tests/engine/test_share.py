"""Shares: several processes do all of it once, at the same time, into one store."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.engine.mounts import is_shared
from klsim.engine.share import Share, parse_share, take_share
from klsim.engine.store import Store
from klsim.engine.task import Task
from klsim.engine.traces import Traces
from tests.engine.processes import ROOT
from tests.engine.running import go, task

pytestmark = pytest.mark.slow


def graph(batches: int, each: int) -> list[Task]:
    """Scenes, batches of runs, pictures of each, one of two batches, and something that has nothing to do with it."""
    tasks = [task("scenes", "text", 0), task("panel", "join", needs=["scenes"])]
    for n in range(batches):
        tasks.append(task(f"runs/{n}", "text", n))
        tasks.append(task(f"told/{n}", "join", needs=[f"runs/{n}", "scenes"]))
        tasks += [task(f"gif/{n}/{k}", "join", needs=[f"told/{n}"]) for k in range(each)]
    if batches > 1:
        tasks.append(task("both", "join", needs=["runs/0", "told/1"]))
    return tasks


def batches_of(tasks: list[Task]) -> set[str]:
    return {one.name for one in tasks if one.name.startswith("runs/")}


@given(st.integers(0, 9), st.integers(0, 3), st.integers(1, 12))
def test_every_batch_and_what_is_made_of_it_is_in_one_share(batches: int, each: int, of: int):
    tasks = graph(batches, each)
    shares = [{one.name for one in take_share(tasks, batches_of(tasks), Share(n + 1, of))} for n in range(of)]
    for one in tasks:
        homes = sum(one.name in share for share in shares)
        if one.name == "both":
            assert homes == (of == 1)
        elif one.name != "scenes":
            assert homes == 1, one.name
    for share in shares:
        for one in tasks:
            if one.name in share:
                assert {part.task for part in one.needs} <= share
    counts = [len(share & batches_of(tasks)) for share in shares]
    assert max(counts) - min(counts) <= 1


def test_shares_are_told_from_one_on():
    assert parse_share("3/40") == Share(3, 40)
    assert str(Share(3, 40)) == "3/40"
    for wrong in ("0/4", "5/4", "3", "a/b", "-1/4", "1/0", "", "1/2/3"):
        with pytest.raises(ValueError, match=r"part"):
            parse_share(wrong)


WRITER = """
import sys
from pathlib import Path
from klsim.engine.traces import Build, Trace, Traces
path, number, shared = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "shared"
sys.stdin.readline()
traces = Traces(path, shared)
for n in range(60):
    traces.save(f"{number}/{n}", Trace("{}", "{}", Build(1, 1)), ("digest", "{}"))
traces.close()
"""


@pytest.mark.parametrize("where", ["shared", "alone"])
def test_processes_that_begin_and_write_at_the_same_time_lose_no_trace(tmp_path: Path, where: str):
    path = tmp_path / "traces.db"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, path, str(n), where],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for n in range(4)
    ]
    for one in writers:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=60)[1] for one in writers] == [""] * 4
    traces = Traces(path, where == "shared")
    assert set(traces.names()) == {f"{n}/{k}" for n in range(4) for k in range(60)}
    assert all(traces.get(name) for name in traces.names())
    traces.close()
    assert (tmp_path / "traces.db-wal").exists() is False
    assert [path.name for path in tmp_path.iterdir()] == ["traces.db"]


PART = """
import sys
from pathlib import Path
from klsim.engine.share import parse_share, take_share
from klsim.engine.store import Store
from tests.engine.running import go
from tests.engine.test_share import batches_of, graph
tasks = graph(10, 4)
sys.stdin.readline()
with Store(Path(sys.argv[1])) as store:
    print(len(go(store, *take_share(tasks, batches_of(tasks), parse_share(sys.argv[2]))).ran))
"""


def test_parts_at_the_same_time_leave_only_what_none_of_them_has(tmp_path: Path):
    parts = [
        subprocess.Popen(
            [sys.executable, "-c", PART, tmp_path, f"{n}/4"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for n in range(1, 5)
    ]
    for one in parts:
        assert one.stdin
        one.stdin.write(b"go\n")
        one.stdin.flush()
    assert all(int(one.communicate(timeout=60)[0]) > 10 for one in parts)
    with Store(tmp_path) as store:
        assert list(go(store, *graph(10, 4)).ran) == ["both"]


MOUNTS = """\
22 28 0:21 / / rw,relatime shared:7 - ext4 /dev/sda1 rw
30 22 0:30 / /home rw - nfs4 server:/home rw,vers=4.2
31 30 0:31 / /home/me/fast rw - xfs /dev/sdb1 rw
32 22 0:32 / /mnt/with\\040blank rw - fuse.sshfs host: rw
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", False),
        ("/home", True),
        ("/home/me/site", True),
        ("/home/me/fast/site", False),
        ("/homely", False),
        ("/mnt/with blank/x", True),
    ],
)
def test_network_file_systems_are_known(tmp_path: Path, path: str, found: bool):
    (tmp_path / "mounts").write_text(MOUNTS)
    assert is_shared(Path(path), tmp_path / "mounts") is found
    assert is_shared(Path(path), tmp_path / "none") is False
