"""The store: what it keeps, what it forgets, and what harm it survives."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from klsim.diagnostics import BuildError
from klsim.engine.files import FileDigests
from klsim.engine.store import Collected, Store
from klsim.engine.traces import Build
from tests.engine.running import go, harm, task
from tests.site.sites import ROOT

DAY = 86_400
LATE = 4_000_000_000
NOBODY = 65534


def objects(store: Store) -> set[str]:
    return {one.digest for one in store.objects.listed()}


def test_bytes_come_back_by_their_digest(store: Store):
    digest = store.put(b"text")
    assert store.read(digest) == b"text"
    assert store.put(b"text") == digest
    assert objects(store) == {digest}


@pytest.mark.parametrize("harmed", [harm, lambda store, digest: store.objects.path(digest).write_bytes(b"")])
def test_a_damaged_object_is_not_there_and_can_be_put_again(store: Store, harmed: Callable[[Store, str], None]):
    digest = store.put(b"text")
    harmed(store, digest)
    assert store.objects.has([digest])
    assert store.read(digest) is None
    assert not store.objects.has([digest])
    assert objects(store) == set()
    assert store.read(store.put(b"text")) == b"text"


def test_git_and_backups_leave_it_out(store: Store):
    store.put(b"text")
    assert (store.root / ".gitignore").read_text() == "*\n"
    assert (store.root / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    subprocess.run(["git", "init", "-q", store.root.parent], check=True)
    status = ["git", "-C", store.root.parent, "status", "--porcelain"]
    assert subprocess.run(status, check=True, capture_output=True).stdout == b""


def test_nothing_is_made_before_it_is_used(tmp_path: Path):
    with Store(tmp_path / "store"):
        pass
    assert not (tmp_path / "store").exists()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _no_database(path: Path) -> None:
    path.write_bytes(b"this is no database, though it is long enough for one" * 100)


def _other_format(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 999")


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "mine").write_bytes(b"mine")


def _without_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("drop table traces")


@pytest.mark.slow
@pytest.mark.parametrize(
    "harmed", [_empty, _cut, _no_database, _other_format, _without_tables, _a_folder, Path.unlink]
)
def test_a_damaged_database_is_begun_anew(tmp_path: Path, harmed: Callable[[Path], None]):
    tasks = [task(str(n), "text", n) for n in range(300)]
    with Store(tmp_path) as store:
        made = go(store, *tasks).made
    harmed(tmp_path / "traces.db")
    with Store(tmp_path) as store:
        again = go(store, *tasks)
        assert again.made == made
        assert again.ran
        assert len(go(store, *tasks).reused) == 300
    with Store(tmp_path) as store:
        assert len(go(store, *tasks).reused) == 300


def test_a_database_that_is_damaged_while_it_is_used_is_begun_anew(tmp_path: Path):
    tasks = [task(str(n), "text", n) for n in range(300)]
    with Store(tmp_path) as store:
        go(store, *tasks)
        store.traces.close()
        (tmp_path / "traces.db").write_bytes(bytes(50_000))
        made = go(store, *tasks, task("new", "text", 1)).made
        assert len(made) == 301
    with Store(tmp_path) as store:
        assert go(store, *tasks, task("new", "text", 1)).made == made


@pytest.mark.parametrize("seed", range(12))
def test_bytes_that_turn_over_anywhere_in_the_database_change_nothing_that_is_made(tmp_path: Path, seed: int):
    chance = Random(seed)
    tasks = [task(f"task {n}", "blob", n, 5) for n in range(60)]
    with Store(tmp_path) as store:
        made = go(store, *tasks).made
    data = bytearray((tmp_path / "traces.db").read_bytes())
    for _ in range(chance.choice([1, 5, 300])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    (tmp_path / "traces.db").write_bytes(data)
    with Store(tmp_path) as store:
        assert go(store, *tasks).made == made
    with Store(tmp_path) as store:
        assert go(store, *tasks).made == made


WITH_NUMPY = replace(task("one", "text", 1), code=("klsim.numerics.descent",))


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that has run one task, and has all kinds of notes; not to be changed."""
    root = tmp_path_factory.mktemp("noted")
    with Store(root) as store:
        go(store, WITH_NUMPY)
    return root


@pytest.mark.sample(6)
@pytest.mark.slow
@pytest.mark.parametrize("name", ["syntax", "distributions", "processor", "files"])
@pytest.mark.parametrize("data", [b"", b"[]", b'{"stamp": 1}', b"\xff" * 10, b"[" * 100_000])
def test_damaged_notes_are_made_again(noted: Path, tmp_path: Path, name: str, data: bytes):
    root = shutil.copytree(noted, tmp_path / "store")
    (root / f"{name}.json").write_bytes(data)
    with Store(root) as store:
        again = go(store, WITH_NUMPY)
        made = store.traces.get("one")
        assert made
        assert (again.made, dict(again.ran)) == ({"one": made.digests}, {})
    assert name == "files" or json.loads((root / f"{name}.json").read_bytes())["entries"]


