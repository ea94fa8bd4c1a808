"""Where modules are, found as an import would find them, but without importing anything."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any, Literal, TypeAlias

from klsim.engine.distributions import SITES

Kind: TypeAlias = Literal["source", "binary", "namespace", "standard", "absent"]


@dataclass(frozen=True)
class Place:
    """Where a module is.

    path:         its file; empty where it has none
    folders:      of a package, where its modules are
    is_installed: whether it lies where installers put what they install
    """

    kind: Kind
    path: str = ""
    folders: tuple[str, ...] | None = None
    is_installed: bool = False


_ABSENT = Place("absent")
_STANDARD = Place("standard")
_LIBRARY = os.path.dirname(os.__file__)  # noqa: PTH120
_STANDARD_FOLDERS = frozenset({_LIBRARY, str(Path(_LIBRARY) / "lib-dynload")})


class Modules:
    """A finder that remembers what folders hold.

    mounted: folders that are packages by these names, wherever they are; nobody can import these as they are, see
             `klsim.engine.carried`
    """

    def __init__(self, mounted: Mapping[str, Path] | None = None) -> None:
        self._mounted = {name: str(folder) for name, folder in (mounted or {}).items()}
        self._places: dict[str, Place] = {}
        self._listings: dict[str, frozenset[str]] = {}

    def find(self, name: str) -> Place:
        """The place of a module by its absolute name."""
        if name not in self._places:
            self._places[name] = self._find(name)
        return self._places[name]

    def below(self, name: str) -> list[str]:
        """The names of the modules that are in a package itself."""
        names = {
            file.partition(".")[0]
            for folder in self.find(name).folders or ()
            for file in self._listing(folder)
            if file.endswith((".py", *EXTENSION_SUFFIXES)) or "." not in file
        }
        found = (f"{name}.{one}" for one in sorted(names) if one.isidentifier() and one != "__init__")
        return [one for one in found if self.find(one).kind in ("source", "binary")]

    def _find(self, name: str) -> Place:
        parent, _, last = name.rpartition(".")
        if not parent:
            return self._find_top(name)
        above = self.find(parent)
        if above.kind == "standard":
            return _STANDARD
        if above.folders is None:
            return _ABSENT
        return self._scan(last, above.folders, above.is_installed)

    def is_mounted(self, name: str) -> bool:
        """Whether a module is in a folder that is a package here only."""
        return name.partition(".")[0] in self._mounted

    def _find_top(self, name: str) -> Place:
        if name in self._mounted:
            return Place("namespace", "", (self._mounted[name],))
        if name in sys.builtin_module_names:
            return _STANDARD
        for folder in sys.path:
            place = self._scan(name, [folder or os.getcwd()], Path(folder).name in SITES)  # noqa: PTH109
            if place.kind in ("source", "binary"):
                return _STANDARD if folder in _STANDARD_FOLDERS or folder.endswith(".zip") else place
        if found := _ask_finders(name):
            return found
        return _STANDARD if name in sys.stdlib_module_names else self._scan(name, sys.path, False)

    def _scan(self, name: str, folders: Sequence[str], is_installed: bool) -> Place:
        """What an import from these folders would find."""
        portions = []
        for folder in folders:
            files = self._listing(folder)
            inner = os.path.join(folder, name)  # noqa: PTH118
            if name in files:
                inside = self._listing(inner)
                if "__init__.py" in inside:
                    return Place("source", os.path.join(inner, "__init__.py"), (inner,), is_installed)  # noqa: PTH118
                if inside:
                    portions.append(inner)
            for suffix in EXTENSION_SUFFIXES:
                if name + suffix in files:
                    return Place("binary", inner + suffix, None, is_installed)
            if f"{name}.py" in files:
                return Place("source", f"{inner}.py", None, is_installed)
        return Place("namespace", "", tuple(portions), is_installed) if portions else _ABSENT

    def _listing(self, folder: str) -> frozenset[str]:
        if folder not in self._listings:
            try:
                self._listings[folder] = frozenset(os.listdir(folder))  # noqa: PTH208
            except OSError:
                self._listings[folder] = frozenset()
        return self._listings[folder]


def _ask_finders(name: str) -> Place | None:
    """What finders know that do not look along `sys.path`, as those of editable installations."""
    for finder in sys.meta_path:
        find: Any = getattr(finder, "find_spec", None)
        if find is None or (spec := find(name, None)) is None:
            continue
        origin = spec.origin or ""
        is_installed = bool(SITES & set(Path(origin).parts))
        if origin in ("built-in", "frozen") or (origin.startswith(_LIBRARY + os.sep) and not is_installed):
            return _STANDARD
        folders = None if spec.submodule_search_locations is None else tuple(spec.submodule_search_locations)
        if origin.endswith(".py") and Path(origin).is_file():
            return Place("source", origin, folders, is_installed)
        if origin.endswith(tuple(EXTENSION_SUFFIXES)):
            return Place("binary", origin, folders, is_installed)
    return None
