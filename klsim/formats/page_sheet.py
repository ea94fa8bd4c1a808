"""The style sheets of one page: sizes of what its figures show, and what is shown where no script runs.

Strict hosts refuse style attributes and style elements (`Content-Security-Policy: default-src 'self'`). So figures
say by a class what size they have, `size-840-416` or `columns-7`, and a file beside the page says what that means.
`narrow-320-262` is their size on narrow screens, and on paper within what is printed from one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from klsim.engine.digest import digest
from klsim.figures.place import NARROW

_CLASSES = re.compile(r'\sclass="([^"]*)"')
_SIZE = re.compile(r"size-(\d+)-(\d+)")
_NARROW = re.compile(r"narrow-(\d+)-(\d+)")
_COLUMNS = re.compile(r"columns-(\d+)")
_RARER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rarer.css": ("outcome-map", "drawn", "spread", "missing", "is-best", "on-paper"),
        "games.css": ("match",),
        "starts.css": ("starts",),
        "arrows.css": ("arrows",),
    }
)
"""Templates with the rules for what few figures have, each with the classes that need it."""

_ALL = ".needs-script,.downloads{display:none!important}.without-script{display:block!important}"


def size_rules(figures: Iterable[str]) -> str:
    """The rules of all sizes that occur in the HTML of figures: width over height in px, and how many columns."""
    names = dict.fromkeys(
        name for html in figures for found in _CLASSES.finditer(html) for name in found[1].split()
    )
    return "".join(map(_rule, names))


def _rule(name: str) -> str:
    if size := _SIZE.fullmatch(name):
        return f".{name}{{--width:{size[1]};--ratio:{size[1]}/{size[2]}}}"
    if size := _NARROW.fullmatch(name):
        rule = f".{name}{{--width:{size[1]};--ratio:{size[1]}/{size[2]}}}"
        return f"@media {NARROW}{{{rule}}}.narrow {rule}"
    if columns := _COLUMNS.fullmatch(name):
        return f".{name}{{--columns:{columns[1]}}}"
    return ""


def rarer_sheets(figures: Iterable[str]) -> Sequence[str]:
    """The templates with rules for what few figures have, of which the HTML of figures has something."""
    names = {name for html in figures for found in _CLASSES.finditer(html) for name in found[1].split()}
    return [template for template, classes in _RARER.items() if not names.isdisjoint(classes)]


def without_script_rules(figures: str) -> str:
    """The rules for where no script runs, those of all figures among them."""
    return _ALL + figures


def sheets(rules: Mapping[str, str]) -> Mapping[str, tuple[str, bytes]]:
    """Of each style sheet that has rules its file name, which tells one content from another, and its bytes."""
    return {
        stem: (f"{stem}.{digest(text.encode())[:12]}.css", text.encode()) for stem, text in rules.items() if text
    }
