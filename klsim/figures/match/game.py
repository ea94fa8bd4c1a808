"""What a game is once its block has been read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from klsim.diagnostics import Location
from klsim.engine.codec import Codec
from klsim.figures.match.law import Knob, Law, RandomTargets, Sampling


@dataclass(frozen=True)
class Game:
    """A `match` block, read and checked.

    readouts: the divergences that the reader sees, `kl_qp`, `kl_pq` or both
    start:    q at the start, on values that the knobs stop at
    mean:     the knob of every bell's mean; and so on
    targets:  as written, or how to draw them
    """

    id: str
    simulation: str
    caption: str
    readouts: tuple[str, ...]
    start: Law
    mean: Knob
    variance: Knob
    targets: tuple[Law, ...] | RandomTargets
    sampling: Sampling
    location: Location

    @property
    def count(self) -> int:
        """How many targets there are."""
        return self.targets.count if isinstance(self.targets, RandomTargets) else len(self.targets)

    @property
    def has_map(self) -> bool:
        """Whether every q and p has a place on a map: one bell looks for one bell, whichever target it is."""
        if isinstance(self.targets, RandomTargets):
            return self.start.bells == self.targets.bells == 1
        return self.start.bells == 1 and all(law.bells == 1 for law in self.targets)

    @property
    def knobs(self) -> tuple[tuple[str, Knob, float], ...]:
        """Every variable: its name, what moves it, and where it starts; bell by bell."""
        return tuple(chain.from_iterable(self._bell(k) for k in range(self.start.bells)))

    def _bell(self, k: int) -> Iterator[tuple[str, Knob, float]]:
        suffix = f"_{k + 1}" if self.start.bells > 1 else ""
        yield f"mean{suffix}", self.mean, self.start.means[k]
        yield f"variance{suffix}", self.variance, self.start.variances[k]


GAMES = Codec.of(Game, Law, Knob, RandomTargets, Sampling, Location)
