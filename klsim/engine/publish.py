"""Publishing: a folder that holds, to the last byte, what a manifest says.

Each file is written beside and renamed, so whatever ends it, every file is the old one or the new one, and no page
refers to what is not there. What is not in the index is not klsim's: it is never removed and never overwritten.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from klsim.diagnostics import BusyError
from klsim.engine.conflicts import clear_path, folders_above, link_above, refuse_foreign, refuse_overlap
from klsim.engine.digest import digest, digest_of_file
from klsim.engine.flush import flush_all
from klsim.engine.index import INDEX, LOCK, PART, Index, add_to_index, encode_index, is_plain, read_index
from klsim.engine.lock import locked
from klsim.engine.os_errors import wrap_os_errors
from klsim.engine.results import Product

_REFERRING = (".html", ".xml")
"""Pages, and feeds and site maps, which lead to pages."""

Manifest: TypeAlias = Mapping[str, bytes | Product]
"""All files of a site by path, `/` between folders: their bytes, or a digest and how to get at them."""


def content_of(file: bytes | Product) -> bytes:
    """The bytes of one of them."""
    return file if isinstance(file, bytes) else file.read()


@dataclass(frozen=True)
class Published:
    """What was done, as paths, and the size of the whole site.

    written:  new files and others, in the order of writing
    restored: those of them that were to be as they were, and were missing or damaged
    pruned:   what nothing refers to any more
    """

    written: tuple[str, ...]
    restored: tuple[str, ...]
    pruned: tuple[str, ...]
    bytes: int


class Output:
    """An output folder under lock.

    index: what klsim has there
    """

    def __init__(self, root: Path, index: Index) -> None:
        self.root = root
        self._index = dict(index)

    @property
    def index(self) -> Index:
        """The SHA-256 of each file that is klsim's, by path."""
        return dict(self._index)

    def is_whole(self, index: Index) -> bool:
        """Whether the folder has these files, as they should be, and no others of klsim's."""
        return self._index == index and all(
            digest_of_file(self.root / path) == sha256 and link_above(self.root, path) is None
            for path, sha256 in index.items()
        )

    def publish(self, manifest: Manifest) -> Published:
        """Write what is not there yet, then remove what is no longer named.

        What pages may refer to comes first, and is on the disk before they are; new files come before those that
        take the place of others, since only these can be known to readers.

        Raises BuildError where something is in the way or cannot be written, ValueError for a manifest with paths
        that cannot be, and what the products raise.
        """
        _check(manifest)
        stale = [path for path in manifest if not self._is_there(path, manifest[path])]
        restored = [path for path in stale if self._index.get(path) == _digest_of(manifest[path])]
        with wrap_os_errors(f"{self.root} cannot be written", self._safe):
            stages = _stages(self.root, stale)
        written: list[str] = []
        for stage in stages:
            for path in stage:
                self._write(path, manifest[path])
            flush_all([self.root / path for path in stage], self._safe)
            written += stage
        self._adopt(manifest.keys() - set(stale), manifest)
        pruned = self._prune(manifest)
        with wrap_os_errors(f"{self.root} cannot be read", self._safe):
            total = sum((self.root / path).stat().st_size for path in manifest)
        return Published(tuple(written), tuple(restored), tuple(pruned), total)

    @property
    def _safe(self) -> str:
        return f"The pages in {self.root} are whole; once this is mended, the next build goes on from here."

    def _is_there(self, path: str, content: bytes | Product) -> bool:
        is_equal = digest_of_file(self.root / path) == _digest_of(content)
        return is_equal and link_above(self.root, path) is None

    def _write(self, path: str, content: bytes | Product) -> None:
        data = content_of(content)
        with wrap_os_errors(f"{self.root / path} cannot be written", self._safe):
            clear_path(self.root, path, self._index)
            self._note(path, digest(data))
            _put(self.root, path, data)

    def _adopt(self, paths: Iterable[str], manifest: Manifest) -> None:
        """Take in files that are as they should be, and that an index which was damaged has lost."""
        with wrap_os_errors(f"{self.root / INDEX} cannot be written", self._safe):
            for path in sorted(paths):
                self._note(path, _digest_of(manifest[path]))

    def _note(self, path: str, sha256: str) -> None:
        if self._index.get(path) != sha256:
            add_to_index(self.root, path, sha256)
            self._index[path] = sha256

    def _prune(self, manifest: Manifest) -> list[str]:
        stale = sorted(set(self._index) - set(manifest), key=_referring_first)
        for path in stale:
            with wrap_os_errors(f"{self.root / path} cannot be removed", self._safe):
                _remove(self.root, path)
            del self._index[path]
        with wrap_os_errors(f"{self.root / INDEX} cannot be written", self._safe):
            index = encode_index(self._index)
            if index != (self.root / INDEX).read_bytes():
                _put(self.root, INDEX, index)
        return stale


