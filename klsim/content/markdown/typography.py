"""Typographic quotes, dashes and dots; and lines of Chinese and Japanese, which join without a space.

What is written as `\"` or `&quot;` stays as it is, and so does code. A formula or code counts as a word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from markdown_it.token import Token

from klsim.content.markdown.places import inlines
from klsim.content.markdown.quotes import ENGLISH, Quotes

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


def set_typography(tokens: Iterable[Token], quotes: Quotes = ENGLISH) -> None:
    """Set quotes, dashes and dots in all text that is neither code nor an address."""
    for block in inlines(tokens):
        if not _NEEDED.search(block.content):
            continue
        texts = list(_texts(block.children or ()))
        for child in texts:
            if "--" in child.content or ".." in child.content:
                child.content = _SIGNS.sub(lambda sign: _SET[sign[0]], child.content)
        if "'" in block.content or '"' in block.content:
            _set_quotes(block.children or (), {id(child) for child in texts}, quotes)


def _texts(children: Sequence[Token]) -> Iterator[Token]:
    """Text, but for that of bare addresses."""
    is_address = False
    for child in children:
        if child.info == "auto":
            is_address = child.nesting == 1
        elif child.type == "text" and not is_address:
            yield child


def _set_quotes(children: Sequence[Token], texts: set[int], quotes: Quotes) -> None:
    """Set the quotes in the texts among the pieces of a block."""
    pieces = [_seen(child) for child in children]
    starts = list(accumulate(map(len, pieces), initial=0))
    places = [
        start + found.start()
        for child, piece, start in zip(children, pieces, starts, strict=False)
        if id(child) in texts
        for found in _QUOTE.finditer(piece)
    ]
    signs = _quoted("".join(pieces), places, quotes)
    for child, start, end in zip(children, starts, starts[1:], strict=False):
        if id(child) in texts:
            child.content = "".join(signs[start:end])


def _quoted(whole: str, places: Iterable[int], quotes: Quotes) -> list[str]:
    """The signs of a text, the quotes at some places set.

    Each is found by the characters beside it, whatever is emphasised, with the marks of English, in whose places
    those of the language are put at last. A single one without its fellow is an apostrophe; a double one that
    closes nothing stays as it is in English.
    """
    signs, meant = list(whole), dict[int, str]()
    typed = whole.find(quotes.opening[0])
    double, single = False, -1
    for at in places:
        before, after = signs[at - 1] if at else " ", whole[at + 1 : at + 2] or " "
        if whole[at] == '"':
            was_open, double = double or 0 <= typed < at, _opens(before, after, is_open=double)
            signs[at] = "“" if double else "”"
            if double or was_open:
                meant[at] = quotes.opening if double else quotes.closing
        elif _opens(before, after, is_open=single >= 0) and not _SHORT.match(whole, at):
            signs[at], single = "’", at
        else:
            signs[at] = "’"
            if single >= 0 and not after.isalnum():
                signs[single] = "‘"
                meant |= {single: quotes.single_opening, at: quotes.single_closing}
                single = -1
    for at, sign in meant.items():
        signs[at] = sign
    return signs


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
