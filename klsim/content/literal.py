"""Text that is no Markdown, written so that Markdown shows it word for word."""

import re

_PUNCTUATION = re.compile(r"[!#-&(-,./:-@\[-`{-~]")


def literal(text: str) -> str:
    """One line of Markdown that shows one line of text, its quotes and dashes set as those of any text.

    Every other mark of ASCII becomes a character reference: these have no meaning as markup or as formula,
    wherever they stand.
    """
    return _PUNCTUATION.sub(lambda mark: f"&#{ord(mark.group())};", text)
