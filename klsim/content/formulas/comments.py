"""Comments of LaTeX: what follows a `%` on its line is not read."""

import re
from collections.abc import Iterator

from klsim.content.formulas.faults import Fault
from klsim.content.formulas.tokens import join, tokenize

_COMMENT = re.compile(r"\\[\s\S]|(?P<sign>%)(?P<hidden>[^\n]*)(?P<end>\n?)")


def check_comments(latex: str) -> Iterator[Fault]:
    r"""Each `%` for which `\%` was meant: without a line after its own it hides all that follows.

    Right behind a number, with more on its line, it may be meant either way, and the formula is shown.
    """
    for found in _COMMENT.finditer(latex):
        start = found.start()
        if found["sign"] and not found["end"]:
            yield Fault(start, "`%` hides the rest of this formula, as a comment", "write `\\%`")
        elif found["sign"] and found["hidden"].strip() and latex[start - 1 : start].isdigit():
            hint = "write `\\%`, or a space before the comment"
            message = "`%` behind a number hides the rest of its line, as a comment"
            yield Fault(start, message, hint, is_shown=True)


def without_comments(latex: str) -> str:
    """The LaTeX on one line, so that nothing of it is hidden."""
    return " ".join((join(tokenize(latex)) if "%" in latex else latex).split())
