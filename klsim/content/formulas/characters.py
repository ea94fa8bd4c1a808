"""Which characters formulas show, as a font for them must have them."""

import re
from functools import lru_cache

from klsim.content.formulas.alphabets import in_alphabet
from klsim.content.tags import plain_text

_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_VARIABLE = re.compile(r"<mi>(.)</mi>")  # browsers show a single letter in italics
_ITALIC = dict(zip("∂ϵϑϰϕϱϖıȷ", "𝜕𝜖𝜗𝜘𝜙𝜚𝜛𝚤𝚥", strict=True))


def formula_characters(page: str) -> frozenset[str]:
    """Every character that the formulas of some HTML show; none where there is no formula."""
    return frozenset().union(*map(_characters, _FORMULA.findall(page)))


@lru_cache(maxsize=4096)  # as with the formulas themselves, many recur
def _characters(formula: str) -> frozenset[str]:
    italics = (_ITALIC.get(c, in_alphabet(c, "italic")) for c in _VARIABLE.findall(formula))
    return frozenset({*plain_text(formula), *italics, "√"} - {" "})
