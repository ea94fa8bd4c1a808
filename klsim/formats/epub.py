"""Books: EPUB 3.3, a zip of XHTML with a list of all that is in it.

Source: W3C, "EPUB 3.3", 2023, and "EPUB Accessibility 1.1". Same book, same bytes: no clock, no random identifier.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from klsim.formats.media import media_type

MIMETYPE = b"application/epub+zip"
STYLE, CONTENTS, COVER_PAGE = "book.css", "_contents.xhtml", "_cover.xhtml"
"""Names of files that no article can have."""

_FOLDER = "EPUB"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can tell."""

_PACKED = frozenset({"text/css", "image/svg+xml", "application/xhtml+xml"})
"""What is compressed: pictures are already."""

_CONTAINER = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{_FOLDER}/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True)
class Chapter:
    """An article in a book.

    body:     XHTML
    contents: anchor and text of each of its sections
    """

    slug: str
    title: str
    body: str
    contents: Sequence[tuple[str, str]]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.slug}.xhtml"

    @property
    def has_formulas(self) -> bool:
        """Whether there is MathML in it, as the list of files has to say."""
        return "<math" in self.body


@dataclass(frozen=True)
class Book:
    """A book.

    address:  where it is on the web, by which it is known
    source:   the page of which it is
    modified: an instant, "2026-01-02T00:00:00Z"
    published: a day, or nothing
    part_of:  the series and the number in it, if it is a part of one
    cover:    the path of its picture, and what that shows; empty for none
    files:    pictures and sound by path
    """

    title: str
    authors: Sequence[str]
    publisher: str
    language: str
    is_right_to_left: bool
    description: str
    address: str
    source: str
    published: str
    modified: str
    part_of: tuple[str, int | None] | None
    cover: tuple[str, str]
    chapters: Sequence[Chapter]
    style: str
    files: Mapping[str, bytes]


