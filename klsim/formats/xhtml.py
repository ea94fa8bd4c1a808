"""HTML as XHTML: what browsers forgive, readers of books do not."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import TypeAlias

Attributes: TypeAlias = dict[str, str]
Element: TypeAlias = tuple[str, Attributes]
Change: TypeAlias = Callable[[str, Attributes, bool], tuple[Sequence[Element], str]]
"""What becomes of an element by its name and attributes, and whether it is within a formula: the elements in its
place, the outermost first, none where only what is in it stays; and what is said in it before all else."""

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


def _unchanged(name: str, attributes: Attributes, in_formula: bool) -> tuple[Sequence[Element], str]:  # noqa: ARG001
    return [(name, attributes)], ""


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
        self._open: list[tuple[str, Sequence[str]]] = []  # as HTML names them, and what is written in their place
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
            self._open += [] if is_closed else [(tag, ())]
            return
        attributes = {_CAMEL.get(name, name): value or "" for name, value in attrs if _is_name(name)}
        elements, text = self._change(tag, attributes, "math" in (opened for opened, _ in self._open))
        for name, own in elements:
            written = "".join(f' {key}="{escape(_clean(value))}"' for key, value in _spaced(name, own).items())
            is_empty = is_closed and not text and name == elements[-1][0]
            self._pieces.append(f"<{_CAMEL.get(name, name)}{written}{'/' * is_empty}>")
        self._pieces.append(escape(_clean(text), quote=False))
        names = [_CAMEL.get(name, name) for name, _ in elements]
        if is_closed:
            self._pieces += [f"</{name}>" for name in reversed(names if text else names[:-1])]
        else:
            self._open.append((tag, names))

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
        tag, names = self._open.pop()
        if self._skipped:
            self._skipped -= 1
        else:
            self._pieces += [f"</{name}>" for name in reversed(names)]
        return tag

    def finish(self) -> str:
        """All of it, with what was left open ended."""
        while self._open:
            self._end_last()
        return "".join(self._pieces)


def _spaced(name: str, attributes: Attributes) -> Attributes:
    """The attributes of an element, with the namespace where one begins."""
    return {"xmlns": NAMESPACES[name], **attributes} if name in NAMESPACES else attributes


def _is_name(name: str) -> bool:
    """Whether XML takes a word as the name of an attribute."""
    return name.replace("-", "").replace("_", "").isalnum() and not name[0].isdigit() and name[0] != "-"


def _clean(text: str) -> str:
    """Text without the characters that XML has none of."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
