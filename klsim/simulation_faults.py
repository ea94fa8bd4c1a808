"""What goes wrong in the file of a simulation that an author wrote, told as a mistake in that file."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from klsim.diagnostics import Code, ContentError, Location
from klsim.engine.time_limit import OutOfTimeError

OWN = __name__.partition(".")[0]


def is_own(source: str) -> bool:
    """Whether a simulation, "module:name", comes with klsim: then what goes wrong in it is no author's mistake."""
    return source.partition(".")[0].partition(":")[0] == OWN


@contextmanager
def telling_faults(source: str, where: str = "") -> Iterator[None]:
    """Have what is raised in here by the file of a simulation, "module:name", told with its file and line.

    where: what it was at, such as the run
    """
    try:
        yield
    except ContentError:
        raise
    except Exception as error:
        if is_own(source):
            raise
        raise fault_of(error, where) from error


def fault_of(error: BaseException, where: str = "") -> ContentError:
    """An exception of an author's file as a mistake, on the line of that file where it arose."""
    if isinstance(error, SyntaxError) and error.filename:
        location = Location(error.filename, error.lineno or 1)
        return location.failure(Code.SIMULATION_FAILED, f"{type(error).__name__}: {error.msg}")
    name = "" if isinstance(error, OutOfTimeError) else f"{type(error).__name__}: "
    message = f"{name}{error}".removesuffix(": ")
    return _last_place(error.__traceback__).failure(Code.SIMULATION_FAILED, message, where)


def fault_at(function: Callable[..., object] | None, message: str, where: str = "") -> ContentError:
    """What a function of an author gave and cannot be right, as a mistake on the line where it begins."""
    code = getattr(function, "__code__", None)
    location = Location(code.co_filename, code.co_firstlineno) if code else Location("simulations", 1)
    return location.failure(Code.SIMULATION_FAILED, message, where)


def _last_place(trace: TracebackType | None) -> Location:
    """The innermost line that is not of klsim or a library."""
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if not _is_library(frame.filename)] or frames
    return Location(own[-1].filename, own[-1].lineno or 1) if own else Location("simulations", 1)


def _is_library(filename: str) -> bool:
    package = str(Path(__file__).parent)
    return filename.startswith((package, "<")) or "site-packages" in filename or "/lib/python" in filename
