"""What a kind of leftover is, and the signs that stand for what is no text where leftovers are looked for."""

import re
from typing import NamedTuple

CODE, FORMULA, BACKSLASH, LINK, OTHER, TOLD = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
"""What stands for code, a formula, `\\\\`, the end of a link, all else, and what is told already."""
FAR = "{0,300}"
"""So many characters a leftover has at most: where many begin and none ends, each is given up soon. Others end at
the latest where the next begins."""
LINE = r"(?:[^\n]|\n(?!\n))"
"""A character of a paragraph."""


class Kind(NamedTuple):
    """A kind of leftover: its name, a part that each has, how it looks, what is said of it, and what to write.

    is_mild: whether it may be meant so: the build goes on
    """

    name: str
    sign: str
    pattern: re.Pattern[str]
    message: str
    hint: str
    is_mild: bool = False


def kind_of(name: str, sign: str, pattern: str, message: str, hint: str, *, is_mild: bool = False) -> Kind:
    """A kind, its pattern read with `^` and `$` as the ends of lines."""
    return Kind(name, sign, re.compile(pattern, re.MULTILINE), message, hint, is_mild)
