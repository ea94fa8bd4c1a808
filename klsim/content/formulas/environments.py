"""Environments, their rows, and which of the rows have numbers."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from klsim.content.formulas.draft import Draft, Element, Environment, Handler
from klsim.content.formulas.tokens import Reader, Token, Tokens, join
from klsim.diagnostics import closest


class _Kind(NamedTuple):
    """An environment: how it begins and ends for math-core, which rows have numbers, what follows its name."""

    opening: str
    closing: str
    numbers: str = "inner"
    follows: str = ""


def _kind(name: str, numbers: str = "inner", follows: str = "") -> _Kind:
    return _Kind(f"\\begin{{{name}}}", f"\\end{{{name}}}", numbers, follows)


_FENCES = {
    "": ("", ""),
    "p": ("(", ")"),
    "b": ("[", "]"),
    "B": ("\\{", "\\}"),
    "v": ("|", "|"),
    "V": ("\\|", "\\|"),
}
_ALIGNED = ["align", "flalign", "alignat", "xalignat", "xxalignat", "eqnarray"]
_SIMPLE = ["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "cases", "dcases", "rcases", "drcases"]
KINDS: Mapping[str, _Kind] = {
    **{name: _kind(name) for name in _SIMPLE},
    **{name: _kind(name, follows="columns") for name in ("array", "darray", "subarray")},
    "aligned": _kind("aligned", follows="place"),
    "split": _kind("aligned"),
    "gathered": _kind("gathered", follows="place"),
    "alignedat": _kind("aligned", follows="place count"),
    "smallmatrix": _Kind("{", "\\end{matrix}}", follows="small"),
    **{
        f"{kind}matrix*": _Kind(
            f"\\left{left}\\begin{{array}}" if left else "\\begin{array}",
            f"\\end{{array}}\\right{right}" if right else "\\end{array}",
            follows="alignment",
        )
        for kind, (left, right) in _FENCES.items()
    },
    **{
        f"{name}{star}": _kind("align*", "none" if star else "every", "count" if name.endswith("at") else "")
        for name in _ALIGNED
        for star in ("", "*")
    },
    **{f"gather{star}": _kind("gather*", "none" if star else "every") for star in ("", "*")},
    **{f"equation{star}": _kind("equation*", "none" if star else "every") for star in ("", "*")},
    "displaymath": _kind("equation*", "none"),
    "math": _Kind("{", "}"),
    "multline": _kind("multline", "last"),
    "multline*": _kind("multline", "none"),
}
_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(pt|em|ex|mm|cm|in|px|pc|mu|bp)")
_EMS = {
    "pt": 0.1,
    "em": 1,
    "ex": 0.43,
    "mm": 0.2845,
    "cm": 2.845,
    "in": 7.227,
    "px": 0.075,
    "pc": 1.2,
    "mu": 1 / 18,
}
_EMS["bp"] = 0.1004
_SPACES = re.compile(r"(?:\s|\\[,;:! ]|\\q?quad|\\[hm]space\*?\{[^{}]*\}|\\hskip.*|\{\})*")
_MANY = 30
"""A `matrix*` has at most so many columns that are aligned as asked."""


def ems(length: str) -> float | None:
    """A length of TeX in em of text of 10 pt; None for what is none."""
    found = _LENGTH.fullmatch("".join(length.split()))
    return float(found[1]) * _EMS[found[2]] if found else None


def _begin(draft: Draft, reader: Reader, token: Token) -> None:
    name = join(reader.argument() or ()).strip()
    kind = KINDS.get(name)
    if kind is None:
        close = closest(name, list(KINDS))
        hint = f"did you mean `{close}`?" if close else "there are aligned, cases, pmatrix, array and others"
        draft.fault(token, f"unknown LaTeX environment `{name}`", hint)
        kind = _kind("matrix")
    if "place" in kind.follows:
        _skip_place(reader)
    if "count" in kind.follows:
        reader.argument()
    draft.emit(kind.opening, token.start)
    if kind.follows == "columns":
        _skip_place(reader)
        columns = reader.argument()
        draft.emit(f"{{{_columns(draft, token, columns or ())}}}", token.start)
    elif kind.follows == "alignment":
        option = join(reader.option() or ()).strip() or "c"
        if option not in ("l", "c", "r"):
            draft.fault(token, f"`[{option}]` is no alignment of columns", "write l, c or r")
        draft.emit(f"{{{option[0] * _MANY}}}", token.start)
    elif kind.follows == "small":
        draft.mark(Element('<mrow mathsize="70%">', "</mrow>"), token.start)
        draft.emit("\\begin{matrix}", token.start)
    if name == "multline*":
        draft.emit("\\notag ", token.start)
    draft.environments.append(Environment(name, kind.closing, kind.numbers, len(draft.out), draft.depth))


def _skip_place(reader: Reader) -> None:
    """`[t]` says where the rest of the line stands beside a table; browsers have it in the middle."""
    option = reader.option()
    if option is not None and join(option).strip() not in ("t", "b", "c", ""):
        reader.put([Token("[", option[0].start), *option, Token("]", option[0].start)])


def _columns(draft: Draft, token: Token, written: Tokens) -> str:
    """A specification of columns as math-core takes it: without the gaps between them."""
    columns: list[str] = []
    reader = Reader(written)
    while one := reader.take():
        if one.text in "lcr|:":
            columns.append(one.text)
        elif one.text in "pmb":
            reader.argument()
            columns.append("l")
        elif one.text == "*":
            count, repeated = join(reader.argument() or ()).strip(), reader.argument() or ()
            number = int(count) if count.isdecimal() and len(count) < 3 else 0
            columns += list(_columns(draft, token, repeated)) * number
        elif one.text in "@!><":
            between = reader.argument() or ()
            if one.text in "@!" and not _SPACES.fullmatch(join(between)):
                hint = "write it into a column of its own"
                draft.fault(one, f"`{one.text}{{{join(between)}}}` cannot stand between columns", hint)
        elif not one.text.isspace():
            draft.fault(one, f"`{one.text}` is no column of `array`", "columns are l, c or r, rules are |")
    return "".join(columns) or "c"


def _end(draft: Draft, reader: Reader, token: Token) -> None:
    reader.argument()
    if not draft.environments:
        return  # told already: see `brackets`
    environment = draft.environment
    if draft.last_written() in ("\\hline", "\\hdashline") and not environment.cells:
        draft.emit("&" * environment.columns or "{}", token.start)  # the rule is drawn by cells
    if environment.is_gathered:
        draft.emit("\\end{gathered}", token.start)
    if environment.numbers != "inner":
        _finish_row(draft, environment, token.start)
    draft.environments.pop()
    draft.emit(environment.closing, token.start)


def _break_line(draft: Draft, reader: Reader, token: Token) -> None:
    """`\\\\`, also with a star, which is for page breaks, and with a space to leave, which is made."""
    reader.skip("*")
    space = reader.option()
    length = None if space is None else ems(join(space))
    if space is not None and length is None:
        reader.put([Token("[", token.start), *space, Token("]", token.start)])
    environment = draft.environment
    if reader.peek() == "\\end" or (draft.is_outermost and not reader.peek()):
        return  # it would make a row without anything
    if draft.is_grouped:
        return  # within braces no line breaks, as in other programs
    if length and length > 0 and draft.environments:
        with draft.group(token.start):
            strut = f'<mspace depth="{length + 0.25:.3g}em"></mspace>'
            draft.mark(Element(strut, keeps_content=False), token.start)
            draft.emit("\\,", token.start)
    if environment.name.startswith(("equation", "displaymath")):
        if not environment.is_gathered:
            draft.out.insert(environment.begins, Token("\\begin{gathered}", token.start))
        environment.is_gathered = True  # several rows in an environment for one have its number together
    elif environment.numbers in ("every", "none") and draft.environments:
        _finish_row(draft, environment, token.start)
    environment.columns = max(environment.columns, environment.cells)
    environment.cells = 0
    draft.has_breaks |= draft.is_outermost
    draft.emit("\\\\", token.start)


def _rule(draft: Draft, _: Reader, token: Token) -> None:
    """A rule across the table; a second one at the same place cannot be told from it."""
    if draft.last_written() not in ("\\hline", "\\hdashline"):
        draft.out.append(token)


def _next_cell(draft: Draft, _: Reader, token: Token) -> None:
    environment = draft.environment
    environment.cells += 1
    if environment.name.startswith("eqnarray") and environment.cells == 2:
        return  # the sign between has a column of its own there
    draft.out.append(token)


def _finish_row(draft: Draft, environment: Environment, start: int) -> None:
    """Give the row its tag and its labels."""
    if environment.tag is not None:
        draft.put_tag(environment.tag, environment.labels, start)
    elif environment.numbers in ("every", "last") and not environment.is_unnumbered:
        draft.put_number(environment.labels, start)
    else:
        for label in environment.labels:
            name = environment.name.removesuffix("*")
            draft.fault(
                label, "this label is on a row without a number", f"use `{name}`, or give it a `\\tag{{…}}`"
            )
    environment.tag, environment.is_unnumbered, environment.labels = None, False, []


def _tag(draft: Draft, reader: Reader, _: Token) -> None:
    is_bare = reader.skip("*")
    content = join(reader.argument() or ()).strip()
    draft.numbered.tag = content if is_bare else f"({content})"


def _label(draft: Draft, reader: Reader, token: Token) -> None:
    draft.numbered.labels.append(Token(join(reader.argument() or ()).strip(), token.start))


def _no_number(draft: Draft, _: Reader, __: Token) -> None:
    draft.numbered.is_unnumbered = True


ENVIRONMENT_HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "\\begin": _begin,
        "\\end": _end,
        "\\\\": _break_line,
        "\\newline": _break_line,
        "\\cr": _break_line,
        "\\hline": _rule,
        "\\hdashline": _rule,
        "&": _next_cell,
        "\\tag": _tag,
        "\\label": _label,
        "\\notag": _no_number,
        "\\nonumber": _no_number,
    }
)
