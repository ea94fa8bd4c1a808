"""What may happen to a file while nobody looks."""

import os
from pathlib import Path


def cut(path: Path) -> None:
    """Take off its end, as a full disk does."""
    path.write_bytes(path.read_bytes()[:-7])


def alter(path: Path) -> None:
    """Change one bit in its middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def garble(path: Path) -> None:
    """Put bytes that are no text before it, and lines that lead elsewhere."""
    path.write_bytes(bytes(range(256)) + b"\n../outside\n" + b"0" * 64 + b"  ../a\n" + path.read_bytes()[100:-20])


def replace_by_folder(path: Path) -> None:
    """Have a folder in its place, with another in it."""
    path.unlink()
    (path / "empty").mkdir(parents=True)


def replace_by_pipe(path: Path) -> None:
    """Have a pipe in its place, which whoever reads it waits for."""
    path.unlink()
    os.mkfifo(path)
