"""A file that is put in place whole, or not at all."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from klsim.engine.os_errors import wrap_os_errors

MODE = 0o644


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, and then put it there. Raises BuildError where that cannot be done."""
    with (
        wrap_os_errors(f"{path} cannot be written"),
        NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".tmp", delete=False) as part,
    ):
        beside = Path(part.name)
        try:
            part.write(data)
            part.close()
            beside.chmod(MODE)
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
