"""Colours as authors write them in formulas."""

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML
from tinycss2.color3 import RGBA, parse_color

from klsim.content.formulas.draft import Draft
from klsim.content.formulas.faults import without_argument
from klsim.content.formulas.tokens import Reader, Token, join

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d+)?|\.\d+)\s*")
_NAMED = re.compile(r"color:(#[0-9A-F]{6})")
_ENGINE = LatexToMathML(fancy_error=False)


def read_color(written: str, model: str) -> str | None:
    """A colour as `#ff0000`; None for what is none.

    written: a name of LaTeX, its package xcolor or style sheets, `#f00`, `ff0000`, or the numbers of the model
    model:   empty, `named`, `HTML`, `RGB`, `rgb` or `gray`
    """
    word = written.strip()
    if model in ("RGB", "rgb", "gray"):
        scale = 1 if model == "RGB" else 255
        numbers = [_NUMBER.fullmatch(part) for part in word.split(",")]
        values = [round(float(number[1]) * scale) for number in numbers if number]
        if len(values) != len(numbers) or len(values) != (1 if model == "gray" else 3) or max(values) > 255:
            return None
        return _hex(*(values * 3)[:3])
    if found := _HEX.fullmatch(word):
        if len(found[1]) == 6:
            return f"#{found[1].lower()}"
        if word[0] == "#":
            return "#" + "".join(digit * 2 for digit in found[1].lower())
    return _named(word) if word.isascii() and word.isalpha() else None


@lru_cache
def _named(name: str) -> str | None:
    try:
        found = _NAMED.search(_ENGINE.convert_with_local_state(f"\\color{{{name}}}x", displaystyle=False))
    except LatexError:
        color = parse_color(name)
        return _hex(*(round(part * 255) for part in color[:3])) if isinstance(color, RGBA) else None
    return found and found[1].lower()


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red:02x}{green:02x}{blue:02x}"


def color_command(color: str | None) -> str:
    """What colours the rest of a group: `\\color[RGB]{255,0,0} ` for `#ff0000`, nothing for None.

    The red of 1 stands for marks.
    """
    if color is None:
        return ""
    red, green, blue = bytes.fromhex(color[1:])
    return f"\\color[RGB]{{{red + (red == 1)},{green},{blue}}} "


def read_color_argument(draft: Draft, reader: Reader, command: Token) -> str | None:
    """The colour that a command is given, with or without a model; None where it is none, which is told.

    A name that nothing is known of may have been defined elsewhere: the formula is shown without the colour.
    """
    model, argument = reader.option(), reader.argument()
    if argument is None:
        draft.faults.append(without_argument(command.start, command.text))
        return None
    written = join(argument)
    color = read_color(written, join(model or ()).strip())
    if color is None:
        is_name = written.isascii() and written.isalpha()
        message = f"`{written}` is no colour" + ", and is drawn as the text is" * is_name
        draft.fault(command, message, "write a name such as red, or `#ff0000`", is_shown=is_name)
    return color
