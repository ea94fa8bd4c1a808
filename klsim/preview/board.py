"""What the open pages should know now, and how they learn of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Condition

from klsim.disk.digests import digest
from klsim.disk.ledger import Entry
from klsim.preview.messages import Underway


@dataclass(frozen=True)
class State:
    """The site as it was last built, and what has come of the build since.

    entries:   the files of the output folder
    troubles:  what keeps the site from being built, each as a line; empty when nothing does
    traceback: how a fault of the program arose
    underway:  how far the build is that is under way
    waiting:   what a build waits for that cannot begin
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()
    traceback: str = ""
    underway: Underway | None = None
    waiting: str = ""


@dataclass(frozen=True)
class Version:
    """Keys of a page's own bytes, and of the other files that it may show."""

    page: str
    rest: str


def version_of(path: str, entries: Mapping[str, Entry]) -> Version:
    """The version of the page with this path in the output folder; a page that is not there has an empty key."""
    folders = ("assets/", path.rpartition("/")[0] + "/")
    rest = [f"{name} {entry.sha256}" for name, entry in sorted(entries.items()) if name.startswith(folders)]
    own = entries[path].sha256 if path in entries else ""
    return Version(own, digest(*(line for line in rest if not line.startswith(f"{path} "))))


class Board:
    """Shows the newest state to any number of threads."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._changed = Condition()

    @property
    def state(self) -> State:
        """The newest state."""
        return self._state

    def post(self, state: State) -> None:
        """Show a new state to all who wait."""
        with self._changed:
            self._state = state
            self._changed.notify_all()

    def wait(self, seen: State, seconds: float) -> State:
        """The newest state, as soon as it is not the one seen, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._state is not seen, seconds)
            return self._state
