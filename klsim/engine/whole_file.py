"""A file that is put in place whole, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from klsim.engine.os_errors import wrap_os_errors

MODE = 0o644
"""Of a file that is new; another keeps its own."""


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write: beside its place, and on the disk before it takes that; links stay. Raises OSError."""
    target = Path(os.path.realpath(path))
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".tmp", delete=False) as part:
        beside = Path(part.name)
        try:
            yield part
            part.flush()
            os.fsync(part.fileno())
            beside.chmod(target.stat().st_mode & 0o7777 if target.exists() else MODE)
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise


def write_whole(path: Path, data: bytes) -> None:
    """Write all of a file. Raises BuildError where that cannot be done."""
    with wrap_os_errors(f"{path} cannot be written"), whole_file(path) as file:
        file.write(data)
