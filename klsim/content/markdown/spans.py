"""Where code and formulas begin and end in a text that is not read yet."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from klsim.content.markdown.formula_rule import find_formula


class Span(NamedTuple):
    """From the first sign of a span to behind its last."""

    start: int
    stop: int
    is_formula: bool


def pattern_of_spans(openings: str) -> re.Pattern[str]:
    """What `find_spans` looks for, from a pattern of what formulas begin with."""
    return re.compile(rf"\\[\\`$]|(?P<marks>`+)(?!`)|(?P<opening>{openings})")


def find_spans(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """The code and the formulas of a text, one after another; what never ends is none."""
    at = 0
    while found := pattern.search(text, at):
        at = found.end()
        if found["marks"]:
            if closing := re.compile(rf"(?<!`){found['marks']}(?!`)").search(text, at):
                at = closing.end()
                yield Span(found.start(), at, is_formula=False)
        elif found["opening"] and (formula := find_formula(text, found.start(), len(text))):
            at = formula[0]
            yield Span(found.start(), at, is_formula=True)
