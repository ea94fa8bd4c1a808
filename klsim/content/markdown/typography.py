"""Typographic quotes, dashes and dots; and lines of Chinese and Japanese, which join without a space.

What is written as `\"` or `&quot;` stays as it is, and so does code. A formula or code counts as a word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from klsim.content.markdown.places import inlines

_NEEDED = re.compile(r"['\"]|--|\.\.\.")
_SIGNS = re.compile(r"(?<!-)---?(?!-)|\.\.\.")
_SET = {"---": "—", "--": "–", "...": "…"}
_QUOTE = re.compile("['\"]")
_OPENERS = "([{<—–-/‘“¿¡«„=:"
_CLOSERS = ")]}>.,;:!?…"
_SHORT = re.compile(r"'(?:\d\ds?\b|(?:tis|twas|em|n|til|cause)\b)", re.IGNORECASE)
"""What begins with an apostrophe."""
_BREAKS = frozenset({"softbreak", "hardbreak"})
_WORDS = frozenset({"code_inline", "formula", "image", "footnote_ref", "reference"})
_WIDE = re.compile(r"[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
"""Han, kana, and the signs of punctuation that go with them."""


def set_typography(tokens: Iterable[Token]) -> None:
    """Set quotes, dashes and dots in all text that is neither code nor an address."""
    for block in inlines(tokens):
        if not _NEEDED.search(block.content):
            continue
        texts = list(_texts(block.children or ()))
        for child in texts:
            if "--" in child.content or ".." in child.content:
                child.content = _SIGNS.sub(lambda sign: _SET[sign[0]], child.content)
        if "'" in block.content or '"' in block.content:
            _set_quotes(block.children or (), {id(child) for child in texts})


def _texts(children: Sequence[Token]) -> Iterator[Token]:
    """Text, but for that of bare addresses."""
    is_address = False
    for child in children:
        if child.info == "auto":
            is_address = child.nesting == 1
        elif child.type == "text" and not is_address:
            yield child


def _set_quotes(children: Sequence[Token], texts: set[int]) -> None:
    """Each quote by the characters beside it, whatever is emphasised; one without its fellow is an apostrophe."""
    pieces = [_seen(child) for child in children]
    whole = "".join(pieces)
    signs = list(whole)
    double, single = False, -1
    offset = 0
    for child, piece in zip(children, pieces, strict=True):
        if id(child) in texts:
            for found in _QUOTE.finditer(piece):
                at = offset + found.start()
                before, after = signs[at - 1] if at else " ", whole[at + 1 : at + 2] or " "
                if found[0] == '"':
                    double = _opens(before, after, is_open=double)
                    signs[at] = "“" if double else "”"
                elif _opens(before, after, is_open=single >= 0) and not _SHORT.match(whole, at):
                    signs[at], single = "’", at
                else:
                    signs[at] = "’"
                    if single >= 0 and not after.isalnum():
                        signs[single], single = "‘", -1
        offset += len(piece)
    offset = 0
    for child, piece in zip(children, pieces, strict=True):
        if id(child) in texts:
            child.content = "".join(signs[offset : offset + len(piece)])
        offset += len(piece)


def _seen(child: Token) -> str:
    """What quotes beside a token see of it."""
    if child.type in ("text", "text_special"):
        return child.content
    return " " if child.type in _BREAKS else "x" if child.type in _WORDS else ""


def _opens(before: str, after: str, *, is_open: bool) -> bool:
    if after.isspace():
        return False
    if before.isspace() or before in _OPENERS:
        return after not in _CLOSERS or before.isspace() or not is_open
    return not before.isalnum() and before not in _CLOSERS and not is_open and after.isalnum()


def join_wide_lines(tokens: Iterable[Token]) -> None:
    """Take out the line breaks between characters that have no spaces between them."""
    for block in inlines(tokens):
        if "\n" not in block.content or block.content.isascii():
            continue
        children = block.children or []
        for at, child in enumerate(children):
            if child.type == "softbreak":
                before, after = _beside(children, at, -1), _beside(children, at, 1)
                if _WIDE.fullmatch(before) and _WIDE.fullmatch(after):
                    child.type, child.content = "text", ""


def _beside(children: Sequence[Token], at: int, step: int) -> str:
    """The character next to a line break, on the side to which `step` leads."""
    at += step
    while 0 <= at < len(children):
        child = children[at]
        if child.content or child.type in _BREAKS:
            is_text = child.type in ("text", "text_special")
            return (child.content[-1:] if step < 0 else child.content[:1]) if is_text else ""
        at += step
    return ""
