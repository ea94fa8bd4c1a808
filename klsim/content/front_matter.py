"""The YAML between `---` lines that opens a file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from klsim.content.formulas.macro_fields import WrittenMacro, macros
from klsim.content.schema import Field, counting_number, day, flag, one_of, read_fields, text
from klsim.content.source import Source
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import Code, Location

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
    macros: Mapping[str, WrittenMacro] = field(default_factory=dict)


@dataclass(frozen=True)
class SectionHead:
    """What the front matter of a section says, and where."""

    title: str
    location: Location


def split_front_matter(source: Source) -> tuple[Source | None, Source]:
    """The lines between the first two `---` lines, if the first line is one, and the lines after them.

    Raises ContentError when the second is missing.
    """
    if not source.lines or source.lines[0].rstrip() != _RULE:
        return None, source
    for number, line in enumerate(source.lines[1:], 1):
        if line.rstrip() == _RULE:
            return source[1:number], source[number + 1 :]
    raise source.locations[0].failure(
        Code.UNCLOSED_BLOCK, "the front matter is never closed", "add a line `---` at its end"
    )


def parse_head(front: Source | None, start: Location, series: Collection[str] | None) -> Head:
    """What the front matter says of an article whose file begins at `start`.

    `series` are the known ones; None leaves them unchecked. Raises ContentError with every mistake.
    """
    if front is None:
        hint = "begin the file with `---`, `title: …`, `date: …`, `summary: …` and `---`"
        raise start.failure(Code.MISSING_FRONT_MATTER, "this article has no front matter", hint)
    fields = (
        Field("title", text, "…"),
        Field("date", day, "2024-05-01"),
        Field("summary", text, "one or two sentences"),
        Field("series", text if series is None else one_of(series, "series")),
        Field("part", counting_number),
        Field("draft", flag),
        Field("macros", macros),
    )
    node = parse_yaml(front, start)
    head = Head(**read_fields(node, fields, start, "the front matter"))
    if head.part is not None and head.series is None:
        message = "part belongs to no series"
        location = node.key("part").location
        raise location.failure(Code.MISSING_KEY, message, "add `series: …` or remove `part`")
    return head


def parse_section_head(front: Source | None, start: Location) -> SectionHead | None:
    """What the front matter of a section says, if it has one with a title."""
    if front is None:
        return None
    node = parse_yaml(front, start)
    found = read_fields(node, [Field("title", text)], start, "the front matter")
    return SectionHead(found["title"], node.key("title").location) if found else None
