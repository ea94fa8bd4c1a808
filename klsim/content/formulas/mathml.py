"""The MathML of math-core as klsim has it in pages: classes for styles, and what is marked in its place."""

import html
import re
from collections.abc import Callable, Sequence

from klsim.content.formulas.draft import LABEL_MARK, NUMBER_MARK, TAG_MARK, Element, Mark, Reference, Tag

CLASSES = {
    "text-align: left;justify-items: start": "to-left",
    "text-align: right;justify-items: end": "to-right",
    "padding-left: 0": "joins-left",
    "padding-right: 0": "joins-right",
    "padding-left:1em": "apart",
    "padding-left: 0.1em": "rule-only",
    "padding-right: 0.1em": "",
    "padding-top: 0;padding-bottom: 0": "dense",
    "padding-top: 0.1667em": "lowered",
    "border-top: 0.05em solid currentcolor": "rule-above",
    "border-left: 0.05em solid currentcolor": "rule-left",
    "border-right: 0.05em solid currentcolor": "rule-right",
    "border-top: 0.05em dashed currentcolor": "dashes-above",
    "border-left: 0.05em dashed currentcolor": "dashes-left",
    "border-right: 0.05em dashed currentcolor": "dashes-right",
    "width: 100%": "numbered",
    "width: 50%": "margin",
    "width: 7.5%": "narrow-margin",
    "font-variant-caps: small-caps": "small-capitals",
    "padding-left:0": "",
    "padding-right:0": "",
    **{
        f"padding-{side}:{width}": f"space-{side}-{units}"
        for side in ("left", "right")
        for width, units in (("0.1667em", 3), ("0.2222em", 4), ("0.2778em", 5))
    },
}
"""The class for each style that math-core writes; there are no others (a test has every one that it can write)."""

BACKWARDS = (1, 2, 4, 8, 16, 32)
"""Negative spaces are made of these, in eighteenths of an em, as are those of TeX."""

_STYLE = re.compile(r' style="([^"]*?);?"')
_DECLARATION = re.compile(
    r"text-align: (?:left|right);justify-items: (?:start|end)|padding-top: 0;padding-bottom: 0(?=;|\Z)|[^;]+"
)
_COLOR = re.compile(r"color:#01([0-9A-F]{4})")
_MARKED = re.compile(r'<mrow style="color:#01([0-9A-F]{4});">')
_BACKWARDS = re.compile(r'<mspace style="margin-left:-([\d.]+)(r?em);"/>')
_WIDTH = re.compile(r'<mspace width="([\d.]+)rem" style="[^"]*"/>')
_FENCE_WITH_SCRIPT = re.compile(r"<(msub|msup|msubsup)>(<mo [^>]*minsize[^>]*>[^<]*</mo>)")
_ROW = re.compile(r"<(/?)mrow\b[^>/]*>")
_TAG = re.compile(rf"<mtext>{TAG_MARK}(\d+)</mtext>")
_LABEL = re.compile(rf' id="{LABEL_MARK}(\d+)"')
_NUMBER = re.compile(rf"<mtext>{NUMBER_MARK}(\d+)</mtext>")
_DOTS = re.compile(
    r'<mo( lspace="0")?(?: rspace="0")?>([.·])</mo><mo lspace="0" rspace="0(?:\.1667em)?">\2</mo>'
    r'<mo lspace="0"( rspace="0")?>\2</mo>(?=(<mo(?: rspace="0")?>,)?)'
)
_REPLACED = {
    "&ApplyFunction;": "\u2061",
    "<mspace/>": "<mspace></mspace>",
    "\ufe00": "",  # variants of letters, which the font does not tell apart
    "\ufe01": "",
    '<mo stretchy="true">\u0332</mo></munder>': '<mo stretchy="true">_</mo></munder>',
    "math-core-sans-serif-font": "sans",
    "math-core-serif-font": "serif",
}


def finish(mathml: str) -> str:
    """MathML without styles: only of marks does the colour stay, for `place`."""
    if "style=" in mathml:
        mathml = _BACKWARDS.sub(_go_back, _WIDTH.sub(r'<mspace width="\1em"/>', mathml))
        mathml = _STYLE.sub(_without_style, mathml)
    if "minsize" in mathml:  # Chromium stretches no sign that stands alone as what a script belongs to
        mathml = _FENCE_WITH_SCRIPT.sub(r"<\1><mrow><mspace></mspace>\2</mrow>", mathml)
    if NUMBER_MARK in mathml:
        mathml = _NUMBER.sub(r'<mtext data-number="(\1)"></mtext>', mathml)
    if ">.<" in mathml or ">·<" in mathml:
        mathml = _DOTS.sub(_dots, mathml)
    for written, meant in _REPLACED.items():
        mathml = mathml.replace(written, meant)
    return mathml


def _without_style(found: re.Match[str]) -> str:
    if _COLOR.fullmatch(found[1]):
        return found[0]
    classes, attributes = [], ""
    for declaration in _DECLARATION.findall(found[1]):
        name, _, value = declaration.partition(":")
        if name == "color":
            attributes += f' mathcolor="{value.lower()}"'
        elif name == "font-size":
            attributes += f' mathsize="{value}"'
        else:
            classes.append(CLASSES[declaration])
    named = " ".join(filter(None, classes))
    return (f' class="{named}"' if named else "") + attributes


def _dots(found: re.Match[str]) -> str:
    """Three dots as one sign, with no space before a comma."""
    left = "0" if found[1] else "0.1667em"
    right = "0" if found[3] or found[4] else "0.1667em"
    return f'<mo lspace="{left}" rspace="{right}">{"…" if found[2] == "." else "⋯"}</mo>'


def _go_back(found: re.Match[str]) -> str:
    units = min(round(float(found[1]) * 18), 2 * BACKWARDS[-1] - 1)
    return "".join(f'<mspace class="back-{part}"></mspace>' for part in BACKWARDS if units & part)


def name_rows(mathml: str, ids: Sequence[str]) -> str:
    """MathML with these ids in the places of equations that have labels."""
    return _LABEL.sub(lambda found: f' id="{html.escape(ids[int(found[1])])}"', mathml)


def place(mathml: str, marks: Sequence[Mark], refer: Callable[[Reference], str], tag: Callable[[Tag], str]) -> str:
    """MathML with what the marks stand for in their places."""
    pieces: list[str] = []
    opened: list[tuple[Mark | None, int]] = []  # the mark of each open row, and the number of its first piece
    end = 0
    for found in _ROW.finditer(mathml):
        if found[1]:
            mark, first = opened.pop()
            pieces.append(mathml[end : found.start()])
            if mark is None:
                pieces.append(found[0])
            else:
                pieces[first:] = [_placed(mark, "".join(pieces[first:]), refer)]
        else:
            marked = _MARKED.fullmatch(found[0])
            pieces += [mathml[end : found.start()], *([] if marked else [found[0]])]
            opened.append((marks[int(marked[1], 16)] if marked else None, len(pieces)))
        end = found.end()
    pieces.append(mathml[end:])
    return _TAG.sub(lambda found: _tag(marks[int(found[1])], tag), "".join(pieces))


def _placed(mark: Mark, content: str, refer: Callable[[Reference], str]) -> str:
    if isinstance(mark, Reference):
        return refer(mark)
    if isinstance(mark, Element):
        return f"{mark.opening}{content if mark.keeps_content else ''}{mark.closing}"
    return content


def _tag(mark: Mark, tag: Callable[[Tag], str]) -> str:
    return tag(mark) if isinstance(mark, Tag) else ""
