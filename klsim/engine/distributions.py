"""Installed distributions: which of them an import name belongs to, and their versions with those they require."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klsim.engine.cache import load, save
from klsim.engine.digest import digest_parts

SITES = frozenset({"site-packages", "dist-packages"})
"""Folders of what is installed."""


@dataclass(frozen=True)
class Distributions:
    """What is installed.

    owners:   the distributions of each top-level import name
    versions: by the name of the distribution
    requires: those that a distribution requires and that are there
    """

    owners: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, str]
    requires: Mapping[str, tuple[str, ...]]

    def with_required(self, names: Iterable[str]) -> dict[str, str]:
        """The versions of distributions and of all that they require, directly or not."""
        found: dict[str, str] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found and name in self.versions:
                found[name] = self.versions[name]
                waiting += self.requires.get(name, ())
        return found


def read_distributions(notes: Path | None) -> Distributions:
    """What is installed, from the notes where nothing was installed or removed since: asking takes long."""
    stamp = _stamp()
    known: dict[str, Any] = load(notes, stamp) if notes else {}
    if not known:
        known = _ask()
        if notes:
            save(notes, stamp, known)
    return Distributions(
        {name: tuple(owners) for name, owners in known["owners"].items()},
        known["versions"],
        {name: tuple(required) for name, required in known["requires"].items()},
    )


def _stamp() -> str:
    """A digest of the folders in which distributions describe themselves: their names tell the versions."""
    described = [
        f"{folder}/{name}"
        for folder in sys.path
        if Path(folder).name in SITES and Path(folder).is_dir()
        for name in sorted(os.listdir(folder))  # noqa: PTH208
        if name.endswith(("-info", ".egg", ".egg-link", ".pth"))
    ]
    return digest_parts(sys.version, *described)


def _ask() -> dict[str, Any]:
    from importlib import metadata  # slow to import

    versions: dict[str, str] = {}
    required: dict[str, list[str]] = {}
    for one in metadata.distributions():
        name = canonical(one.metadata["Name"] or "")
        if name and name not in versions:  # the first that is found is the one that is imported
            versions[name] = one.version
            required[name] = [_required(text) for text in one.requires or () if "extra ==" not in text]
    owners = metadata.packages_distributions()
    return {
        "owners": {top: sorted({canonical(name) for name in names}) for top, names in owners.items()},
        "versions": versions,
        "requires": {name: sorted({one for one in names if one in versions}) for name, names in required.items()},
    }


def canonical(name: str) -> str:
    """A name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _required(text: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", text)
    return canonical(found[0]) if found else ""
