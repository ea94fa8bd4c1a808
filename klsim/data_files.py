"""The data files of a site: runs that were recorded elsewhere, which blocks name, read before the articles are."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from klsim.config import Config
from klsim.content.document import DIAGNOSTICS
from klsim.content.files import ArticleFiles
from klsim.diagnostics import Code, ContentError, Diagnostic, Location
from klsim.engine.task import Task
from klsim.figures.animation.recorded_requests import REQUESTS
from klsim.figures.animation.recording import NAME
from klsim.recordings.survey import DIAGNOSTICS_OF_DATA, SURVEYS, Request, key_of
from klsim.session import Session

MOST_FILES = 10_000
_MOST_NEARBY = 50

Asked = Mapping[str, Sequence[tuple[str, str, Sequence[str]]]]
"""For each article what its blocks ask for, as keys of their surveys, the task that reads it, and landscapes."""


def read_data_files(session: Session, found: Sequence[ArticleFiles]) -> Asked:
    """Read the data files that blocks name. What is wrong with them is told in the session."""
    mentioning = [one for one in found if _mentions(one)]
    if not mentioning:
        return {}
    asking = {one.slug: _asking(one) for one in mentioning}
    made = session.run(asking.values(), silently=True)
    asked: dict[str, list[tuple[str, str, Sequence[str]]]] = {}
    tasks: list[Task] = []
    for article in mentioning:
        task = asking[article.slug].name
        requests = SURVEYS.decode_many(made.read(task, REQUESTS), Request) if task in made.made else ()
        for n, request in enumerate(requests):
            try:
                reading, grids = _reading(session.config, article, request, n)
            except ContentError as error:
                session.diagnostics.add(*error.diagnostics)
                continue
            tasks.append(reading)
            asked.setdefault(article.slug, []).append((key_of(request), reading.name, grids))
    read = session.run(tasks, silently=True)
    for task_read in tasks:
        if task_read.name in read.made:
            data = read.read(task_read.name, DIAGNOSTICS_OF_DATA)
            session.diagnostics.add(*DIAGNOSTICS.decode_many(data, Diagnostic))
    return asked


def _mentions(article: ArticleFiles) -> bool:
    """Whether a block of an article may be one of recorded runs, as far as can be seen without reading it."""
    for _, path in article.files:
        try:
            if NAME.encode() in path.read_bytes():
                return True
        except OSError:
            continue  # whoever reads it will say so
    return False


def _asking(article: ArticleFiles) -> Task:
    return Task(
        f"{article.slug}/requests",
        "klsim.figures.animation.recorded_requests:find_requests",
        values=([name for name, _ in article.files],),
        files=article.files,
    )


def _reading(config: Config, article: ArticleFiles, request: Request, number: int) -> tuple[Task, Sequence[str]]:
    """What reads the files that a block asks for, and which of its landscapes are there."""
    folder = config.root / article.folder
    data = list(_fitting(config, folder, request.data))
    grids = [name for name in request.grids if _is_file(config, folder, name)]
    names = [*data, *grids]
    labels = [(Path(article.folder) / name).as_posix() for name in names]
    nearby = [] if data else list(_nearby(folder))
    task = Task(
        f"{article.slug}/data/{number}",
        "klsim.recordings.data:read_data",
        values=(names, labels, grids, request.axes, request.iteration, nearby),
        files=tuple((label, folder / name) for label, name in zip(labels, names, strict=True)),
    )
    return task, grids


def _fitting(config: Config, folder: Path, pattern: str) -> Iterator[str]:
    """The files beside an article that a pattern fits, in the order of their names."""
    if not set("*?[") & set(pattern):
        if _is_file(config, folder, pattern):
            yield pattern
        return
    try:
        paths = sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern))
    except (ValueError, NotImplementedError):
        return  # an absolute path, which is none beside the article
    if len(paths) > MOST_FILES:
        where = Location(folder.relative_to(config.root).as_posix(), 1)
        raise where.failure(Code.TOO_MANY, f"{len(paths)} files fit {pattern!r}, more than {MOST_FILES}")
    yield from (name for name in paths if _is_file(config, folder, name))


def _is_file(config: Config, folder: Path, name: str) -> bool:
    """Whether there is such a file below the content folder."""
    try:
        path = folder / name
        is_beside = path.is_file() and not Path(name).is_absolute() and ".." not in Path(name).parts
        return is_beside and path.resolve().is_relative_to(config.content.resolve())
    except (OSError, ValueError):
        return False


def _nearby(folder: Path) -> Iterator[str]:
    """Some of what lies beside an article and is no text."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    yield from (path.relative_to(folder).as_posix() for path in paths[:_MOST_NEARBY])
