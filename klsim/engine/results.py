"""What comes of a run: the products of its tasks, what ran and why, and what authors did wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from klsim.diagnostics import ContentError
from klsim.engine.task import Part

Change: TypeAlias = Literal["first", "new", "gone", "changed", "lost"]


@dataclass(frozen=True)
class Reason:
    """Why a task ran: an input that is not as it was, or none if this is its `first` run or its products are lost.

    before, after: what the input was and is: a digest, a version, or a short value as JSON
    """

    change: Change
    input: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Product:
    """A product: its digest, how to get at its bytes, and where it comes from: a task, or a file."""

    digest: str
    read: Callable[[], bytes]
    origin: Part | Path | None = None


@dataclass(frozen=True)
class Results:
    """What came of a run.

    made:    digests of products by name, for each task that is done
    ran:     the tasks that ran, and why; those that failed are not among them
    reused:  those that did not need to
    errors:  by task, in the order of the tasks
    skipped: tasks that need one that failed, directly or not
    reader:  gives the bytes of a product; where they are lost, the task that makes them runs again
    """

    made: Mapping[str, Mapping[str, str]]
    ran: Mapping[str, tuple[Reason, ...]]
    reused: tuple[str, ...]
    errors: Mapping[str, ContentError]
    skipped: tuple[str, ...]
    reader: Callable[[str, str], bytes]

    def products(self, task: str) -> Mapping[str, str]:
        """The digests of what a task made, by name. Raises KeyError if it failed or is none of the run."""
        return self.made[task]

    def read(self, task: str, product: str) -> bytes:
        """The bytes of a product. Raises KeyError if there is none, ContentError and BuildError as a run does."""
        return self.reader(task, product)

    def product(self, task: str, name: str) -> Product:
        """A product to be read later, if at all."""
        return Product(self.made[task][name], lambda: self.reader(task, name), Part(task, (name,)))


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Reason, ...]:
    """How inputs differ from those of the last run, by name; an empty digest is a file that is not there."""
    reasons = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            change: Change = "new" if not old else "gone" if not new else "changed"
            reasons.append(Reason(change, name, old, new))
    return tuple(reasons)
