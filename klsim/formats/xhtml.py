"""HTML as XHTML: what browsers forgive, readers of books do not."""

from collections.abc import Callable, Iterable
from html import escape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import TypeAlias

Attributes: TypeAlias = dict[str, str]
Change: TypeAlias = Callable[[str, Attributes], tuple[str, Attributes, str]]
"""What becomes of an element by its name and attributes: both anew, and what is said in it before all else."""

_VOID_LIST = "area base br col embed hr img input link meta param source track wbr"
_BLOCKS_LIST = (
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main "
    "nav ol p pre section table ul"
)
_CAMEL_LIST = (
    "viewBox preserveAspectRatio gradientUnits gradientTransform patternUnits patternTransform markerWidth "
    "markerHeight refX refY clipPathUnits maskUnits textLength lengthAdjust pathLength linearGradient "
    "radialGradient clipPath foreignObject textPath"
)
VOID = frozenset(_VOID_LIST.split())
NAMESPACES = MappingProxyType({"math": "http://www.w3.org/1998/Math/MathML", "svg": "http://www.w3.org/2000/svg"})
_WITHOUT_TEXT = frozenset({"script", "style", "template"})
_CELLS = frozenset({"td", "th", "tr", "tbody", "tfoot"})
_ENDED_BY = MappingProxyType(
    {
        "p": frozenset(_BLOCKS_LIST.split()),
        "li": frozenset({"li"}),
        "dt": frozenset({"dt", "dd"}),
        "dd": frozenset({"dt", "dd"}),
        "tr": frozenset({"tr", "tbody", "tfoot"}),
        "td": _CELLS,
        "th": _CELLS,
        "thead": frozenset({"tbody", "tfoot"}),
        "tbody": frozenset({"tbody", "tfoot"}),
        "option": frozenset({"option", "optgroup"}),
    }
)
"""Elements whose end tags may be left out, and what begins next then."""

_CAMEL = MappingProxyType({name.lower(): name for name in _CAMEL_LIST.split()})
"""Names of SVG, which HTML takes in small letters too."""


def _unchanged(name: str, attributes: Attributes) -> tuple[str, Attributes, str]:
    return name, attributes, ""


def to_xhtml(html: str, change: Change = _unchanged) -> str:
    """A piece of HTML as well-formed XML, without scripts, styles and comments."""
    writer = _Writer(change)
    writer.feed(html)
    writer.close()
    return writer.finish()


class _Writer(HTMLParser):
    def __init__(self, change: Change) -> None:
        super().__init__(convert_charrefs=True)
        self._change = change
        self._pieces: list[str] = []
        self._open: list[tuple[str, str]] = []  # as HTML names them, and as they are written, if they are
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, is_closed=tag in VOID)

    def handle_startendtag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, is_closed=tag in VOID or self._is_foreign or tag in NAMESPACES)

    def _begin(self, tag: str, attrs: Iterable[tuple[str, str | None]], *, is_closed: bool) -> None:
        while self._open and tag in _ENDED_BY.get(self._open[-1][0], ()):
            self._end_last()
        if tag in _WITHOUT_TEXT or self._skipped:
            self._skipped += not is_closed
            self._open += [] if is_closed else [(tag, "")]
            return
        attributes = {_CAMEL.get(name, name): value or "" for name, value in attrs if _is_name(name)}
        name, attributes, text = self._change(tag, attributes)
        name = _CAMEL.get(name, name)
        if name in NAMESPACES:
            attributes = {"xmlns": NAMESPACES[name], **attributes}
        written = "".join(f' {key}="{escape(_clean(value))}"' for key, value in attributes.items())
        self._pieces.append(f"<{name}{written}{'/' * (is_closed and not text)}>{escape(text, quote=False)}")
        if not is_closed:
            self._open.append((tag, name))
        elif text:
            self._pieces.append(f"</{name}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(tag == opened for opened, _ in self._open):
            return
        while self._end_last() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._pieces.append(escape(_clean(data), quote=False))

    @property
    def _is_foreign(self) -> bool:
        return any(name in NAMESPACES for name, _ in self._open)

    def _end_last(self) -> str:
        tag, name = self._open.pop()
        if self._skipped:
            self._skipped -= 1
        elif name:
            self._pieces.append(f"</{name}>")
        return tag

    def finish(self) -> str:
        """All of it, with what was left open ended."""
        while self._open:
            self._end_last()
        return "".join(self._pieces)


def _is_name(name: str) -> bool:
    """Whether XML takes a word as the name of an attribute."""
    return name.replace("-", "").replace("_", "").isalnum() and not name[0].isdigit() and name[0] != "-"


def _clean(text: str) -> str:
    """Text without the characters that XML has none of."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
