"""LaTeX to MathML that follows MathML Core, the part of MathML that browsers agree on."""

import re
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

from klsim.content.formulas.check import at, check_formula
from klsim.content.formulas.formula import Formula
from klsim.content.formulas.spacing import space
from klsim.content.formulas.tidy import tidy
from klsim.diagnostics import Code, ContentError, Location

_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_SPELLINGS = (  # what latex2mathml does not know, by what it does
    (re.compile(r"(\\(?:begin|end)\s*)\{aligned\}"), r"\1{split}"),
    (re.compile(r"(\\(?:begin|end)\s*)\{align\}"), r"\1{align*}"),
    (re.compile(r"(\\(?:begin|end)\s*)\{gathered\}"), r"\1{displaylines}"),
    (re.compile(r"\\arg(?![a-zA-Z])"), r"\\operatorname{arg}"),
    (re.compile(r":="), r"\\coloneqq "),
)
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
_LACKING = ("a command lacks what it works on", "write it in braces: `\\sqrt{x}`")
_MEANING = {
    exceptions.MissingSuperScriptOrSubscriptError: ("`^` or `_` has nothing to raise or lower", "write `x^{2}`"),
    exceptions.DoubleSubscriptsError: ("two subscripts in a row", "write `{x_a}_b` or `x_{a,b}`"),
    exceptions.DoubleSuperscriptsError: ("two superscripts in a row", "write `{x^a}^b` or `x^{a,b}`"),
    exceptions.NumeratorNotFoundError: ("a fraction without its numerator", "write `\\frac{1}{2}`"),
    exceptions.DenominatorNotFoundError: ("a fraction without its denominator", "write `\\frac{1}{2}`"),
    exceptions.NoAvailableTokensError: _LACKING,
    exceptions.LimitsMustFollowMathOperatorError: ("`\\limits` follows no operator", "write `\\sum\\limits_{i}`"),
    exceptions.InvalidAlignmentError: ("unknown column alignment", "columns are l, c or r"),
}


def render_formula(formula: Formula) -> str:
    """A formula as a `<math>` element, with its LaTeX as an annotation. Raises ContentError for invalid LaTeX."""
    try:
        return _render_anywhere(formula.latex, formula.display)
    except ContentError:
        return _render(formula)  # raises it with the place of this formula


@lru_cache(maxsize=4096)
def _render_anywhere(latex: str, display: bool) -> str:
    """A text says `$x$` many times, and the slowest step of all is to read it."""
    return _render(Formula(latex, display, "", Location("", 1)))


def _render(formula: Formula) -> str:
    check_formula(formula)
    math = _parse(formula)
    _check_leftovers(math, formula)
    for element in math.iter():
        _read_references(element)
    math = tidy(math)
    space(math)
    math.tag = "mrow"
    math.attrib.clear()
    content = math[0] if len(math) == 1 else math
    page = Element("math", {"display": "block"} if formula.display else {})
    semantics = ElementTree.SubElement(page, "semantics")
    semantics.append(content)
    annotation = ElementTree.SubElement(semantics, "annotation", encoding="application/x-tex")
    annotation.text = " ".join(formula.latex.split())
    return ElementTree.tostring(page, encoding="unicode", short_empty_elements=False)


def _parse(formula: Formula) -> Element:
    latex = formula.latex
    for spelling, known in _SPELLINGS:
        latex = spelling.sub(known, latex)
    try:
        return convert_to_element(latex, display="block" if formula.display else "inline")
    except RecursionError:
        raise formula.location.failure(Code.TOO_COMPLEX, "this formula is nested too deeply") from None
    except Exception as error:  # latex2mathml lets IndexError, StopIteration and more escape for odd input
        what, hint = _MEANING.get(type(error), ("this formula is not valid LaTeX", ""))
        raise formula.location.failure(Code.INVALID_FORMULA, what, hint) from None


def _read_references(element: Element) -> None:
    """Characters in place of the references that latex2mathml writes, which the serializer would escape."""
    written = element.text or ""
    element.text = _REFERENCE.sub(lambda found: chr(int(found[1], 16)), written)
    if element.tag == "mi" and written != element.text and element.text.isascii():
        element.set("mathvariant", "normal")  # \mathrm{d} arrives as a reference to a plain d


def _check_leftovers(math: Element, formula: Formula) -> None:
    """Raise ContentError for what latex2mathml has passed through as it was."""
    for element in math.iter():
        text = element.text or ""
        if len(element) != _CHILDREN.get(element.tag, len(element)):
            raise formula.location.failure(Code.INVALID_FORMULA, *_LACKING)
        if element.tag == "mi" and text == "&":
            raise _found(formula, "&", "`&` stands outside of a table", "write `\\&`, or use aligned")
        if element.tag == "mspace" and element.get("linebreak"):
            raise _found(formula, "\\\\", "`\\\\` stands outside of a table", "use aligned")
        if element.tag in ("mi", "mo") and text[:1] == "\\":
            raise _found(formula, text, f"`{text}` cannot stand here", "give it what it works on, in braces")
        if element.tag == "mi" and text in ("{", "}", "#"):
            hint = "write `\\#`" if text == "#" else "braces do not nest within \\text{…}"
            raise _found(formula, text, f"`{text}` cannot stand here", hint)


def _found(formula: Formula, token: str, what: str, hint: str) -> ContentError:
    return ContentError([at(formula, max(formula.latex.find(token), 0), what, hint)])
