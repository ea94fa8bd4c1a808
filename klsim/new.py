"""New articles, pages, sections and simulations: files that build at once."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from klsim.beginnings import ARTICLE, FIGURE, PAGE, SIMULATION
from klsim.catalogue import find_simulations
from klsim.config import Config
from klsim.content.decoding import NEVER_TEXT
from klsim.content.files import TAKEN
from klsim.content.plain_name import plain_name
from klsim.content.schema import SLUG, slug_mistake
from klsim.diagnostics import BuildError, Diagnostics, UsageError, nearest

LONGEST_SLUG = 60
STEP = 10

_NUMBERED = re.compile(r"([0-9]+)-.*\.md")
_PLAIN_YAML = re.compile(r"[^\W_](?:[\w ,.()’'?!–-]*[\w.)?!])?")
_PLAIN_HEADING = re.compile(r"[^\W_](?:[^\W_]|[ ,?!’–]|-(?!-))*")


def new_article(config: Config, title: str, day: date, slug: str | None = None) -> Path:
    """Write the index of a new article; its path. Raises UsageError where it cannot be, or is there already."""
    title = _clean(title)
    slug = _free_slug(config, title, slug, "article")
    head = ARTICLE.format(title=quoted_title(title), day=day.isoformat())
    return write_new(config.content / slug / "index.md", f"{head}\n{FIGURE.format(id='example')}")


def new_page(config: Config, title: str, slug: str | None = None) -> Path:
    """Write a new page; its path. Raises UsageError where it cannot be, or is there already."""
    title = _clean(title)
    slug = _free_slug(config, title, slug, "page")
    return write_new(config.content / f"{slug}.md", PAGE.format(title=quoted_title(title)))


def _free_slug(config: Config, title: str, slug: str | None, fallback: str) -> str:
    """The name that is asked for, or that a title gives. Raises UsageError where it is none, or taken."""
    if slug is not None and (wrong := slug_mistake(slug)):
        raise UsageError(f"the slug {wrong[0]}; {wrong[1]}")
    slug = slug or slug_of(title, fallback)
    if slug in TAKEN:
        raise UsageError(f"the site itself uses the name {slug!r}; choose another --slug")
    for path in (config.content / slug, config.content / f"{slug}.md"):
        if path.exists():
            raise UsageError(f"{path} is there already; choose another title, or give --slug")
    return slug


def new_section(config: Config, article: str, title: str) -> Path:
    """Write a new last section of an article; its path. Raises UsageError for an unknown article."""
    title = _clean(title)
    folder = config.content / article
    if article not in (known := _articles(config)):
        raise UsageError(f"there is no article {article!r}; {nearest(article, known, 'articles')}")
    if not folder.is_dir():
        raise UsageError(f"{folder}.md is a single file; move it to {folder / 'index.md'} to add sections")
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _NUMBERED.fullmatch(path.name))]
    number = (max(numbers, default=0) // STEP + 1) * STEP
    path = folder / f"{number}-{slug_of(title, 'section')}.md"
    return write_new(path, f"{_heading(title)}\n\nBegin here.\n\n{FIGURE.format(id=_free_id(folder))}")


def new_simulation(config: Config, title: str) -> Path:
    """Write the file of a new simulation; its path. Raises UsageError where its name is taken."""
    title = _clean(title)
    stem = slug_of(title, "simulation").replace("-", "_")
    stem = stem if stem[0].isalpha() else f"simulation_{stem}"
    taken = {one.name: one.file for one in find_simulations(config, Diagnostics())}
    if (name := stem.replace("_", "-")) in taken:
        raise UsageError(f"a simulation {name!r} is there already, {taken[name]}; choose another name")
    words = title.replace("\\", "/").replace('"', "'")
    return write_new(config.simulations / f"{stem}.py", SIMULATION.format(title=words))


def slug_of(title: str, fallback: str) -> str:
    """A title as a part of addresses and file names; `fallback` for one without Latin letters and digits."""
    word = plain_name(re.sub(r"['’]", "", title))
    if len(word) > LONGEST_SLUG:
        word = word[: LONGEST_SLUG + 1].rpartition("-")[0] or word[:LONGEST_SLUG]
    slug = word.strip("-") or fallback
    return f"{slug}-{fallback}" if slug in TAKEN else slug


def _clean(title: str) -> str:
    """A title on one line. Raises UsageError for an empty one, and for characters that are not text."""
    words = " ".join(title.split())
    if not words:
        raise UsageError("the title is empty")
    if found := NEVER_TEXT.search(words):
        raise UsageError(f"character U+{ord(found.group()):04X} in the title is not text")
    return words


def quoted_title(title: str) -> str:
    """The title as a YAML scalar: bare where that is safe, else in the quotes of JSON, which YAML shares."""
    is_plain = _PLAIN_YAML.fullmatch(title) and title.lower() != "null"  # which is YAML's word for nothing
    return title if is_plain else json.dumps(title, ensure_ascii=False)


def _heading(title: str) -> str:
    """How a section begins: a heading, or front matter where Markdown would read more than letters in it."""
    return f"## {title}" if _PLAIN_HEADING.fullmatch(title) else f"---\ntitle: {quoted_title(title)}\n---"


def _articles(config: Config) -> list[str]:
    return sorted({path.stem if path.suffix == ".md" else path.name for path in _written(config.content)})


def _written(content: Path) -> Iterator[Path]:
    for path in content.iterdir() if content.is_dir() else ():
        if (path / "index.md").is_file() or (path.suffix == ".md" and SLUG.fullmatch(path.stem)):
            yield path


def _free_id(folder: Path) -> str:
    """An id that no text of the article has as a word."""
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("*.md"))
    words = set(re.findall(r"[a-z][a-z0-9-]*", text))
    number = 1
    while (word := "example" if number == 1 else f"example-{number}") in words:
        number += 1
    return word


def write_new(path: Path, text: str) -> Path:
    """Write a new file, never over another."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise BuildError(f"{path} cannot be written: {error.strerror}") from None
    return path
