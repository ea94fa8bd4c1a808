"""A built site to read: an output folder, a copy of one, or a zip of one."""

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from klsim.diagnostics import BuildError, UsageError
from klsim.engine.digest import digest, digest_of_file
from klsim.engine.index import INDEX, LOCK, PART, read_index
from klsim.engine.os_errors import wrap_os_errors

_FRONT = "index.html"
_NO_PART = frozenset({".git", INDEX, LOCK, PART})


@dataclass(frozen=True)
class BuiltSite:
    """The files of a site as it was built once.

    digests: the SHA-256 of each, by path
    read:    gives the bytes of one
    """

    digests: Mapping[str, str]
    read: Callable[[str], bytes]


@contextmanager
def open_built(place: Path) -> Iterator[BuiltSite]:
    """The site in a folder or a zip. Raises UsageError where there is none, BuildError where it cannot be read."""
    with wrap_os_errors(f"{place} cannot be read"):
        if place.is_dir():
            site = _in_folder(place)
        elif zipfile.is_zipfile(place):
            with _zip_errors(place), zipfile.ZipFile(place) as archive:
                yield _checked(_in_zip(archive), place)
            return
        else:
            what = "neither a folder nor a zip" if os.path.lexists(place) else "not there"
            raise UsageError(f"{place} is {what}; name an older output folder, or what `klsim zip` made of one")
    yield _checked(site, place)


def _in_folder(folder: Path) -> BuiltSite:
    """All files of klsim's; where no index tells which they are, such as in a copy, all that are there."""
    if (folder / INDEX).is_file():
        paths = [path for path in read_index(folder)[0] if (folder / path).is_file()]
    else:
        paths = [
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and path.relative_to(folder).parts[0] not in _NO_PART
        ]
    digests = {path: digest_of_file(folder / path) or "" for path in sorted(paths)}
    return BuiltSite(digests, lambda path: (folder / path).read_bytes())


def _in_zip(archive: zipfile.ZipFile) -> BuiltSite:
    """All that is in it; a folder at its top that has everything counts as none."""
    names = [one.filename for one in archive.infolist() if not one.is_dir()]
    tops = {name.partition("/")[0] for name in names}
    top = f"{next(iter(tops))}/" if len(tops) == 1 and _FRONT not in names else ""
    digests = {name.removeprefix(top): digest(archive.read(name)) for name in sorted(names)}
    return BuiltSite(digests, lambda path: archive.read(top + path))


def _checked(site: BuiltSite, place: Path) -> BuiltSite:
    if _FRONT not in site.digests:
        raise UsageError(f"{place} is no built site: it has no {_FRONT}")
    return site


@contextmanager
def _zip_errors(place: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise BuildError(f"{place} cannot be read: {error}") from error
