"""Formulas in books: MathML 3, by which books are checked, from the MathML Core of pages."""

from collections.abc import Sequence

from klsim.formats.xhtml import Attributes, Element

_TOKENS = frozenset({"mi", "mn", "mo", "ms", "mtext", "mspace"})
_OF_MATH = frozenset({"semantics", "annotation", "annotation-xml"})
_STYLES = ("displaystyle", "scriptlevel", "mathsize")
"""Attributes that Core has for every element, and MathML 3 for `mstyle`."""


def in_book(name: str, attributes: Attributes) -> tuple[Sequence[Element], str]:
    """What becomes of an element within a formula: what is around and of it, and what is said in it first."""
    if name not in _OF_MATH and not name.startswith("m"):
        return (), ""  # letters of HTML, of which only what they say stays
    own = {key: value for key, value in attributes.items() if key != "data-number"}
    if name == "mspace" and own.pop("mathbackground", ""):
        own["class"] = f"{own.get('class', '')} rule".strip()
    allowed = {"mstyle": _STYLES, "mtable": ("displaystyle",)}.get(name, ("mathsize",) if name in _TOKENS else ())
    style = {key: own.pop(key) for key in _STYLES if key in own and key not in allowed}
    around = [("mstyle", style)] if style else []
    return [*around, (name, own)], attributes.get("data-number", "")
