"""Which characters formulas show, as a font for them must have them."""

import re
from functools import lru_cache

from klsim.content.tags import plain_text

_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_VARIABLE = re.compile(r"<mi>(.)</mi>")  # browsers show a single letter in italics
_RANGES = ((ord("A"), 26, 0x1D434), (ord("a"), 26, 0x1D44E), (ord("Α"), 25, 0x1D6E2), (ord("α"), 25, 0x1D6FC))
_ITALIC = {chr(first + n): chr(italic + n) for first, count, italic in _RANGES for n in range(count)}
_ITALIC |= {"h": "ℎ", **dict(zip("∂ϵϑϰϕϱϖıȷ", "𝜕𝜖𝜗𝜘𝜙𝜚𝜛𝚤𝚥", strict=True))}


def formula_characters(page: str) -> frozenset[str]:
    """Every character that the formulas of some HTML show; none where there is no formula."""
    return frozenset().union(*map(_characters, _FORMULA.findall(page)))


@lru_cache(maxsize=4096)  # as with the formulas themselves, many recur
def _characters(formula: str) -> frozenset[str]:
    italics = (_ITALIC.get(letter, letter) for letter in _VARIABLE.findall(formula))
    return frozenset({*plain_text(formula), *italics, "√"} - {" "})
