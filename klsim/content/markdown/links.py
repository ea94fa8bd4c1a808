"""The links and the files that a text names, in the order of the text, and what is wrong with them."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import normpath
from urllib.parse import unquote

from markdown_it.token import Token

from klsim.content.external_links import outward_links, refused_link
from klsim.content.markdown.places import inlines, line_of, partner
from klsim.content.markdown.words import words_of
from klsim.content.references import Image, Link, diagnose_media, is_external, path_of
from klsim.content.tags import Tag, find_tags, plain_text
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location

_MEDIA = ("img", "source", "video", "audio", "track", "embed", "iframe", "script")
_LEADING = ("href", "xlink:href", "action", "formaction")
_RAW = ("(?i:a|area|form|button|input)", *_MEDIA)
_HEARD = frozenset({"img"})
_LINK_TAG = re.compile(r"</?a[\s/>]", re.IGNORECASE)
"""Where a raw link begins or ends: none is within another."""

At = Callable[[int], Location]
"""The place of a line."""


@dataclass
class Found:
    """What a text names; `unnamed` are images of which nothing is said, though they are no ornaments.

    allows: whether what is at an address elsewhere may be shown
    """

    allows: Callable[[str], bool]
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    unnamed: list[Image] = field(default_factory=list)


def find_links(
    tokens: Sequence[Token],
    at: At,
    taken: Collection[str],
    diagnostics: Diagnostics,
    allows: Callable[[str], bool],
) -> Found:
    """The links and files of a text.

    taken:  the names of folders that hold something else beside the page
    allows: whether what is at an address elsewhere may be shown
    """
    found = Found(allows)
    for token in tokens:
        if token.type == "html_block":
            _find_raw(token.content, line_of(token), at, taken, found, diagnostics)
        children = token.children if token.type == "inline" else None
        for number, child in enumerate(children or ()):
            if child.type == "link_open":
                between = (children or [])[number + 1 : partner(children or [], number)]
                _add_link(
                    Link(str(child.attrs["href"]), words_of(between), at(line_of(child))), found, diagnostics
                )
            elif child.type == "image":
                tag = Tag("img", "", 0, 0)
                alt = words_of(child.children or ())
                source = str(child.attrs["src"])
                image = _add_media(tag, source, alt, at(line_of(child)), taken, found, diagnostics)
                if image and not alt:
                    found.unnamed.append(image)
            elif child.type == "html_inline" and child.content[1] != "/":
                words = _words_until(children or [], number)
                _find_raw(child.content, line_of(child), at, taken, found, diagnostics, words)
    diagnostics.add(*outward_links(found.links))
    return found


def _words_until(children: Sequence[Token], number: int) -> str:
    """The words up to the end of a raw link."""
    if not _LINK_TAG.match(children[number].content):
        return ""
    end = number + 1
    while end < len(children) and not (
        children[end].type == "html_inline" and _LINK_TAG.match(children[end].content)
    ):
        end += 1
    return words_of(children[number + 1 : end])


def _find_raw(
    content: str,
    line: int,
    at: At,
    taken: Collection[str],
    found: Found,
    diagnostics: Diagnostics,
    words: str | None = None,
) -> None:
    for tag in find_tags(content, *_RAW):
        location = at(line + content.count("\n", 0, tag.start))
        attributes = tag.attributes
        for address in (attributes[name] for name in _LEADING if name in attributes and tag.name not in _MEDIA):
            diagnostics.add(*refused_link(address, location))
        if tag.name.lower() == "a" and "href" in attributes:
            text = words
            if text is None:
                end = _LINK_TAG.search(content, tag.end)
                text = plain_text(content[tag.end : end.start() if end else len(content)])
            found.links.append(Link(attributes["href"], text, location))
        for address in (
            attributes[name] for name in ("src", "poster") if name in attributes and tag.name in _MEDIA
        ):
            alt = attributes.get("alt", "").strip()
            image = _add_media(tag, address.strip(), alt, location, taken, found, diagnostics)
            if image and tag.name in _HEARD and "alt" not in attributes:
                found.unnamed.append(image)


def _add_link(link: Link, found: Found, diagnostics: Diagnostics) -> None:
    diagnostics.add(*refused_link(link.href, link.location))
    found.links.append(link)


def _add_media(
    tag: Tag,
    address: str,
    alt: str,
    location: Location,
    taken: Collection[str],
    found: Found,
    diagnostics: Diagnostics,
) -> Image | None:
    if is_external(address) and found.allows(address):
        return None
    if wrong := diagnose_media(tag, address, location, taken):
        diagnostics.add(wrong)
        return None
    if address.startswith("data:"):
        return None
    found.images.append(Image(normpath(unquote(path_of(address))), alt, location))
    return found.images[-1]


def compose_anchors(tokens: Sequence[Token]) -> None:
    """Have links to anchors spell them as pages do, whatever the editor made of accents."""
    for child in (child for block in inlines(tokens) for child in block.children or ()):
        href = child.attrs.get("href")
        if isinstance(href, str) and "#" in href and not href.isascii():
            path, mark, anchor = href.partition("#")
            child.attrs["href"] = path + mark + unicodedata.normalize("NFC", anchor)


def check_words(tokens: Sequence[Token], anchors: Collection[str], at: At) -> Iterator[Diagnostic]:
    """Links that say nothing, and so cannot be seen; those to anchors that are not there are told as such."""
    for block in inlines(tokens):
        children = block.children or []
        for number, child in enumerate(children):
            if child.type == "link_open" and "id" not in child.attrs and child.markup != "autolink":
                place, mark, anchor = str(child.attrs["href"]).partition("#")
                if mark and not place and anchor not in anchors:
                    continue
                between = children[number + 1 : partner(children, number)]
                if not between or all(one.type == "text" and not one.content.strip() for one in between):
                    message = f"the link to {child.attrs['href']!r} has no words"
                    yield at(line_of(child)).error(
                        Code.INVALID_LINK, message, "write what it leads to, `[words](…)`"
                    )
