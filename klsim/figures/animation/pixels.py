"""The runs of a map of outcomes: computed in batches, of which nothing is kept but how each ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from klsim.engine.codec import Codec
from klsim.engine.task import Products, resolve
from klsim.figures.animation.limits import pixels_together
from klsim.figures.animation.simulating import simulate
from klsim.figures.animation.sweep import Run, frozen, with_assigned
from klsim.settings.scalars import Settings
from klsim.simulation import Simulation
from klsim.simulation_faults import telling_faults


@dataclass(frozen=True, eq=False)
class PixelOutcomes:
    """How the runs of some rows of a map ended.

    words:        the statuses that occur
    status:       (rows, columns), for each run its place among them
    converged_at: (rows, columns), the iteration at which it arrived, or −1
    last:         (rows, columns), its last iteration
    """

    words: tuple[str, ...]
    status: NDArray[np.int64]
    converged_at: NDArray[np.int64]
    last: NDArray[np.int64]


PIXELS = Codec.of(PixelOutcomes)


def compute_pixels(
    source: str,
    settings: Mapping[str, Any],
    order: Sequence[str],
    across: Sequence[Mapping[str, Any]],
    up: Sequence[Mapping[str, Any]],
) -> Products:
    """The outcomes of some rows of a map, `outcomes`.

    source:     the simulation, "module:name"
    settings:   those that all runs have
    order:      the names of all settings, in the order in which a run has them
    across, up: what each column and each row assigns beside
    """
    with telling_faults(source):
        simulation = cast(Simulation, resolve(source))
    columns, rows = ([frozen(one) for one in several] for several in (across, up))
    runs = _runs(frozen(settings), order, columns, rows)
    first = next(_runs(frozen(settings), order, columns, rows))
    together = pixels_together(simulation, first.settings)
    parts = []
    while several := list(islice(runs, together)):
        parts.append(_outcomes(simulation, source, several))
    found, shape = stack(parts), (len(rows), len(columns))
    shaped = replace(
        found,
        status=found.status.reshape(shape),
        converged_at=found.converged_at.reshape(shape),
        last=found.last.reshape(shape),
    )
    return {"outcomes": PIXELS.encode(shaped)}


def stack(parts: Sequence[PixelOutcomes]) -> PixelOutcomes:
    """Outcomes one after another, runs or whole rows."""
    words = tuple(dict.fromkeys(word for part in parts for word in part.words))
    status = [np.array([words.index(word) for word in part.words])[part.status] for part in parts]
    return PixelOutcomes(
        words,
        np.concatenate(status),
        np.concatenate([part.converged_at for part in parts]),
        np.concatenate([part.last for part in parts]),
    )


def _runs(
    settings: Settings, order: Sequence[str], across: Sequence[Settings], up: Sequence[Settings]
) -> Iterator[Run]:
    """Every run, row by row."""
    for row in up:
        of_row = with_assigned(settings, row)
        for column in across:
            merged = with_assigned(of_row, column)
            yield Run((), cast(Mapping[str, float], {**row, **column}), {name: merged[name] for name in order})


def _outcomes(simulation: Simulation, source: str, runs: Sequence[Run]) -> PixelOutcomes:
    """How some runs ended, in their order, (runs,)."""
    batch = simulate(simulation, source, runs, wanted=())
    endings = [
        "unfinished" if doubt and word == "converged" else word
        for word, doubt in zip(batch.status, batch.doubts, strict=True)
    ]
    words = tuple(dict.fromkeys(endings))
    places = {word: n for n, word in enumerate(words)}
    status = np.array([places[word] for word in endings])
    converged_at = np.where(status == places.get("converged", -1), batch.converged_at, -1)
    return PixelOutcomes(words, status, converged_at, np.asarray(batch.last))
