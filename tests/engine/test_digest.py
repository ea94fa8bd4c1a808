"""Digests: what is equal has equal ones, and nothing else."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.engine.digest import digest_of_file, digest_parts, read_plain, source_digest


@given(st.lists(st.text(max_size=3), max_size=4), st.lists(st.text(max_size=3), max_size=4))
def test_digests_tell_parts_apart(one: list[str], other: list[str]):
    assert (digest_parts(*one) == digest_parts(*other)) == (one == other)


def test_the_digest_of_sources_follows_their_bytes(tmp_path: Path):
    (tmp_path / "a.py").write_text("x = 1\n")
    before = source_digest(tmp_path)
    (tmp_path / "a.py").touch()
    assert source_digest(tmp_path) == before
    (tmp_path / "a.py").write_text("x = 2\n")
    assert source_digest(tmp_path) != before


def test_only_a_plain_file_is_read_and_nobody_waits_for_another(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"text")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    assert read_plain(tmp_path / "file") == b"text"
    assert read_plain(tmp_path / "pipe") == b""
    for name in ("folder", "link", "nothing"):
        assert digest_of_file(tmp_path / name) == ""
        with pytest.raises(OSError, match=name):
            read_plain(tmp_path / name)
