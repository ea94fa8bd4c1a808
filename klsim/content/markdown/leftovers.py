"""What other programs understand and klsim does not: it would stand in the page as it was written."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from markdown_it.token import Token

from klsim.content.markdown.html_formulas import mask
from klsim.content.markdown.leftover_form import BACKSLASH, CODE, FORMULA, LINK, OTHER, TOLD, Kind
from klsim.content.markdown.leftover_kinds import KINDS, TEMPLATES
from klsim.content.markdown.leftover_slips import IN_HTML
from klsim.content.markdown.places import line_of
from klsim.diagnostics import Code, Diagnostic, Location

At = Callable[[int], Location]
"""The place of a line, or of what begins at a character."""
Allows = Callable[[str, str], bool]
"""Whether a kind of leftover is let through, given what stands there."""
_STANDS = {"code_inline": CODE, "formula": FORMULA, "softbreak": "\n", "hardbreak": "\n"}
_SIGNS = re.compile(r"[{}\[\]@=~^\\!?|:$#%\u00a0]|---|\+{3}")
_LOOSE = re.compile(r"\*\*|`")
_ADDRESSES = ("href", "src")


def find_leftovers(tokens: Iterable[Token], at: At, allows: Allows) -> Iterator[Diagnostic]:
    """Every leftover that is not let through."""
    for block in tokens:
        if block.type == "html_block":
            yield from _find_in_html(block, at, allows)
        elif block.type == "inline" and (_SIGNS.search(block.content) or _has_loose_marks(block)):
            yield from _find_in_text(block, at, allows)
            yield from _find_in_tags(block, at, allows)


def _has_loose_marks(block: Token) -> bool:
    """Whether stars or backticks stand in the text, since they open or close nothing."""
    if "**" not in block.content and "`" not in block.content:
        return False
    return any(child.type == "text" and _LOOSE.search(child.content) for child in block.children or ())


def _find_in_text(block: Token, at: At, allows: Allows) -> Iterator[Diagnostic]:
    text, starts, lines = _visible(block)

    def place(start: int) -> Location:
        return at(lines[max(bisect_right(starts, start) - 1, 0)])

    yield from _find(text, KINDS, place, allows)


def _find(text: str, kinds: Iterable[Kind], at: At, allows: Allows) -> Iterator[Diagnostic]:
    """The leftovers of some kinds in a text; `at` gives the place of what begins at a character."""
    for kind in kinds:
        if kind.sign not in text:
            continue
        for found in kind.pattern.finditer(text):
            written = quoted(found[0])
            if not allows(kind.name, written):
                place = at(found.start())
                tell = place.warning if kind.is_mild else place.error
                yield tell(Code.LEFTOVER, f"{written}: {kind.message}", kind.hint)
        text = kind.pattern.sub(lambda found: TOLD * len(found[0]), text)


def _find_in_html(block: Token, at: At, allows: Allows) -> Iterator[Diagnostic]:
    """Tags of templates anywhere in raw HTML, and Markdown between its tags."""

    def place(start: int) -> Location:
        return at(line_of(block) + block.content.count("\n", 0, start))

    yield from _find(mask(block.content, tags=False), TEMPLATES, place, allows)
    yield from _find(mask(block.content, tags=True), IN_HTML, place, allows)


def _find_in_tags(block: Token, at: At, allows: Allows) -> Iterator[Diagnostic]:
    """Tags of templates in addresses, and in the attributes of HTML within text."""
    for child in block.children or ():
        written = child.content if child.type == "html_inline" else ""
        written += "".join(str(child.attrs.get(name, "")) for name in _ADDRESSES)
        if "{" in written:
            yield from _find(written, TEMPLATES, partial(_there, at(line_of(child))), allows)


def _there(location: Location, _: int) -> Location:
    return location


def _visible(block: Token) -> tuple[str, list[int], list[int]]:
    """The text of a block, a sign for what is none; where its pieces begin, and their lines."""
    pieces: list[str] = []
    starts, lines, size, is_address = [0], [line_of(block)], 0, False
    for child in block.children or ():
        is_break = child.type in ("softbreak", "hardbreak")
        if child.type in ("link_open", "link_close"):
            is_address = child.nesting > 0 and child.info == "auto"
            piece = LINK * (child.nesting < 0 and child.info != "auto")
        elif child.type == "text":
            piece = _ADDRESS.sub(OTHER, child.content) if is_address else child.content
        elif child.type == "text_special" and child.content[0] == "\\":
            piece = BACKSLASH if child.markup == "\\\\" else child.content
        elif child.type == "text_special" and child.content in "*~`":
            piece = OTHER
        else:
            piece = _STANDS.get(child.type, OTHER * (child.nesting == 0))
        pieces.append(piece)
        starts.append(size + is_break)
        lines.append(line_of(child) + is_break)
        size += len(piece)
    return "".join(pieces), starts, lines


_ADDRESS = re.compile(r"[^{}%<>]+")
"""What is not looked at in a bare address."""
_SHORT = 60


def quoted(found: str) -> str:
    """What stands in a text as a message has it."""
    words = " ".join(
        found.translate(
            {
                ord(CODE): "`…`",
                ord(FORMULA): "$…$",
                ord(BACKSLASH): "\\\\",
                ord(OTHER): "…",
                ord(TOLD): "…",
                ord(LINK): None,
            }
        ).split()
    )
    words = words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"
    return f"`{words}`" if "`" not in words else words
