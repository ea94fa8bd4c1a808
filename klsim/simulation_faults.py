"""What goes wrong in the file of a simulation that an author wrote, told as a mistake in that file."""

import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import TracebackType

from klsim.diagnostics import Code, ContentError, Location, nearest
from klsim.engine.time_limit import OutOfTimeError
from klsim.source_lines import line_of, text_of

OWN = __name__.partition(".")[0]
Function = Callable[..., object]

_UNEXPECTED = re.compile(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'")
_RUN = "in the "
"""How notes of exceptions begin that name a run."""


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in what an author wrote; `of` is the part of it, such as a mark or a status."""

    message: str
    of: object = None

    def __str__(self) -> str:
        return self.message


def is_own(source: str) -> bool:
    """Whether a simulation, "module:name", comes with klsim: then what goes wrong in it is no author's mistake."""
    return source.partition(".")[0].partition(":")[0] == OWN


def is_interrupt(error: BaseException) -> bool:
    """Whether an exception may come from Ctrl-C: where klsim handles that itself, only code can raise it."""
    is_default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    return isinstance(error, KeyboardInterrupt) and is_default


@contextmanager
def telling_faults(source: str, where: str = "", function: Function | None = None) -> Iterator[None]:
    """Have what is raised in here by the file of a simulation, "module:name", told with its file and line.

    An exit counts too: it would end the build without a word.

    where:    what it was at, such as the run
    function: of the author, whose result klsim could not use if no line of the author's raised it
    """
    try:
        yield
    except ContentError:
        raise
    except BaseException as error:
        if is_own(source) or is_interrupt(error):
            raise
        raise fault_of(error, where, function) from error


@contextmanager
def noting(run: str) -> Iterator[None]:
    """Have what is raised in here carry the run that it was raised in, "in the run speed 2"."""
    try:
        yield
    except BaseException as error:
        error.add_note(run)
        raise


def fault_of(error: BaseException, where: str = "", function: Function | None = None) -> ContentError:
    """An exception of an author's file as a mistake, on the line of that file where it arose."""
    if isinstance(error, SyntaxError) and error.filename:
        location = Location(error.filename, error.lineno or 1)
        return location.failure(Code.SIMULATION_FAILED, f"{type(error).__name__}: {error.msg}")
    name = "" if isinstance(error, OutOfTimeError) else f"{type(error).__name__}: "
    message = _unknown_field(error) or f"{name}{error}".removesuffix(": ")
    run = next((note for note in getattr(error, "__notes__", ()) if note.startswith(_RUN)), "")
    location = _last_place(error.__traceback__, all_too=function is None) or _start_of(function)
    return location.failure(Code.SIMULATION_FAILED, message, where or run)


def _unknown_field(error: BaseException) -> str:
    """What there is to say of a field that something of klsim's does not have; nothing of other errors."""
    found = _UNEXPECTED.match(str(error)) if isinstance(error, TypeError) else None
    kind = getattr(sys.modules["klsim"], found[1], None) if found else None
    if found is None or kind is None or not is_dataclass(kind):
        return ""
    names = [field.name for field in fields(kind)]
    return f"{found[1]} has no {found[2]!r}; {nearest(found[2], names, 'fields')}"


def fault_at(function: Function | None, fault: Fault | str, where: str = "") -> ContentError:
    """What a function of an author gave and cannot be right, on the line of the part at fault, else of its own."""
    location = _start_of(function)
    part = None if isinstance(fault, str) else fault.of
    if part is not None and (line := line_of(part, text_of(getattr(function, "__module__", "")))):
        location = Location(location.file, line)
    return location.failure(Code.SIMULATION_FAILED, str(fault), where)


def _start_of(function: Function | None) -> Location:
    code = getattr(function, "__code__", None)
    return Location(code.co_filename, code.co_firstlineno) if code else Location("simulations", 1)


def _last_place(trace: TracebackType | None, *, all_too: bool) -> Location | None:
    """The innermost line that is not of klsim or a library; with `all_too` one of these if there is no other."""
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if not _is_library(frame.filename)] or (list(frames) if all_too else [])
    return Location(own[-1].filename, own[-1].lineno or 1) if own else None


def _is_library(filename: str) -> bool:
    package = str(Path(__file__).parent)
    return filename.startswith((package, "<")) or "site-packages" in filename or "/lib/python" in filename
