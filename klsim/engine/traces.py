"""Traces: what each task was last made from, and what came of it, in one database."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from klsim.diagnostics import BuildError
from klsim.engine.digest import digest
from klsim.engine.os_errors import SAFE

FORMAT = 1
"""A database of another format is begun anew."""

_TIMEOUT_S = 60
_CHECK = 16
_TABLES = """
    create table if not exists traces (
        name text primary key, inputs text, products text, seal text) without rowid;
    create table if not exists uses (name text primary key, build integer, time integer) without rowid;
    create table if not exists inputs (digest text primary key, content text) without rowid;
"""
_READ = """
    select name, inputs, products, seal, ifnull(build, 0), ifnull(time, 0) from traces left join uses using (name)
"""
_TAKEN = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_REFUSED = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
"""What the system does not allow just now; the database may be in order."""

Result = TypeVar("Result")


class Build(NamedTuple):
    """Which build it is, and when: seconds of a clock that the caller has."""

    number: int
    time: int


class Trace(NamedTuple):
    """The last run of a task.

    inputs:   as JSON, an object of digests by the names of the inputs; equal texts are equal inputs
    products: digests by name, as JSON too
    used:     the last build that needed it
    """

    inputs: str
    products: str
    used: Build

    @property
    def digests(self) -> dict[str, str]:
        """The products."""
        return json.loads(self.products)  # type: ignore[no-any-return]


class Traces:
    """The traces in a database. One that is damaged is put aside, and all is made anew.

    Any number of processes may write at the same time, each a trace at once.
    is_shared: whether processes of several machines do. Then locks of files stand for the memory in common by
               which those of one machine let each other write: slower, and right where the file system has locks
    """

    def __init__(self, path: Path, is_shared: bool = False) -> None:
        self._path = path
        self._journal = "delete" if is_shared else "wal"
        self._open: sqlite3.Connection | None = None
        self._rows: dict[str, tuple[str, str, str, int, int]] | None = None

    def get(self, name: str) -> Trace | None:
        """The trace of a task; None where there is none, or none that is as it was written."""
        row = self._all().get(name)
        if row is None or row[2] != _seal(name, row[0], row[1]):
            return None
        return Trace(row[0], row[1], Build(row[3], row[4]))

    def names(self) -> Iterable[str]:
        """The tasks that have one."""
        return self._all().keys()

    def save(self, name: str, trace: Trace, shared: tuple[str, str]) -> None:
        """Keep a trace, at once; `shared` is a digest and the inputs that it stands for.

        Raises BuildError where it cannot be written.
        """
        row = (trace.inputs, trace.products, _seal(name, trace.inputs, trace.products), *trace.used)

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("insert or ignore into inputs values (?, ?)", shared)
                connection.execute("insert or replace into traces values (?, ?, ?, ?)", (name, *row[:3]))
                connection.execute("insert or replace into uses values (?, ?, ?)", (name, *trace.used))

        self._all()
        self._do(write)
        self._all()[name] = row

    def use(self, names: Iterable[str], build: Build) -> None:
        """Say that a build needed them, if it can be written: a build that has nothing to do needs no room."""
        used = set(names)

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                if used == self._all().keys():  # as in most builds; one statement is faster
                    connection.execute("update uses set build = ?, time = ?", build)
                else:
                    rows = [(name, *build) for name in used]
                    connection.executemany("insert or replace into uses values (?, ?, ?)", rows)

        if used:
            rows = self._all()
            with suppress(BuildError):
                self._do(write)
            for name in used & rows.keys():
                rows[name] = (*rows[name][:3], *build)

    def shared(self, digest: str) -> Mapping[str, str]:
        """The inputs that a digest stands for; none where they are lost."""

        def read(connection: sqlite3.Connection) -> Mapping[str, str]:
            row = connection.execute("select content from inputs where digest = ?", (digest,)).fetchone()
            return json.loads(row[0]) if row else {}

        with suppress(ValueError):
            return self._do(read)
        return {}

    def last_build(self) -> int:
        """The number of the last build that needed any of them; 0 before the first."""
        return max((row[3] for row in self._all().values()), default=0)

    def drop(self, names: Iterable[str]) -> None:
        """Forget traces, and the inputs that none of the others has. Raises BuildError."""
        gone = [(name,) for name in names]

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("delete from traces where name = ?", gone)
                connection.executemany("delete from uses where name = ?", gone)
                connection.execute(
                    "delete from inputs where digest not in (select json_extract(inputs, '$.code') from traces)"
                )

        if gone:
            self._do(write)
            self._rows = None

    def reload(self) -> None:
        """See what other processes have written meanwhile."""
        self._rows = None

    def close(self) -> None:
        """Let the database go."""
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
            self._open = None

    def _all(self) -> dict[str, tuple[str, str, str, int, int]]:
        if self._rows is None:
            self._rows = self._do(_read_rows)
        return self._rows

    def _do(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Work on the database, on a new one where it is damaged."""
        with self._telling():
            try:
                return work(self._connection())
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._begin_anew()
                return work(self._connection())

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            if self._path.is_dir():
                self._begin_anew()
            self._open = sqlite3.connect(self._path, timeout=_TIMEOUT_S)
            found = self._open.execute("pragma user_version").fetchone()[0]
            if found not in (0, FORMAT):
                self._begin_anew()
                return self._connection()
            with suppress(sqlite3.OperationalError):  # another process is just at it, for good
                self._open.execute(f"pragma journal_mode = {self._journal}")
            self._open.execute("pragma synchronous = normal")
            if found == 0:
                self._open.executescript(_TABLES)
                self._open.execute(f"pragma user_version = {FORMAT}")
        return self._open

    def _begin_anew(self) -> None:
        """Put the database aside, beside whatever damaged one was there before."""
        self.close()
        self._rows = None
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        if self._path.exists():
            self._path.replace(self._path.with_name(f"{self._path.name}.damaged"))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.DatabaseError as error:
            if _reason(error) in _TAKEN:
                raise BuildError(f"{self._path} is in use by another program; wait for it to end") from error
            raise BuildError(f"{self._path} cannot be written: {error}. {SAFE}") from error


def _read_rows(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str, int, int]]:
    return {row[0]: row[1:] for row in connection.execute(_READ)}


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    if isinstance(error, sqlite3.ProgrammingError):
        return False
    is_short = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHORT_READ
    return is_short or _reason(error) not in (*_TAKEN, *_REFUSED)


def _reason(error: sqlite3.Error) -> int:
    """The primary result code of SQLite; 0 where it gave none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _seal(name: str, inputs: str, products: str) -> str:
    """What tells a trace that was written whole from one that was damaged since."""
    return digest(f"{len(name)} {len(inputs)} {name}{inputs}{products}".encode("utf-8", "surrogatepass"))[:_CHECK]
