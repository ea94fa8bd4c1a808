"""How runs end: the words that every simulation has, and those that one declares itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Status:
    """A word for how a run ended, and what readers are told.

    sentence: may have {last}, the last iteration, {next}, the one after it, and the last value of each series
    label:    what the key of a map says of all such runs
    sign:     one character that marks them there
    role:     the colour there, such as `series-3`
    """

    word: str
    sentence: str
    label: str = ""
    sign: str = ""
    role: str = "muted"

    @property
    def shown(self) -> str:
        """The label, else the word as readers see it."""
        return self.label or self.word.replace("_", " ")


FIRST_FIVE: Mapping[str, str] = MappingProxyType(
    {
        "converged": "arrives",
        "unfinished": "still on the way",
        "stuck": "comes to rest short of the target",
        "diverged": "runs away",
        "left_domain": "leaves its domain",
    }
)
"""The statuses that need no words in the index of a figure, and what the key of a map says of them."""

OTHERS = (
    Status("oscillating", "Goes to and fro for ever", "goes to and fro for ever", "↔", "series-3"),
    Status("circling", "Goes round and comes no lower", "goes round and comes no lower", "○", "series-4"),
    Status("finished", "Ended after {last} iterations", "runs to its end", "·", "muted"),
)
"""The others that every simulation has. Where there is an objective, what it has come to follows the first two."""

STATUSES = (*FIRST_FIVE, *(status.word for status in OTHERS))
WITHOUT_OBJECTIVE = ("finished", "left_domain", "oscillating", "circling")
"""What runs may be that have nothing to make small."""


def words_of_endings(declared: Iterable[Status]) -> Mapping[str, str]:
    """What the key of a map says of every way to end, with those that a simulation has declared, in its order."""
    return dict(FIRST_FIVE) | {status.word: status.shown for status in (*OTHERS, *declared)}
