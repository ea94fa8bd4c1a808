"""What a run tells while it is under way."""

import sys
from dataclasses import dataclass
from typing import Protocol

LINES = 10
"""About how many lines are printed on the way where there is no terminal."""


class Progress(Protocol):
    """Someone who wants to know how far a run is. A run that has nothing to do tells nothing."""

    def start(self, total: int) -> None:
        """There are so many tasks."""

    def advance(self, count: int) -> None:
        """So many more of them are done."""

    def say(self, line: str) -> None:
        """Something that is good to know while one waits."""


class Silent:
    """Nobody wants to know."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def advance(self, count: int) -> None:
        """Say nothing."""

    def say(self, line: str) -> None:
        """Say nothing."""


@dataclass
class Lines:
    """Plain lines on standard error, about `LINES` of them."""

    total: int = 0
    done: int = 0
    shown: int = 0

    def start(self, total: int) -> None:
        """There are so many tasks."""
        self.total, self.done, self.shown = total, 0, 0

    def advance(self, count: int) -> None:
        """So many more of them are done."""
        self.done += count
        if (self.done - self.shown) * LINES >= self.total or self.done == self.total:
            print(f"{self.done} of {self.total} tasks", file=sys.stderr, flush=True)
            self.shown = self.done

    def say(self, line: str) -> None:
        """A line of its own."""
        print(line, file=sys.stderr, flush=True)
