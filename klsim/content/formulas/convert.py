"""The formulas of an article as MathML Core, by math-core."""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType

from math_core import LatexError, LatexToMathML

from klsim.content.formulas.commands import KNOWN_MACROS
from klsim.content.formulas.comments import without_comments
from klsim.content.formulas.draft import PLAIN_TAG, Reference, Tag
from klsim.content.formulas.errors import explain, unknown_command
from klsim.content.formulas.faults import Fault, FormulaError
from klsim.content.formulas.formula import Formula
from klsim.content.formulas.macros import Macro, MacroExpander
from klsim.content.formulas.mathml import finish, name_rows, place
from klsim.content.formulas.prepare import Prepared, needs_nothing, prepare
from klsim.content.formulas.tokens import author_position
from klsim.diagnostics import Code, Diagnostics, nearest

_ENGINE = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True, max_expansions=1_000_000)
_MOST_UNKNOWN = 50
NO_MACROS: Mapping[str, Macro] = MappingProxyType({})


@dataclass(frozen=True)
class Equation:
    """An equation with a label: its number in parentheses, and the id of its place in the page."""

    number: str
    id: str


@dataclass(frozen=True)
class Converted:
    """The MathML of each formula, empty where one is wrong or only defines macros; and the equations by label."""

    pages: tuple[str, ...]
    equations: Mapping[str, Equation]


def find_equation(equations: Mapping[str, Equation], name: str) -> Equation | None:
    """The equation with a label, or with an id such as `eq-elbo`."""
    return equations.get(name) or next((one for one in equations.values() if one.id == name), None)


def convert_formulas(
    formulas: Sequence[Formula], diagnostics: Diagnostics, macros: Mapping[str, Macro] = NO_MACROS
) -> Converted:
    """All formulas of an article, in their order: numbers go on, and macros hold from where they are defined.

    macros: those of the site and the article, by command, such as `\\\\R`
    """
    expander = MacroExpander({**KNOWN_MACROS, **macros})
    number = 1
    prepared: list[Prepared | None] = []
    for formula in formulas:
        if _is_taken(formula, expander):
            prepared.append(Prepared(formula.latex))
            continue
        try:
            one, number = prepare(formula.latex, formula.display, expander, number)
        except FormulaError as error:
            _tell(formula, error.faults, diagnostics)
            one = None
        prepared.append(one)
    equations = dict(_equations(formulas, prepared, diagnostics))
    pages = [
        "" if one is None else _render(formula, one, equations, diagnostics)
        for formula, one in zip(formulas, prepared, strict=True)
    ]
    return Converted(tuple(pages), equations)


def _is_taken(formula: Formula, expander: MacroExpander) -> bool:
    """Whether math-core takes a formula as it is."""
    if not needs_nothing(formula.latex, expander):
        return False
    try:
        _convert(formula.latex, formula.display)
    except LatexError:
        return False
    return True


def _tell(formula: Formula, faults: Iterable[Fault], diagnostics: Diagnostics) -> None:
    for fault in faults:
        location = formula.location.down(formula.latex.count("\n", 0, fault.start))
        tell = location.warning if fault.is_shown else location.error
        diagnostics.add(tell(fault.code, fault.message, fault.hint))


def _equations(
    formulas: Sequence[Formula], prepared: Sequence[Prepared | None], diagnostics: Diagnostics
) -> dict[str, Equation]:
    """The equations by label; wrong are labels of which two are there."""
    equations: dict[str, Equation] = {}
    owners: dict[str, str] = {}
    for formula, one in zip(formulas, prepared, strict=True):
        for label in one.labels if one else ():
            other = label.name if label.name in equations else owners.get(label.id)
            if other is not None and not label.is_further:
                message = f"a second equation with the label `{other}`"
                fault = Fault(label.start, message, "choose another for one of them", Code.DUPLICATE_NAME)
                _tell(formula, [fault], diagnostics)
            owners.setdefault(label.id, label.name)
            equations.setdefault(label.name, Equation(label.number, label.id))
    return equations


