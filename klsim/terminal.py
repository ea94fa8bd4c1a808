"""A progress bar for a build on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


@dataclass(frozen=True)
class OnTerminal:
    """Runs in place, of how many."""

    bar: Progress
    task: TaskID

    def start(self, runs: int) -> None:
        """The site has so many runs."""
        self.bar.update(self.task, total=runs)

    def advance(self, runs: int) -> None:
        """So many more of them are in place."""
        self.bar.advance(self.task, runs)


@contextmanager
def bar() -> Iterator[OnTerminal]:
    """A bar that is shown while the build runs, and leaves nothing behind."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield OnTerminal(shown, shown.add_task("runs", total=None))
