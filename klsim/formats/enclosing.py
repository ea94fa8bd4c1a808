"""A page with all that it refers to put into it, so that it asks for nothing."""

import base64
import html
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from klsim.content.tags import Tag, find_tags
from klsim.engine.task import Products
from klsim.formats.media import media_type
from klsim.formats.parcel import unpack

_NAMES = (
    "script",
    "link",
    "meta",
    "img",
    "source",
    "video",
    "audio",
    "track",
    "a",
    "area",
    *("iframe", "embed", "object"),
)
_SOURCES = ("src", "srcset", "poster")
_PICTURES_OF_LINKS = ("og:image", "twitter:image")
_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
_RANGE = re.compile(r"unicode-range:([^;}]*)")
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]*))\s*\)""")


def enclose_page(
    slug: str,
    base_url: str,
    first: str,
    of_figures: Sequence[str],
    packs: Mapping[str, Sequence[int]],
    label: Sequence[tuple[str, int, str]],
    count: int,
    *rest: Any,
) -> Products:
    """The page of an article as a single file, by its path.

    base_url:   of the site, to which links to other pages lead
    first:      the path of the script that pages begin with, which a single file has no need of
    of_figures: the paths of what figures need
    packs:      of those that have many records the places of those that are wanted
    label:      of the parcel with all files that the page may refer to
    count:      of the files in it
    rest:       these; the page with its style sheets; the needs of the parcel
    """
    page = rest[count]
    files = {**unpack(label, [*rest[:count], *rest[count + 1 :]]), **page}
    path = f"{slug}/index.html"
    characters = frozenset(page[path].decode())
    enclosed = _Page(slug, f"{base_url}/{slug}/", first, frozenset(of_figures), packs, files, characters)
    return {f"downloads/{slug}.html": enclosed.whole(page[path].decode()).encode()}


@dataclass(frozen=True)
class _Page:
    """A page under way.

    address:    of the page on the web
    files:      all that it may refer to, by path
    characters: all that it has
    used:       the paths of what stands in it already
    """

    slug: str
    address: str
    first: str
    of_figures: Collection[str]
    packs: Mapping[str, Sequence[int]]
    files: Mapping[str, bytes]
    characters: Collection[str]
    used: set[str] = field(default_factory=set)

    def whole(self, page: str) -> str:
        """The page with everything in it."""
        pieces, end = [], 0
        for tag in find_tags(page, *_NAMES):
            if tag.start < end:
                continue  # within what has been replaced
            stop = self._end(page, tag)
            pieces += [page[end : tag.start], self._replaced(tag, page[tag.start : stop])]
            end = stop
        body, closing, after = "".join([*pieces, page[end:]]).rpartition("</body>")
        return f"{body}{self._rest()}{closing}{after}"

    def _end(self, page: str, tag: Tag) -> int:
        """Where what is replaced with a tag ends: most elements stay, and only their tags change."""
        if tag.name in ("script", "iframe", "object"):
            found = re.compile(rf"</{tag.name}\s*>", re.IGNORECASE).search(page, tag.end)
            return found.end() if found else tag.end
        return tag.end

    def _replaced(self, tag: Tag, written: str) -> str:
        if tag.name == "script":
            return self._script(tag, written)
        if tag.name == "link":
            return self._link(tag)
        if tag.name == "meta":
            is_picture = tag.attributes.get("property", tag.attributes.get("name", "")).startswith(
                _PICTURES_OF_LINKS
            )
            return "" if is_picture else written
        if tag.name in ("a", "area"):
            return self._anchor(tag)
        if tag.name in ("iframe", "embed", "object"):
            address = tag.attributes.get("src", tag.attributes.get("data", ""))
            words = tag.attributes.get("title") or address
            return f'<a href="{html.escape(urljoin(self.address, address))}">{html.escape(words)}</a>'
        return self._shown(tag)

    def _script(self, tag: Tag, written: str) -> str:
        """A script as text; data stays, but for what search engines read."""
        attributes = tag.attributes
        if "src" not in attributes:
            return "" if attributes.get("type") == "application/ld+json" else written
        path = self._path(attributes["src"])
        if path == self.first or path not in self.files:
            return ""
        code = self.files[path].decode().replace("</script", "<\\/script").replace("<!--", "<\\!--")
        return f"<script>{code}</script>"

    def _link(self, tag: Tag) -> str:
        attributes = tag.attributes
        kinds = attributes.get("rel", "").lower().split()
        path = self._path(attributes.get("href", ""))
        if "stylesheet" in kinds:
            if path not in self.files:
                return ""
            media = f' media="{html.escape(attributes["media"])}"' if "media" in attributes else ""
            return f"<style{media}>{self._rules(self.files[path].decode(), path)}</style>"
        if "icon" in kinds:
            return _tag("link", {**attributes, "href": self._data(path)}) if path in self.files else ""
        if {"canonical", "alternate", "author", "license", "next", "prev"}.intersection(kinds):
            return _tag("link", {**attributes, "href": urljoin(self.address, attributes.get("href", ""))})
        return ""

    def _anchor(self, tag: Tag) -> str:
        """A link: within the page as it is, else the whole address. A file that is within leads to its figure."""
        attributes = tag.attributes
        if not (address := attributes.get("href")) or address.startswith("#"):
            return _tag(tag.name, attributes)
        path = self._path(address)
        if "download" in attributes and path in self.of_figures:
            return _tag(tag.name, {**attributes, "href": f"#{path.split('/')[1]}"})
        return _tag(tag.name, {**attributes, "href": urljoin(self.address, address)})

    def _shown(self, tag: Tag) -> str:
        """A picture, film or sound; what is not within is not asked for."""
        attributes = dict(tag.attributes)
        for name in _SOURCES:
            address = attributes.get(name, "")
            if not address or address.startswith("data:"):
                continue
            path = self._path(address.split()[0])
            if path not in self.files:
                del attributes[name]
                continue
            attributes[name] = self._data(path)
            if path in self.of_figures:
                attributes["data-file"] = path.removeprefix(f"{self.slug}/")
        return _tag(tag.name, attributes)

    def _rules(self, css: str, sheet: str) -> str:
        """Style rules with what they refer to in them, but for typefaces of which the page has no character."""

        def face(found: re.Match[str]) -> str:
            listed = _RANGE.search(found[0])
            return found[0] if not listed or self._has_any(listed[1]) else ""

        def url(found: re.Match[str]) -> str:
            address = found[1] or found[2] or found[3] or ""
            path = normpath(join(PurePosixPath(sheet).parent.as_posix(), unquote(address)))
            if address.startswith(("data:", "#")):
                return found[0]
            return f'url("{self._data(path)}")' if path in self.files else 'url("data:,")'

        return _URL.sub(url, _FACE.sub(face, css)).replace("</style", "<\\/style")

    def _has_any(self, ranges: str) -> bool:
        """Whether the page has a character of a list such as "U+20-7E,U+A0"."""
        spans = [word.strip().removeprefix("U+").partition("-") for word in ranges.split(",")]
        pairs = [(int(low, 16), int(high or low, 16)) for low, _, high in spans]
        return any(low <= ord(one) <= high for one in self.characters for low, high in pairs)

    def _data(self, path: str) -> str:
        """A file as an address that is all of it."""
        self.used.add(path)
        return f"data:{media_type(path)};base64,{base64.b64encode(self.files[path]).decode()}"

    def _rest(self) -> str:
        """What figures need beside what stands in the page: records as they are, pictures as addresses."""
        return "".join(self._kept(path) for path in sorted(self.of_figures) if path not in self.used)

    def _kept(self, path: str) -> str:
        name = html.escape(path.removeprefix(f"{self.slug}/"))
        if path.endswith(".json"):
            places = self.packs.get(path)
            data = self.files[path] if places is None else _picked(self.files[path], places)
            text = data.decode().replace("<", "\\u003c")
            which = "" if places is None else f' data-runs="{" ".join(map(str, places))}"'
            return f'<script type="application/json" data-file="{name}"{which}>{text}</script>\n'
        return f'<script type="text/plain" data-file="{name}">{self._data(path)}</script>\n'

    def _path(self, address: str) -> str:
        """The path in the output of what the page calls so; empty for addresses elsewhere."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc:
            site = urlsplit(self.address)
            prefix = site.path.removesuffix(f"{self.slug}/")
            is_here = parts.netloc == site.netloc and parts.path.startswith(prefix)
            return unquote(parts.path.removeprefix(prefix)) if is_here else ""
        return normpath(join(self.slug, unquote(parts.path)))


def _picked(pack: bytes, places: Sequence[int]) -> bytes:
    """A pack with those of its runs that are at these places."""
    content = json.loads(pack)
    content["runs"] = [content["runs"][n] for n in places]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    """An opening tag; attributes without a value are those that are empty."""
    written = "".join(
        f' {key}="{html.escape(value)}"' if value else f" {key}" for key, value in attributes.items()
    )
    return f"<{name}{written}>"
