"""Which states of figures and games are worth a picture, and the addresses that lead there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class State:
    """A state of a figure: the figure's id, the state's name, and the query that names it in an address."""

    figure: str
    name: str
    query: str


def figure_states(figure: dict[str, Any]) -> Iterator[State]:
    """The default run at its start, in the middle of its way and at its end, and another run at its end.

    `figure` is the content of a figure.json.
    """
    run, other = _default_run(figure), _other_run(figure)
    half_way = (run["converged_at"] or run["iterations"]) // 2
    yield State(figure["id"], "start", _query(figure, run, 0))
    yield State(figure["id"], "middle", _query(figure, run, half_way))
    yield State(figure["id"], "end", _query(figure, run, run["iterations"]))
    if other is not run:
        yield State(figure["id"], "other-run", _query(figure, other, other["iterations"]))


def game_states(game: dict[str, Any]) -> Iterator[State]:
    """A game at its start, and with its target revealed. `game` is the content of a game.json."""
    yield State(game["id"], "start", "target=1")
    yield State(game["id"], "revealed", "target=1&revealed=1")


def states_of_article(folder: Path) -> Iterator[State]:
    """The states of all figures and games of an article, from the folder that was built of it."""
    for path in sorted(folder.glob("*/figure.json")):
        yield from figure_states(json.loads(path.read_bytes()))
    for path in sorted(folder.glob("*/game.json")):
        yield from game_states(json.loads(path.read_bytes()))


def run_values(figure: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The value of a run on every axis of its figure."""
    return {axis["name"]: axis["values"][index] for axis, index in zip(figure["axes"], run["at"], strict=True)}


def _query(figure: dict[str, Any], run: dict[str, Any], iteration: int) -> str:
    return urlencode(run_values(figure, run) | {"i": iteration})


def _default_run(figure: dict[str, Any]) -> dict[str, Any]:
    default = [axis["default"] for axis in figure["axes"]]
    run: dict[str, Any] = next(run for run in figure["runs"] if run["at"] == default)
    return run


def _other_run(figure: dict[str, Any]) -> dict[str, Any]:
    """The last run, or the first where the last is the default."""
    first, last = figure["runs"][0], figure["runs"][-1]
    return first if last is _default_run(figure) else last
