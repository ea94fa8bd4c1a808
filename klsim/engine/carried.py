"""Modules that come as values: a worker imports them from the sources that a task brings, never from its own disk.

They are put below a package named by their digest, so that several versions live in one process beside each other.
"""

import ast
import json
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.abc import ExecutionLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import decode_source, spec_from_loader
from types import CodeType, ModuleType
from typing import Any, TypeAlias

from klsim.engine.digest import digest, digest_parts
from klsim.engine.task import call, finding

MISSING = "none"
"""The version of what is not there."""

_PREFIX = "_klsim_"
_DIGITS = 16


@dataclass(frozen=True)
class Source:
    """A module as a value.

    path: how tracebacks call its file, which need not be there
    """

    path: str
    content: bytes
    is_package: bool


Sources: TypeAlias = Mapping[str, Source]
"""Modules by their absolute names. Packages that have no source need not be among them."""


class OtherVersionsError(Exception):
    """What is installed here is not what a task expects: versions by name, as they are here and as expected."""


def call_elsewhere(
    versions: Mapping[str, str], sources: Sources, function: str, arguments: Sequence[Any]
) -> dict[str, bytes]:
    """As `call`, on a machine that has neither the modules in `sources` nor, perhaps, the same libraries.

    Raises OtherVersionsError where these are not the versions of libraries.
    """
    if differs := {name: here for name, version in versions.items() if (here := _version(name)) != version}:
        raise OtherVersionsError(differs, versions)
    return call_with(sources, function, arguments)


def call_with(sources: Sources, function: str, arguments: Sequence[Any]) -> dict[str, bytes]:
    """As `call`, in a process that cannot import the modules in `sources` from anywhere else.

    Exceptions of classes that are defined there come as RuntimeError: elsewhere nobody knows them.
    """
    package = install(sources)
    with finding({name: f"{package}.{name}" for name in sources}):
        try:
            return call(function, arguments)
        except Exception as error:
            if type(error).__module__.partition(".")[0] != package:
                raise
            raise RuntimeError(f"{type(error).__name__}: {error}") from error


def install(sources: Sources) -> str:
    """The package below which these modules can be imported from now on."""
    named = sorted(sources.items())
    labels = [(name, one.path, one.is_package, digest(one.content)) for name, one in named]
    package = _PREFIX + digest_parts(json.dumps(labels))[:_DIGITS]
    _FINDER.packages.setdefault(package, dict(named))
    if _FINDER not in sys.meta_path:
        sys.meta_path.append(_FINDER)
    return package


@cache
def _version(name: str) -> str:
    from importlib import metadata  # slow to import, and not needed where nothing is sent

    if name == "python":
        return platform.python_version()
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return MISSING


class _Finder(MetaPathFinder):
    """Finds what was installed."""

    def __init__(self) -> None:
        self.packages: dict[str, Sources] = {}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """As the import system asks; a package without a source is empty."""
        package, _, name = fullname.partition(".")
        sources = self.packages.get(package)
        if sources is None:
            return None
        source = sources.get(name)
        if source is None:
            if name and not any(other.startswith(f"{name}.") for other in sources):
                return None
            source = Source(f"<{name or package}>", b"", is_package=True)
        loader = _Loader(package, source, sources)
        return spec_from_loader(fullname, loader, is_package=source.is_package)


_FINDER = _Finder()


class _Loader(ExecutionLoader):
    """Loads one module."""

    def __init__(self, package: str, source: Source, sources: Sources) -> None:
        self._package, self._source, self._sources = package, source, sources

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002
        """What tracebacks tell."""
        return self._source.path

    def get_source(self, fullname: str) -> str:  # noqa: ARG002
        """The text, from which tracebacks quote."""
        return decode_source(self._source.content)

    def is_package(self, fullname: str) -> bool:  # noqa: ARG002
        """Whether modules may be in it."""
        return self._source.is_package

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """The module, importing others that came along from where they are."""
        tree = ast.parse(self._source.content, self._source.path)
        moved = _Imports(self._package, {name.partition(".")[0] for name in self._sources}).visit(tree)
        code: CodeType = compile(ast.fix_missing_locations(moved), self._source.path, "exec", dont_inherit=True)
        return code


class _Imports(ast.NodeTransformer):
    """Has absolute imports of modules that came along lead below the package; relative ones do by themselves."""

    def __init__(self, package: str, tops: set[str]) -> None:
        self._package, self._tops = package, tops

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        """`from a.b import c`."""
        if node.level == 0 and self._is_here(node.module or ""):
            node.module = f"{self._package}.{node.module}"
        return node

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        """`import a.b as c`, and `import a.b`, which binds a."""
        made: list[ast.stmt] = []
        for one in node.names:
            if not self._is_here(one.name):
                made.append(ast.Import([one]))
                continue
            made.append(ast.Import([ast.alias(f"{self._package}.{one.name}", one.asname)]))
            if one.asname is None:
                made.append(ast.ImportFrom(self._package, [ast.alias(one.name.partition(".")[0])], 0))
        return [ast.copy_location(one, node) for one in made]

    def _is_here(self, name: str) -> bool:
        return name.partition(".")[0] in self._tops
