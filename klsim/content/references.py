"""What a page refers to: its links, and the images and other media that must lie beside it."""

import html
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import unquote

from klsim.content.decoding import NEVER_TEXT
from klsim.content.tags import Tag, find_tags
from klsim.diagnostics import Code, Diagnostic, Location
from klsim.engine.codec import Codec

LONGEST_NAME = 255
"""How many bytes the name of a file may have on any common system."""
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


def is_external(address: str) -> bool:
    """Whether a file would be fetched from another site."""
    return address.startswith("//") or re.match(r"(?i)(https?|ftp):", address) is not None


def diagnose_media(tag: Tag, address: str, location: Location, taken: Collection[str]) -> Diagnostic | None:
    """What is wrong with the address of a file that the page shows, if anything is.

    Wrong are addresses on the network, which could not be read offline, paths that lead out of the article's
    folder, and names that are taken, as `taken` are.
    """
    kind = "image" if tag.name == "img" else tag.name
    if not address:
        return location.error(
            Code.INVALID_ADDRESS,
            f"this {kind} has no path",
            "write the name of a file in the folder of the article",
        )
    if is_external(address):
        message = f"the {kind} {address!r} would be fetched from the network"
        host = re.sub(r"^\w*:?//([^/?#:]*).*", r"\1", address)
        hint = "save it in the folder of the article, so that the page reads offline"
        if tag.name.lower() in ("iframe", "script", "embed"):
            hint = f"link to it; or allow it to readers who are online, `allow_external: [{host}]` in site.yaml"
        return location.error(Code.EXTERNAL_MEDIA, message, hint)
    if address.startswith("data:"):
        return None
    path = normpath(unquote(address).replace("\\", "/"))
    if path.startswith(("/", "../")) or path == ".." or _SCHEME.match(address):
        return location.error(
            Code.OUTSIDE_SITE, f"the {kind} {address!r} lies outside the folder of the article", "copy it there"
        )
    path = normpath(unquote(path_of(address)))
    if path == "index.html" or path.split("/")[0] in taken:
        return location.error(
            Code.RESERVED_NAME, f"the {kind} {address!r} has the name of a file that klsim writes", "rename it"
        )
    if wrong := name_mistake(path):
        return location.error(
            Code.INVALID_NAME, f"the name of the {kind} {shorten(address)!r} {wrong}", "rename the file"
        )
    return None


def name_mistake(path: str) -> str:
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


def path_of(address: str) -> str:
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
