"""Raw HTML: elements that there are not, that are never closed, and what pages of klsim do without."""

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

Allows = Callable[[str, str], bool]
"""Whether a kind of leftover is let through, given what stands there."""


class _Open(NamedTuple):
    name: str
    location: Location
    is_within: bool  # within a line of text


def check_elements(tokens: Sequence[Token], at: Callable[[int], Location], allows: Allows) -> Iterator[Diagnostic]:
    """What is wrong with the raw HTML of an article; `at` gives the place of a line."""
    stack: list[_Open | None] = []  # None where a block, or a span of text, of Markdown begins
    for token in _flat(tokens):
        if token.type in ("html_block", "html_inline"):
            if token.content.lstrip().startswith("<!--") and "-->" not in token.content:
                what = "this comment is never closed, and hides what follows"
                yield at(line_of(token)).error(Code.UNCLOSED_ELEMENT, what, "add `-->`")
            for step in steps(token.content):
                location = at(line_of(token) + token.content.count("\n", 0, step.tag.start))
                yield from _check_name(step, location, stack, allows)
                yield from _check_place(step, location, token, allows)
                yield from _count(step, location, stack, is_within=token.type == "html_inline")
        elif token.nesting > 0:
            stack.append(None)
        elif token.nesting < 0:
            yield from _end(stack)
    yield from _end(stack)


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or () if token.type == "inline" else ()


def _check_name(step: Step, location: Location, stack: list[_Open | None], allows: Allows) -> Iterator[Diagnostic]:
    name = step.name
    if name == SLOT_TAG and step.opens:
        what = f"the text has a slot for figure {step.tag.attributes.get('id', '')!r}, but slots are made by klsim"
        yield location.error(Code.RESERVED_NAME, what, "declare the figure in an `animation` block")
    is_foreign = any(one is not None and one.name in _FOREIGN for one in stack)
    if name in _ELEMENTS or ("-" in name[1:] and name[0].isalpha() and name.isascii()) or is_foreign:
        return
    written = f"<{'' if step.opens else '/'}{step.tag.name}>"
    if not allows("element", written):
        what = f"`{written}` is no element of HTML, and would vanish"
        yield location.error(Code.UNKNOWN_ELEMENT, what, f"write `\\{written}` for the letters")


def _check_place(step: Step, location: Location, token: Token, allows: Allows) -> Iterator[Diagnostic]:
    if not step.opens:
        return
    attributes = step.tag.attributes
    if step.name in _BLOCKS and token.type == "html_inline":
        what = f"`<{step.name}>` stands within a paragraph, which it would end"
        yield location.error(
            Code.BLOCK_IN_PARAGRAPH, what, "begin it on a line of its own, an empty line before it"
        )
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


def _count(step: Step, location: Location, stack: list[_Open | None], *, is_within: bool) -> Iterator[Diagnostic]:
    if step.opens:
        if not is_void(step):
            stack.append(_Open(step.name, location, is_within))
        return
    reach = [one.name if one else None for one in stack[_bottom(stack) :]]
    if step.name in reach:
        while (top := stack.pop()) is not None and top.name != step.name:
            yield from _unclosed(top)
    elif step.name in _ELEMENTS and step.name not in ("p", "br"):
        yield location.error(
            Code.UNCLOSED_ELEMENT, f"`</{step.name}>` closes nothing here", "open and close it in the same block"
        )


def _bottom(stack: list[_Open | None]) -> int:
    """Where in the stack the innermost block of Markdown begins."""
    return next((n + 1 for n in range(len(stack) - 1, -1, -1) if stack[n] is None), 0)


def _end(stack: list[_Open | None]) -> Iterator[Diagnostic]:
    """The end of a block: what is open in it should not be."""
    while stack and (top := stack.pop()) is not None:
        yield from _unclosed(top)


def _unclosed(one: _Open) -> Iterator[Diagnostic]:
    if one.name in _ELEMENTS and one.name not in _ENDING:
        yield one.location.error(Code.UNCLOSED_ELEMENT, f"`<{one.name}>` is never closed", f"add `</{one.name}>`")
