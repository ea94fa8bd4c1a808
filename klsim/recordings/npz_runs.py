"""Runs in NPZ files: arrays by name, the first axis of each counts runs, the second iterations."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klsim.diagnostics import Code, Location
from klsim.numerics.distributions import Array
from klsim.recordings.loose import Loose, check_steps
from klsim.recordings.survey import AxisValue

Arrays = Mapping[str, NDArray[Any]]


def read_arrays(data: bytes, file: str) -> Arrays:
    """The arrays of an NPZ file. Raises ContentError for what is none, or has objects of Python in it."""
    start = Location(file, 1)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise start.failure(Code.WRONG_TYPE, "this is one array", "save several by name: numpy.savez")
            return {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        why = "it holds objects of Python, not numbers" if "allow_pickle" in str(error) else "it is no NPZ file"
        raise start.failure(Code.FILE_UNREADABLE, f"cannot be read: {why}", "save arrays: numpy.savez") from None


def runs_of_arrays(arrays: Arrays, file: str, axes: Sequence[str], iteration: str) -> Iterator[Loose]:
    """The runs of a file. Without an axis for runs, all arrays of one dimension less, it has one.

    axes:      names of arrays (runs,)
    iteration: the array that says which iteration each entry is, (iterations,) or (runs, iterations); may be empty
    Raises ContentError for shapes that do not fit each other.
    """
    start = Location(file, 1)
    is_one = all(arrays[axis].ndim == 0 for axis in axes) and (
        bool(axes) or all(arrays[name].ndim == 1 for name in arrays)
    )
    numbers = {name: _numbers(values, name, start) for name, values in arrays.items() if name not in axes}
    steps = numbers.pop(iteration, None)
    if is_one:
        numbers = {name: values[np.newaxis] for name, values in numbers.items()}
    settings = [np.atleast_1d(arrays[axis]) for axis in axes]
    count = len(settings[0]) if settings else len(next(iter(numbers.values()), ()))
    for axis, values in zip(axes, settings, strict=True):
        if values.shape != (count,):
            message = f"the axis {axis!r} has the shape {_shape(values.shape)}, not that of {count} runs"
            raise start.failure(Code.WRONG_LENGTH, message, "give one value for each run")
    length = _check_shapes(numbers, count, start)
    for n in range(count):
        yield Loose(
            tuple(_plain(values[n], axis, start) for axis, values in zip(axes, settings, strict=True)),
            {name: values[n] for name, values in numbers.items()},
            _steps(steps, n, length, start, iteration),
            start,
        )


def _numbers(values: NDArray[Any], name: str, start: Location) -> Array:
    if values.dtype.kind not in "fiub":
        message = f"the array {name!r} holds no numbers"
        raise start.failure(Code.WRONG_TYPE, message, f"name it in `axes` if it tells runs apart: [{name}]")
    return values.astype(np.float64)


def _check_shapes(numbers: Mapping[str, Array], count: int, start: Location) -> int:
    length: int | None = None
    for name, values in numbers.items():
        if values.ndim not in (2, 3) or len(values) != count or 0 in values.shape:
            message = f"the array {name!r} has the shape {_shape(values.shape)}, not {count} runs × iterations"
            raise start.failure(Code.WRONG_LENGTH, message, "or runs × iterations × size for many numbers at each")
        length = length or values.shape[1]
        if values.shape[1] != length:
            message = f"the array {name!r} has {values.shape[1]} iterations, and others have {length}"
            raise start.failure(Code.WRONG_LENGTH, message, "fill up shorter ones with NaN")
    if length is None:
        raise start.failure(Code.EMPTY_FILE, "there are no series in it", "save arrays of runs × iterations")
    return length


def _steps(steps: Array | None, n: int, length: int, start: Location, name: str) -> Array | None:
    if steps is None:
        return None
    row = steps if steps.ndim == 1 else steps[n]
    if row.shape != (length,):
        message = f"{name} has the shape {_shape(steps.shape)}, and series have {length} iterations"
        raise start.failure(Code.WRONG_LENGTH, message, f"give {length} of them")
    known = row[~np.isnan(row)]
    check_steps(known, start, name)
    if (np.diff(known) <= 0).any():
        raise start.failure(Code.WRONG_ORDER, f"{name} does not rise from entry to entry", "sort the arrays by it")
    return row


def _plain(value: Any, axis: str, start: Location) -> AxisValue:
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, int | float):
        if not np.isfinite(plain):
            raise start.failure(
                Code.WRONG_TYPE, f"the axis {axis!r} has a {plain}; a control needs a number or a word"
            )
        return float(plain) + 0.0
    return str(plain)


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"
