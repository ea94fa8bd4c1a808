"""Why a build made what it made: the inputs that have changed since the last one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from klsim.site.inputs import (
    DRAWING_INPUTS,
    FONT_INPUTS,
    RECORD_INPUTS,
    THEME,
    VIEW_INPUTS,
    Inputs,
    is_among,
    owner,
)

MOST = 4
"""How many inputs are named one by one; of more, how many there are in which folder."""

_KINDS = {".gif": "GIF", ".png": "picture", ".json": "data file", ".js": "script"}
_INPUTS: Mapping[str, tuple[str, ...]] = {
    ".gif": (*RECORD_INPUTS, *DRAWING_INPUTS, THEME),
    ".png": (*RECORD_INPUTS, *DRAWING_INPUTS, THEME),
    ".json": RECORD_INPUTS,
    ".js": (*RECORD_INPUTS, *VIEW_INPUTS),
}
"""What files of figures are made from, besides what their article says."""


def explain(written: Iterable[str], before: Inputs | None, now: Inputs, lost: Iterable[str]) -> tuple[str, ...]:
    """A line for each page, figure and shared file that was made again, with the inputs that made it so.

    `before` are the inputs of the last build, `lost` the files that were missing or damaged.
    """
    groups: dict[str, list[str]] = {}
    for path in sorted(written):
        groups.setdefault(_thing(path), []).append(path)
    changes = {} if before is None else dict(_changes(before, now))
    return tuple(
        f"{thing}{_counts(thing, paths)}: {'; '.join(_reasons(paths, before is None, changes, set(lost)))}"
        for thing, paths in groups.items()
        if not thing.startswith(".")
    )


def _changes(before: Inputs, now: Inputs) -> Iterator[tuple[str, str]]:
    for name in sorted({*before, *now}):
        if name not in before:
            yield name, f"{name} is new"
        elif name not in now:
            yield name, f"{name} is gone"
        elif before[name] != now[name]:
            is_file = "/" in name
            yield name, f"{name} changed" if is_file else f"{name} {before[name]} became {now[name]}"


def _thing(path: str) -> str:
    """The figure that a file belongs to, or the file itself."""
    folder = PurePosixPath(path).parent
    return folder.as_posix() if len(folder.parts) == 2 else path


def _counts(thing: str, paths: list[str]) -> str:
    if paths == [thing]:
        return ""
    counts = Counter(_KINDS.get(PurePosixPath(path).suffix, "file") for path in paths)
    told = [f"{count} {kind}{'s' * (count != 1)}" for kind, count in sorted(counts.items())]
    return f" ({', '.join(told)})"


def _reasons(paths: list[str], is_first: bool, changes: Mapping[str, str], lost: set[str]) -> Iterable[str]:
    if gone := [path for path in paths if path in lost]:
        yield "was missing or damaged" if paths == gone else f"{len(gone)} files were missing or damaged"
    if is_first:
        yield "there is no finished build to compare with"
        return
    direct = {name: told for path in paths for name, told in changes.items() if _decides(name, path)}
    others = {name: f"{told}, and one shows or links the other" for name, told in changes.items() if owner(name)}
    if direct or not gone:
        yield from _in_short(direct or others) or ["the last build did not finish it"]


def _in_short(changes: Mapping[str, str]) -> list[str]:
    if len(changes) <= MOST:
        return [changes[name] for name in sorted(changes)]
    counts = Counter(f"{name.rpartition('/')[0]}/" if "/" in name else "libraries" for name in changes)
    return [f"{count} of {folder} changed" for folder, count in sorted(counts.items())]


def _decides(name: str, path: str) -> bool:
    """Whether an input decides the bytes of a file, other articles aside."""
    slug, _, rest = path.partition("/")
    if not rest or slug == "assets":
        return owner(name) == "" if not path.endswith(".woff2") else is_among(name, FONT_INPUTS)
    if owner(name):
        return owner(name) == slug
    suffix = PurePosixPath(path).suffix
    return suffix == ".html" or is_among(name, _INPUTS.get(suffix, ()))
