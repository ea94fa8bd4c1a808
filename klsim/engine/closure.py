"""The import closure of modules: all the code that decides what a function in them does.

Followed is every module that is not of the standard library and not installed. Of what is installed, versions
count, with those of what it requires. Nothing is imported to find this out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klsim.engine.cache import load, save
from klsim.engine.digest import digest
from klsim.engine.distributions import Distributions, read_distributions
from klsim.engine.files import FileDigests
from klsim.engine.modules import Modules, Place
from klsim.engine.processor import processor
from klsim.engine.syntax import ANY, BY_DOT, Syntax, read_syntax

CODE, LIBRARY, PROCESSOR = "code:", "lib:", "processor"
"""How inputs of these kinds are called."""

OWN = __name__.partition(".")[0]
"""This program, which is followed wherever it is."""
_MOST = 4_000
"""How many sources are remembered."""
_VERSION = "python"


@dataclass(frozen=True)
class _Node:
    """A module of a closure: what it adds to it, what it imports, what its source says."""

    inputs: Mapping[str, str]
    targets: tuple[str, ...]
    syntax: Syntax | None = None


class Closures:
    """Closures of many modules, which have most of it in common.

    notes:    a folder where syntax, versions and features are remembered; None for nowhere
    packages: folders that are packages by these names, wherever they are
    """

    def __init__(
        self,
        notes: Path | None,
        files: FileDigests | None = None,
        packages: Mapping[str, Path] | None = None,
    ) -> None:
        self._notes, self._files = notes, files
        self._modules = Modules(packages)
        self._nodes: dict[tuple[str, bool], _Node] = {}
        self._found: dict[tuple[str, ...], Mapping[str, str]] = {}
        self._sources: dict[str, Syntax] | None = None
        self._is_changed = False
        self._installed = cache(lambda: read_distributions(self._note("distributions")))

    def of(self, *modules: str) -> Mapping[str, str]:
        """All that decides what modules do, by name: `code:` and a digest, `lib:` and a version, the processor.

        Raises ModuleNotFoundError if one of the modules is not there.
        """
        if modules not in self._found:
            self._found[modules] = self._trace(modules)
        return self._found[modules]

    def places(self, *modules: str) -> Mapping[str, Place]:
        """Where the modules of the closure are."""
        return {name: self._modules.find(name) for name in self._reached(modules)}

    def mounted(self, *modules: str) -> Mapping[str, Place]:
        """Those of the closure that no import of this process finds: they are in one of the `packages`."""
        return {name: place for name, place in self.places(*modules).items() if self._modules.is_mounted(name)}

    def computed(self, module: str) -> Mapping[str, tuple[int, ...]]:
        """The lines of each module in the closure on which it imports what only a run can tell."""
        nodes = self._reached((module,))
        return {name: node.syntax.computed for name, node in nodes.items() if node.syntax and node.syntax.computed}

    def save(self) -> None:
        """Remember for the next time."""
        path = self._note("syntax")
        if path and self._is_changed and self._sources:
            known = dict(list(self._sources.items())[-_MOST:])
            save(path, _stamp(), {key: _encode(syntax) for key, syntax in known.items()})
            self._is_changed = False

    def _trace(self, modules: tuple[str, ...]) -> Mapping[str, str]:
        nodes = self._reached(modules)
        with_docs = any(node.syntax.reads_docs for node in nodes.values() if node.syntax)
        found: dict[str, str] = {}
        for name, node in nodes.items():
            found |= node.inputs
            if node.syntax:
                found[f"{CODE}{name}"] = node.syntax.full if with_docs else node.syntax.bare
        if owners := [name.removeprefix(LIBRARY) for name in found if name.startswith(LIBRARY)]:
            required = self._installed().with_required(owners)
            found |= {f"{LIBRARY}{name}": version for name, version in required.items()}
        if numpy := found.get(f"{LIBRARY}numpy"):
            found[PROCESSOR] = processor(self._note("processor"), numpy)
        found[f"{LIBRARY}{_VERSION}"] = _python()
        return dict(sorted(found.items()))

    def _reached(self, modules: tuple[str, ...]) -> Mapping[str, _Node]:
        for module in modules:
            if self._modules.find(module).kind == "absent":
                raise ModuleNotFoundError(f"no module named {module!r}", name=module)
        followed = {OWN, *(_top(module) for module in modules)}
        reached: dict[str, _Node] = {}
        waiting = [name for module in modules for name in _with_packages(module)]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached[name] = self._node(name, _top(name) in followed)
                waiting += reached[name].targets
        return reached

    def _node(self, name: str, is_followed: bool) -> _Node:
        key = (name, is_followed)
        if key not in self._nodes:
            self._nodes[key] = self._make(name, is_followed)
        return self._nodes[key]

    def _make(self, name: str, is_followed: bool) -> _Node:
        place = self._modules.find(name)
        if place.is_installed and not is_followed and (owners := _owners(self._installed(), name)):
            return _Node(owners, ())
        if place.kind == "absent":
            return _Node({f"{CODE}{name}": "absent"}, ())
        if place.kind == "binary":
            return _Node({f"{CODE}{name}": self._digest(place)}, ())
        if place.kind != "source":
            return _Node({}, ())
        syntax = self._syntax(place)
        return _Node({}, tuple(self.targets(name, place.folders is not None, syntax)), syntax)

    def targets(self, module: str, is_package: bool, syntax: Syntax) -> Iterator[str]:
        """The absolute names of all that a module imports, packages on the way included."""
        for level, name, names in syntax.imports:
            base = _absolute(module, is_package, level, name)
            if not base:  # beyond the uppermost package: running it will say so
                continue
            place = self._modules.find(base)
            if place.kind == "standard" or (level == BY_DOT and place.kind == "absent"):
                continue
            yield from _with_packages(base)
            if names and place.folders is not None and not self._is_library(base):
                yield from self._members(base, place, names)

    def _members(self, package: str, place: Place, names: tuple[str, ...]) -> Iterator[str]:
        """The modules that are taken from a package by these names."""
        homes = self._syntax(place).homes if place.kind == "source" else {}
        if ANY in names:
            for module in homes.values() or self._modules.below(package):
                yield from _with_packages(module)
        for name in names:
            if name in homes:
                yield from _with_packages(homes[name])
            elif self._modules.find(f"{package}.{name}").kind not in ("absent", "namespace"):
                yield f"{package}.{name}"

    def _is_library(self, name: str) -> bool:
        place = self._modules.find(_top(name))
        return place.is_installed and _top(name) != OWN and bool(_owners(self._installed(), name))

    def _syntax(self, place: Place) -> Syntax:
        if self._sources is None:
            path = self._note("syntax")
            known = load(path, _stamp()) if path else {}
            self._sources = {key: _decode(fields) for key, fields in known.items()}
        key = self._digest(place)
        if key not in self._sources:
            source = Path(place.path).read_bytes()
            key = digest(source)  # it may have changed since
            self._sources[key] = read_syntax(source)
            self._is_changed = True
        return self._sources[key]

    def _digest(self, place: Place) -> str:
        if self._files is not None:
            return self._files(place.path) or ""
        return digest(Path(place.path).read_bytes())

    def _note(self, name: str) -> Path | None:
        return self._notes / f"{name}.json" if self._notes else None


def _owners(installed: Distributions, name: str) -> dict[str, str]:
    owners = installed.owners.get(_top(name), ())
    return {f"{LIBRARY}{owner}": installed.versions.get(owner, "") for owner in owners}


def _absolute(module: str, is_package: bool, level: int, name: str) -> str:
    if level <= 0:
        return name
    parts = module.split(".")
    above = parts[: len(parts) - level + is_package]
    return ".".join([*above, name] if name else above)


def _with_packages(name: str) -> list[str]:
    """A module and the packages that it is in."""
    parts = name.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


def _top(name: str) -> str:
    return name.partition(".")[0]


def _python() -> str:
    import sys

    return ".".join(map(str, sys.version_info[:3]))


def _stamp() -> str:
    return f"1 {_python()}"


def _encode(syntax: Syntax) -> list[object]:
    return [syntax.bare, syntax.full, syntax.reads_docs, syntax.imports, syntax.homes, syntax.computed]


def _decode(fields: list[object]) -> Syntax:
    bare, full, reads_docs, imports, homes, computed = fields
    known = tuple((level, module, tuple(names)) for level, module, names in imports)  # type: ignore[attr-defined]
    return Syntax(bare, full, reads_docs, known, homes, tuple(computed))  # type: ignore[arg-type]
