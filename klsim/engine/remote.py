"""What runs on the workers of a cluster: telling what they are, and working as a process of this machine does."""

import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from klsim.engine.carried import MISSING
from klsim.engine.digest import source_digest
from klsim.engine.processor import processor
from klsim.engine.worker import answer

KLSIM, SOURCES, PYTHON, NUMPY, PROCESSOR = "klsim", "the sources of klsim", "python", "numpy", "processor"
"""Facts that a worker tells first."""


class Answer(NamedTuple):
    """What came of some work.

    worker:  the address of the worker
    differs: the facts that differ from what was expected, as the worker has them; then nothing was done
    content: as `klsim.engine.worker.answer` gives it
    """

    worker: str
    differs: Mapping[str, str]
    content: bytes


@cache
def facts() -> Mapping[str, str]:
    """What decides whether products of this process are those of another, as it was when this was first asked."""
    try:
        import numpy

        version = numpy.__version__
    except ImportError:
        version = MISSING
    return {
        KLSIM: sys.modules[KLSIM].__version__,
        SOURCES: source_digest(Path(__file__).parents[1])[:12],
        PYTHON: platform.python_version(),
        NUMPY: version,
        PROCESSOR: processor(None, version),
    }


def work(content: bytes, expected: Mapping[str, str]) -> tuple[Any, ...]:
    """What comes of some pickled work where all is as expected; an `Answer` as a tuple, which any version knows.

    Raises MemoryError, which is no fault of the work: another worker may have more.
    """
    from distributed import get_worker

    address: str = get_worker().address
    here = facts()
    if differs := {name: here.get(name, MISSING) for name, value in expected.items() if here.get(name) != value}:
        return address, differs, b""
    return address, {}, answer(content)


def describe(differs: Mapping[str, str], expected: Mapping[str, str]) -> str:
    """In words how a worker differs from what was expected, in one line."""
    return ", ".join(_difference(name, theirs, expected.get(name, MISSING)) for name, theirs in differs.items())


def _difference(name: str, theirs: str, ours: str) -> str:
    if name != PROCESSOR:
        return f"{name} {theirs}, here {ours}"
    there, here = theirs.split(), ours.split()
    more, less = _without(there, here), _without(here, there)
    parts = [f"has {' '.join(more)}"] * bool(more) + [f"lacks {' '.join(less)}"] * bool(less)
    return f"its processor {' and '.join(parts)}"


def _without(names: Sequence[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [name for name in names if name not in known]