def digests_of(manifest: Manifest) -> Index:
    """The SHA-256 of each file, by path."""
    return {path: _digest_of(content) for path, content in manifest.items()}


@contextmanager
def open_output(root: Path, sources: tuple[Path, ...] = ()) -> Iterator[Output]:
    """The output folder for one build, alone.

    Raises BuildError if the folder is not klsim's, holds or lies in one of the `sources`, or cannot be written
    to; BusyError if another build has it.
    """
    with ExitStack() as stack:
        with wrap_os_errors(f"the output folder {root} cannot be used"):
            refuse_overlap(root, sources)
            refuse_foreign(root)
            root.mkdir(parents=True, exist_ok=True)
            if not stack.enter_context(locked(root / LOCK)):
                raise BusyError(f"another build is writing {root}; wait for it to end")
            index = _resume(root)
        yield Output(root, index)


def peek_output(root: Path) -> Output:
    """The output folder as it stands, without the lock: only for reading."""
    return Output(root, read_index(root)[0] if (root / INDEX).is_file() else {})


def _resume(root: Path) -> Index:
    """The entries of the index, after putting in order what a killed build may have left."""
    (root / PART).unlink(missing_ok=True)
    if not (root / INDEX).exists():
        (root / INDEX).touch()
    entries, is_sound = read_index(root)
    if not is_sound:
        _put(root, INDEX, encode_index(entries))
    return entries


def _check(manifest: Manifest) -> None:
    for path in manifest:
        if not is_plain(path):
            raise ValueError(f"{path!r} is no path of a site, or klsim's own")
        for above in PurePosixPath(path).parents:
            if str(above) in manifest:
                raise ValueError(f"{above} is to be a file, and a folder for {path}")


def _stages(root: Path, paths: Iterable[str]) -> list[list[str]]:
    """Files before pages and what lists them, and of both the new ones before the others."""
    stages: dict[tuple[bool, bool], list[str]] = {}
    for path in paths:
        stages.setdefault((path.endswith(_REFERRING), (root / path).exists()), []).append(path)
    return [stages[key] for key in sorted(stages)]


def _digest_of(content: bytes | Product) -> str:
    return digest(content) if isinstance(content, bytes) else content.digest


def _put(root: Path, path: str, data: bytes) -> None:
    """Write beside, and rename."""
    target, part = root / path, root / PART
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _remove(root: Path, path: str) -> None:
    """Remove a file, and the folders that are empty then; what has taken its place meanwhile stays."""
    if link_above(root, path):
        return
    target = root / path
    if target.is_file() or target.is_symlink():
        target.unlink()
    for folder in reversed(folders_above(root, path)):
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue  # removed by a build that was killed just then
        except OSError:
            return  # not empty


def _referring_first(path: str) -> tuple[bool, bool, str]:
    """Pages before indices, which have plain names, and these before the files that they refer to."""
    name = PurePosixPath(path).name
    return not name.endswith(".html"), name.count(".") > 1, path
