"""Films of figures to take along, into talks and posts: found by the words of a link, drawn, and saved."""

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from klsim.config import Config
from klsim.content.document import Document
from klsim.diagnostics import ContentError, Location, UsageError
from klsim.engine.progress import Progress
from klsim.engine.store import Store
from klsim.engine.whole_file import write_whole
from klsim.figures.animation.filming import find_picture, movie_tasks
from klsim.figures.animation.links import RunLink, find_figure, parse_link
from klsim.figures.animation.movies import MOVIE, Wish
from klsim.figures.animation.plan import AnimationPlan
from klsim.figures.animation.sweep import Figure
from klsim.publication import Prepared, prepare
from klsim.render.video import CODECS, find_ffmpeg, version_of
from klsim.session import Session

_ASKED = Location("", 0)


@dataclass(frozen=True)
class Order:
    """What is asked for on the command line.

    state:  "article/figure?setting=value", as in the address of a page or in a link
    to:     the file; None for one in this folder that is called as the figure is
    scheme: light or dark
    """

    state: str
    format: str
    size: tuple[int, int]
    fps: str
    hold: float | None
    to: Path | None
    scheme: str


def make_film(config: Config, order: Order, executor: Executor, progress: Progress, now: int) -> Path:
    """Draw a film into a file, whole or not at all; gives its path.

    Raises ContentError with every mistake of the site, UsageError for a state that is not there and for a size
    that films cannot have, BuildError where there is no room for it, or nothing here that encodes it.
    """
    link = _read(order.state)
    _check_size(order)
    ffmpeg = find_ffmpeg() if order.format in CODECS else ""
    with Store(config.store, packages=config.packages) as store:
        session = Session(config, store, executor, progress, store.next_build(now))
        site = prepare(session, lambda _: True)
        session.diagnostics.raise_errors()
        data = _draw(session, site, link, order, ffmpeg)
    path = order.to or Path(f"{link.figure}.{order.format}")
    write_whole(path, data)
    return path


def _read(state: str) -> RunLink:
    """The link of a state; whole addresses of pages will do."""
    text = state.replace("/index.html#", "/").replace("#", "/").removeprefix("run:")
    try:
        link = parse_link(f"run:{text}", "", _ASKED)
    except ContentError as error:
        raise _usage(error, state) from None
    if not link.article:
        raise UsageError(f"{state!r} names no article; write article/figure?setting=value")
    return link


def _usage(error: ContentError, state: str) -> UsageError:
    told = "\n".join(f"{one.message}; {one.hint}" if one.hint else one.message for one in error.diagnostics)
    return UsageError(told.replace(f"'run:{state}'", repr(state)))


def _check_size(order: Order) -> None:
    """Raise UsageError for an odd number of pixels where the format has colours for pairs of them only."""
    odd = [length for length in order.size if length % 2]
    if odd and order.format in CODECS:
        width, height = (length + length % 2 for length in order.size)
        raise UsageError(f"{order.format} takes even sizes, and {odd[0]} is odd; nearest: {width}x{height}")


def _draw(session: Session, site: Prepared, link: RunLink, order: Order, ffmpeg: str) -> bytes:
    try:
        figure = find_figure(link, site.articles.with_runs)
        plan = site.plans[f"{link.article}/{figure.id}"]
        assert isinstance(plan, AnimationPlan)
        picture = find_picture(plan, link)
        _check_format(order, figure)
    except ContentError as error:
        raise _usage(error, order.state) from None
    themes = site.look.themes
    theme = themes.dark if order.scheme == "dark" else themes.light
    (document,) = (one for one in site.articles.published if one.slug == link.article)
    part, tasks = movie_tasks(plan, picture, _wish(site, document, order, ffmpeg), themes, theme)
    made = session.run(tasks)
    session.diagnostics.raise_errors()
    return made.read(part.task, MOVIE)


def _check_format(order: Order, figure: Figure) -> None:
    """Raise UsageError where the simulation has plotting code, which gives pixels."""
    if order.format == "svg" and figure.declaration.is_drawn:
        raise UsageError(f"{figure.simulation} draws its pictures itself, in pixels; write `--format png`")


def _wish(site: Prepared, document: Document, order: Order, ffmpeg: str) -> Wish:
    assert site.articles.site is not None
    address = site.articles.site.base_url.partition("//")[2]
    return Wish(
        format=order.format,
        size=order.size,
        fps=order.fps,
        hold=order.hold,
        headline=document.article.title,
        source=f"{site.articles.site.title} · {address}/{document.slug}/",
        ffmpeg=ffmpeg,
        version=version_of(ffmpeg) if ffmpeg else "",
    )
