"""The inputs of a task: everything that decides what comes of it, by name, as digests or as they are."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from klsim.engine.os_errors import wrap_os_errors
from klsim.engine.task import Part, Task, shortened

CODE, FUNCTION, CALL = "code", "function", "call"
"""The digest of all `code:`, `lib:` and `processor` inputs together; what is called; what its arguments are."""

VALUE, FILE = "value:", "file:"
"""How inputs of these kinds begin. Those of other tasks are called `<task>/<product>`."""

_quote = json.encoder.encode_basestring_ascii

Made: TypeAlias = Mapping[str, Mapping[str, str]]
"""What tasks have made: digests of products by the names of tasks."""


def make_inputs(task: Task, code: str, digest_of: Callable[[Path], str | None], made: Made) -> str:
    """All inputs of a task as JSON: equal texts are equal inputs.

    Raises ValueError for a need that the other task has not made, TypeError for values that are not plain.
    """
    found = {CODE: code, FUNCTION: task.function}
    if task.files or task.needs:
        found[CALL] = shortened(repr(([name for name, _ in task.files], [(p.task, p.names) for p in task.needs])))
    for n, key in enumerate(task.value_keys):
        found[f"{VALUE}{n}"] = key
    for name, path in task.files:
        found[f"{FILE}{name}"] = digest_of(path) or ""
    for part in task.needs:
        for name, key in chosen(part, made).items():
            found[f"{part.task}/{name}"] = key
    return "{" + ",".join([f"{_quote(name)}:{_quote(key)}" for name, key in found.items()]) + "}"


def chosen(part: Part, made: Made) -> Mapping[str, str]:
    """The digests of the products that a task needs of another. Raises ValueError where it has none so called."""
    there = made[part.task]
    if part.names is None:
        return there
    for name in part.names:
        if name not in there:
            raise ValueError(f"{part.task} makes no {name!r}; it makes {', '.join(there) or 'nothing'}")
    return {name: there[name] for name in part.names}


def expand(inputs: str, shared: Callable[[str], Mapping[str, str]]) -> dict[str, str]:
    """Inputs by name, those of the code one by one: `shared` gives what a digest of code stands for."""
    found: dict[str, Any] = json.loads(inputs)
    return {**shared(found.pop(CODE)), **found}


def own_files(task: Task) -> Iterator[tuple[Path, bytes | None]]:
    """The files of a task as they are now. Raises BuildError for one that is there and cannot be read."""
    for _, path in task.files:
        with wrap_os_errors(f"{path} cannot be read"):
            try:
                yield path, path.read_bytes() if path.is_file() else None
            except FileNotFoundError:
                yield path, None
