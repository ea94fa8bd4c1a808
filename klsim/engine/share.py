"""The share that one of several processes has in a graph of tasks, so that together they do all of it once."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from klsim.engine.graph import Graph, make_graph
from klsim.engine.task import Task


@dataclass(frozen=True)
class Share:
    """One of `of` shares, the first has number 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def parse_share(text: str) -> Share:
    """A share told as `3/40`. Raises ValueError for anything that is none."""
    found = re.fullmatch(r"([0-9]+)/([0-9]+)", text)
    if found is None:
        raise ValueError(f"{text!r} is no part; parts are told as 3/40")
    number, of = map(int, found.groups())
    if not 1 <= number <= of:
        raise ValueError(
            f"there is no part {text}; the parts are 1/{of} to {of}/{of}" if of else "0 parts are none"
        )
    return Share(number, of)


def take_share(tasks: Iterable[Task], batches: Collection[str], share: Share) -> list[Task]:
    """The tasks of a share, with all that they need.

    Dealt out, one by one in the order of the tasks, are the batches, then whatever neither needs a batch nor is
    needed by others. What needs batches goes with them if all are in one share, and is in none otherwise.
    Raises ValueError for tasks that make no graph.
    """
    graph = make_graph(tasks)
    needed = {name: _batches_of(name, graph, batches) for name in graph.tasks}
    alone = (name for name in graph.tasks if not (needed[name] or graph.needed_by[name] or name in batches))
    dealt = [*(name for name in graph.tasks if name in batches), *alone]
    mine = set(dealt[share.number - 1 :: share.of])
    wanted = [name for name in graph.tasks if name in mine or (needed[name] and needed[name] <= mine)]
    reached: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in reached:
            reached.add(name)
            wanted += graph.needs[name]
    return [task for name, task in graph.tasks.items() if name in reached]


def _batches_of(name: str, graph: Graph, batches: Collection[str]) -> set[str]:
    """The batches that a task needs, directly or not."""
    found: set[str] = set()
    reached: set[str] = set()
    waiting = list(graph.needs[name])
    while waiting:
        other = waiting.pop()
        if other in batches:
            found.add(other)
        elif other not in reached:
            reached.add(other)
            waiting += graph.needs[other]
    return found
