"""The store: what tasks made, by digest, and what each was made from, in a folder that outlives the output.

It may be removed at any time, and then all is made anew. Whatever ends a build, the next one finds what it had
finished; what was damaged meanwhile is not there.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType, TracebackType

from klsim.engine.cache import put
from klsim.engine.closure import Closures
from klsim.engine.digest import digest
from klsim.engine.files import FileDigests
from klsim.engine.mounts import is_shared
from klsim.engine.objects import Objects, Stored
from klsim.engine.os_errors import SAFE, wrap_os_errors
from klsim.engine.traces import Build, Trace, Traces

_MARKERS = {
    ".gitignore": b"*\n",
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n# What klsim has made; it may be removed.\n",
}
_NO_PACKAGES: Mapping[str, Path] = MappingProxyType({})
_DAY_S = 86_400
_YOUNG_S = 3_600
"""What is younger may be of a build that is under way, whose trace comes in a moment."""


@dataclass(frozen=True)
class Collected:
    """What was removed from a store."""

    objects: int
    bytes: int


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class Store:
    """A store in a folder, which is made when it is first used. Where it cannot be, one for this build serves.

    It sees files, modules and traces as they were when it first looked: between two builds, `refresh` it.

    tell:     says once that the folder cannot be used
    packages: folders whose modules tasks may use, by the names that they have as packages
    """

    def __init__(
        self, root: Path, tell: Callable[[str], None] = _tell, packages: Mapping[str, Path] = _NO_PACKAGES
    ) -> None:
        self._asked, self._tell, self._packages = root, tell, packages
        self._temporary: Path | None = None

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def root(self) -> Path:
        """The folder."""
        try:
            _prepare(self._asked)
        except OSError as error:
            why = error.strerror or error
            self._tell(f"{self._asked} cannot be used: {why}; what this build makes is not kept for the next one")
            self._temporary = Path(mkdtemp(prefix="klsim-"))
            _prepare(self._temporary)
            return self._temporary
        return self._asked

    @cached_property
    def objects(self) -> Objects:
        """What tasks made."""
        return open_objects(self.root)

    @cached_property
    def traces(self) -> Traces:
        """What they made it from."""
        return open_traces(self.root)

    @cached_property
    def files(self) -> FileDigests:
        """Digests of files, remembered."""
        info = (self.root / "clock").stat()
        return FileDigests(self.root / "files.json", info.st_dev, info.st_mtime_ns)

    @cached_property
    def closures(self) -> Closures:
        """Import closures, remembered."""
        return Closures(self.root, self.files, self._packages)

    def put(self, data: bytes) -> str:
        """Keep bytes, and give their digest. Raises BuildError where they cannot be written."""
        with wrap_os_errors(f"the store {self.root} cannot be written", SAFE):
            return self.objects.put(data)

    def read(self, digest: str) -> bytes | None:
        """The bytes with a digest; None where they are not there, or no longer as they were."""
        return self.objects.read(digest)

    def record(
        self, name: str, inputs: str, code: Mapping[str, str], products: Mapping[str, str], build: Build
    ) -> None:
        """Keep the trace of a task that has just run: its inputs, of which `code` are those that many share.

        Raises BuildError.
        """
        content = json.dumps(code, separators=(",", ":"))
        made = json.dumps(products, ensure_ascii=True, separators=(",", ":"))
        self.traces.save(name, Trace(inputs, made, build), (digest(content.encode()), content))

    def next_build(self, now: int) -> Build:
        """The build that begins at this time."""
        return Build(self.traces.last_build() + 1, now)

    def collect(self, now: int, days: int = 30, builds: int = 5, size: int = 2_000_000_000) -> Collected:
        """Remove what no build of the last `days`, and none of the last `builds`, has needed; then, until no more
        than `size` bytes are left, what was not needed for longest, but nothing of the last build.

        Raises BuildError.
        """
        self.traces.reload()
        last = self.traces.last_build()
        used = sorted(self._used(), key=lambda one: one[1])
        stale = {name for name, at, _ in used if at.time < now - days * _DAY_S and at.number <= last - builds}
        there = {one.digest: one for one in self.objects.listed()}
        kept: set[str] = set()
        total = 0
        for name, at, digests in reversed(used):
            more = {key for key in digests if key in there and key not in kept}
            room = sum(there[key].bytes for key in more)
            if name in stale or (at.number < last and total + room > size):
                stale.add(name)
            else:
                kept |= more
                total += room
        self.traces.drop(stale)
        self._sweep(now)
        return self._remove([one for key, one in there.items() if key not in kept and not _is_young(one, now)])

    def unused(self) -> list[Stored]:
        """The objects that the last build did not need."""
        last = self.traces.last_build()
        needed = {key for _, at, digests in self._used() if at.number == last for key in digests}
        return [one for one in self.objects.listed() if one.digest not in needed]

    def clean(self) -> Collected:
        """Remove what is `unused`, with the traces that name it. Raises BuildError."""
        last = self.traces.last_build()
        self.traces.drop([name for name, at, _ in self._used() if at.number != last])
        return self._remove(self.unused())

    def refresh(self) -> None:
        """Look again at files, modules, traces and objects when they are needed next."""
        self._remember()
        for name in ("closures", "files", "traces", "objects"):
            self.__dict__.pop(name, None)
        if "root" in self.__dict__ and self._temporary is None:
            _prepare(self.root)

    def close(self) -> None:
        """Remember what saves work, and let everything go."""
        self._remember()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _remember(self) -> None:
        if "closures" in self.__dict__:
            self.closures.save()
        if "files" in self.__dict__:
            self.files.save()
        if "traces" in self.__dict__:
            self.traces.close()

    def _used(self) -> Iterator[tuple[str, Build, list[str]]]:
        for name in self.traces.names():
            trace = self.traces.get(name)
            yield name, trace.used if trace else Build(0, 0), list(trace.digests.values()) if trace else []

    def _remove(self, objects: Iterable[Stored]) -> Collected:
        count, total = 0, 0
        for one in objects:
            self.objects.remove(one.digest)
            count, total = count + 1, total + one.bytes
        return Collected(count, total)

    def _sweep(self, now: int) -> None:
        """Remove what killed builds were writing."""
        for part in (self.root / "parts").iterdir():
            with suppress(OSError):
                if part.stat().st_mtime < now - _DAY_S:
                    part.unlink()


def open_objects(root: Path) -> Objects:
    """The objects of the store in a folder, which is there."""
    return Objects(root / "objects", root / "parts")


def open_traces(root: Path) -> Traces:
    """The traces of the store in a folder, which is there."""
    return Traces(root / "traces.db", is_shared(root))


def _prepare(root: Path) -> None:
    """Make the folder, and see that it can be written to. Raises OSError."""
    for folder in (root, root / "objects", root / "parts"):
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in _MARKERS.items():
        if not (root / name).exists():
            put(root / name, data, root)
    number = os.open(root / "clock", os.O_WRONLY | os.O_CREAT, 0o666)
    try:
        os.utime(number if os.utime in os.supports_fd else root / "clock")
    finally:
        os.close(number)
    for path in (root, root / "objects", root / "parts", root / "traces.db"):
        if path.exists() and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(None, "Permission denied", str(path))


def _is_young(one: Stored, now: int) -> bool:
    return one.modified_s > now - _YOUNG_S
