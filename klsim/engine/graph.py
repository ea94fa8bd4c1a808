"""Tasks in the order in which they can run."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from klsim.engine.task import Task


@dataclass(frozen=True)
class Graph:
    """Tasks by name, in the order given, and for each those that it needs, and those that need it."""

    tasks: Mapping[str, Task]
    order: Mapping[str, int]
    needs: Mapping[str, Collection[str]]
    needed_by: Mapping[str, Sequence[str]]


def make_graph(tasks: Iterable[Task]) -> Graph:
    """A graph without faults. Raises ValueError for a name that is given twice, a need of what is not there, and
    tasks that need each other in a circle."""
    by_name: dict[str, Task] = {}
    for task in tasks:
        if task.name in by_name:
            raise ValueError(f"two tasks are called {task.name}")
        if not task.name or ":" not in task.function:
            raise ValueError(f"task {task.name!r} has no function 'module:name': {task.function!r}")
        if len(task.files) > 1 and len(dict(task.files)) < len(task.files):
            raise ValueError(f"{task.name} gives two files one name")
        by_name[task.name] = task
    needed_by: dict[str, list[str]] = {name: [] for name in by_name}
    needs: dict[str, dict[str, None]] = {}
    for name, task in by_name.items():
        needs[name] = dict.fromkeys([part.task for part in task.needs])
        for need in needs[name]:
            if need not in by_name:
                raise ValueError(f"{name} needs {need}, which is no task")
            needed_by[need].append(name)
    graph = Graph(by_name, {name: number for number, name in enumerate(by_name)}, needs, needed_by)
    _refuse_circles(graph)
    return graph


def _refuse_circles(graph: Graph) -> None:
    missing = {name: len(needs) for name, needs in graph.needs.items()}
    free = [name for name, count in missing.items() if count == 0]
    while free:
        for name in graph.needed_by[free.pop()]:
            missing[name] -= 1
            if missing[name] == 0:
                free.append(name)
    left = [name for name, count in missing.items() if count]
    if not left:
        return
    path = [left[0]]
    while path.count(path[-1]) == 1:
        path.append(next(name for name in graph.needs[path[-1]] if missing[name]))
    raise ValueError(f"tasks need each other in a circle: {' needs '.join(path[path.index(path[-1]) :])}")
