"""From an author's LaTeX to that of math-core: macros replaced, rows numbered, what it lacks said otherwise."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from klsim.content.formulas.brackets import check_brackets
from klsim.content.formulas.commands import COMMAND_HANDLERS, KNOWN_MACROS
from klsim.content.formulas.comments import check_comments
from klsim.content.formulas.draft import Draft, Handler, Label, Mark
from klsim.content.formulas.environments import ENVIRONMENT_HANDLERS
from klsim.content.formulas.faults import Fault, FormulaError
from klsim.content.formulas.macros import DEFINING, MacroExpander
from klsim.content.formulas.text_mode import TEXT_HANDLERS
from klsim.content.formulas.tokens import Token, join, tokenize

_HANDLERS: Mapping[str, Handler] = MappingProxyType({**TEXT_HANDLERS, **ENVIRONMENT_HANDLERS, **COMMAND_HANDLERS})

_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[^a-zA-Z])|[%#]")
_REWRITTEN = frozenset({*_HANDLERS, *KNOWN_MACROS, *DEFINING, "%", "#"})
_FEW = 100
_HARMLESS = re.compile(
    r"\\text(?:bf|it)?\{[^\\{}$`_#%&^'-]*\}|\\(?:left|right|[bB]igg?[lrm]?)(?![a-zA-Z]|\s*[<>])"
    r"|\\(?:begin|end)\{(?:aligned|d?cases|[pbBvV]?matrix)\}(?!\s*\[)"
)
"""What math-core takes as it is, though some of its kind are rewritten."""
_STARRED = re.compile(r"\\[a-zA-Z]+\*")
_BREAK = re.compile(r"\\\\(?P<more>\s*(?:[*\[]|\\end(?![a-zA-Z])))?")


@dataclass(frozen=True)
class Prepared:
    """A formula for math-core.

    tokens: where the pieces of its LaTeX come from; empty where it is as the author wrote it
    marks:  what stands for colours with a red of 1, whose green and blue are the number of the mark
    """

    latex: str
    tokens: tuple[Token, ...] = ()
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()
    faults: tuple[Fault, ...] = ()


def needs_nothing(latex: str, expander: MacroExpander) -> bool:
    """Whether math-core can have a formula as it is, if it is right: as with most, and this is quickly seen."""
    if latex.count("\\") + latex.count("{") > _FEW or ("*" in latex and _STARRED.search(latex)):
        return False
    breaks = list(_BREAK.finditer(latex)) if "\\\\" in latex else []
    if breaks:
        begin, end = latex.find("\\begin"), latex.rfind("\\end")
        is_enclosed = latex.count("\\begin") == 1 and begin < breaks[0].start() and breaks[-1].start() < end
        if not is_enclosed or any(found["more"] for found in breaks):
            return False
    commands = {*_COMMAND.findall(_HARMLESS.sub(" ", latex))} - {"\\\\"}
    return _REWRITTEN.isdisjoint(commands) and expander.leaves(commands)


def prepare(latex: str, display: bool, expander: MacroExpander, next_number: int) -> tuple[Prepared, int]:
    """A formula for math-core, and the number of the equation that comes next.

    Raises FormulaError for comments, brackets and macros with which nothing can be made of it.
    """
    comments = list(check_comments(latex))
    if hiding := [fault for fault in comments if not fault.is_shown]:
        raise FormulaError(hiding)
    tokens = expander.expand(tokenize(latex))
    if faults := list(check_brackets(tokens)):
        raise FormulaError(faults[:1])
    draft = Draft(_HANDLERS, next_number)
    draft.faults += comments
    draft.run(tokens)
    _finish(draft, display)
    prepared = Prepared(
        join(draft.out), tuple(draft.out), tuple(draft.marks), tuple(draft.labels), tuple(draft.faults)
    )
    return prepared, draft.next_number


def _finish(draft: Draft, display: bool) -> None:
    """Give the formula as a whole what it needs: rows where it has several, a number where it has a label."""
    outside = draft.outside
    if draft.has_breaks:
        draft.out = [Token("\\begin{gathered}", 0), *draft.out, Token("\\end{gathered}", 0)]
    if not display:
        for label in outside.labels:
            draft.fault(label, "a formula within a line has no number", "write `$$…$$` for one with a label")
        if outside.tag is not None:
            latex, start = outside.tag
            draft.run([Token(text, start) for text, _ in tokenize(f"\\quad\\text{{{latex}}}")])
    elif outside.tag is not None or outside.labels:
        draft.out.insert(0, Token("\\begin{equation*}", 0))
        if outside.tag is None:
            draft.put_number(outside.labels, 0)
        else:
            draft.put_tag(outside.tag, outside.labels)
        draft.emit("\\end{equation*}", 0)
