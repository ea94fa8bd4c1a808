"""Boxes that may scroll sideways on a narrow screen, made reachable by keyboard."""

import re

from klsim.content.tags import plain_text

NARROW_EM = 15
"""A little less than what a screen of 320 px has for tables, code and formulas, in their font size."""

_BOX = re.compile(
    r'<(?P<tag>div|span) class="(?P<kind>formula |highlight )?scroll">(?P<content>.*?)</(?P=tag)>', re.DOTALL
)
_ROW, _CELL = re.compile(r"<tr\b.*?</tr>", re.DOTALL), re.compile(r"<t[hd]\b.*?</t[hd]>", re.DOTALL)
_SPACE = re.compile(r'<mspace width="([0-9.]+)em"')
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)


def reach_scrollers(page: str) -> str:
    """HTML whose tables, code and formulas can be focused, thus scrolled by keys, where they may be too wide."""

    def write(found: re.Match[str]) -> str:
        box = found.group()
        name, width = _measure((found["kind"] or "").strip(), found["content"])
        if width <= NARROW_EM:
            return box
        return box.replace(">", f' tabindex="0" role="group" aria-label="{name}, scrolls sideways">', 1)

    return _BOX.sub(write, page)


def formula_width(formula: str) -> float:
    """A generous guess of the width of a formula, in em."""
    return _measure("formula", formula)[1]


def _measure(kind: str, content: str) -> tuple[str, float]:
    """What a box holds, and a generous guess of the width that it needs, in em."""
    if kind == "formula":
        spaces = sum(map(float, _SPACE.findall(content)))
        return "Formula", 0.6 * len(plain_text(content).replace(" ", "")) + 0.4 * content.count("<mo") + spaces
    if kind == "highlight":
        lines = re.sub(r"<[^>]*>", "", content).splitlines()
        return "Code", 0.6 * max(map(len, lines), default=0) + 2.4
    rows = [_CELL.findall(row) for row in _ROW.findall(content)]
    widths = [max(map(_cell_width, column)) for column in zip(*rows, strict=False)]
    return "Table", sum(widths)


def _cell_width(cell: str) -> float:
    """The width of the longest word, a formula being one, and of the gap beside the cell."""
    spaceless = _FORMULA.sub(lambda found: plain_text(found.group()).replace(" ", ""), cell)
    return 0.6 * max(map(len, plain_text(spaceless).split()), default=0) + 1.2