def _render(
    formula: Formula, prepared: Prepared, equations: Mapping[str, Equation], diagnostics: Diagnostics
) -> str:
    """A formula as a `<math>` element, with its LaTeX as an annotation; empty where nothing can be shown."""
    faults = list(prepared.faults)
    content = ""
    try:
        content = _convert(prepared.latex, formula.display)
    except LatexError as error:
        faults += _explained(prepared, formula.display, str(error))
    if prepared.marks:
        content = place(
            content, prepared.marks, partial(_link, equations, faults), partial(_tag, equations, faults)
        )
    if prepared.labels:
        content = name_rows(content, [label.id for label in prepared.labels])
    _tell(formula, faults, diagnostics)
    if not prepared.latex.strip() or not all(fault.is_shown for fault in faults):
        return ""
    latex = html.escape(without_comments(formula.latex), quote=False)
    display = ' display="block"' * formula.display
    annotation = f'<annotation encoding="application/x-tex">{latex}</annotation>'
    return f"<math{display}><semantics><mrow>{content}</mrow>{annotation}</semantics></math>"


@lru_cache(maxsize=4096)  # a text says `$x$` many times
def _convert(latex: str, display: bool) -> str:
    """What stands within the `<math>` element, marks in it. Raises LatexError."""
    mathml = _ENGINE.convert_with_local_state(latex, displaystyle=display)
    return finish(mathml[mathml.index(">") + 1 : -len("</math>")])


def _explained(prepared: Prepared, display: bool, message: str) -> Iterator[Fault]:
    """What math-core says, and what it says then: after an unknown command it goes on as if that were a letter."""
    latex = prepared.latex
    for _ in range(_MOST_UNKNOWN):
        fault, name = explain(message, latex), unknown_command(message)
        if name is None and not all(fault.is_shown for fault in prepared.faults):
            return  # it may come of these
        yield fault._replace(start=author_position(prepared.tokens, fault.start))
        if name is None:
            return
        end = fault.start + 1 + len(name)
        latex = f"{latex[: fault.start]} x{' ' * (len(name) - 1)}{latex[end:]}"
        try:
            _convert(latex, display)
        except LatexError as error:
            message = str(error)
        else:
            return


def _link(equations: Mapping[str, Equation], faults: list[Fault], reference: Reference) -> str:
    equation = find_equation(equations, reference.label)
    if equation is None:
        hint = nearest(reference.label, equations, "labels")
        message = f"no equation has the label {reference.label!r}"
        faults.append(Fault(reference.start, message, hint, Code.BROKEN_ANCHOR))
        return ""
    number = equation.number if reference.in_parentheses else equation.number.removeprefix("(").removesuffix(")")
    return f'<mtext><a href="#{equation.id}">{number_html(number)}</a></mtext>'


def number_html(number: str) -> str:
    """The number of an equation as text says it: a tag may hold mathematics.

    What cannot be shown, which is told at the tag, stays as it is written.
    """
    if not PLAIN_TAG.fullmatch(number):
        try:
            content, prepared = _convert_tag(number)
        except (FormulaError, LatexError):
            pass
        else:
            return f"<math>{place(content, prepared.marks, lambda _: '', lambda _: '')}</math>"
    return html.escape(number, quote=False)


def _tag(equations: Mapping[str, Equation], faults: list[Fault], tag: Tag) -> str:
    """What stands in the margin; all that is wrong with it is told at the place of the tag."""
    try:
        content, prepared = _convert_tag(tag.latex)
    except (FormulaError, LatexError):
        faults.append(Fault(tag.start, f"`\\tag{{{tag.latex}}}` cannot be shown", "write letters and numbers"))
        return ""
    inner = list(prepared.faults)
    content = place(content, prepared.marks, partial(_link, equations, inner), lambda _: "")
    faults += [fault._replace(start=tag.start) for fault in inner]
    return content


def _convert_tag(latex: str) -> tuple[str, Prepared]:
    """A tag as MathML, and what it was made from. Raises FormulaError and LatexError."""
    prepared, _ = prepare(f"\\text{{{latex}}}", False, MacroExpander(KNOWN_MACROS), 1)
    return _convert(prepared.latex, False), prepared
