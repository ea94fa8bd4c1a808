"""How a figure of a built site differs from what it was in an older one, in words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from klsim.built_site import BuiltSite
from klsim.content.schema import number_text

_INDICES = ("figure.json", "game.json")
MOST_NAMED = 3
"""So many runs are named; of more the number is told."""

Setting = tuple[tuple[str, str], ...]
"""A run: the name of each axis, and its value as text."""


def is_figure(folder: str, site: BuiltSite) -> bool:
    """Whether there is a figure or a game in a folder."""
    return any(f"{folder}/{name}" in site.digests for name in _INDICES)


def figure_changes(folder: str, old: BuiltSite, new: BuiltSite) -> Iterator[str]:
    """What is no longer as it was: the caption, which runs there are, their records, or pictures of the same."""
    before, after = _read(folder, old), _read(folder, new)
    if before.get("caption") != after.get("caption"):
        yield "another caption"
    runs_before, runs_after = _runs(before), _runs(after)
    if added := [one for one in runs_after if one not in runs_before]:
        yield f"{_count(added)} more{_named(added)}"
    if gone := [one for one in runs_before if one not in runs_after]:
        yield f"{_count(gone)} fewer{_named(gone)}"
    both = [one for one in runs_after if one in runs_before]

    def differ(one: Setting, name: str) -> bool:
        places = ((runs_before[one], old), (runs_after[one], new))
        digests = [site.digests.get(f"{folder}/{run.get(name)}") for run, site in places]
        return digests[0] != digests[1]

    records = _Records(folder, old), _Records(folder, new)
    recorded = [
        one
        for one in both
        if differ(one, "data") and records[0].of(runs_before[one]) != records[1].of(runs_after[one])
    ]
    if recorded:
        yield f"other records of {_count(recorded)}{_named(recorded)}"
    drawn = [one for one in both if one not in recorded and (differ(one, "gif") or differ(one, "still"))]
    if drawn:
        yield f"other pictures of {_count(drawn)} with the same records"
    if _game(before) != _game(after):
        yield "another game"


class _Records:
    """The records of a figure, of which many may be in one file: each is read when it is first asked for."""

    def __init__(self, folder: str, site: BuiltSite) -> None:
        self._folder, self._site = folder, site
        self._packs: dict[str, Any] = {}

    def of(self, run: Mapping[str, Any]) -> object:
        """The record of a run that the index of its figure names; None where it is not there."""
        path = f"{self._folder}/{run.get('data')}"
        if "index" not in run:
            return self._content(path)
        if path not in self._packs:
            self._packs[path] = self._content(path)
        try:
            return self._packs[path]["runs"][run["index"]]
        except (KeyError, IndexError, TypeError):
            return None

    def _content(self, path: str) -> object:
        """What a file has: its digest tells it apart where it is no JSON."""
        try:
            return json.loads(self._site.read(path)) if path in self._site.digests else None
        except ValueError:
            return self._site.digests[path]


def _read(folder: str, site: BuiltSite) -> Mapping[str, Any]:
    for name in _INDICES:
        path = f"{folder}/{name}"
        if path in site.digests:
            try:
                found = json.loads(site.read(path))
            except ValueError:
                return {}
            return found if isinstance(found, dict) else {}
    return {}


def _runs(figure: Mapping[str, Any]) -> Mapping[Setting, Mapping[str, Any]]:
    """The runs of a figure by what they are."""
    axes = figure.get("axes", ())
    return {
        tuple((axis["name"], _word(axis["values"][n])) for axis, n in zip(axes, run["at"], strict=False)): run
        for run in figure.get("runs", ())
    }


def _word(value: object) -> str:
    """A value of an axis as text."""
    return number_text(value) if isinstance(value, float) else f"{value}"


def _game(figure: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a game is, but for the names of its pictures."""
    return {name: figure.get(name) for name in ("simulation", "readouts", "knobs", "targets", "sampling")}


def _count(runs: Sequence[Setting]) -> str:
    return f"{len(runs)} run{'s' * (len(runs) != 1)}"


def _named(runs: Sequence[Setting]) -> str:
    """Which runs these are, if they are few."""
    if len(runs) > MOST_NAMED or not all(runs):
        return ""
    return f" ({'; '.join(', '.join(f'{name} {value}' for name, value in run) for run in runs)})"
