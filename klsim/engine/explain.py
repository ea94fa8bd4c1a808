"""Why tasks ran, in words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from klsim.engine.closure import CODE, LIBRARY, PROCESSOR
from klsim.engine.inputs import CALL, FILE, FUNCTION, VALUE
from klsim.engine.results import Reason

MOST = 4
"""How many inputs are named one by one; of more, how many there are of which kind."""

_SHORT = 40
"""How much of a value is quoted."""


def explain(
    ran: Mapping[str, Iterable[Reason]], group: Callable[[str], str] = str, inner: bool = False
) -> tuple[str, ...]:
    """A line for each task that ran, or for each group of them, with the reasons, in the order in which they come.

    group: the name under which a task is told; empty for those that are not
    inner: also tells of products of the same group
    """
    groups: dict[str, list[str]] = {}
    for task in ran:
        if name := group(task):
            groups.setdefault(name, []).append(task)
    return tuple(
        f"{name}: {'; '.join(_reasons([reason for task in tasks for reason in ran[task]], set(tasks), inner))}"
        for name, tasks in groups.items()
    )


def _reasons(reasons: list[Reason], tasks: set[str], inner: bool) -> list[str]:
    """The reasons of a group, each once: what its own tasks hand on comes of something else."""
    outer = [one for one in reasons if one.input.rpartition("/")[0] not in tasks]
    shown = list(dict.fromkeys(reasons if inner else outer or reasons))
    if len(shown) > 1:
        shown = [one for one in shown if one.input != CALL] or shown
    return list(_in_short(shown))


def _in_short(reasons: list[Reason]) -> Iterator[str]:
    if len(reasons) <= MOST:
        yield from dict.fromkeys(describe_reason(one) for one in reasons)
        return
    counts = Counter(_kind(one) for one in reasons)
    for kind, count in sorted(counts.items()):
        alike = [one for one in reasons if _kind(one) == kind]
        yield describe_reason(alike[0]) if count == 1 else f"{count} of {kind} changed"


def describe_reason(reason: Reason) -> str:
    """One reason in words."""
    if reason.change == "first":
        return "it was not made before"
    if reason.change == "lost":
        return "it was missing or damaged"
    name = _name(reason.input)
    if reason.change == "new":
        return f"{name} is new"
    if reason.change == "gone":
        return f"{name} is gone"
    if _is_said(reason.before) and _is_said(reason.after) and reason.input != CALL:
        colon = ":" * reason.input.startswith(VALUE)
        return f"{name}{colon} {_cut(reason.before)} became {_cut(reason.after)}"
    return f"{name} changed"


def _name(name: str) -> str:
    for kind in (CODE, LIBRARY, FILE):
        name = name.removeprefix(kind)
    if name == PROCESSOR:
        return "the processor"
    if name == CALL:
        return "what it is given"
    if name.startswith(VALUE):
        return f"value {int(name.removeprefix(VALUE)) + 1}"
    return f"the {name}" if name == FUNCTION else name


def _kind(reason: Reason) -> str:
    name = reason.input
    if name.startswith(CODE):
        return f"{name.removeprefix(CODE).rpartition('.')[0] or name.removeprefix(CODE)}.*"
    if name.startswith(LIBRARY):
        return "the libraries"
    if name.startswith(VALUE):
        return "the values"
    folder = name.removeprefix(FILE).rpartition("/")[0]
    return f"{folder}/" if folder else "the inputs"


def _is_said(value: str) -> bool:
    """Whether an input stands for itself: a digest says nothing to anybody."""
    return len(value) < 64


def _cut(value: str) -> str:
    return value if len(value) <= _SHORT else f"{value[:_SHORT]}…"


def explain_reasons(reasons: list[Reason]) -> list[str]:
    """Reasons in short; values are told only where nothing else is, since most come of files."""
    files = [one for one in reasons if not one.input.startswith(VALUE) and one.input != CALL]
    return list(_in_short(files or reasons))
