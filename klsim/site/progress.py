"""What a build tells while it is under way."""

import sys
from dataclasses import dataclass
from typing import Protocol

LINES = 10
"""About how many lines are printed on the way where there is no terminal."""


class Progress(Protocol):
    """Someone who wants to know how far the build is."""

    def start(self, runs: int) -> None:
        """The site has so many runs."""

    def advance(self, runs: int) -> None:
        """So many more of them are in place."""


class Silent:
    """Nobody wants to know."""

    def start(self, runs: int) -> None:
        """Say nothing."""

    def advance(self, runs: int) -> None:
        """Say nothing."""


@dataclass
class Lines:
    """Plain lines on standard error, about `LINES` of them."""

    total: int = 0
    done: int = 0
    told: int = 0

    def start(self, runs: int) -> None:
        """The site has so many runs."""
        self.total = runs

    def advance(self, runs: int) -> None:
        """So many more of them are in place."""
        self.done += runs
        if (self.done - self.told) * LINES >= self.total or self.done == self.total:
            print(f"{self.done} of {self.total} runs", file=sys.stderr, flush=True)
            self.told = self.done


@dataclass(frozen=True)
class Summary:
    """What a build did: counts of what the site has, GIFs drawn anew and reused, bytes of the whole output.

    why:      a line for each thing that was made again
    warnings: what the author perhaps does not mean, as lines
    """

    articles: int
    figures: int
    runs: int
    drawn: int
    reused: int
    pruned: int
    bytes: int
    why: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
