"""The best value of an axis: that which converges first, else that which comes lowest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf, isnan
from typing import Any

from klsim.declaration import DECLARATIONS, Declaration
from klsim.engine.task import Products
from klsim.figures.animation.record import RECORDS, Record, encode_content, record_content
from klsim.figures.animation.record_block import encode_block
from klsim.figures.animation.summary import Best
from klsim.figures.animation.summing import spread_content

TIMES = 2
"""A neighbouring value is as good as the best if it takes at most so many times its iterations."""

Candidate = tuple[int, str, int]
"""The number of a run, its name and its place on the axis."""

BEST = "best"
"""The product that says which runs were chosen, as JSON: [number, width, numbers of the near ones] of each."""


def choose_runs(
    axis: str,
    values: Sequence[float],
    labels: Sequence[str],
    groups: Sequence[tuple[str, Sequence[Candidate]]],
    declaration: str,
    *records: Products,
) -> Products:
    """Of each group the best candidate: its record by the group's name, all of them as `records`, and `best`.

    `<name>.json` has what prose may state: the published record with the value of the axis and `best_width`.

    axis, values, labels: its name, its values, and how readers are told of each
    groups:               of each its name and its candidates
    records:              the records of candidates by name, from several tasks
    """
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    known = {name: RECORDS.decode(data, Record) for part in records for name, data in part.items()}
    chosen = {}
    for name, candidates in groups:
        best = choose(axis, values, labels, candidates, known, declared)
        record = next(known[one] for number, one, _ in candidates if number == best.number)
        chosen[name] = replace(record, best=best)
    encoded = {name: RECORDS.encode(record) for name, record in chosen.items()}
    bests = [one.best for one in chosen.values() if one.best]
    return {
        **encoded,
        **{f"{name}.json": encode_content(_content(record)) for name, record in chosen.items()},
        "records": encode_block(chosen.values()),
        BEST: json.dumps([[best.number, best.width, best.near] for best in bests]).encode(),
    }


def choose(
    axis: str,
    values: Sequence[float],
    labels: Sequence[str],
    candidates: Sequence[Candidate],
    records: Mapping[str, Record],
    declaration: Declaration,
) -> Best:
    """The candidate that converges first, else that with the least last objective; of equals the least value."""
    places = {place: (number, records[name]) for number, name, place in candidates}

    def rank(place: int) -> tuple[int, float, float]:
        record = places[place][1]
        at = converged_at(record)
        return (
            (0, at, values[place]) if at is not None else (1, _last_objective(declaration, record), values[place])
        )

    best = min(places, key=rank)
    near = _near(best, values, {place: converged_at(record) for place, (_, record) in places.items()})
    numbers = tuple(places[place][0] for place in near)
    return Best(places[best][0], axis, best, values[best], labels[best], len(near), numbers)


def converged_at(record: Record) -> float | None:
    """When a run converged, or runs that are summed up did in the median."""
    return record.summary.converged_at if record.summary else record.converged_at


def _near(best: int, values: Sequence[float], arrived: Mapping[int, float | None]) -> list[int]:
    """The places around the best, in a row, whose runs converge soon enough; one that is not there ends it."""
    limit = arrived[best]
    if limit is None:
        return []
    order = sorted(range(len(values)), key=lambda place: values[place])
    middle = order.index(best)
    found = []
    for side in (order[:middle][::-1], order[middle + 1 :]):
        for place in side:
            at = arrived.get(place)
            if at is None or at > TIMES * limit:
                break
            found.append(place)
    return sorted(found)


def _last_objective(declaration: Declaration, record: Record) -> float:
    last = float(record.series[declaration.objective_of(record.run.settings)][-1])
    return inf if isnan(last) else last


def _content(record: Record) -> Mapping[str, Any]:
    content = spread_content(record) if record.summary else record_content(record)
    assert record.best is not None
    return {**content, record.best.axis: record.best.value, "best_width": record.best.width}
