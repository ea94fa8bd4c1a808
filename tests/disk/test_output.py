"""The output folder: whole files, a ledger that survives a kill, and nothing lost that is not klsim's."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.diagnostics import BuildError
from klsim.disk.digests import digest, source_digest
from klsim.disk.output import LEDGER, open_output


def test_a_file_is_fresh_with_its_key_and_its_bytes_only(tmp_path: Path):
    with open_output(tmp_path / "out") as output:
        assert not output.fresh("a/b.txt", "key")
        output.write("a/b.txt", "key", b"text")
        assert output.fresh("a/b.txt", "key")
        assert not output.fresh("a/b.txt", "another")
        (output.root / "a" / "b.txt").write_bytes(b"texT")
        assert not output.fresh("a/b.txt", "key")


def test_what_was_written_reaches_the_disk_before_anything_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: flushed.append(os.fstat(file).st_ino))
    with open_output(tmp_path / "out") as output:
        for name in ("a.txt", "b.txt"):
            output.write(name, "key", name.encode())
        first = [(output.root / name).stat().st_ino for name in ("a.txt", "b.txt")]
        assert flushed == []
        output.settle()
        output.settle()
        assert flushed == first
        output.write("c.txt", "key", b"c")
        output.prune(["c.txt"])
        assert flushed == [*first, (output.root / "c.txt").stat().st_ino]


def test_the_ledger_is_remembered(tmp_path: Path):
    with open_output(tmp_path) as output:
        output.write("name with spaces.txt", "key", b"text")
    with open_output(tmp_path) as output:
        assert output.fresh("name with spaces.txt", "key")


def test_a_torn_line_at_the_end_of_the_ledger_is_passed_over(tmp_path: Path):
    with open_output(tmp_path) as output:
        output.write("a.txt", "key", b"text")
    with (tmp_path / LEDGER).open("a") as ledger:
        ledger.write("0123456789abcdef ke")
    with open_output(tmp_path) as output:
        assert output.fresh("a.txt", "key")
        assert list(output.entries) == ["a.txt"]


def test_files_that_a_damaged_ledger_has_lost_are_known_again_once_they_are_made_again(tmp_path: Path):
    with open_output(tmp_path) as output:
        output.write("a.txt", "key", b"text")
    (tmp_path / LEDGER).write_bytes(b"\xff\n" + b"0" * 64 + b" key ../a.txt\n" + b"0" * 64 + b" key .klsim.lock\n")
    with open_output(tmp_path) as output:
        assert not output.entries
        output.write("a.txt", "key", b"text")
        assert output.prune(()) == 1
    assert not (tmp_path / "a.txt").exists()


def test_what_klsim_wrote_makes_way_where_a_folder_takes_the_name_of_a_file_and_the_reverse(tmp_path: Path):
    with open_output(tmp_path) as output:
        output.write("one", "key", b"text")
        output.write("two/below/a.txt", "key", b"text")
    with open_output(tmp_path) as output:
        output.write("one/a.txt", "key", b"text")
        output.write("two", "key", b"text")
        assert output.prune({"one/a.txt", "two"}) == 2
    assert (tmp_path / "one" / "a.txt").read_bytes() == (tmp_path / "two").read_bytes() == b"text"


def test_a_page_is_removed_before_what_it_shows(tmp_path: Path):
    paths = ["a/fig/0.1.aaa.gif", "a/fig/figure.json", "a/index.html"]
    with open_output(tmp_path) as output:
        for path in paths:
            output.write(path, "key", b"text")
        output.settle()
        (tmp_path / "a" / "fig" / "figure.json").unlink()
        (tmp_path / "a" / "fig" / "figure.json").mkdir()
        output.prune(())
    assert [path.name for path in (tmp_path / "a").rglob("*") if path.is_file()] == []


def test_pruning_removes_what_klsim_wrote_and_nobody_keeps(tmp_path: Path):
    (tmp_path / "out").mkdir()
    with open_output(tmp_path / "out") as output:
        output.write("old/deep/a.txt", "key", b"a")
        output.write("b.txt", "key", b"b")
        (output.root / "mine.txt").write_text("mine")
        assert output.prune({"b.txt"}) == 1
    assert sorted(p.name for p in (tmp_path / "out").iterdir() if not p.name.startswith(".")) == [
        "b.txt",
        "mine.txt",
    ]


def test_writing_one_path_twice_is_refused(tmp_path: Path):
    with open_output(tmp_path) as output:
        output.write("a.txt", "key", b"a")
        with pytest.raises(ValueError, match=r"a\.txt is written twice"):
            output.write("a.txt", "key", b"b")


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path):
    with open_output(tmp_path), pytest.raises(BuildError, match="another build"), open_output(tmp_path):
        pass


def test_a_killed_writer_leaves_whole_files_and_a_ledger_that_knows_them(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from klsim.disk.output import open_output\n"
        "with open_output(Path(sys.argv[1])) as output:\n"
        "    for n in range(100000): output.write(f'{n}.bin', 'key', bytes([n % 256]) * 5000)\n"
    )
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
        while len(list(tmp_path.glob("*.bin"))) < 20:
            assert writer.poll() is None
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        with open_output(tmp_path) as output:
            there = list(tmp_path.glob("*.bin"))
            assert all(path.read_bytes() == bytes([int(path.stem) % 256]) * 5000 for path in there)
            assert sum(not output.fresh(path.name, "key") for path in there) <= 1
            output.prune(())


@given(st.lists(st.text(max_size=3), max_size=4), st.lists(st.text(max_size=3), max_size=4))
def test_digests_tell_parts_apart(one: list[str], other: list[str]):
    assert (digest(*one) == digest(*other)) == (one == other)


def test_the_digest_of_sources_follows_their_bytes(tmp_path: Path):
    (tmp_path / "a.py").write_text("x = 1\n")
    before = source_digest(tmp_path)
    (tmp_path / "a.py").touch()
    assert source_digest(tmp_path) == before
    (tmp_path / "a.py").write_text("x = 2\n")
    assert source_digest(tmp_path) != before
