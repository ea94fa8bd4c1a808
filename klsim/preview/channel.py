"""What the open pages should know now, and how they learn of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition

from klsim.engine.digest import digest_parts
from klsim.engine.index import Index
from klsim.preview.messages import BuildProgress


@dataclass(frozen=True)
class State:
    """The site as it was last seen right, and what has come of the build since.

    index:     the digest of each file of the site, by path
    store:     the folder of the store that has them
    mistakes:  those of drafts whose pages are older than the others, as lines, by slug
    troubles:  what keeps the site from being shown as it is now, each as a line; empty when nothing does
    traceback: how a fault of the program arose
    underway:  how far the build is that is under way
    """

    index: Index = field(default_factory=dict)
    store: Path = Path()
    mistakes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    traceback: str = ""
    progress: BuildProgress | None = None

    def problems_of(self, path: str) -> Sequence[str]:
        """What the page with this path should tell: mistakes of its own, if it is a draft, and all others."""
        return [*self.problems, *self.mistakes.get(path.partition("/")[0], ())]


@dataclass(frozen=True)
class Version:
    """Keys of a page's own bytes, and of the other files that it may show."""

    page: str
    rest: str


def version_of(path: str, index: Index) -> Version:
    """The version of the page with this path in the site; a page that is not there has an empty key."""
    folders = ("assets/", path.rpartition("/")[0] + "/")
    rest = [f"{name} {sha256}" for name, sha256 in sorted(index.items()) if name.startswith(folders)]
    return Version(index.get(path, ""), digest_parts(*(line for line in rest if not line.startswith(f"{path} "))))


class StateChannel:
    """Shows the newest state to any number of threads."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._changed = Condition()

    @property
    def state(self) -> State:
        """The newest state."""
        return self._state

    def publish(self, state: State) -> None:
        """Show a new state to all who wait."""
        with self._changed:
            self._state = state
            self._changed.notify_all()

    def wait(self, seen: State, seconds: float) -> State:
        """The newest state, as soon as it is not the one seen, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._state is not seen, seconds)
            return self._state
