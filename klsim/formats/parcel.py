"""Files that a task is handed by their paths in the output, whatever makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from klsim.engine.task import Part, Plain, Products


@dataclass(frozen=True)
class Parcel:
    """What a task is given for some files: `label` among its values, `files` and `needs` at the end of its own.

    label: for each file its path, the number of the argument that has it, and by what name; empty for a whole file
    """

    label: Sequence[tuple[str, int, str]]
    files: tuple[tuple[str, Path], ...]
    needs: tuple[Part, ...]

    @property
    def plain_label(self) -> Plain:
        """The label as a task takes it."""
        return [list(line) for line in self.label]


def pack(origins: Mapping[str, Part | Path]) -> Parcel:
    """The parcel of files, by path what makes each, or where it is."""
    files = {path: origin for path, origin in origins.items() if isinstance(origin, Path)}
    parts = {path: origin for path, origin in origins.items() if isinstance(origin, Part)}
    needs = tuple(dict.fromkeys(parts.values()))
    return Parcel(
        [
            *((path, n, "") for n, path in enumerate(files)),
            *((path, len(files) + needs.index(part), (part.names or ("",))[0]) for path, part in parts.items()),
        ],
        tuple(files.items()),
        needs,
    )


def unpack(
    label: Sequence[tuple[str, int, str]], arguments: Sequence[bytes | Products | None]
) -> Mapping[str, bytes]:
    """The files again, by path, from the arguments that the files and needs of a parcel became."""
    found: dict[str, bytes] = {}
    for path, number, name in label:
        given = arguments[number]
        data = given[name] if isinstance(given, Mapping) else given
        if data is not None:
            found[path] = data
    return found
