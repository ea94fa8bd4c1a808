"""How long a text takes to read."""

import re

from klsim.content.tags import plain_text

WORDS_A_MINUTE = 230
"""What adults read of plain prose silently (Brysbaert 2019 gives 238 for English)."""

SIGNS_A_MINUTE = 400
"""The same for scripts that put no spaces between words, counted in signs."""

_FORMULA = re.compile(r"<(math|pre|svg)\b.*?</\1>", re.DOTALL)
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def minutes_to_read(page: str) -> int:
    """The minutes that the prose of a page takes, at least one; formulas and code are counted as a word each."""
    text = plain_text(_FORMULA.sub(" x ", page))
    signs = len(_SIGN.findall(text))
    words = len(_WORD.findall(_SIGN.sub(" ", text)))
    return max(1, round(words / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE))
