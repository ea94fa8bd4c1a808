"""What tests need and nobody changes, made once for all processes that test."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_VARIABLE = "KLSIM_TESTS"
"""Tells the processes that a test run starts where the folder of the run is."""


def _folder() -> Path:
    if _VARIABLE not in os.environ:
        os.environ[_VARIABLE] = tempfile.mkdtemp(prefix="klsim-tests-")
        atexit.register(shutil.rmtree, os.environ[_VARIABLE], ignore_errors=True)
    return Path(os.environ[_VARIABLE])


FOLDER = _folder()


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this name, which the first process that asks for it fills, while the others wait."""
    folder = FOLDER / name
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            part = FOLDER / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)  # whoever began it was stopped
            part.mkdir()
            make(part)
            part.rename(folder)
    return folder
