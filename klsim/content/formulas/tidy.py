"""Turning the output of latex2mathml into MathML Core: what browsers draw, and nothing they ignore."""

from xml.etree.ElementTree import Element

from klsim.content.formulas.alphabets import in_alphabet

_LIMITS = frozenset("∑∏∐⋃⋂⋁⋀⨁⨂") | {"lim", "max", "min", "sup", "inf"}
_UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_LETTERS = frozenset("∞∅∂∇∀∃∄∠⊤⊥⋯⋮⋱")
_OPERATORS = {character: character for character in ":;±∓¬"} | {"~": "∼"}
_BARS = frozenset("|‖/")
_PRIMES = frozenset("′″‴⁗")
_ACCENTS = frozenset("´¯˘ˇ˙¨⃛⃜`^˚~→")
_NO_SPACE = {"lspace": "0", "rspace": "0"}
_WIDTHS = {
    "thinmathspace": "0.167em",
    "thickmathspace": "0.278em",
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
}
_ALIGN = {"right": "text-align:right;text-align:-webkit-right", "left": "text-align:left", "center": ""}


def tidy(element: Element) -> Element:
    """The element with all below it made fit for MathML Core; changes it in place."""
    if element.tag == "mrow":
        _join_letters(element)
    for index, child in enumerate(list(element)):
        element[index] = tidy(child)
    _TIDIERS.get(element.tag, _keep)(element)
    if element.tag == "mrow" and len(element) == 1 and not element.attrib:
        return _bare(element[0])
    return element


def _bare(only: Element) -> Element:
    """What stands alone in braces: an operator there takes no space, as in `1{,}000`."""
    if only.tag == "mo" and len(only.text or "") == 1:
        only.attrib = _NO_SPACE | only.attrib
    return only


def _keep(_: Element) -> None:
    """Nothing to mend."""


def _join_letters(row: Element) -> None:
    """`\\mathrm{KL}` is one name, not two variables."""
    variants = {child.get("mathvariant") if child.tag == "mi" and not len(child) else None for child in row}
    if len(row) > 1 and len(variants) == 1 and None not in variants:
        row[0].text = "".join(child.text or "" for child in row)
        for child in list(row)[1:]:
            row.remove(child)


def _tidy_identifier(element: Element) -> None:
    text = element.text or ""
    if text in _OPERATORS:
        element.tag, element.text = "mo", _OPERATORS[text]
    elif "Α" <= text <= "Ω" and not element.attrib:
        element.set("mathvariant", "normal")
    elif text and set(text) <= _PRIMES:
        element.tag, element.attrib = "mo", dict(_NO_SPACE)
    _tidy_letters(element)


def _tidy_letters(element: Element) -> None:
    """Letters of an alphabet for `mathvariant`, of which MathML Core knows only `normal` on one letter."""
    variant, text = element.get("mathvariant"), element.text or ""
    if variant is None or (variant == "normal" and element.tag == "mi" and len(text) == 1):
        return
    del element.attrib["mathvariant"]
    element.text = in_alphabet(text, variant)


def _tidy_operator(element: Element) -> None:
    element.attrib.pop("fence", None)
    text = element.text or ""
    if text in _LETTERS:
        element.tag, element.attrib = "mi", {} if text == "∂" else {"mathvariant": "normal"}
    elif (text in _BARS and element.get("stretchy") != "true") or not text:
        element.attrib = {"stretchy": "false"} | _NO_SPACE
    elif text in ("∣", "∥"):
        element.set("stretchy", "false")
    elif text[-1].isalpha():
        _tidy_name(element)
    _tidy_letters(element)


def _tidy_name(element: Element) -> None:
    """`\\max` may have limits and `\\operatorname{Var}` has none; `spacing` sees to the space around both."""
    if element.text in _LIMITS or element.get("movablelimits"):
        element.attrib = {"movablelimits": "true"} | _NO_SPACE
    else:
        element.tag, element.attrib = "mi", {}


def _tidy_script(element: Element) -> None:
    """Limits below and above their operator; a browser moves them aside within a line."""
    base = element[0]
    if base.tag == "mo" and (base.text in _LIMITS or base.get("movablelimits") == "true"):
        element.tag = _UNDER[element.tag]


def _tidy_over(element: Element) -> None:
    mark, side = element[-1], "top" if element.tag == "mover" else "bottom"
    if mark.text == "―":  # few fonts can stretch it: a border is the same line
        element.remove(mark)
        element.tag, element.attrib = "mrow", {"style": f"border-{side}:0.06em solid;padding-{side}:0.12em"}
    elif mark.tag == "mo" and mark.text in _ACCENTS:
        element.set("accent" if side == "top" else "accentunder", "true")
        mark.attrib = {"stretchy": "true" if len(element[0]) else "false"}


def _tidy_space(element: Element) -> None:
    if width := element.get("width"):
        element.set("width", _WIDTHS.get(width, width))


def _tidy_table(table: Element) -> None:
    """Alignment and spacing of columns by style: MathML Core has no attributes for them."""
    close = table.get("columnspacing", "").startswith("0em")
    for name in ("columnspacing", "rowspacing", "columnlines", "rowlines"):
        table.attrib.pop(name, None)
    for row in table:
        for number, cell in enumerate(row):
            styles = [_ALIGN[cell.attrib.pop("columnalign", "center")]]
            if close:
                styles.append("padding-left:0" if number % 2 else "padding-right:0")
            if style := ";".join(filter(None, styles)):
                cell.set("style", style)


_TIDIERS = {
    "mi": _tidy_identifier,
    "mn": _tidy_letters,
    "mtext": _tidy_letters,
    "mo": _tidy_operator,
    "msub": _tidy_script,
    "msup": _tidy_script,
    "msubsup": _tidy_script,
    "mover": _tidy_over,
    "munder": _tidy_over,
    "mspace": _tidy_space,
    "mtable": _tidy_table,
}
