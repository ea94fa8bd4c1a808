"""What a task needs elsewhere beside its arguments: modules that no other machine has, and versions."""

from collections.abc import Mapping
from pathlib import Path

from klsim.diagnostics import BuildError
from klsim.engine.carried import Source, Sources
from klsim.engine.closure import LIBRARY, OWN, Closures
from klsim.engine.os_errors import wrap_os_errors


def find_sources(closures: Closures, *modules: str) -> Sources:
    """The modules of a closure that are neither installed nor of the standard library nor of klsim itself.

    Raises BuildError for one that cannot be read, or is compiled: it may not run on another machine.
    """
    found = dict(find_mounted(closures, *modules))
    for name, place in closures.places(*modules).items():
        if name.partition(".")[0] == OWN or place.is_installed or name in found:
            continue
        if place.kind == "binary":
            raise BuildError(f"{place.path} is compiled and cannot be sent to workers; install it there and here")
        if place.kind == "source":
            with wrap_os_errors(f"{place.path} cannot be read"):
                found[name] = Source(place.path, Path(place.path).read_bytes(), place.folders is not None)
    return found


def find_mounted(closures: Closures, *modules: str) -> Sources:
    """The modules of a closure that this process cannot import: called by their folder and their path in it."""
    found: dict[str, Source] = {}
    for name, place in closures.mounted(*modules).items():
        if place.kind == "source":
            with wrap_os_errors(f"{place.path} cannot be read"):
                found[name] = Source(_shown(name, place.path), Path(place.path).read_bytes(), bool(place.folders))
    return found


def _shown(name: str, path: str) -> str:
    """The last parts of a path: those of the module below its package, and the folder that is the package."""
    return "/".join(Path(path).parts[-name.count(".") - 1 - path.endswith("__init__.py") :])


def find_versions(code: Mapping[str, str]) -> Mapping[str, str]:
    """The versions of libraries in the digests of a closure, as `Closures.of` gives them."""
    return {name.removeprefix(LIBRARY): version for name, version in code.items() if name.startswith(LIBRARY)}
