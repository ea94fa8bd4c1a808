"""Waiting until files are on the disk."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from klsim.engine.os_errors import wrap_os_errors

_AT_ONCE = 16


def flush_all(paths: Sequence[Path], safe: str) -> None:
    """Wait for many files together: one after the other takes three times as long.

    Raises BuildError, which tells what is `safe` all the same.
    """
    if not paths:
        return
    from concurrent.futures import ThreadPoolExecutor  # slow to import, and most builds write nothing

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for _ in threads.map(partial(_flush, safe), paths):
            pass  # but for an error, which comes to light here


def _flush(safe: str, path: Path) -> None:
    with wrap_os_errors(f"{path} cannot be written", safe), path.open("r+b") as file:
        os.fsync(file.fileno())
