"""What a page refers to: its links, and the images and other media that must lie beside it."""

import html
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import unquote

from klsim.content.code_mask import mask_code
from klsim.content.decoding import NEVER_TEXT
from klsim.content.source import Source
from klsim.content.tags import Tag, find_tags, plain_text
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location
from klsim.engine.codec import Codec

_MEDIA = ("img", "source", "video", "audio", "track", "embed", "iframe", "script")
_GENERATED = {"anchor", "footnote-ref", "footnote-backref"}
LONGEST_NAME = 255
"""How many bytes the name of a file may have on any common system."""
_NO_ADDRESS = re.compile(r"\]\(\s*\)")
_SHORT = 60
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_HREF = re.compile(r"(?<=\s)href\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Image:
    """A file that the page shows: its path within the article's folder, its alternative text, and its place."""

    path: str
    alt: str
    location: Location


@dataclass(frozen=True)
class Link:
    """A link of the author: where to, what it says, and where it is written."""

    href: str
    text: str
    location: Location


LINKS = Codec.of(Link, Location)


class Finder:
    """Finds where in the source the nth mention of an address stands, outside of code."""

    def __init__(self, source: Source, start: Location) -> None:
        self._source, self._start = source, start
        self._text = mask_code(source)
        self._seen: Counter[str] = Counter()

    def next(self, address: str) -> Location:
        """The next place where the address is written; the last, when there are no more."""
        number = self._seen[address]
        self._seen[address] += 1
        places = list(self._places(address))
        return self._source.at(places[min(number, len(places) - 1)]) if places else self._start

    def _places(self, address: str) -> Iterator[int]:
        """Where the address stands whole, not within a longer one."""
        if not address:
            yield from (found.start() for found in _NO_ADDRESS.finditer(self._text))
            return
        text, size = self._text, len(address)
        at = text.find(address)
        while at >= 0:
            before, after = text[at - 1 : at], text[at + size : at + size + 1]
            if (not before.strip() or before in "(<\"'=:") and (not after.strip() or after in ")>\"'"):
                yield at
            at = text.find(address, at + 1)


def find_links(page: str, source: Source, start: Location) -> tuple[Link, ...]:
    """The links that the author wrote, in the order of the page. Where each stands is found by its address."""
    finder = Finder(source, start)
    links = []
    for tag in find_tags(page, "a"):
        attributes = tag.attributes
        if "href" in attributes and not _GENERATED & set(attributes.get("class", "").split()):
            text = plain_text(page[tag.end : page.find("</a>", tag.end)])
            links.append(Link(attributes["href"], text, finder.next(attributes["href"])))
    return tuple(links)


def find_images(
    page: str, source: Source, start: Location, diagnostics: Diagnostics, taken: Collection[str] = ()
) -> tuple[Image, ...]:
    """The files that the page shows.

    `taken` are the names of folders that hold something else beside the page. Wrong are addresses on the network,
    which could not be read offline, paths that lead out of the article's folder, and names that are taken.
    """
    finder = Finder(source, start)
    images = []
    for tag, address in _media(page):
        location = finder.next(address)
        if wrong := _diagnose(tag, address, location, taken):
            diagnostics.add(wrong)
        elif not address.startswith("data:"):
            path = normpath(unquote(_path(address)))
            images.append(Image(path, tag.attributes.get("alt", ""), location))
    return tuple(images)


def _media(page: str) -> Iterator[tuple[Tag, str]]:
    for tag in find_tags(page, *_MEDIA):
        for name in ("src", "poster"):
            if name in tag.attributes:
                yield tag, tag.attributes[name].strip()


def _diagnose(tag: Tag, address: str, location: Location, taken: Collection[str]) -> Diagnostic | None:
    kind = "image" if tag.name == "img" else tag.name
    if not address:
        return location.error(
            Code.INVALID_ADDRESS,
            f"this {kind} has no path",
            "write the name of a file in the folder of the article",
        )
    if address.startswith("//") or re.match(r"(?i)(https?|ftp):", address):
        what = f"the {kind} {address!r} would be fetched from the network"
        return location.error(
            Code.EXTERNAL_MEDIA, what, "save it in the folder of the article, so that the page reads offline"
        )
    if address.startswith("data:"):
        return None
    path = normpath(unquote(address).replace("\\", "/"))
    if path.startswith(("/", "../")) or path == ".." or _SCHEME.match(address):
        return location.error(
            Code.OUTSIDE_SITE, f"the {kind} {address!r} lies outside the folder of the article", "copy it there"
        )
    path = normpath(unquote(_path(address)))
    if path == "index.html" or path.split("/")[0] in taken:
        return location.error(
            Code.RESERVED_NAME, f"the {kind} {address!r} has the name of a file that klsim writes", "rename it"
        )
    if wrong := _name_mistake(path):
        return location.error(
            Code.INVALID_NAME, f"the name of the {kind} {shorten(address)!r} {wrong}", "rename the file"
        )
    return None


def _name_mistake(path: str) -> str:
    """What keeps a path from being that of a file in any folder and in the index; empty when nothing does."""
    if found := NEVER_TEXT.search(path):
        return f"has the character U+{ord(found.group()):04X} in it, which is not text"
    if path.splitlines() != [path]:
        return "has a line break in it"
    longest = max(len(name.encode()) for name in path.split("/"))
    return f"has {longest} bytes, more than the {LONGEST_NAME} that file systems allow" * (longest > LONGEST_NAME)


def shorten(address: str) -> str:
    """An address that is not too long for a message."""
    return address if len(address) <= _SHORT else f"{address[: _SHORT - 1]}…"


def _path(address: str) -> str:
    """An address without its query and anchor."""
    return re.split(r"[?#]", address, maxsplit=1)[0]


def rewrite_links(page: str, target: Callable[[str], str]) -> str:
    """HTML with the address of each link, as in `Link.href`, replaced by what `target` gives for it."""
    pieces, end = [], 0
    for tag in find_tags(page, "a"):
        if found := _HREF.search(page, tag.start, tag.end):
            address = html.escape(target(tag.attributes.get("href", "")))
            pieces += [page[end : found.start()], f'href="{address}"']
            end = found.end()
    return "".join([*pieces, page[end:]])
