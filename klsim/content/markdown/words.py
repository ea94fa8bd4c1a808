"""What a reader sees of tokens, as plain text."""

from collections.abc import Iterable

from markdown_it.token import Token

_BREAKS = frozenset({"softbreak", "hardbreak"})


def words_of(tokens: Iterable[Token]) -> str:
    """The text of a line on one line; of a formula its LaTeX, of an image what is said of it."""
    return " ".join("".join(map(_word, tokens)).split())


def _word(token: Token) -> str:
    if token.type == "formula":
        return str(token.meta["latex"])
    if token.type in _BREAKS:
        return " "
    if token.type == "image":
        return words_of(token.children or ())
    return token.content if token.type in ("text", "text_special", "code_inline") else ""
