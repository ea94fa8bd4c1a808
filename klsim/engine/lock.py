"""One writer at a time: a lock that ends with the process that holds it, whatever ends that."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Whether this process got the lock on a file, which is made for it and removed afterwards.

    Raises OSError where that cannot be.
    """
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        is_taken = False
        try:
            is_taken = _take(file)
            if is_taken and not _is_at(file, path):
                continue  # whoever held it has just removed the file: another would make a new one
            yield is_taken
            return
        finally:
            if is_taken and _is_at(file, path):
                with suppress(OSError):
                    path.unlink()
            os.close(file)


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
