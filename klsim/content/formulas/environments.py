"""Environments, their rows, and which of the rows have numbers."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from klsim.content.formulas.draft import Draft, Element, Environment, Handler
from klsim.content.formulas.environment_kinds import KINDS, plain_kind
from klsim.content.formulas.faults import without_argument
from klsim.content.formulas.tokens import Reader, Token, Tokens, join
from klsim.diagnostics import closest

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
        kind = plain_kind("matrix")
    if "place" in kind.follows:
        _skip_place(reader)
    most_cells = _most_cells(draft, reader, token, name) if "count" in kind.follows else kind.most_cells
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
    draft.environments.append(
        Environment(name, kind.closing, kind.numbers, len(draft.out), draft.depth, most_cells=most_cells)
    )


def _most_cells(draft: Draft, reader: Reader, token: Token, name: str) -> int | None:
    """How many `&` there may be in a row of so many pairs of columns as are asked for; None where no number is."""
    written = join(reader.argument() or ()).strip() if reader.peek() == "{" else ""
    if written.isdecimal() and 0 < int(written[:3]) <= _MANY:
        return 2 * int(written) - 1
    draft.fault(
        token, f"`\\begin{{{name}}}` lacks the number of its pairs of columns", f"write `\\begin{{{name}}}{{2}}`"
    )
    return None


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
    if environment.most_cells is not None and environment.cells == environment.most_cells + 1:
        hint = "use `aligned`" if environment.name == "split" else "write a larger number behind its name"
        draft.fault(token, f"a row of `{environment.name}` has more than {environment.most_cells} `&`", hint)
    if environment.name.startswith("eqnarray") and environment.cells == 2:
        return  # the sign between has a column of its own there
    draft.out.append(token)


def _finish_row(draft: Draft, environment: Environment, start: int) -> None:
    """Give the row its tag and its labels."""
    if environment.tag is not None:
        draft.put_tag(environment.tag, environment.labels)
    elif environment.numbers in ("every", "last") and not environment.is_unnumbered:
        draft.put_number(environment.labels, start)
    else:
        for label in environment.labels:
            name = environment.name.removesuffix("*")
            draft.fault(
                label, "this label is on a row without a number", f"use `{name}`, or give it a `\\tag{{…}}`"
            )
    environment.tag, environment.is_unnumbered, environment.labels = None, False, []


def _tag(draft: Draft, reader: Reader, token: Token) -> None:
    is_bare = reader.skip("*")
    argument = reader.argument()
    if argument is None:
        draft.faults.append(without_argument(token.start, token.text))
    if draft.numbered.tag is not None:
        draft.fault(
            token, "a second tag for one equation", "leave one out, or use `align`, whose rows have their own"
        )
    content = join(argument or ()).strip()
    draft.numbered.tag = Token(content if is_bare else f"({content})", token.start)


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
