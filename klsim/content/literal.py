"""Text that is no Markdown, written so that Markdown shows it letter by letter."""

import re

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def literal(text: str) -> str:
    """One line of Markdown that shows one line of text as it is.

    Every mark of ASCII becomes a character reference: these have no meaning as markup, as formula or as a sign
    that the typographer would set, wherever they stand.
    """
    return _PUNCTUATION.sub(lambda mark: f"&#{ord(mark.group())};", text)
