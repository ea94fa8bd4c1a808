"""The ids that a page has of its own: those in its templates, and those of the controls of figures and games.

An element that an author names must have another, else links and labels lead to the wrong one of the two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from klsim.figures.animation.sweep import Figure
from klsim.figures.match.game import Game

_ID = re.compile(r"""\sid\s*=\s*(?:"([^"{}]+)"|'([^'{}]+)')""")
_NOT_OF_ARTICLES = ("404.html", "index.html")


def page_ids(templates: Path) -> dict[str, str]:
    """The ids that templates give in every article's page, and what each belongs to."""
    return {
        word: f"a part of every page ({path.name})"
        for path in sorted(templates.glob("*.html"))
        if path.name not in _NOT_OF_ARTICLES
        for double, single in _ID.findall(path.read_text(encoding="utf-8", errors="replace"))
        for word in [double or single]
    }


def control_ids(figure: Figure | Game) -> Iterator[tuple[str, str]]:
    """The ids that templates give to the controls of a figure or a game, which labels name, and whose they are."""
    names = (
        [name for name, *_ in figure.knobs]
        if isinstance(figure, Game)
        else [axis.name for axis in figure.axes if axis.numeric]
    )
    for name in names:
        yield f"{figure.id}-{name}", f"the control {name} of figure {figure.id!r}"


def reserved_ids(figures: Iterable[Figure | Game], page: Mapping[str, str]) -> dict[str, str]:
    """The ids of a page that figures and prose cannot have, and what each belongs to."""
    return {**dict(pair for figure in figures for pair in control_ids(figure)), **page}


def clashes(figures: Sequence[Figure | Game], page: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """The figures that bring an id which is taken: the number of each, what is wrong, and a free id."""
    reserved = reserved_ids(figures, page)
    used = {*reserved, *(figure.id for figure in figures)}
    first: dict[str, str] = {}
    for number, figure in enumerate(figures):
        free = next(word for n in count(2) if (word := f"{figure.id}-{n}") not in used)
        if owner := reserved.get(figure.id):
            yield number, f"the id {figure.id!r} belongs to {owner}", free
        for word, owner in control_ids(figure):
            other = page.get(word) or first.setdefault(word, owner)
            if other != owner:
                yield number, f"{owner} would have the id {word!r}, which belongs to {other}", free
