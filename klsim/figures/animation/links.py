"""Links in prose that point to runs: `run:figure?axis=value` drives a figure, `value:…#field` states a result.

Both may name a figure of another article, `run:article/figure?…`, and an iteration, `i=40`. A `run:` link may pin
another run beside its own, `pin.axis=value`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from klsim.content.schema import number, number_text
from klsim.content.yaml import Scalar
from klsim.diagnostics import Code, Location, nearest
from klsim.figures.animation.choice import axis_index
from klsim.figures.animation.sweep import Figure, Position, Run, with_assigned
from klsim.settings.scalars import Value

SCHEMES = ("run", "value")
PIN, MUTE = "pin.", "mute"


@dataclass(frozen=True)
class RunLink:
    """A link to some runs of a figure, read but not yet looked up.

    chosen: for the axes that the link names, the value as written
    muted:  values of the axis in a shared picture that are not drawn, as written
    pinned: the same for the run beside it, if any
    field:  what a `value:` link states; empty for a `run:` link
    """

    scheme: str
    article: str
    figure: str
    chosen: Mapping[str, str]
    pinned: Mapping[str, str]
    iteration: int | None
    field: str
    location: Location
    muted: tuple[str, ...] = ()


def is_run_link(href: str) -> bool:
    """Whether a link is one of those that point to runs."""
    return href.partition(":")[0].lower() in SCHEMES


def linked_article(href: str, article: str) -> str:
    """The article whose figure a link in the given article names."""
    named, slash, _ = urlsplit(href).path.partition("/")
    return named if slash else article


def parse_link(href: str, article: str, location: Location) -> RunLink:
    """A link in an article. Raises ContentError where it is not of the form of such links."""
    try:
        parts = urlsplit(href)
    except ValueError:
        raise location.failure(Code.INVALID_ADDRESS, f"the link {href!r} is not an address") from None
    target = parts.path.split("/")
    figure = target[-1]
    if len(target) > 2 or not figure:
        raise location.failure(
            Code.INVALID_LINK, f"{href!r} names no figure", f"write {parts.scheme}:figure?setting=value"
        )
    if (parts.scheme == "value") != bool(parts.fragment):
        message = f"{href!r} says not what to state" if parts.scheme == "value" else f"{href!r} has a field"
        hint = "end it with a field, such as #converged_at" if parts.scheme == "value" else "leave `#…` out"
        raise location.failure(Code.INVALID_LINK, message, hint)
    named = parse_qsl(parts.query, keep_blank_values=True)
    chosen = {name: value for name, value in named if not name.startswith(PIN)}
    pinned = {name.removeprefix(PIN): value for name, value in named if name.startswith(PIN)}
    if pinned and parts.scheme == "value":
        message = f"{href!r} pins a run, but states a number of one run only"
        raise location.failure(Code.INVALID_LINK, message, f"leave `{PIN}…` out")
    if twice := [name for name, count in Counter(name for name, _ in named).items() if count > 1]:
        raise location.failure(Code.INVALID_LINK, f"{href!r} names {twice[0]} twice", "keep one of them")
    muted = _read_muted(href, parts.scheme, chosen.pop(MUTE, None), location)
    iteration = _read_iteration(chosen.pop("i", ""), location)
    return RunLink(
        parts.scheme,
        linked_article(href, article),
        figure,
        chosen,
        pinned,
        iteration,
        parts.fragment,
        location,
        muted,
    )


def _read_muted(href: str, scheme: str, word: str | None, location: Location) -> tuple[str, ...]:
    if word is None:
        return ()
    if scheme == "value":
        message = f"{href!r} mutes runs, but states a number of one"
        raise location.failure(Code.INVALID_LINK, message, f"leave `{MUTE}=…` out")
    return tuple(map(unquote, word.split(","))) if word else ()


def _read_iteration(word: str, location: Location) -> int | None:
    if word and not word.isdecimal():
        raise location.failure(Code.INVALID_LINK, f"i={word} is not an iteration", "write a whole number")
    return int(word) if word else None


def find_figure(link: RunLink, figures: Mapping[str, Sequence[Figure]]) -> Figure:
    """The figure that a link names, among the figures of all articles by slug."""
    if link.article not in figures:
        hint = nearest(link.article, figures, "articles")
        raise link.location.failure(Code.UNKNOWN_ARTICLE, f"there is no article {link.article!r}", hint)
    there = {figure.id: figure for figure in figures[link.article]}
    if link.figure not in there:
        message = f"there is no figure {link.figure!r} in {link.article}"
        raise link.location.failure(Code.UNKNOWN_FIGURE, message, nearest(link.figure, there, "figures"))
    return there[link.figure]


def find_runs(link: RunLink, figure: Figure) -> tuple[Run, ...]:
    """The run that a link points to, and the one that it pins, if any.

    Axes that a link does not name are at their default; those of the pinned run, as they are in the other.
    Raises ContentError for an axis or a value that the figure does not have, naming the nearest.
    """
    at = _find_position(link, link.chosen, figure, tuple(axis.default for axis in figure.axes))
    _check_muted(link, figure, at)
    positions = [at, _find_position(link, link.pinned, figure, at)] if link.pinned else [at]
    runs = tuple(figure.runs[figure.places[one]] for one in positions)
    _check_iteration(link, runs[0])
    return runs


def find_exact(link: RunLink, figure: Figure) -> Run | None:
    """The run that a link means where that is not recorded, but lies on the map of the figure; else None."""
    if figure.map is None:
        return None
    run = find_runs(link, figure)[0]
    names = [axis.name for axis in figure.map.axes]
    setting = dict(run.setting)
    assigned: dict[str, Value] = {}
    for axis in figure.axes:
        if axis.name in names and axis.name in link.chosen:
            setting[axis.name] = number(Scalar(link.chosen[axis.name], True, link.location), axis.name)
            assigned |= dict.fromkeys(axis.assigns[0], setting[axis.name])
    return None if setting == run.setting else Run(run.at, setting, with_assigned(run.settings, assigned))


def _check_muted(link: RunLink, figure: Figure, at: Position) -> None:
    """Raise ContentError for what cannot be muted: what is not in the picture, or is in front of it."""
    if not link.muted:
        return
    if figure.together is None:
        message = f"figure {figure.id!r} has one run in each picture, and nothing to mute"
        raise link.location.failure(Code.INVALID_LINK, message, f"leave `{MUTE}=…` out")
    axis = figure.axes[figure.together]
    for word in link.muted:
        index = axis_index(Scalar(word, True, link.location), axis, f"{MUTE} in a link to {figure.id}")
        if index == at[figure.together]:
            message = f"{axis.name} {word} is in front, and cannot be muted"
            hint = f"mute others, or name another {axis.name} in the link"
            raise link.location.failure(Code.INVALID_LINK, message, hint)


def _find_position(link: RunLink, chosen: Mapping[str, str], figure: Figure, usual: Position) -> Position:
    axes = {axis.name: axis for axis in figure.axes}
    if unknown := [name for name in chosen if name not in axes]:
        message = f"figure {figure.id!r} has no control {unknown[0]!r}"
        raise link.location.failure(Code.UNKNOWN_SETTING, message, nearest(unknown[0], axes, "controls"))
    at = tuple(
        axis_index(Scalar(chosen[axis.name], True, link.location), axis, f"link to {figure.id}")
        if axis.name in chosen
        else index
        for axis, index in zip(figure.axes, usual, strict=True)
    )
    if at not in figure.places:
        why = "was not recorded for" if at in figure.missing else "is excluded from"
        message = f"the run that this link points to {why} figure {figure.id!r}"
        raise link.location.failure(Code.EXCLUDED_RUN, message, f"nearest: {_nearest_run(at, figure)}")
    return at


def _nearest_run(at: Position, figure: Figure) -> str:
    """The values in which a run differs from a position: that which does so on the fewest axes, and the least."""

    def difference(other: Position) -> tuple[int, int]:
        apart = [abs(one - two) for one, two in zip(at, other, strict=True) if one != two]
        return len(apart), sum(apart)

    found = min(figure.places, key=difference)
    return ", ".join(
        f"{axis.name} {word if isinstance(word := axis.values[index], str) else number_text(word)}"
        for axis, wanted, index in zip(figure.axes, at, found, strict=True)
        if index != wanted
    )


def _check_iteration(link: RunLink, run: Run) -> None:
    """Raise ContentError for an iteration that no run with these settings comes to."""
    last = run.settings.get("iterations")
    if link.iteration is not None and isinstance(last, int) and link.iteration > last:
        message = f"i={link.iteration} is after the last iteration of the run that this link points to"
        raise link.location.failure(Code.INVALID_LINK, message, f"nearest: {last}")


def page_address(link: RunLink, article: str) -> str:
    """Where the link leads from a page of the given article: the state of the figure stands in the fragment."""
    pairs = {**link.chosen, **{PIN + name: value for name, value in link.pinned.items()}}
    pairs |= {} if link.iteration is None else {"i": str(link.iteration)}
    named = [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs.items()]
    muted = ",".join(quote(word.replace("%", "%25").replace(",", "%2C"), safe="") for word in link.muted)
    query = "&".join([*named, f"{MUTE}={muted}"] if muted else named)
    page = "" if link.article == article else f"../{link.article}/index.html"
    return f"{page}#{link.figure}" + (f"?{query}" if query else "")


def link_to(figure: Figure, at: Position) -> RunLink:
    """A link within a page to the run at a position, which names every setting."""
    values = {axis.name: axis.words[index] for axis, index in zip(figure.axes, at, strict=True)}
    chosen = {name: value if isinstance(value, str) else number_text(value) for name, value in values.items()}
    return RunLink("run", "", figure.id, chosen, {}, None, "", figure.location)


def without_hidden(link: RunLink, figure: Figure) -> RunLink:
    """A link without axes by which nobody chooses: only stated numbers name them."""
    names = {axis.name for axis in figure.axes}
    return replace(link, chosen={name: value for name, value in link.chosen.items() if name in names})
