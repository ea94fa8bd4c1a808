"""Names of files that some system does not have: a site may be built on one and opened on another."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_KEPT = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""What Windows keeps for itself, with whatever suffix."""

_SIGNS = re.compile(r'[<>:"|?*\\]')


def refused_by_windows(path: str) -> str:
    """Why Windows has no such file, from one of its folders on; empty when it may have it."""
    for name in path.split("/"):
        if name.partition(".")[0].lower() in _KEPT:
            return f"has {name!r} in it, which Windows keeps for itself"
        if found := _SIGNS.search(name):
            return f"has a {found[0]!r} in it, which no name has on Windows"
        if name.endswith((".", " ")):
            return f"ends with {name[-1]!r}, which Windows takes away"
    return ""


def alike(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of paths that are one and the same on Windows and macOS, the later of each first."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        first = seen.setdefault(unicodedata.normalize("NFC", path.casefold()), path)
        if first != path:
            yield path, first
