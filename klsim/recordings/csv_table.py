"""Tables in CSV files: UTF-8, cells parted by commas, semicolons or tabs, the names of columns first.

Quotes are as in RFC 4180. Files are read in parts, so that 100 MB take little more memory than their numbers.
"""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from klsim.diagnostics import Code, ContentError, Diagnostic, Location, nearest
from klsim.numerics.distributions import Array

SEPARATORS = ",;\t"
FILE = "file"
"""What an axis is called that tells runs apart by the names of their files, where no column is called so."""

_ROWS = 20_000
_MOST_TOLD = 5
"""Of bad cells so many are told."""

MOST_VALUES = 10_000
"""More values than this has no axis."""


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of some files, one after another.

    columns: the names in the order of the first file
    numbers: each column of numbers (rows,), NaN where a cell is empty
    words:   each column that is asked for as words: the number of the word in each row (rows,), and the words
    starts:  the first row of each file, with its name and its bytes
    """

    columns: tuple[str, ...]
    numbers: Mapping[str, Array]
    words: Mapping[str, tuple[NDArray[np.int64], tuple[str, ...]]]
    starts: tuple[tuple[int, str, bytes], ...]

    def location(self, row: int) -> Location:
        """Where a row stands. It is looked for, since few are asked for."""
        first, file, data = next(start for start in reversed(self.starts) if start[0] <= row)
        reader = _reader(data, file)
        next(reader)
        cells = (reader.line_num for cells in reader if cells)
        return Location(file, next(islice(cells, row - first, None)))


@dataclass
class _Columns:
    """Columns that grow while files are read.

    kinds: of each column whether it is one of numbers; unknown as long as its cells are empty
    """

    names: tuple[str, ...]
    axes: frozenset[str]
    kinds: dict[str, bool] = field(default_factory=dict)
    parts: dict[str, list[Array]] = field(default_factory=dict)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)
    numbered: dict[str, list[NDArray[np.int64]]] = field(default_factory=dict)
    rows: int = 0


def read_csv(files: Mapping[str, bytes], axes: Sequence[str]) -> Table:
    """The table of files by the names that messages have for them; columns called by `axes` are read as words.

    A column is one of numbers if its first cell that is not empty is a number; other columns are passed over.
    Raises ContentError with file and line for what is no table: bytes that are no text, rows of another length,
    cells that are no numbers among numbers, columns that another file does not have.
    """
    columns: _Columns | None = None
    starts = []
    for file, data in files.items():
        names = _header(data, file)
        columns = columns or _Columns(names, frozenset(axes))
        _check_names(columns.names, names, file)
        starts.append((columns.rows, file, data))
        _read_rows(data, file, names, columns)
    assert columns is not None
    if not columns.rows:
        raise Location(next(iter(files)), 1).failure(
            Code.EMPTY_FILE, "there are no rows below the names of columns"
        )
    if FILE in axes and FILE not in columns.names:
        _number_files(starts, columns)
    return Table(
        columns.names,
        {name: np.concatenate(parts) for name, parts in columns.parts.items() if columns.kinds.get(name)},
        {name: (np.concatenate(parts), tuple(columns.codes[name])) for name, parts in columns.numbered.items()},
        tuple(starts),
    )


def _number_files(starts: Sequence[tuple[int, str, bytes]], columns: _Columns) -> None:
    ends = [*(first for first, _, _ in starts[1:]), columns.rows]
    stems = [file.rpartition("/")[2].rpartition(".")[0] for _, file, _ in starts]
    columns.codes[FILE] = {stem: n for n, stem in enumerate(dict.fromkeys(stems))}
    columns.numbered[FILE] = [
        np.full(end - first, columns.codes[FILE][stem])
        for (first, _, _), end, stem in zip(starts, ends, stems, strict=True)
    ]


def _reader(data: bytes, file: str) -> "csv._reader":  # type: ignore[name-defined]
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    return csv.reader(text, delimiter=_separator(data, file), strict=True)


def _separator(data: bytes, file: str) -> str:
    """What parts the names of columns: the sign that is most often there."""
    end = data.find(b"\n")
    line = data[: end if end >= 0 else len(data)].decode("utf-8", errors="replace")
    if not line.strip("\ufeff \r"):
        raise Location(file, 1).failure(Code.EMPTY_FILE, "the first line has no names of columns")
    return max(SEPARATORS, key=line.count)


def _header(data: bytes, file: str) -> tuple[str, ...]:
    try:
        names = tuple(name.strip() for name in next(_reader(data, file)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _broken(data, file, 1, error) from None
    start = Location(file, 1)
    for n, name in enumerate(names):
        if not name:
            hint = "name it" if any(names) else "the first line has the names"
            raise start.failure(Code.EMPTY_VALUE, f"column {n + 1} has no name", hint)
        if name in names[:n]:
            raise start.failure(Code.DUPLICATE_NAME, f"two columns are called {name!r}", "rename one of them")
    if all(_number(name) is not None for name in names):
        message = f"the first line has numbers, {', '.join(names[:3])}, and no names of columns"
        raise start.failure(Code.INVALID_NAME, message, "write names into a line above them")
    return names


def _check_names(wanted: Sequence[str], names: Sequence[str], file: str) -> None:
    for name in names:
        if name not in wanted:
            hint = nearest(name, wanted, "columns of the first file")
            raise Location(file, 1).failure(Code.UNKNOWN_FIELD, f"the first file has no column {name!r}", hint)
    if missing := [name for name in wanted if name not in names]:
        hint = nearest(missing[0], names, "columns")
        message = f"there is no column {missing[0]!r}, as in the first file"
        raise Location(file, 1).failure(Code.MISSING_KEY, message, hint)


def _read_rows(data: bytes, file: str, names: Sequence[str], columns: _Columns) -> None:
    reader = _reader(data, file)
    next(reader)
    first = columns.rows
    while True:
        line = reader.line_num
        try:
            read = list(islice(reader, _ROWS))
        except (UnicodeDecodeError, csv.Error) as error:
            raise _broken(data, file, max(reader.line_num, line), error) from None
        if not read:
            return
        rows = [cells for cells in read if cells]
        if set(map(len, rows)) - {len(names)}:
            raise _ragged(data, file, len(names))
        found = [
            (columns.rows - first + n, name, cell)
            for name, cells in zip(names, zip(*rows, strict=True), strict=False)
            for n, cell in _add(name, cells, columns)
        ]
        if found:
            raise _bad_cells(data, file, found)
        columns.rows += len(rows)


def _add(name: str, cells: Sequence[str], columns: _Columns) -> Iterator[tuple[int, str]]:
    """Add the cells of a column; of those that should be numbers and are not give the place and the text."""
    if name in columns.axes:
        known = columns.codes.setdefault(name, {})
        codes = [known.setdefault(cell, len(known)) for cell in cells]
        columns.numbered.setdefault(name, []).append(np.array(codes, dtype=np.int64))
        return
    if name not in columns.kinds:
        first = next((cell for cell in cells if cell.strip()), None)
        if first is not None:
            columns.kinds[name] = _number(first) is not None or _dotted(first) is not None
    if not columns.kinds.get(name, True):
        return
    try:
        values = np.array(list(map(float, cells)))
    except ValueError:
        found = [_number(cell) for cell in cells]
        yield from ((n, cell) for n, cell in enumerate(cells) if found[n] is None)
        values = np.array([math.nan if one is None else one for one in found])
    columns.parts.setdefault(name, []).append(values)


def _number(cell: str) -> float | None:
    """The number in a cell, NaN in an empty one, None where there is something else."""
    text = cell.strip()
    if not text:
        return math.nan
    try:
        return float(text)
    except ValueError:
        return None


def _dotted(cell: str) -> str | None:
    """A number that is written with a comma as it should be; None for other cells."""
    dotted = cell.strip().replace(",", ".")
    return dotted if "," in cell and _number(dotted) is not None else None


def _bad_cells(data: bytes, file: str, found: Sequence[tuple[int, str, str]]) -> ContentError:
    table = Table((), {}, {}, ((0, file, data),))
    told: list[Diagnostic] = []
    for row, name, cell in found[:_MOST_TOLD]:
        dotted = _dotted(cell)
        hint = f"write {dotted}" if dotted else "leave it empty where it is missing"
        message = f"{name} is {cell.strip()!r}, not a number"
        told.append(table.location(row).error(Code.WRONG_TYPE, message, hint))
    return ContentError(told)


def _ragged(data: bytes, file: str, count: int) -> ContentError:
    reader = _reader(data, file)
    wrong = next((len(cells), reader.line_num) for cells in reader if cells and len(cells) != count)
    message = f"this row has {wrong[0]} {'cell' if wrong[0] == 1 else 'cells'}, and there are {count} columns"
    return Location(file, wrong[1]).failure(
        Code.WRONG_LENGTH, message, "a cell with the separator in it needs quotes"
    )


def _broken(data: bytes, file: str, line: int, error: Exception) -> ContentError:
    if isinstance(error, UnicodeDecodeError):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as whole:
            line = data.count(b"\n", 0, whole.start) + 1
            message = f"byte 0x{data[whole.start]:02x} is not UTF-8"
            return Location(file, line).failure(Code.NOT_TEXT, message, "save the file as UTF-8")
    return Location(file, line).failure(Code.INVALID_VALUE, f"this is no row of a CSV file: {error}")
