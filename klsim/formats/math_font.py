"""The typeface of formulas: STIX Two Math, cut down to the characters of the site's formulas.

It is under the SIL Open Font Licence; inside the file it goes by the name Article Math. Its MATH table, by which
browsers space formulas and build tall brackets, roots and integrals, is kept for what remains.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from klsim.content.formulas.alphabets import in_alphabet
from klsim.content.tags import plain_text
from klsim.formats.fonts import cut_font

FAMILY = "Article Math"
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_VARIABLE = re.compile(r"<mi>(.)</mi>")  # browsers show a single letter in italics
_FEATURES = ("ssty", "kern")  # shapes made for small scripts, such as primes
_ITALIC = dict(zip("∂ϵϑϰϕϱϖıȷ", "𝜕𝜖𝜗𝜘𝜙𝜚𝜛𝚤𝚥", strict=True))


def formula_characters(page: str) -> frozenset[str]:
    """Every character that the formulas of some HTML show; none where there is no formula."""
    return frozenset().union(*map(_characters, _FORMULA.findall(page)))


@lru_cache(maxsize=4096)  # as with the formulas themselves, many recur
def _characters(formula: str) -> frozenset[str]:
    italics = (_ITALIC.get(c, in_alphabet(c, "italic")) for c in _VARIABLE.findall(formula))
    return frozenset({*plain_text(formula), *italics, "√"} - {" "})


def subset_math_font(characters: Iterable[str]) -> bytes:
    """The font as WOFF2 with these characters and all sizes and parts of them; the same bytes each time."""
    carrier = find_spec("ziamath")  # found, not imported: only its font is wanted
    assert carrier is not None
    assert carrier.origin is not None
    path = Path(carrier.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    return cut_font(str(path), "".join(sorted(characters)), _FEATURES, FAMILY, "Regular")


def math_face_css(url: str) -> str:
    """The rule that makes the style sheet know the typeface of formulas."""
    return f'@font-face {{ font-family: "{FAMILY}"; font-display: optional; src: url("{url}") format("woff2") }}\n'
