"""Which colour each run of a map of outcomes has: a shade for when it ends, or that of its status."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klsim.declaration import DECLARATIONS, Declaration
from klsim.engine.task import Products
from klsim.figures.animation.pixels import PIXELS, PixelOutcomes, stack
from klsim.render.outcome_picture import SHADES, mixed
from klsim.render.palette import Indices
from klsim.scene.theme import Colour, Theme
from klsim.statuses import OTHERS, words_of_endings

OWN_SHARE = 0.6
"""Of the colour of a status that a simulation declares, beside paper."""

_FIRST_COLOURS = {"stuck": "stuck", "diverged": "diverged", "left_domain": "out-of-domain"}


@dataclass(frozen=True)
class MapColours:
    """The maps of a figure, in one scale of colours.

    colour:     what shades tell: `converged_at`, `ends_at`, or `status`: nothing
    iterations: of a run that goes on to its end
    outcomes:   of each map
    """

    declared: Declaration
    colour: str
    iterations: int
    outcomes: Sequence[PixelOutcomes]

    @classmethod
    def of(
        cls, declaration: str, colour: str, iterations: int, slabs: Sequence[int], made: Iterable[Products]
    ) -> "MapColours":
        """Those of products with `outcomes`, of which each map has so many in a row."""
        parts = iter([PIXELS.decode(one["outcomes"], PixelOutcomes) for one in made])
        outcomes = [stack([next(parts) for _ in range(count)]) for count in slabs]
        return cls(DECLARATIONS.decode(declaration.encode(), Declaration), colour, iterations, outcomes)

    @cached_property
    def words(self) -> Sequence[str]:
        """The statuses that occur, in the order of keys."""
        known = words_of_endings(self.declared.statuses)
        return [word for word in known if any(word in one.words for one in self.outcomes)]

    @cached_property
    def numbers(self) -> Sequence[NDArray[np.int64]]:
        """Of each map what shades tell of its runs, −1 where they tell nothing."""
        return [self._numbers(one) for one in self.outcomes]

    @cached_property
    def ends(self) -> tuple[int, int] | None:
        """The least and the greatest of these; None where shades tell nothing."""
        seen = np.concatenate([several[several >= 0] for several in self.numbers])
        return (int(seen.min()), int(seen.max())) if len(seen) else None

    def levels(self, number: int) -> Indices:
        """Which of the shades, or of the statuses behind them, each run of a map has."""
        outcomes, numbers = self.outcomes[number], self.numbers[number]
        places = np.array([SHADES + self.words.index(word) for word in outcomes.words])[outcomes.status]
        low, high = np.log1p(self.ends or (0, 0))
        shares = (np.log1p(np.maximum(numbers, 0)) - low) / max(high - low, 1e-9)
        return np.where(numbers >= 0, np.rint(shares * (SHADES - 1)), places).astype(np.uint8)

    def colours(self, theme: Theme) -> Sequence[Colour]:
        """Those of the statuses."""
        return [self._colour(word, theme) for word in self.words]

    def _numbers(self, outcomes: PixelOutcomes) -> NDArray[np.int64]:
        if self.colour == "status":
            return np.full_like(outcomes.last, -1)
        if self.colour == "ends_at":
            return np.where(outcomes.last < self.iterations, outcomes.last, -1)
        return outcomes.converged_at

    def _colour(self, word: str, theme: Theme) -> Colour:
        if word == "converged":
            return theme.colour("speed-2")
        if word == "unfinished":
            return theme.paper
        known = (*self.declared.statuses, *OTHERS)
        status = next((one for one in known if one.word == word and one.sign), None)
        if status is not None:
            return mixed(theme.colour(status.role), theme.paper, OWN_SHARE)
        return theme.colour(_FIRST_COLOURS.get(word, "muted"))
