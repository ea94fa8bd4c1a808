"""Runs of an axis summed up: a record with the medians of their series, and quantiles beside them."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import numpy as np

from klsim.engine.task import Products
from klsim.figures.animation.record import RECORDS, STAYING, Record, encode_content, film_of
from klsim.figures.animation.record_block import encode_block
from klsim.figures.animation.summary import Summary
from klsim.figures.animation.sweep import Run, frozen
from klsim.numerics.distributions import Array
from klsim.scene.codec import decode_scenes
from klsim.scene.marks import CLOCK, Scene
from klsim.scene.spread import PERCENTAGES, RUNNING, quantile
from klsim.scene.together import hold_end, scene_of_runner
from klsim.statuses import STATUSES

SCHEMA = "klsim/spread/1"

Settings = Mapping[str, Any]


def sum_up(
    over: str,
    groups: Sequence[tuple[str, Settings, Settings, Sequence[str]]],
    scene_of_group: Sequence[int],
    runners: Sequence[int | None],
    pace: float,
    scenes: Products,
    *simulated: Products,
) -> Products:
    """Of each group of runs one record, by its name, as published by `<name>.json`, and all of them as `records`.

    over:      the name of the axis in which the runs of a group differ
    groups:    of each its name, its setting, all its settings and the names of its runs
    runners:   the place of each on the axis of those that share a picture, if any do
    simulated: the records of the runs by name, from several tasks
    """
    records = {name: RECORDS.decode(data, Record) for part in simulated for name, data in part.items()}
    known = decode_scenes(scenes)
    summed = {}
    for (name, setting, settings, names), scene, runner in zip(groups, scene_of_group, runners, strict=True):
        several = [records[one] for one in names]
        run = Run((), frozen(setting), frozen(settings))
        summed[name] = sum_records(over, run, several, scene_of_runner(known[str(scene)], runner), pace)
    encoded = {name: RECORDS.encode(record) for name, record in summed.items()}
    return {
        **encoded,
        **{f"{name}.json": encode_spread(record) for name, record in summed.items()},
        "records": encode_block(summed.values()),
    }


def sum_records(over: str, run: Run, records: Sequence[Record], scene: Scene, pace: float) -> Record:
    """The record of several runs as one. A run that ends before others counts with its last values from then on.

    Its series are the medians, (N + 1,) or (N + 1, size), where N is the last iteration of the longest run, and
    beside each its quantiles. It has converged if more than half of the runs have, at the median of when they did.
    """
    last = max(record.last for record in records)
    series = _sum_series(records, last)
    summary = _sum_endings(over, records, last)
    settled = [record.settled_at for record in records]
    settled_at = None if None in settled else max(at for at in settled if at is not None)
    stays = all(record.status in STAYING for record in records)
    film = film_of(scene.panels, series, pace, settled_at, stays=stays)
    median = summary.converged_at
    status = "converged" if median is not None else _usual_status(summary.statuses)
    doubts = [record.doubt for record in records if record.doubt]
    doubt = f"Of {len(doubts)} of {len(records)} runs: {doubts[0]}" if doubts else ""
    converged_at = None if median is None else ceil(median)
    return Record(run, series, status, converged_at, film, doubt, settled_at, summary)


def _sum_series(records: Sequence[Record], last: int) -> Mapping[str, Array]:
    """The median of each series and its quantiles, and how many runs still go on."""
    found: dict[str, Array] = {CLOCK: np.arange(last + 1.0)}
    for name in (name for name in records[0].series if name != CLOCK):
        held = np.stack([hold_end(record.series[name], last + 1) for record in records])
        found[name] = _quantile(held, 50)
        found |= {quantile(name, percentage): _quantile(held, percentage) for percentage in PERCENTAGES}
    ends = np.array([record.last for record in records])
    found[RUNNING] = (ends[:, np.newaxis] >= np.arange(last + 1)).sum(axis=0).astype(np.float64)
    return found


def _quantile(values: Array, percentage: int) -> Array:
    """That of values (runs, …) over the runs, linear between two; where one is not finite, the higher."""
    with np.errstate(invalid="ignore"):
        between = np.quantile(values, percentage / 100, axis=0)
    if np.isfinite(between).all():
        return np.asarray(between, dtype=np.float64)
    higher = np.quantile(values, percentage / 100, axis=0, method="higher")
    return np.where(np.isfinite(between), between, higher)


def _sum_endings(over: str, records: Sequence[Record], last: int) -> Summary:
    words = [record.status for record in records]
    arrived = [record.converged_at for record in records if record.converged_at is not None]
    median = float(np.median([*arrived, *[np.inf] * (len(records) - len(arrived))]))
    early = [record.last for record in records if record.last < last]
    return Summary(
        over=over,
        count=len(records),
        statuses={word: words.count(word) for word in sorted(set(words))},
        converged_at=median if np.isfinite(median) else None,
        first=min(arrived, default=None),
        last=max(arrived, default=None),
        stopped=(len(early), min(early)) if early else None,
    )


def _usual_status(statuses: Mapping[str, int]) -> str:
    """The commonest way to end short of converging; of equally common ones the first in the order of statuses."""
    others = [word for word in (*STATUSES, *statuses) if word in statuses and word != "converged"]
    return max(others, key=lambda word: statuses[word])


def spread_content(record: Record) -> Mapping[str, object]:
    """What the published record of runs that are summed up has."""
    summary = record.summary
    assert summary is not None
    return {
        "schema": SCHEMA,
        "setting": dict(record.run.setting),
        "over": summary.over,
        "runs": summary.count,
        "statuses": dict(summary.statuses),
        "converged_share": summary.converged_share,
        "converged_at": summary.converged_at,
        "iteration": list(range(record.last + 1)),
        **{name: one for name, one in record.series.items() if name != CLOCK},
        "frames": list(record.film.frames),
        **({"skipped": list(map(list, skipped))} if (skipped := record.film.skipped) else {}),
    }


def encode_spread(record: Record) -> bytes:
    """Runs summed up as strict JSON, format `klsim/spread/1`."""
    return encode_content(spread_content(record))
