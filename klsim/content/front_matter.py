"""The YAML between `---` lines that opens a file."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from klsim.content.schema import Field, counting_number, day, flag, one_of, read_fields, text
from klsim.content.source import Origin, Source
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import AuthorError

_RULE = "---"


@dataclass(frozen=True)
class Head:
    """What the front matter of an article says."""

    title: str
    date: date
    summary: str
    series: str | None = None
    part: int | None = None
    draft: bool = False


@dataclass(frozen=True)
class SectionHead:
    """What the front matter of a section says, and where."""

    title: str
    origin: Origin


def split_front_matter(source: Source) -> tuple[Source | None, Source]:
    """The lines between the first two `---` lines, if the first line is one, and the lines after them.

    Raises AuthorError when the second is missing.
    """
    if not source.lines or source.lines[0].rstrip() != _RULE:
        return None, source
    for number, line in enumerate(source.lines[1:], 1):
        if line.rstrip() == _RULE:
            return source[1:number], source[number + 1 :]
    raise AuthorError(
        [source.origins[0].mistake("the front matter is never closed", "add a line `---` at its end")]
    )


def parse_head(source: Source, start: Origin, series: Collection[str] | None) -> tuple[Head, Source]:
    """The front matter of an article, and the rest of the file, which begins at `start`.

    `series` are the known ones; None leaves them unchecked. Raises AuthorError with every mistake.
    """
    front, body = split_front_matter(source)
    if front is None:
        hint = "begin the file with `---`, `title: …`, `date: …`, `summary: …` and `---`"
        raise AuthorError([start.mistake("this article has no front matter", hint)])
    fields = (
        Field("title", text, "…"),
        Field("date", day, "2024-05-01"),
        Field("summary", text, "one or two sentences"),
        Field("series", text if series is None else one_of(series, "series")),
        Field("part", counting_number),
        Field("draft", flag),
    )
    node = parse_yaml(front, start)
    head = Head(**read_fields(node, fields, start, "the front matter"))
    if head.part is not None and head.series is None:
        what = "part belongs to no series"
        raise AuthorError([node.key("part").origin.mistake(what, "add `series: …` or remove `part`")])
    return head, body


def parse_section_head(source: Source, start: Origin) -> tuple[SectionHead | None, Source]:
    """The front matter of a section, if it has one with a title, and the rest of the file."""
    front, body = split_front_matter(source)
    if front is None:
        return None, body
    node = parse_yaml(front, start)
    found = read_fields(node, [Field("title", text)], start, "the front matter")
    return (SectionHead(found["title"], node.key("title").origin) if found else None), body
