"""Builds that are killed, and builds at the same time: the site is whole at every moment, the next build ends the job."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from klsim.engine.index import INDEX, PART
from klsim.engine.store import Store
from tests.engine.processes import ROOT, started, wait_until, workers
from tests.engine.running import go, task
from tests.engine.toy import build, write_content

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KLSIM_KILLS", "12"))
"""How many builds are killed."""
SEED = 20261126
CHANGES = 220
"""How often a build of another version changes something in the store or the output, about."""

KILLED = """
import os, signal, sys
from pathlib import Path
from tests.engine.toy import build
root, number, after = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
count = 0
def watch(event, arguments):
    global count
    changes = event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime", "sqlite3.connect")
    changes = changes or (event == "open" and isinstance(arguments[2], int) and arguments[2] & 3)
    if changes and str(root) in str(arguments[0]):
        count += 1
        if count == number:
            if after == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            signal.setitimer(signal.ITIMER_REAL, after)
signal.signal(signal.SIGALRM, signal.SIG_DFL)
sys.addaudithook(watch)
build(root, sys.argv[4])
"""


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """What a first build of each version gives."""
    trees = []
    for version in range(3):
        root = tmp_path_factory.mktemp("clean")
        write_content(root, version)
        build(root)
        trees.append(tree(root / "output"))
    return trees


def assert_whole(output: Path, clean: list[dict[str, bytes]]) -> None:
    """Every file is that of one version, and nothing that readers can reach is missing."""
    there = tree(output) if output.exists() else {}
    for path, data in there.items():
        if path not in (INDEX, PART) and not path.startswith(".klsim.lock"):
            assert data in [files.get(path) for files in clean], path
    waiting, reached = ["index.html"] if "index.html" in there else [], set()
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        assert path in there, path
        if path.endswith(".html"):
            folder = path.rpartition("/")[0]
            links = re.findall(r'(?:src|href)="([^"]+)"', there[path].decode())
            waiting += [f"{folder}/{link}" if folder else link for link in links]


def test_a_build_killed_at_any_moment_leaves_a_whole_site_that_the_next_one_finishes(
    tmp_path: Path, clean: list[dict[str, bytes]]
):
    chance = Random(SEED)
    version, kills = 0, 0
    write_content(tmp_path, version)
    for n in range(KILLS):
        after = chance.choice([0, chance.uniform(0, 0.004)])
        spec = "processes:2" if n % 6 == 5 else "serial"
        program = [sys.executable, "-c", KILLED, tmp_path, str(chance.randint(1, CHANGES)), str(after), spec]
        code = subprocess.run(program, cwd=ROOT).returncode
        assert code in (0, -signal.SIGKILL, -signal.SIGALRM)
        kills += code != 0
        assert_whole(tmp_path / "output", clean)
        if n % 4 == 3 or code == 0:
            build(tmp_path)
            assert tree(tmp_path / "output") == clean[version]
            version = (version + 1) % 3
            write_content(tmp_path, version)
    assert kills > KILLS / 4


def test_what_a_killed_build_had_done_is_not_done_again(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from klsim.engine.store import Store; from tests.engine.running import go, task\n"
        "with Store(Path(sys.argv[1])) as store: go(store, *(task(f't{n}', 'slow', 0.02, str(n)) for n in range(500)))"
    )
    with started(code, tmp_path) as process:
        wait_until(lambda: process.poll() is not None or count(tmp_path) >= 20)
        process.kill()
        process.wait()
    with Store(tmp_path) as store:
        assert len(go(store, *(task(f"t{n}", "slow", 0.02, str(n)) for n in range(20))).reused) == 20


def count(store: Path) -> int:
    """How many traces there are, for someone who looks from outside."""
    try:
        with sqlite3.connect(f"file:{store / 'traces.db'}?mode=ro", uri=True) as connection:
            return connection.execute("select count(*) from traces").fetchone()[0]
    except sqlite3.Error:
        return 0


TWO = """
import sys
from pathlib import Path
from klsim.engine.executor import Serial
from klsim.engine.run import run
from klsim.engine.store import Store
from tests.engine.toy import plan
root = Path(sys.argv[1])
for n in range(6):
    with Store(root / ".klsim") as store:
        results = run(plan(root), store, Serial(), build=store.next_build(int(sys.argv[2])))
        for name, products in results.made.items():
            for product in products:
                results.read(name, product)
        store.collect(4_000_000_000, days=0, builds=1 + n % 2, size=n * 1_000)
print(len(results.made))
"""


def test_two_builds_on_one_store_do_each_other_no_harm(tmp_path: Path, clean: list[dict[str, bytes]]):
    """Though both clean up all the time, as if whatever they made were old."""
    write_content(tmp_path, 1)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", TWO, tmp_path, str(n)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for n in range(2)
    ]
    told = [program.communicate(timeout=60) for program in programs]
    assert [(program.returncode, *text) for program, text in zip(programs, told, strict=True)] == [
        (0, "27\n", "")
    ] * 2
    build(tmp_path)
    assert tree(tmp_path / "output") == clean[1]


def test_two_builds_of_one_site_are_one_after_the_other(tmp_path: Path, clean: list[dict[str, bytes]]):
    write_content(tmp_path, 2)
    program = [sys.executable, "-m", "tests.engine.toy", tmp_path, "processes:2"]
    builds = [subprocess.Popen(program, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(3)]
    told = [one.communicate(timeout=60)[1] for one in builds]
    assert 0 in [one.returncode for one in builds]
    for one, text in zip(builds, told, strict=True):
        assert one.returncode == 0 or f"another build is writing {tmp_path / 'output'}; wait for it to end" in text
    assert tree(tmp_path / "output") == clean[2]


def test_an_incremental_build_ends_where_a_clean_one_does(tmp_path: Path, clean: list[dict[str, bytes]]):
    chance = Random(SEED)
    for n in range(8):
        version = chance.randrange(3)
        write_content(tmp_path, version)
        if n == 4:
            for path in (tmp_path / ".klsim").glob("objects/*/*"):
                if chance.random() < 0.3:
                    path.unlink()
        build(tmp_path)
        assert tree(tmp_path / "output") == clean[version]
        results, published = build(tmp_path)
        assert (dict(results.ran), published.written, published.pruned) == ({}, (), ())


def test_the_output_can_be_thrown_away_and_nothing_is_made_again(tmp_path: Path, clean: list[dict[str, bytes]]):
    write_content(tmp_path, 0)
    build(tmp_path)
    for path in sorted((tmp_path / "output").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    results, published = build(tmp_path)
    assert not results.ran
    assert len(published.written) == len(clean[0]) - 1
    assert tree(tmp_path / "output") == clean[0]


def test_a_killed_build_takes_its_processes_along(tmp_path: Path, clean: list[dict[str, bytes]]):
    write_content(tmp_path, 0)
    code = "import sys; from pathlib import Path; from tests.engine.toy import build; build(Path(sys.argv[1]), 'processes:2')"
    with started(code, tmp_path) as process:
        wait_until(lambda: workers(process.pid))
        os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: not workers(process.pid))
    assert_whole(tmp_path / "output", clean)
    build(tmp_path)
    assert tree(tmp_path / "output") == clean[0]
