"""Headings with anchors, for a table of contents and for links to a section."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from klsim.content.code_mask import mask_code
from klsim.content.slots import SLOT_TAG
from klsim.content.source import Source
from klsim.content.tags import ANY, find_tags, plain_text
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location
from klsim.engine.codec import Codec

_HEADING = re.compile(
    r"<!--.*?-->|<h(?P<level>[1-6])(?P<attributes>\s[^>]*)?>(?P<inside>.*?)</h(?P=level)\s*>", re.DOTALL
)
_NOTE = re.compile(r"<sup\b[^>]*>.*?</sup>", re.DOTALL)
_LINK = re.compile(r"</?a\b[^>]*>|\sid=\"[^\"]*\"")
_NOTE_ID = re.compile(r"<(?:sup|li) id=\"(fn(?:ref)?\d*:[^\"]*)\"")
_ID = re.compile(r"id(?<!\wid)\b")  # one that begins with its letters is four times as fast
_FIRST_LEVEL = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)?#(?!#)|^[^\S\n]*\S.*(?=\n[ \t>]*=+[ \t]*$)", re.MULTILINE
)


@dataclass(frozen=True)
class Heading:
    """A heading: its level from 2, the id of its anchor, and what it says, as text and as HTML without links."""

    level: int
    anchor: str
    text: str
    html: str


HEADINGS = Codec.of(Heading)


def anchor_headings(
    page: str,
    source: Source,
    taken: Collection[str],
    reserved: Mapping[str, str],
    start: Location,
    diagnostics: Diagnostics,
) -> tuple[str, tuple[Heading, ...]]:
    """HTML whose headings have ids and links to themselves, and the headings.

    Ids differ from each other, from those in the page, from the `taken` ones of figures and from the `reserved`
    ones, which have an owner each. Wrong are headings of the first level, since that is the title of the article,
    and ids that an author gives although they are in use.
    """
    if next(find_tags(page, "h1"), None):
        diagnostics.add(*_first_level(source, start))
    used = _ids(page, source, taken, reserved, start, diagnostics)
    headings: list[Heading] = []

    def write(found: re.Match[str]) -> str:
        if not found["level"]:
            return found.group()
        heading, attributes = _heading(found, used)
        used.add(heading.anchor)
        headings.append(heading)
        link = f'<a class="anchor" href="#{heading.anchor}" aria-label="Link to this section">#</a>'
        return f"<h{found['level']}{attributes}>{found['inside']} {link}</h{found['level']}>"

    return _HEADING.sub(write, page), tuple(headings)


def _heading(found: re.Match[str], used: Collection[str]) -> tuple[Heading, str]:
    attributes = found["attributes"] or ""
    without_notes = _NOTE.sub("", found["inside"]).strip()
    text = plain_text(without_notes)
    own = next(find_tags(found.group(), f"h{found['level']}")).attributes.get("id")
    anchor = own or next(word for word in _candidates(text) if word not in used)
    if not own:
        attributes = f' id="{anchor}"{attributes}'
    return Heading(int(found["level"]), anchor, text, _LINK.sub("", without_notes)), attributes


def _candidates(text: str) -> Iterator[str]:
    word = re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "section"
    return chain([word], (f"{word}-{number}" for number in count(2)))


def _ids(
    page: str,
    source: Source,
    taken: Collection[str],
    reserved: Mapping[str, str],
    start: Location,
    diagnostics: Diagnostics,
) -> set[str]:
    """The ids in use; wrong are those that an author gives a second time."""
    used = {*taken, *reserved}
    notes = _NOTE_ID.findall(page)
    if len(_ID.findall(page.lower())) == len(set(notes)):
        return used | set(notes)  # as in nearly every article, nobody else has given an id
    seen: Counter[str] = Counter()
    for tag in find_tags(page, ANY):
        if "id" not in tag.inside.lower() or tag.name == SLOT_TAG:
            continue
        word = tag.attributes.get("id")
        if word is None:
            continue
        figure, state, _ = word.partition("?")
        owner = reserved.get(word) or (f"a state of figure {figure!r}" if state and figure in taken else "")
        if owner or word in used:
            free = next(candidate for n in count(2) if (candidate := f"{figure or 'part'}-{n}") not in used)
            what = f"the id {word!r} belongs to {owner}" if owner else f"the id {word!r} is already in use"
            place = _id_place(word, seen[word], source, start)
            diagnostics.add(place.error(Code.DUPLICATE_ID, what, f"choose another, perhaps {free!r}"))
        seen[word] += 1
        used.add(word)
    return used


def _id_place(word: str, nth: int, source: Source, start: Location) -> Location:
    """Where an id is given for the nth time, in HTML or in the braces of Markdown, outside of code if possible."""
    escaped = re.escape(word)
    values = rf"""\"{escaped}\"|'{escaped}'|{escaped}(?=[\s>/}}])"""
    pattern = re.compile(rf"(?<![\w-])[iI][dD]\s*=\s*(?:{values})|\{{[^}}\n]*#{escaped}(?=[\s}}])")
    for text in (mask_code(source), source.text):
        if places := [found.start() for found in pattern.finditer(text)]:
            return source.at(places[min(nth, len(places) - 1)])
    return start


def _first_level(source: Source, start: Location) -> list[Diagnostic]:
    places = [source.at(found.start()) for found in _FIRST_LEVEL.finditer(mask_code(source))]
    hint = "write `## …` for a section, `\\#` for a number sign"
    what = "a heading of the first level: the title stands in the front matter"
    return [place.error(Code.HEADING_LEVEL, what, hint) for place in places or [start]]
