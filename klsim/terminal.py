"""A progress bar for a build on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from klsim.shutdown import Shutdown, say

RESTORE = "\r\x1b[2K\x1b[?25h"
"""Clears the line of the bar and shows the cursor, without waiting for rich's thread and its locks."""


@dataclass(frozen=True)
class OnTerminal:
    """Tasks done, of how many."""

    bar: Progress
    task: TaskID

    def start(self, total: int) -> None:
        """There are so many tasks."""
        self.bar.reset(self.task, total=total)

    def advance(self, count: int) -> None:
        """So many more of them are done."""
        self.bar.advance(self.task, count)

    def say(self, line: str) -> None:
        """A line above the bar."""
        self.bar.console.print(line, markup=False, highlight=False)


@contextmanager
def bar(shutdown: Shutdown) -> Iterator[OnTerminal]:
    """A bar that is shown while the build runs, and leaves nothing behind, even if a signal ends it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    restore = partial(say, "" if console.is_dumb_terminal else RESTORE)
    with shutdown.hook(restore), Progress(*columns, console=console, transient=True) as shown:
        yield OnTerminal(shown, shown.add_task("tasks", total=None))
