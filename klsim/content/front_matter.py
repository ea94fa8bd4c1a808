"""The YAML between `---` lines that opens a file."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import normpath

from klsim.content.aliases import Alias, read_aliases
from klsim.content.figure_name import FigureName, figure_name
from klsim.content.formulas.macro_fields import WrittenMacro, macros
from klsim.content.moment import Moment
from klsim.content.references import Image, diagnose_media
from klsim.content.schema import Field, counting_number, flag, moment, one_of, read_fields, text, texts
from klsim.content.source import Source
from klsim.content.tags import Tag
from klsim.content.yaml import Mapping as Yaml
from klsim.content.yaml import Node, Scalar, parse_yaml
from klsim.diagnostics import Code, ContentError, Diagnostic, Location

_RULE = "---"


@dataclass(frozen=True)
class Head:
    """What the front matter of an article, or of a page, says.

    date:    when it was published; a page has none
    updated: when it was last changed
    image:   what stands for it elsewhere, a path in its folder
    cover:   the figure that stands for it in lists and on its card; else its first
    aliases: old addresses that lead to it
    """

    title: str
    date: Moment | None = None
    summary: str = ""
    updated: Moment | None = None
    authors: tuple[str, ...] = ()
    series: str | None = None
    part: int | None = None
    draft: bool = False
    page: bool = False
    image: Image | None = None
    cover: FigureName | None = None
    macros: Mapping[str, WrittenMacro] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()


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
    node = parse_yaml(front, start)
    is_page = _is_true(node.get("page"))
    fields = head_fields(series, is_page=is_page)
    head = Head(**read_fields(node, fields, start, "the front matter"))
    if wrong := list(_disagreements(head, node)):
        raise ContentError(wrong)
    return head


def head_fields(series: Collection[str] | None = None, *, is_page: bool = False) -> tuple[Field, ...]:
    """The keys of the front matter of an article, or of a page.

    series: the slugs of those that there are; None leaves them unchecked
    """
    return (
        Field("title", text, "…", "what it is called; a `# Title` as first line serves as well"),
        Field(
            "date",
            moment,
            "" if is_page else "2024-05-01",
            "when it is published, `2026-11-23` or `2026-11-23T18:30:00+01:00`; until then it is a draft",
        ),
        Field("summary", text, "" if is_page else "one or two sentences", "why one would read it"),
        Field("updated", moment, about="when it was last changed"),
        Field("authors", texts, about="one name or a list; else the author of the site counts"),
        Field(
            "series",
            text if series is None else one_of(series, "series"),
            about="one of the series in `site.yaml`, by its slug",
        ),
        Field("part", counting_number, about="which part of its series it is"),
        Field(
            "draft",
            flag,
            about="`true`: it is not published, but shown, marked, in the preview and by `klsim build --drafts`",
        ),
        Field(
            "page",
            flag,
            about="`true`: a page, such as `content/about.md`; it has no date, and is in no list and no feed",
        ),
        Field("image", _image, about="a picture beside the text that stands for it where links are shared"),
        Field(
            "cover",
            figure_name,
            about="the figure that stands for it in lists and on its card, by its id; else its first",
        ),
        Field(
            "aliases",
            read_aliases,
            about="old addresses, `old-name` or `2018/post.html`, which [lead to it](sharing.md#links-that-stay)",
        ),
        Field("macros", macros, about="for its formulas; see [Macros](formulas.md#macros)"),
    )


def _disagreements(head: Head, node: Yaml) -> Iterator[Diagnostic]:
    """Keys that do not go together."""

    def at(name: str) -> Location:
        return node.key(name).location

    if head.part is not None and head.series is None:
        yield at("part").error(Code.MISSING_KEY, "part belongs to no series", "add `series: …` or remove `part`")
    if head.page:
        for name in ("date", "series", "part"):
            if node.get(name) is not None:
                message = f"a page has no {name}: it is in no list of articles"
                yield at(name).error(Code.UNKNOWN_KEY, message, f"remove `{name}` or `page: true`")
    if head.date and head.updated and head.updated.is_before(head.date):
        message = f"it cannot have been updated, {head.updated.text}, before its date, {head.date.text}"
        yield at("updated").error(Code.WRONG_ORDER, message, "exchange the two, or remove `updated`")


def _image(node: Node, name: str) -> Image:
    """A picture in the folder of the article."""
    path = text(node, name)
    if wrong := diagnose_media(Tag("img", "", 0, 0), path, node.location, ()):
        raise ContentError([wrong])
    return Image(normpath(path), "", node.location)


def _is_true(node: Node | None) -> bool:
    """Whether a value is `true`; what else may be wrong with it is told elsewhere."""
    return isinstance(node, Scalar) and node.text.strip().lower() == "true"


def parse_section_head(front: Source | None, start: Location) -> SectionHead | None:
    """What the front matter of a section says, if it has one with a title."""
    if front is None:
        return None
    node = parse_yaml(front, start)
    found = read_fields(node, [Field("title", text)], start, "the front matter")
    return SectionHead(found["title"], node.key("title").location) if found else None
