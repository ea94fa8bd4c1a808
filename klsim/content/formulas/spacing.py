"""The spaces of TeX around signs, names of functions and operators, where MathML Core would leave others."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

_SIGNS = frozenset("−+±∓")
_OPENING = frozenset("([{⟨⌊⌈")
_CLOSING = frozenset(")]}⟩⌋⌉|‖!′″‴")
_SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_ROWS = frozenset({"math", "mrow", "mtd", "msqrt", "mstyle", "mpadded", "mphantom"})
_THIN = "0.167em"


def space(math: Element) -> None:
    """Set the spaces of a tidy formula; changes it in place."""
    for element in list(math.iter()):
        if element.tag in _ROWS:
            _mark_signs(list(element))
            _space_functions(element)
    for element in math.iter():
        if element.tag in _SCRIPTS:
            _close_up(list(element)[1:])


def _mark_signs(row: list[Element]) -> None:
    """A minus after an operator is a sign: `a = −b`."""
    written = [element for element in row if element.tag != "mspace"]
    for before, element in zip([None, *written], written, strict=False):
        if element.tag == "mo" and element.text in _SIGNS and (before is None or _awaits_operand(before)):
            element.set("form", "prefix")


def _awaits_operand(element: Element) -> bool:
    if element.tag in _SCRIPTS:
        return element[0].tag == "mo" and element[0].text not in _CLOSING
    return element.tag == "mo" and (element.text or "") not in _CLOSING


def _space_functions(row: Element) -> None:
    """A thin space between the name of a function and its neighbours, but none before a bracket."""
    for element in list(row):
        if not _is_function(element):
            continue
        index = list(row).index(element)
        if index + 1 < len(row) and row[index + 1].tag not in ("mo", "mspace"):
            row.insert(index + 1, Element("mspace", width=_THIN))
        if index and _is_operand(row[index - 1]):
            row.insert(index, Element("mspace", width=_THIN))


def _is_function(element: Element) -> bool:
    base = element[0] if element.tag in _SCRIPTS else element
    return (
        base.tag in ("mi", "mo") and len(text := base.text or "") > 1 and text[0].isascii() and text.isprintable()
    )


def _is_operand(element: Element) -> bool:
    return element.tag not in ("mo", "mspace") or (element.tag == "mo" and element.text in _CLOSING)


def _close_up(scripts: Iterable[Element]) -> None:
    """No space around operators in subscripts and superscripts."""
    for script in scripts:
        for element in script.iter("mo"):
            element.attrib = {"lspace": "0", "rspace": "0"} | element.attrib
