"""An article as a chapter of a book: XHTML, with stills that move where readers let them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from posixpath import join, normpath
from urllib.parse import quote, unquote, urljoin, urlsplit

from klsim.content.article import CARDS, Card
from klsim.content.headings import HEADINGS, Heading
from klsim.content.references import rewrite_links
from klsim.content.slots import Slot, split_slots
from klsim.diagnostics import Location
from klsim.engine.task import Products
from klsim.figures.animation.links import is_run_link, page_address, parse_link
from klsim.formats.book_math import in_book
from klsim.formats.epub import Chapter
from klsim.formats.media import media_type
from klsim.formats.summaries import Picture, day_text
from klsim.formats.xhtml import Attributes, Element, to_xhtml

IMAGES = "images"
_TITLE = "_title"
_NOWHERE = Location("", 0)
_ANCHOR = re.compile(r'<a class="anchor".*?</a>', re.DOTALL)
_FRAMES = ("iframe", "embed", "object")
_OF_BROWSERS = ("srcset", "sizes", "loading", "fetchpriority")
_SHOWN = ("img", "source", "video", "audio", "track")
_CORE = frozenset(
    {
        *("image/png", "image/gif", "image/jpeg", "image/svg+xml", "image/webp"),
        *("audio/mpeg", "audio/mp4", "audio/ogg", "video/mp4", "video/webm", "text/vtt"),
    }
)
"""What every reader of books has to know (EPUB 3.3, 3.2), and films, which it may know."""


def image_path(slug: str, path: str) -> str:
    """Where a file beside an article is in a book."""
    return f"{IMAGES}/{slug}/{path}"


def is_core(path: str) -> bool:
    """Whether books may have a file, by its name."""
    return media_type(path) in _CORE


@dataclass(frozen=True)
class FigureInBook:
    """A figure: its id, a still with words, and the path of its picture in the book."""

    id: str
    still: Picture
    path: str


@dataclass(frozen=True)
class Surroundings:
    """What a chapter may refer to.

    base_url: of the site
    anchors:  for each chapter of the book, by slug, the ids in it
    files:    the paths of what is in the book
    """

    base_url: str
    anchors: Mapping[str, Collection[str]]
    files: Collection[str]


def make_chapter(article: Products, figures: Sequence[FigureInBook], around: Surroundings) -> Chapter:
    """The chapter of an article, from its `card`, `html` and `headings`."""
    card = CARDS.decode(article["card"], Card)
    writer = _Writer(card.slug, around)
    text = "".join(
        _figure(figures[int(piece.id)], piece.number, writer.page) if isinstance(piece, Slot) else piece
        for piece in split_slots(writer.lead(article["html"].decode()))
    )
    headings = HEADINGS.decode_many(article["headings"], Heading)
    body = (
        f'<section epub:type="chapter" role="doc-chapter" aria-labelledby="{_TITLE}">\n'
        f"{_head(card)}{to_xhtml(text, writer.change)}\n</section>"
    )
    return Chapter(card.slug, card.title, body, [(one.anchor, one.text) for one in headings if one.level == 2])


def _head(card: Card) -> str:
    names = escape(", ".join(card.authors), quote=False)
    told = " · ".join(filter(None, (names, day_text(card.date))))
    summary = f'<p class="summary">{escape(card.summary, quote=False)}</p>\n' if card.summary else ""
    byline = f'<p class="byline">{told}</p>\n' if told else ""
    title = escape(card.title, quote=False)
    return f'<h1 id="{_TITLE}">{title}</h1>\n{summary}{byline}'


def _figure(figure: FigureInBook, number: int | None, page: str) -> str:
    """A figure as HTML: its picture, setting and outcome in words, and the way to where it plays."""
    still = figure.still
    image = (
        f'<img src="{escape(quote(figure.path))}" alt="{escape(still.alt)}" '
        f'width="{still.width}" height="{still.height}">'
        if figure.path
        else ""
    )
    counted = f"<b>Figure {number}.</b> " if number else ""
    setting = f"<b>{escape(still.setting)}</b> " if still.setting else ""
    outcome = f'<p class="outcome">{setting}{escape(still.outcome)}</p>' if still.outcome else ""
    address = escape(f"{page}{still.state or f'#{figure.id}'}")
    return (
        f'<figure class="simulation" id="{figure.id}">{image}<figcaption><p>{counted}{escape(still.caption)}</p>'
        f'{outcome}<p class="play"><a href="{address}">Play it on the web</a></p></figcaption></figure>\n'
    )


@dataclass(frozen=True)
class _Writer:
    """Where the links and pictures of a chapter lead."""

    slug: str
    around: Surroundings

    @property
    def page(self) -> str:
        """The address of the article on the web."""
        return f"{self.around.base_url}/{self.slug}/"

    def lead(self, html: str) -> str:
        """Prose whose links to runs lead to the web, without those of headings to themselves."""
        return rewrite_links(_ANCHOR.sub("", html), self._address)

    def _address(self, href: str) -> str:
        if not is_run_link(href):
            return href
        return urljoin(self.page, page_address(parse_link(href, self.slug, _NOWHERE), self.slug))

    def change(self, name: str, attributes: Attributes, in_formula: bool) -> tuple[Sequence[Element], str]:
        """What becomes of an element: see `to_xhtml`."""
        if in_formula or name == "math":
            return in_book(name, attributes)
        if name in ("a", "area") and "href" in attributes:
            return [(name, {**attributes, "href": self._link(attributes["href"])})], ""
        if name in _FRAMES:
            address = attributes.get("src") or attributes.get("data", "")
            return self._linked(address, attributes.get("title", ""))
        return self._shown(name, attributes) if name in _SHOWN else ([(name, attributes)], "")

    def _linked(self, address: str, words: str) -> tuple[Sequence[Element], str]:
        """A link to what is on the web only, in place of it."""
        whole = urljoin(self.page, address)
        return [("a", {"href": whole})], words or whole

    def _link(self, href: str) -> str:
        """Within the book if what it leads to is there, else on the web."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return href
        if parts.scheme or parts.netloc:
            return href
        target = normpath(join(self.slug, unquote(parts.path))) if parts.path else f"{self.slug}/index.html"
        slug = target.removesuffix("/index.html")
        anchors = self.around.anchors.get(slug)
        if anchors is None or not (parts.fragment == "" or unquote(parts.fragment) in anchors):
            return urljoin(self.page, href)
        file = "" if slug == self.slug and parts.fragment else f"{slug}.xhtml"
        return f"{file}#{parts.fragment}" if parts.fragment else file

    def _shown(self, name: str, attributes: Attributes) -> tuple[Sequence[Element], str]:
        """A picture, film or sound that is in the book; what is not is a link to the web."""
        kept = {key: value for key, value in attributes.items() if key not in _OF_BROWSERS}
        for key in ("src", "poster"):
            if not kept.get(key) or kept[key].startswith(f"{IMAGES}/{self.slug}/"):
                continue
            path = image_path(self.slug, normpath(unquote(urlsplit(kept[key]).path)))
            if path in self.around.files:
                kept[key] = quote(path)
            elif key == "src" and name != "source":
                return self._linked(kept[key], kept.get("alt", ""))
            else:
                del kept[key]
        return [(name, kept)], ""
