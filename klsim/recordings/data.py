"""Reading the data of a block: what is known of its runs, and the numbers of each."""

from collections.abc import Mapping, Sequence
from functools import partial

from klsim.content.document import DIAGNOSTICS
from klsim.diagnostics import Code, Diagnostics, Location
from klsim.engine.task import Products
from klsim.recordings.arrange import Arranged, arrange
from klsim.recordings.csv_runs import runs_of_table
from klsim.recordings.csv_table import FILE, read_csv
from klsim.recordings.grids import read_grid
from klsim.recordings.json_runs import CLOCK, names_in, read_runs, runs_of_json, settings_in
from klsim.recordings.loose import Loose
from klsim.recordings.npz_runs import read_arrays, runs_of_arrays
from klsim.recordings.packed import pack
from klsim.recordings.survey import DIAGNOSTICS_OF_DATA, SURVEY, SURVEYS, Survey

GRID = "grid:"
"""How products begin that are landscapes, before the name of their file."""

ENDINGS = (".csv", ".tsv", ".txt", ".npz", ".json")


def read_data(
    names: Sequence[str],
    labels: Sequence[str],
    grids: Sequence[str],
    axes: Sequence[str],
    iteration: str,
    nearby: Sequence[str],
    *contents: bytes | None,
) -> Products:
    """The `survey` of data files, the numbers of each run by its number, and each landscape as `grid:<name>`.

    What is wrong with the files are the `diagnostics`; of what cannot be read nothing but these is told.

    names, labels: the files as the article names them, and as messages do; the grids come last
    grids:         those of the names that are landscapes
    axes:          what tells runs apart
    iteration:     what counts the rows of a run; empty where the block does not say
    nearby:        what lies beside the article, where no file fits
    """
    found = Diagnostics()
    files = {
        name: (label, data) for name, label, data in zip(names, labels, contents, strict=True) if data is not None
    }
    products: dict[str, bytes] = {}
    for name in grids:
        if name in files:
            label, data = files[name]
            grid = found.attempt(partial(read_grid, data, label))
            if grid is not None:
                products[f"{GRID}{name}"] = pack(grid)
    runs = {name: pair for name, pair in files.items() if name not in grids}
    survey = Survey(nearby=tuple(nearby))
    if runs:
        read = found.attempt(lambda: _read(runs, axes, iteration))
        survey, numbers = read or (Survey(files=tuple(runs)), ())
        products |= {str(n): data for n, data in enumerate(numbers)}
    return {
        **products,
        SURVEY: SURVEYS.encode(survey),
        DIAGNOSTICS_OF_DATA: DIAGNOSTICS.encode(list(found)),
    }


def _read(
    files: Mapping[str, tuple[str, bytes]], axes: Sequence[str], iteration: str
) -> tuple[Survey, Sequence[bytes]]:
    """The survey of files of one kind, and the numbers of their runs."""
    endings = {name.rpartition(".")[2].lower() for name in files}
    start = Location(next(iter(files.values()))[0], 1)
    if len(endings) > 1:
        raise start.failure(Code.INVALID_VALUE, f"these files are of several kinds: {', '.join(sorted(endings))}")
    by_label = dict(files.values())
    match endings.pop():
        case "csv" | "tsv" | "txt":
            known, words, used, runs = _of_tables(by_label, axes, iteration)
        case "npz":
            known, words, used, runs = _of_archives(by_label, axes, iteration)
        case "json":
            known, words, used, runs = _of_json(by_label, axes, iteration)
        case _:
            raise start.failure(
                Code.INVALID_NAME, "data are read from files of other kinds", f"known: {', '.join(ENDINGS)}"
            )
    if runs is None:
        return Survey(files=tuple(files), known=known, words=words), ()
    arranged = arrange(runs, used, iteration)
    if not arranged.at or not arranged.extents:
        raise start.failure(Code.EMPTY_FILE, "no numbers are recorded in it", "a series is a column of numbers")
    return _survey(arranged, tuple(files), known, words), [pack(one) for one in arranged.series]


_Found = tuple[tuple[str, ...], tuple[str, ...], Sequence[str], list[Loose] | None]
"""All names, those of words, the axes, and the runs: None where not all that is asked for is there."""


def _of_tables(files: Mapping[str, bytes], axes: Sequence[str], iteration: str) -> _Found:
    table = read_csv(files, axes)
    words = tuple(name for name in table.columns if name not in table.numbers and name not in table.words)
    known = table.columns
    clock = iteration or (CLOCK if CLOCK in table.numbers else "")
    if any(axis not in table.words for axis in axes) or (clock and clock not in table.numbers):
        return known, words, axes, None
    if not any(name != clock for name in table.numbers):
        return known, words, axes, []
    return (
        (
            *known,
            *((FILE,) if FILE in table.words else ()),
        ),
        words,
        axes,
        list(runs_of_table(table, axes, clock)),
    )


def _of_archives(files: Mapping[str, bytes], axes: Sequence[str], iteration: str) -> _Found:
    archives = {file: read_arrays(data, file) for file, data in files.items()}
    known = tuple(dict.fromkeys(name for arrays in archives.values() for name in arrays))
    words = tuple(
        name for name in known if any(a[name].dtype.kind in "US" for a in archives.values() if name in a)
    )
    if any(
        name not in arrays for arrays in archives.values() for name in (*axes, *([iteration] if iteration else []))
    ):
        return known, words, axes, None
    runs = [
        run
        for file, arrays in archives.items()
        for run in runs_of_arrays(arrays, file, axes, iteration or (CLOCK if CLOCK in arrays else ""))
    ]
    return known, words, axes, runs


def _of_json(files: Mapping[str, bytes], axes: Sequence[str], iteration: str) -> _Found:
    read = {file: read_runs(data, file) for file, data in files.items()}
    first = next(iter(read.values()))
    known, used = names_in(first), axes or settings_in(first)
    if any(axis not in settings_in(first) for axis in axes) or (iteration and iteration not in first[0]):
        return known, (), used, None
    return (
        known,
        (),
        used,
        [run for file, several in read.items() for run in runs_of_json(several, file, used, iteration)],
    )


def _survey(arranged: Arranged, files: tuple[str, ...], known: tuple[str, ...], words: tuple[str, ...]) -> Survey:
    return Survey(
        files=files,
        known=known,
        words=words,
        axes=arranged.axes,
        at=arranged.at,
        lengths=tuple(len(next(iter(one.values()))) for one in arranged.series),
        series=arranged.extents,
        counting=arranged.counting,
        clock=arranged.clock,
        has_gaps=arranged.has_gaps,
        endings=arranged.endings,
    )
