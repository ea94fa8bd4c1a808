"""Text without its code, for whoever searches for what is written outside of code."""

import re
from functools import lru_cache

from klsim.content.fences import find_fences
from klsim.content.source import Source

_SPAN = re.compile(r"\\[\\`$]|<!--.*?-->|(?P<marks>`+)(?:[^\n]|\n(?![ \t>]*\n))+?(?<!`)(?P=marks)(?!`)", re.DOTALL)


def mask_code(source: Source) -> str:
    """The text with a space for each character of code and comments: every position stays."""
    return _mask(source.text)


@lru_cache(maxsize=8)  # several ask it of the same article
def _mask(text: str) -> str:
    lines = text.split("\n")
    for fence in find_fences(lines):
        if fence.last is not None:
            for number in range(fence.first, fence.last + 1):
                lines[number] = " " * len(lines[number])
    return _SPAN.sub(_blank, "\n".join(lines))


def _blank(found: re.Match[str]) -> str:
    span = found.group()
    return span if span[0] == "\\" else re.sub(r"[^\n]", " ", span)