def encode_epub(book: Book) -> bytes:
    """A book as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        _put(package, "mimetype", MIMETYPE, zipfile.ZIP_STORED)
        _put(package, "META-INF/container.xml", _CONTAINER.encode())
        for name, data in _files(book):
            is_packed = media_type(name) in _PACKED or name.endswith((".xhtml", ".opf"))
            _put(package, f"{_FOLDER}/{name}", data, zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED)
    return out.getvalue()


def _put(package: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = how
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    package.writestr(entry, data, compresslevel=9 if how == zipfile.ZIP_DEFLATED else None)


def _files(book: Book) -> Iterator[tuple[str, bytes]]:
    yield "package.opf", _package(book).encode()
    yield CONTENTS, _contents(book).encode()
    if book.cover[0]:
        image = f'<img role="doc-cover" src="{quote(book.cover[0])}" alt="{escape(book.cover[1])}"/>'
        body = f'<section class="cover" epub:type="cover">{image}</section>'
        yield COVER_PAGE, page(book, book.title, body).encode()
    for chapter in book.chapters:
        yield chapter.file, page(book, chapter.title, chapter.body).encode()
    yield STYLE, book.style.encode()
    yield from book.files.items()


def page(book: Book, title: str, body: str) -> str:
    """A whole XHTML document."""
    language = escape(book.language)
    turned = ' dir="rtl"' if book.is_right_to_left else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}"{turned}>\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title, quote=False)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{STYLE}"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _contents(book: Book) -> str:
    def link(file: str, words: str, below: str = "") -> str:
        return f'<li><a href="{escape(file)}">{escape(words, quote=False)}</a>{below}</li>\n'

    def chapter(one: Chapter) -> str:
        sections = "".join(link(f"{one.file}#{quote(anchor)}", words) for anchor, words in one.contents)
        return link(one.file, one.title, f"\n<ol>\n{sections}</ol>" if sections else "")

    first = book.chapters[0].file
    cover = f'<li><a epub:type="cover" href="{COVER_PAGE}">Cover</a></li>\n' if book.cover[0] else ""
    body = (
        '<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">\n'
        '<h1 id="contents">Contents</h1>\n'
        f"<ol>\n{''.join(map(chapter, book.chapters))}</ol>\n</nav>\n"
        '<nav epub:type="landmarks" hidden="hidden" aria-label="Landmarks">\n<ol>\n'
        f'{cover}<li><a epub:type="toc" href="#toc">Contents</a></li>\n'
        f'<li><a epub:type="bodymatter" href="{first}">Beginning</a></li>\n</ol>\n</nav>'
    )
    return page(book, book.title, body)


def _package(book: Book) -> str:
    items = "".join(f"<item {_attributes(item)}/>\n" for item in _items(book))
    order = [*(["cover"] if book.cover[0] else []), "nav", *(f"chapter-{n}" for n in range(len(book.chapters)))]
    spine = "".join(f'<itemref idref="{name}"/>\n' for name in order)
    turned = ' page-progression-direction="rtl"' if book.is_right_to_left else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="address" '
        f'xml:lang="{escape(book.language)}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_metadata(book)}</metadata>\n<manifest>\n{items}</manifest>\n<spine{turned}>\n{spine}</spine>\n</package>\n"
    )


def _metadata(book: Book) -> str:
    told = [
        *(("creator", author) for author in book.authors),
        ("publisher", book.publisher),
        ("language", book.language),
        ("description", book.description),
        ("source", book.source),
        ("date", book.published),
    ]
    lines = [
        f'<dc:identifier id="address">{escape(book.address, quote=False)}</dc:identifier>',
        f'<dc:title id="title">{escape(book.title, quote=False)}</dc:title>',
        *(f"<dc:{name}>{escape(words, quote=False)}</dc:{name}>" for name, words in told if words),
        _meta("dcterms:modified", book.modified),
        *(_meta(f"schema:{name}", words) for name, words in _accessibility(book)),
    ]
    if book.part_of:
        series, number = book.part_of
        lines.append(f'<meta property="belongs-to-collection" id="series">{escape(series, quote=False)}</meta>')
        lines.append('<meta refines="#series" property="collection-type">series</meta>')
        if number is not None:
            lines.append(f'<meta refines="#series" property="group-position">{number}</meta>')
    return "".join(f"{line}\n" for line in lines)


def _meta(name: str, words: str) -> str:
    return f'<meta property="{name}">{escape(words, quote=False)}</meta>'


def _accessibility(book: Book) -> Iterator[tuple[str, str]]:
    """What readers who cannot see, hear or bear something may want to know, in the words of schema.org."""
    yield from (("accessMode", mode) for mode in ("textual", "visual"))
    yield from (("accessModeSufficient", modes) for modes in ("textual,visual", "textual"))
    features = [
        "alternativeText",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ]
    if any(chapter.has_formulas for chapter in book.chapters):
        features.append("MathML")
    yield from (("accessibilityFeature", feature) for feature in features)
    hazards = ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")
    yield from (("accessibilityHazard", hazard) for hazard in hazards)
    summary = (
        "Text with headings and a table of contents. Pictures of simulations have their setting and outcome in "
        "words. Some of them move: what they show at first is also their end."
    )
    yield "accessibilitySummary", summary


def _items(book: Book) -> Iterator[Mapping[str, str]]:
    xhtml = "application/xhtml+xml"
    yield {"id": "nav", "href": CONTENTS, "media-type": xhtml, "properties": "nav"}
    if book.cover[0]:
        yield {"id": "cover", "href": COVER_PAGE, "media-type": xhtml}
    for n, chapter in enumerate(book.chapters):
        item = {"id": f"chapter-{n}", "href": chapter.file, "media-type": xhtml}
        names = [
            name
            for name, is_there in (("mathml", chapter.has_formulas), ("svg", "<svg" in chapter.body))
            if is_there
        ]
        yield {**item, **({"properties": " ".join(names)} if names else {})}
    yield {"id": "style", "href": STYLE, "media-type": "text/css"}
    for n, path in enumerate(book.files):
        item = {"id": f"file-{n}", "href": quote(path), "media-type": media_type(path)}
        yield {**item, **({"properties": "cover-image"} if path == book.cover[0] else {})}


def _attributes(item: Mapping[str, str]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in item.items())
