"""Figures where no script runs: buttons that choose among the films of the runs, and films that links lead to.

Style rules do the choosing: each film carries a class for its place on each axis, and is hidden while another
value of that axis is checked. Films are backgrounds, which browsers fetch once they show; images they would fetch
all at once, hidden or not, since they heed `loading="lazy"` only where script runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from klsim.figures.animation.links import RunLink, find_runs, link_to, page_address, without_hidden
from klsim.figures.animation.sweep import Axis, Figure, Position
from klsim.figures.animation.view import PortraitView, RunView
from klsim.figures.place import NARROW

_WITHOUT_HAS = "@supports not selector(:has(a)){.films>:not(.default){display:none}}"


@dataclass(frozen=True)
class NoScriptRun:
    """The film of a run: its files, its setting and its outcome in words.

    places: its place on the axes as classes; empty where there is no other to choose
    film:   the class by which the style sheet knows its files
    told:   where others share its picture, what each of them is called and how it ended
    """

    places: str
    film: str
    gif: str
    still: str
    title: str
    outcome: str
    is_default: bool
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Linked:
    """Films that links lead to, one or two beside each other: the fragments of their addresses, and the iteration
    that they mean, if any."""

    fragments: tuple[str, ...]
    iteration: int | None
    films: tuple[NoScriptRun, ...]


@dataclass(frozen=True)
class NoScriptFigure:
    """What a figure shows without script.

    presets: labels and fragments
    missing: the places of the combinations that no film shows
    unrecorded: those of combinations of which no run was recorded
    unseen:  how many runs have no film
    """

    films: tuple[NoScriptRun, ...]
    linked: tuple[Linked, ...]
    presets: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    unrecorded: tuple[str, ...]
    unseen: int


def arrange_no_script(figure: Figure, runs: Sequence[RunView], links: Iterable[RunLink]) -> NoScriptFigure:
    """The films of a figure, from its runs and all links of the site that lead to it."""
    may_choose = sum(runs[picture[0]].gif is not None for picture in figure.pictures) > 1
    films = {
        runs[n].at: _film(figure, runs, picture, n, may_choose=may_choose)
        for picture in figure.pictures
        for n in picture
        if runs[n].gif and runs[n].still
    }
    fronts = {runs[figure.front(picture)].at for picture in figure.pictures}
    choices = [
        range(len(axis.values)) if n != figure.together else (axis.default,) for n, axis in enumerate(figure.axes)
    ]
    there = {figure.others(at) for at in films}
    grid = product(*choices) if may_choose else ()
    empty = [at for at in grid if figure.others(at) not in there]
    unrecorded = {figure.others(at) for at in figure.missing}
    presets = {preset.label: link_to(figure, preset.at) for preset in figure.presets if preset.at in films}
    return NoScriptFigure(
        films=tuple(film for at, film in films.items() if at in fronts),
        linked=_linked(figure, films, [*presets.values(), *links]),
        presets=tuple((label, fragment(link)) for label, link in presets.items()),
        missing=tuple(places(figure, at) for at in empty if figure.others(at) not in unrecorded),
        unrecorded=tuple(places(figure, at) for at in empty if figure.others(at) in unrecorded),
        unseen=len(runs) - len(films),
    )


def _film(
    figure: Figure, runs: Sequence[RunView], picture: Sequence[int], number: int, *, may_choose: bool
) -> NoScriptRun:
    run, shared = runs[number], figure.together
    told: tuple[tuple[str, str], ...] = ()
    if shared is not None:
        told = tuple((_name(figure.axes[shared], runs[n], shared), runs[n].outcome.outcome) for n in picture)
    return NoScriptRun(
        places(figure, run.at) if may_choose else "",
        film_class(number),
        run.gif or "",
        run.still or "",
        run.outcome.title,
        run.outcome.outcome,
        figure.start in picture,
        told,
    )


def _name(axis: Axis, run: RunView, shared: int) -> str:
    """What a run is called among those that share its picture, and where it is best if that was chosen."""
    best = run.outcome.best
    return axis.tell(run.at[shared]) + (f" at {best.told}" if best else "")


def places(figure: Figure, at: Position) -> str:
    """The classes of a film: "a0-1 a1-3" for the second value of the first axis and the fourth of the second."""
    return " ".join(f"a{axis}-{index}" for axis, index in enumerate(at) if axis != figure.together)


def film_css(figure: Figure, runs: Sequence[RunView], top: str = "", *, is_within: bool = False) -> str:
    """The style rules that show films, each before its still; the default one is an image before its own. `top`
    leads from the sheet to the folder of the article.

    Runs that share a picture share a rule. In a single file, whose addresses are the films themselves, those that
    share the default's have its still only.
    """
    default = figure.positions[figure.start]
    image = next(run.gif for run in runs if run.at == default)
    showing: defaultdict[str, list[str]] = defaultdict(list)
    for n, run in enumerate(runs):
        if run.gif and run.still:
            is_there = run.at == default or (is_within and run.gif == image)
            names = (run.still,) if is_there else (run.gif, run.still)
            images = ",".join(f"url({top}{figure.id}/{name})" for name in names)
            showing[images].append(f"#{figure.id} .{film_class(n)}")
    return "".join(f"{','.join(places)}{{background-image:{images}}}" for images, places in showing.items())


def portrait_css(figure: Figure, portrait: PortraitView, top: str = "") -> str:
    """The style rules of the default film on narrow screens: its own still behind it, and its own shape.

    It is shown no larger than it was drawn.
    """
    width, height = portrait.size
    place = f"#{figure.id} picture>.film"
    shape = f"--ratio:{width}/{height};max-width:{width}px"
    still = f"background-image:url({top}{figure.id}/{portrait.still})"
    return f"@media {NARROW}{{{place}{{{shape};{still}}}}}"


def film_class(number: int) -> str:
    """The class of the film of a run, by the run's number."""
    return f"film-{number}"


def selection_css(figures: Iterable[Figure]) -> str:
    """The style rules that hide what is not chosen, the same for all figures of a page.

    They belong in the sheet that names the films: so none is fetched before it is known to be hidden.
    A browser that cannot apply them shows each figure's default film only.
    """
    sizes: defaultdict[int, int] = defaultdict(int)
    for figure in figures:
        for n, axis in enumerate(figure.axes):
            sizes[n] = max(sizes[n], len(axis.values))
    unchosen = (f".films:not(:has(.a{n}-{k}:checked))>.a{n}-{k}" for n, size in sizes.items() for k in range(size))
    return f"{_WITHOUT_HAS}{','.join([*unchosen, '.linked:not(:has(:target))'])}{{display:none}}"


def fragment(link: RunLink) -> str:
    """What stands behind the # of an address that a link leads to."""
    return page_address(link, link.article).removeprefix("#")


def _linked(figure: Figure, films: Mapping[Position, NoScriptRun], links: Iterable[RunLink]) -> tuple[Linked, ...]:
    """The same films for all links that mean the same; a link to the bare figure needs none."""
    meant: defaultdict[tuple[tuple[Position, ...], int | None], dict[str, None]] = defaultdict(dict)
    for link in links:
        there = [run.at for run in find_runs(without_hidden(link, figure), figure) if run.at in films]
        shown = tuple({figure.others(at): at for at in reversed(there)}.values())[::-1]
        if shown and (link.chosen or link.pinned or link.iteration is not None):
            meant[shown, link.iteration][fragment(link)] = None
    return tuple(
        Linked(tuple(found), iteration, tuple(films[at] for at in shown))
        for (shown, iteration), found in meant.items()
    )
