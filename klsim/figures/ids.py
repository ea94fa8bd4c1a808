"""The ids that a page has of its own: those in its templates, and those of the controls of figures and games.

An element that an author names must have another, else links and labels lead to the wrong one of the two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

_ID = re.compile(r"""\sid\s*=\s*(?:"([^"{}]+)"|'([^'{}]+)')""")
_NOT_OF_ARTICLES = ("404.html", "index.html")


Controls = tuple[str, Sequence[str]]
"""The id of a figure, and the names of its controls."""


def page_ids(templates: Mapping[str, bytes]) -> dict[str, str]:
    """The ids that templates, by label, give in every article's page, and what each belongs to."""
    return {
        word: f"a part of every page ({name.rpartition('/')[2]})"
        for name, data in sorted(templates.items())
        if name.endswith(".html") and name.rpartition("/")[2] not in _NOT_OF_ARTICLES
        for double, single in _ID.findall(data.decode("utf-8", errors="replace"))
        for word in [double or single]
    }


def control_ids(figure: Controls) -> Iterator[tuple[str, str]]:
    """The ids that templates give to the controls of a figure, which labels name, and whose they are."""
    for name in figure[1]:
        yield f"{figure[0]}-{name}", f"the control {name} of figure {figure[0]!r}"


def reserved_ids(figures: Iterable[Controls], page: Mapping[str, str]) -> dict[str, str]:
    """The ids of a page that figures and prose cannot have, and what each belongs to."""
    return {**dict(pair for figure in figures for pair in control_ids(figure)), **page}


def clashes(figures: Sequence[Controls], page: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """The figures that bring an id which is taken: the number of each, what is wrong, and a free id."""
    reserved = reserved_ids(figures, page)
    used = {*reserved, *(name for name, _ in figures)}
    first: dict[str, str] = {}
    for number, figure in enumerate(figures):
        name = figure[0]
        free = next(word for n in count(2) if (word := f"{name}-{n}") not in used)
        if owner := reserved.get(name):
            yield number, f"the id {name!r} belongs to {owner}", free
        for word, owner in control_ids(figure):
            other = page.get(word) or first.setdefault(word, owner)
            if other != owner:
                yield number, f"{owner} would have the id {word!r}, which belongs to {other}", free
