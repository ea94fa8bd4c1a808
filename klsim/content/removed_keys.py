"""Keys that there were: for one minor version those who still write them are told what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RemovedKey:
    """A key of an earlier version.

    owner:     what it belonged to, as `read_fields` calls it: "site.yaml", "the front matter", "this figure" …
    version:   the first version without it
    successor: the key that has taken its place; empty where none has
    hint:      what to do, where it is more than to write the successor
    """

    owner: str
    name: str
    version: str
    successor: str = ""
    hint: str = ""

    @property
    def message(self) -> str:
        """What is told of it."""
        return f"{self.name!r} is no key of {self.owner} any more, since klsim {self.version}"

    @property
    def instead(self) -> str:
        """What to do."""
        return self.hint or (f"write `{self.successor}: …`" if self.successor else f"remove `{self.name}`")


REMOVED: tuple[RemovedKey, ...] = ()
"""None so far. A test tells when one has been told for long enough."""