def test_a_store_that_cannot_be_is_replaced_for_the_build_and_told_once(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"mine")
    for root, why in (
        (tmp_path / "file", "File exists"),
        (tmp_path / "file" / "below", "Not a directory"),
        (Path("/proc/klsim"), "No such file or directory"),
    ):
        told: list[str] = []
        with Store(root, told.append) as store:
            results = go(store, task("one", "text", 1), task("two", "join", needs=["one"]))
            assert results.read("two", "all") == b"(1,)"
            assert go(store, task("one", "text", 1)).reused == ("one",)
            place = store.root
        assert told == [f"{root} cannot be used: {why}; what this build makes is not kept for the next one"]
        assert not place.exists()
    assert (tmp_path / "file").read_bytes() == b"mine"


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder of a user for whom what is read-only is so, as it is not for root."""
    with TemporaryDirectory() as folder:
        is_root = os.geteuid() == 0
        if is_root:
            os.chown(folder, NOBODY, -1)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if is_root:
                os.seteuid(0)


def test_a_read_only_store_is_replaced_for_the_build():
    told: list[str] = []
    with without_rights() as folder:
        with Store(folder / "store") as store:
            go(store, task("one", "text", 1))
        (folder / "store").chmod(0o500)
        with Store(folder / "store", told.append) as store:
            go(store, task("one", "text", 1))
        (folder / "store").chmod(0o700)
    assert len(told) == 1


FULL = """
import resource, sys
from pathlib import Path
from klsim.diagnostics import BuildError
from tests.engine.running import go, task
from klsim.engine.store import Store
try:
    with Store(Path(sys.argv[1])) as store:
        go(store, task("small", "text", 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
        go(store, *(task(str(n), "blob", n, 9_000) for n in range(20)))
except BuildError as error:
    print(error)
"""


@pytest.mark.parametrize("room", [0, 4_000, 40_000])
def test_a_full_disk_is_told_and_what_was_done_is_kept(tmp_path: Path, room: int):
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), str(room)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""
    assert "cannot be written: " in ran.stdout
    assert "Traceback" not in ran.stdout
    with Store(tmp_path) as store:
        results = go(store, task("small", "text", 1), *(task(str(n), "blob", n, 9_000) for n in range(20)))
        assert "small" in results.reused
        assert len(results.read("19", "data")) == 9_000
    assert not list((tmp_path / "parts").iterdir())


def test_a_database_that_another_program_holds_is_waited_for(tmp_path: Path):
    with Store(tmp_path) as store:
        go(store, task("one", "text", 1))
    code = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1]); c.execute('begin immediate'); "
        "print('held', flush=True); time.sleep(0.5); c.commit()"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, tmp_path / "traces.db"], stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()
    with Store(tmp_path) as store:
        go(store, task("two", "text", 2))
    holder.communicate()
    with Store(tmp_path) as store:
        assert go(store, task("one", "text", 1), task("two", "text", 2)).reused == ("one", "two")


def aged(store: Store, builds: int, days: int, length: int = 1_000) -> list[str]:
    """So many builds, so many days apart, each of one task that no other has, and one that all have."""
    digests = []
    for n in range(builds):
        results = go(store, task(f"task {n}", "blob", n, length), task("all", "text", 1), now=n * days * DAY)
        digests.append(results.products(f"task {n}")["data"])
    return digests


def test_what_was_not_needed_for_long_goes(store: Store):
    digests = aged(store, builds=10, days=10)
    gone = store.collect(LATE, days=(LATE // DAY) + 1)
    assert gone == Collected(0, 0)
    gone = store.collect(90 * DAY, days=30, builds=5)
    assert gone == Collected(0, 0)  # they are as young as the files say
    store.traces.reload()
    left = {name for name in store.traces.names() if name != "all"}
    assert left == {f"task {n}" for n in range(5, 10)}
    gone = store.collect(LATE, days=LATE // DAY, builds=5)
    assert gone.objects == 2 * 5
    assert gone.bytes == (1_000 + 8) * 5
    assert {digest for digest in digests if digest in objects(store)} == set(digests[5:])
    assert go(store, task("all", "text", 1), task("task 9", "blob", 9, 1_000)).reused == ("all", "task 9")


def test_the_last_builds_stay_however_long_ago_they_were(store: Store):
    digests = aged(store, builds=8, days=1)
    store.collect(LATE, days=30, builds=5)
    assert {digest for digest in digests if digest in objects(store)} == set(digests[3:])


def test_above_a_size_the_oldest_go_but_nothing_of_the_last_build(store: Store):
    digests = aged(store, builds=6, days=1)
    store.collect(LATE, days=LATE, builds=99, size=3_100)
    assert {digest for digest in digests if digest in objects(store)} == set(digests[3:])
    store.collect(LATE, days=LATE, builds=99, size=1)
    assert {digest for digest in digests if digest in objects(store)} == set(digests[5:])
    assert go(store, task("all", "text", 1)).reused == ("all",)


def test_what_the_last_build_did_not_need_can_be_seen_and_removed(store: Store):
    aged(store, builds=3, days=1)
    unused = store.unused()
    assert sum(one.bytes for one in unused) == 2 * 1_008
    assert store.clean() == Collected(len(unused), 2 * 1_008)
    assert store.unused() == []
    assert go(store, task("all", "text", 1), task("task 2", "blob", 2, 1_000)).reused == ("all", "task 2")


def test_what_a_killed_build_was_writing_is_removed_once_it_is_old(store: Store):
    store.put(b"text")
    part = store.root / "parts" / ".part-1-1"
    part.write_bytes(b"half")
    store.collect(int(time.time()))
    assert part.exists()
    store.collect(LATE)
    assert not part.exists()


def test_builds_are_counted(tmp_path: Path):
    for n in range(1, 4):
        with Store(tmp_path) as store:
            assert store.next_build(7) == Build(n, 7)
            go(store, task("one", "text", 1))


def test_ten_thousand_traces_are_read_in_a_moment(tmp_path: Path):
    with Store(tmp_path) as store:
        connection = store.traces._connection()
        inputs = json.dumps({"code": "0" * 64, "function": "a.b:c", "value:0": "1" * 64, "x/y": "2" * 64})
        rows = [(f"task {n}", inputs, json.dumps({"data": "3" * 64}), "4" * 16) for n in range(10_000)]
        with connection:
            connection.executemany("insert into traces values (?, ?, ?, ?)", rows)
            connection.executemany("insert into uses values (?, 1, 1)", [row[:1] for row in rows])
    took = []
    for _ in range(5):
        with Store(tmp_path) as store:
            began = time.process_time()
            assert len(list(store.traces.names())) == 10_000
            took.append(time.process_time() - began)
    assert min(took) < 0.1


def test_the_digest_of_a_file_follows_its_bytes_whatever_its_times_say(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(b"one")
    times = (1_000_000_000, 1_000_000_000)
    os.utime(path, times)

    def digest(reference_ns: int) -> str | None:
        files = FileDigests(tmp_path / "notes", tmp_path.stat().st_dev, reference_ns)
        found = files(path)
        files.save()
        return found

    first = digest(time.time_ns())
    assert not (tmp_path / "notes").exists()  # too young to be remembered
    assert digest(time.time_ns() + 10**10) == first
    assert (tmp_path / "notes").exists()
    path.write_bytes(b"two")
    os.utime(path, times)
    assert digest(time.time_ns()) != first
    path.unlink()
    assert digest(time.time_ns()) is None
    path.mkdir()
    assert digest(time.time_ns()) is None


def test_a_file_that_is_as_it_was_is_not_read_again(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(b"one")
    late = time.time_ns() + 10**10
    files = FileDigests(tmp_path / "notes", tmp_path.stat().st_dev, late)
    first = files(path)
    files.save()
    opened: list[object] = []
    sys.addaudithook(lambda event, arguments: opened.append(arguments[0]) if event == "open" else None)
    again = FileDigests(tmp_path / "notes", tmp_path.stat().st_dev, late)(path)
    assert again == first
    assert str(path) not in opened


def test_a_store_in_use_by_two_is_told_when_it_is_never_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("klsim.engine.traces._TIMEOUT_S", 0.1)
    with Store(tmp_path) as store:
        go(store, task("one", "text", 1))
    holder = sqlite3.connect(tmp_path / "traces.db")
    holder.execute("begin immediate")
    with Store(tmp_path) as store, pytest.raises(BuildError, match="is in use by another program"):
        go(store, task("two", "text", 1))
    holder.close()


BEGIN = """
import sys
from pathlib import Path
from klsim.engine.store import Store
from tests.engine.running import go, task
sys.stdin.read()
with Store(Path(sys.argv[1])) as store:
    go(store, *(task(f"{sys.argv[2]} {n}", "text", n) for n in range(20)))
"""


def test_many_builds_that_begin_a_store_at_the_same_moment_all_keep_what_they_make(tmp_path: Path):
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", BEGIN, tmp_path / "store", str(n)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for n in range(5)
    ]
    time.sleep(0.5)
    for build in builds:
        assert build.stdin
        build.stdin.close()
    for build in builds:
        assert build.stderr
        assert (build.stderr.read(), build.wait(60)) == ("", 0)
    with Store(tmp_path / "store") as store:
        assert len(list(store.traces.names())) == 100


def test_a_store_that_is_refreshed_sees_what_has_changed(store: Store, tmp_path: Path):
    text = tmp_path / "text"
    text.write_bytes(b"one")
    one = task("one", "join", files={"text": text})
    go(store, one)
    text.write_bytes(b"two")
    with Store(store.root) as other:
        go(other, one, task("two", "text", 1))
    store.refresh()
    assert go(store, one, task("two", "text", 1)).reused == ("one", "two")
