"""Why a build made what it made, in words: for each page, figure and shared file the inputs that have changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from klsim.engine.explain import MOST, describe_reason, explain_reasons
from klsim.engine.inputs import CALL, FILE, VALUE
from klsim.engine.publish import Published
from klsim.engine.results import Reason
from klsim.figures.place import OEMBED
from klsim.formats.cards import CARD
from klsim.formats.pages import OTHERS

_KINDS = {".gif": "GIF", ".png": "picture", ".svg": "picture", ".json": "data file", ".js": "script"}


def explain_build(
    ran: Mapping[str, Sequence[Reason]], published: Published, changed: Mapping[str, str]
) -> tuple[str, ...]:
    """A line for each thing that was written, with what made it so.

    changed: words by name for each file of the site that is not as it was when a build was last finished
    """
    things: dict[str, list[str]] = {}
    below = _below(ran)
    for path in sorted(published.written):
        things.setdefault(_thing(path), []).append(path)
    return tuple(
        f"{thing}{_counts(thing, paths)}: {_why(thing, paths, ran, _tasks(thing, ran, below), published, changed)}"
        for thing, paths in things.items()
    )


def _thing(path: str) -> str:
    """The figure that a file belongs to, the page that a style sheet does, or the file itself."""
    if path.endswith(OEMBED):
        return path.removesuffix(OEMBED)
    folder = PurePosixPath(path).parent
    if len(folder.parts) == 1 and folder.name != "assets" and path.endswith(".css"):
        return f"{folder}/index.html"
    return folder.as_posix() if len(folder.parts) == 2 else path


def _counts(thing: str, paths: Sequence[str]) -> str:
    if thing in paths:
        return ""
    counts = Counter(_KINDS.get(PurePosixPath(path).suffix, "file") for path in paths)
    parts = [f"{count} {kind}{'s' * (count != 1)}" for kind, count in sorted(counts.items())]
    return f" ({', '.join(parts)})"


def _why(
    thing: str,
    paths: Sequence[str],
    ran: Mapping[str, Sequence[Reason]],
    tasks: Sequence[str],
    published: Published,
    changed: Mapping[str, str],
) -> str:
    restored = set(published.restored)
    gone = [path for path in paths if path in restored]
    if list(paths) == gone:
        return "was missing or damaged"
    if plain_files := [changed[file] for file in (f"static/{path}" for path in paths) if file in changed]:
        return "; ".join(dict.fromkeys(plain_files))
    reasons = list(dict.fromkeys(_roots(ran, tasks)))
    plain = [one for one in reasons if not one.input.startswith(VALUE) and one.input != CALL]
    causes = explain_reasons(plain)
    if len(plain) <= MOST:
        causes = [_related(one.input.removeprefix(FILE), describe_reason(one), thing) for one in plain]
    if len(plain) < len(reasons) or not reasons:  # values, and what there is to do at all, were read from files
        read = [words for file, words in changed.items() if _is_read_for(file, thing)]
        far = [_related(file, words, thing) for file, words in changed.items() if file.startswith("content/")]
        causes = [*read, *causes] or far or explain_reasons(reasons)
    if gone:
        causes = [f"{len(gone)} files were missing or damaged", *causes]
    return "; ".join(dict.fromkeys(causes)) or "it is new here"


def _is_read_for(file: str, thing: str) -> bool:
    """Whether values that decide a page, a figure or a shared file are read from a file of a site."""
    file = file.removeprefix("klsim/")
    if "/" not in thing or thing.endswith("/index.html"):
        return file == "content/site.yaml" or file.startswith("templates/static/")
    if thing.startswith("assets/"):
        name = thing.removeprefix("assets/").partition(".")[0]
        return file.startswith(f"templates/static/{name}.") or (name == "article-math" and file.endswith(".md"))
    if PurePosixPath(thing).suffix:
        return file == f"content/{thing}"
    return _owner(file) == thing.partition("/")[0] or file == "templates/static/theme.css"


def _related(file: str, words: str, thing: str) -> str:
    """A reason in words; of another article's file, what it has to do with a page."""
    is_far = thing.endswith("/index.html") and _owner(file) not in ("", thing.partition("/")[0])
    return f"{words}, and one shows or links the other" if is_far else words


def _owner(file: str) -> str:
    """The article that a file belongs to; empty for those of no article."""
    top, _, rest = file.partition("/")
    slug = rest.partition("/")[0].removesuffix(".md")
    return slug if top == "content" and rest != "site.yaml" else ""


def _below(tasks: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The tasks by the beginnings of their names: those of `a/b` are `a/b/c` and `a/b/c/d`."""
    found: dict[str, list[str]] = {}
    for task in tasks:
        for end, sign in enumerate(task):
            if sign == "/":
                found.setdefault(task[:end], []).append(task)
    return found


def _tasks(thing: str, ran: Collection[str], below: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The tasks that made a page, a figure or a shared file."""
    if thing == CARD or thing.endswith(f"/{CARD}"):
        own = [thing.removesuffix(".png")]
    elif "/" not in thing:
        own = [OTHERS]
    else:
        own = [thing, thing.split(".")[0]] if thing.startswith("assets/") else [thing]
        return [*(task for task in own if task in ran), *below.get(thing, ())]
    return [task for task in own if task in ran]


def _roots(ran: Mapping[str, Sequence[Reason]], tasks: Sequence[str]) -> Iterator[Reason]:
    """What lies behind the reasons of tasks: not that another task gave something else, but why it did."""
    seen: set[str] = set()
    waiting = list(tasks)
    while waiting:
        task = waiting.pop(0)
        if task in seen:
            continue
        seen.add(task)
        for reason in ran[task]:
            maker = reason.input.rpartition("/")[0]
            if maker in ran:
                waiting.append(maker)
            elif maker not in tasks and (reason.input or task in tasks):
                yield reason
