"""What each page of a built site weighs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from klsim.figures.place import EMBED

COLUMNS = ("HTML", "data", "GIFs", "pictures", "rest")
_COLUMN = {
    **dict.fromkeys((".html",), "HTML"),
    **dict.fromkeys((".json", ".js"), "data"),
    **dict.fromkeys((".gif",), "GIFs"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".webp", ".avif", ".svg"), "pictures"),
}
"""Which column a file counts in, by its ending."""


def weigh(sizes: Mapping[str, int]) -> dict[str, Counter[str]]:
    """Bytes by column for each page, from the size of each file by path in the output folder.

    The files of an article count for its page; what stands in other folders is a row of its own.
    """
    rows: dict[str, Counter[str]] = {}
    for path, size in sorted(sizes.items()):
        folder, _, _ = path.rpartition("/")
        top = path.partition("/")[0]
        page = f"{top}/index.html" if f"{top}/index.html" in sizes else f"{top}/" if folder else path
        rows.setdefault(page, Counter())[_column(PurePosixPath(path))] += size
    return rows


def _column(path: PurePosixPath) -> str:
    """Which column a file counts in; figures alone are no part of what readers of the page load."""
    return "rest" if path.name == EMBED else _COLUMN.get(path.suffix, "rest")


def tabulate(rows: Mapping[str, Counter[str]]) -> tuple[str, ...]:
    """The rows as lines of text, in kB, with a head and a sum."""
    used = [column for column in COLUMNS if any(row[column] for row in rows.values())]
    total = sum(rows.values(), Counter())
    body = [(page, *_cells(row, used)) for page, row in rows.items()]
    return _aligned([("kB", *used, "all"), *body, ("all", *_cells(total, used))])


def _cells(row: Counter[str], used: Sequence[str]) -> Iterable[str]:
    return [f"{size / 1000:.1f}" if size else "" for size in (*(row[column] for column in used), row.total())]


def _aligned(lines: Sequence[Sequence[str]]) -> tuple[str, ...]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return tuple(
        "  ".join([first.ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(cells, widths[1:], strict=True))])
        for first, *cells in lines
    )
