"""Raw HTML: elements that there are not, that are never closed, and what pages of klsim do without."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from klsim.content.markdown.places import line_of
from klsim.content.slots import SLOT_TAG
from klsim.content.tags import Step, is_void, steps
from klsim.diagnostics import Code, Diagnostic, Location

_BLOCKS_LIST = (
    "address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_LIST.split())
_ELEMENTS_LIST = (
    "a abbr area audio b base bdi bdo big br button canvas caption cite code col colgroup data datalist del dfn "
    "em embed font i iframe img input ins kbd label legend link map mark math meta meter noscript nobr object "
    "optgroup option output param picture progress q rb rp rt rtc ruby s samp script select slot small source "
    "span strike strong style sub sup svg template textarea time title track tt u var video wbr"
)
_ELEMENTS = _BLOCKS | frozenset(_ELEMENTS_LIST.split())
_ENDING_LIST = "li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th"
_ENDING = frozenset(_ENDING_LIST.split())
"""Elements that end by themselves, where the next begins or what they stand in ends."""
_FOREIGN = frozenset({"svg", "math"})
"""Elements within which others than those of HTML stand."""

_VOID_CLOSED = frozenset({"p", "br", "hr", "img", "input", "wbr", "source", "area", "col", "embed", "track"})
"""Elements whose end closes nothing, which browsers pass over or mend."""
_RAW = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<name>script|style)\b(?P<inside>[^>]*)", re.DOTALL | re.IGNORECASE)
"""Elements that hold no HTML, and comments."""
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)

Allows = Callable[[str, str], bool]
"""Whether a kind of leftover is let through, given what stands there."""


class _Open(NamedTuple):
    name: str
    location: Location


class _Elements:
    """The elements that are open, by the blocks and spans of Markdown in which they stand."""

    def __init__(self, allows: Allows) -> None:
        self._allows = allows
        self._levels: list[list[_Open]] = [[]]
        self._names: list[Counter[str]] = [Counter()]
        self._foreign = 0

    @property
    def is_foreign(self) -> bool:
        """Whether an element is open within which others than those of HTML stand."""
        return self._foreign > 0

    def descend(self) -> None:
        """A block or span begins."""
        self._levels.append([])
        self._names.append(Counter())

    def ascend(self) -> Iterator[Diagnostic]:
        """It ends: what is open in it should not be."""
        while self._levels[-1]:
            yield from self._unclosed(self._pop())
        if len(self._levels) > 1:
            del self._levels[-1], self._names[-1]

    def open(self, name: str, location: Location) -> None:
        """An element begins."""
        self._levels[-1].append(_Open(name, location))
        self._names[-1][name] += 1
        self._foreign += name in _FOREIGN

    def close(self, name: str, location: Location) -> Iterator[Diagnostic]:
        """An element ends, and with it all that is open in it."""
        if self._names[-1][name]:
            while (top := self._pop()).name != name:
                yield from self._unclosed(top)
        elif (name in _ELEMENTS and name not in _VOID_CLOSED) or (
            _is_custom(name) and not self._allows("element", f"</{name}>")
        ):
            yield location.error(
                Code.UNCLOSED_ELEMENT, f"`</{name}>` closes nothing here", "open and close it in the same block"
            )

    def _pop(self) -> _Open:
        top = self._levels[-1].pop()
        self._names[-1][top.name] -= 1
        self._foreign -= top.name in _FOREIGN
        return top

    def _unclosed(self, one: _Open) -> Iterator[Diagnostic]:
        if one.name in _ELEMENTS and one.name not in _ENDING:
            message, hint = f"`<{one.name}>` is never closed", f"add `</{one.name}>`"
            yield one.location.error(Code.UNCLOSED_ELEMENT, message, hint)
        elif _is_custom(one.name) and not self._allows("element", f"<{one.name}>"):
            message = f"`<{one.name}>` is never closed, and would vanish"
            hint = f"write `\\<{one.name}>` for the letters, or add `</{one.name}>`"
            yield one.location.error(Code.UNCLOSED_ELEMENT, message, hint)


def _is_custom(name: str) -> bool:
    """Whether a name, in small letters, is one that authors may give to elements of their own."""
    return "-" in name[1:] and name[0].isalpha() and name.isascii()


def check_elements(tokens: Sequence[Token], at: Callable[[int], Location], allows: Allows) -> Iterator[Diagnostic]:
    """What is wrong with the raw HTML of an article; `at` gives the place of a line."""
    elements = _Elements(allows)
    is_paragraph = False
    for token in _flat(tokens):
        if token.block and token.nesting > 0:
            is_paragraph = token.type not in ("td_open", "th_open") and not token.hidden
        if token.type in ("html_block", "html_inline"):
            if token.content.lstrip().startswith("<!--") and "-->" not in token.content:
                message = "this comment is never closed, and hides what follows"
                yield at(line_of(token)).error(Code.UNCLOSED_ELEMENT, message, "add `-->`")
            for step in steps(token.content):
                location = at(line_of(token) + token.content.count("\n", 0, step.tag.start))
                if not elements.is_foreign:
                    yield from _check_name(step, location, allows)
                if step.opens:
                    yield from _check_place(step, location, is_paragraph and token.type == "html_inline")
                    yield from _check_attributes(step, location, allows)
                if not step.opens:
                    yield from elements.close(step.name, location)
                elif not is_void(step):
                    elements.open(step.name, location)
            for raw in _RAW.finditer(token.content):
                location = at(line_of(token) + token.content.count("\n", 0, raw.start()))
                if raw["name"] and token.type == "html_inline":
                    elements.open(raw["name"].lower(), location)
                yield from _check_script(raw, location, allows)
        elif token.nesting > 0:
            elements.descend()
        elif token.nesting < 0:
            yield from elements.ascend()
    yield from elements.ascend()


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or () if token.type == "inline" else ()


def _check_name(step: Step, location: Location, allows: Allows) -> Iterator[Diagnostic]:
    name = step.name
    if name == SLOT_TAG and step.opens:
        message = (
            f"the text has a slot for figure {step.tag.attributes.get('id', '')!r}, but slots are made by klsim"
        )
        yield location.error(Code.RESERVED_NAME, message, "declare the figure in an `animation` block")
    if name in _ELEMENTS or _is_custom(name):
        return
    written = f"<{'' if step.opens else '/'}{step.tag.name}>"
    if not allows("element", written):
        message = f"`{written}` is no element of HTML, and would vanish"
        yield location.error(Code.UNKNOWN_ELEMENT, message, f"write `\\{written}` for the letters")


def _check_script(raw: re.Match[str], location: Location, allows: Allows) -> Iterator[Diagnostic]:
    is_inline = (raw["name"] or "").lower() == "script" and not _SOURCE.search(raw["inside"])
    if is_inline and not allows("script", f"<script{raw['inside']}>"):
        message = "a script within the page, which strict hosts do not run"
        yield location.warning(
            Code.INLINE_SCRIPT, message, "leave it out, or put it into a file: `<script src=…>`"
        )


def _check_place(step: Step, location: Location, is_in_paragraph: bool) -> Iterator[Diagnostic]:
    if step.name in _BLOCKS and is_in_paragraph:
        message = f"`<{step.name}>` stands within a paragraph, which it would end"
        yield location.error(
            Code.BLOCK_IN_PARAGRAPH, message, "begin it on a line of its own, an empty line before it"
        )


def _check_attributes(step: Step, location: Location, allows: Allows) -> Iterator[Diagnostic]:
    attributes = step.tag.attributes
    for name in attributes:
        if name.startswith("on") and name[2:].isalpha() and not allows("script", name):
            yield location.warning(
                Code.INLINE_SCRIPT,
                f"the attribute `{name}` runs a script, which strict hosts do not",
                "leave it out",
            )
    if "style" in attributes and not allows("style", attributes["style"]):
        yield location.warning(
            Code.INLINE_STYLE, "a `style` attribute has no effect on strict hosts", "use a class and a style sheet"
        )
