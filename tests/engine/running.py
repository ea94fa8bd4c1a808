"""Runs as tests want them: in this process, told shortly."""

from collections.abc import Iterable
from pathlib import Path

from klsim.engine.executor import Serial
from klsim.engine.results import Results
from klsim.engine.run import run
from klsim.engine.store import Store
from klsim.engine.task import Part, Task

WORK = "tests.engine.work"


def task(
    name: str, function: str, *values, files: dict[str, Path] | None = None, needs: Iterable[str | Part] = ()
):
    """A task with a function of `work`; needs may be told by name."""
    parts = tuple(Part(need) if isinstance(need, str) else need for need in needs)
    return Task(name, f"{WORK}:{function}", values, tuple((files or {}).items()), parts)


def go(store: Store, *tasks: Task, executor=None, now: int = 0) -> Results:
    """Run them as the next build."""
    return run(tasks, store, executor or Serial(), build=store.next_build(now))


def harm(store: Store, digest: str) -> None:
    """Alter one byte of an object, as a disk might."""
    path = store.objects.path(digest)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
