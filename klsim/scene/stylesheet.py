"""The colours of figures, read from the style sheet that the pages use."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import Any

import tinycss2
from tinycss2.color4 import parse_color

from klsim.diagnostics import Code, Diagnostics, Location
from klsim.scene.theme import Colour, Theme, Themes

_SHEET = "templates/static/theme.css"
_NEEDED = tuple(field.name.replace("_", "-") for field in fields(Theme))
_ROOTS = (":root", "html", "*")
_WRITE = "write it as #rrggbb"
_BLACK = (0, 0, 0)


def parse_themes(css: str, diagnostics: Diagnostics, file: str = _SHEET) -> Themes:
    """The colours that figures need, from the custom properties of the root; black where one cannot be had.

    file: how messages call the style sheet
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    light, dark = (_theme(rules, scheme, diagnostics, file) for scheme in ("light", "dark"))
    return Themes(light, dark)


def colour_names(css: str) -> Sequence[str]:
    """The roles that have a colour of their own in a style sheet, in the order written."""
    found = re.finditer(r"--([\w-]+)\s*:\s*(?:#|rgb|hsl|hwb|light-dark)", css)
    return tuple(dict.fromkeys(one[1] for one in found))


def parse_palette(css: str, scheme: str, names: Iterable[str]) -> Mapping[str, Colour]:
    """The colours of some roles on a screen with a scheme, of those that have a plain one."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    told = Diagnostics()
    found = sorted(_properties(rules, scheme, told, _SHEET), key=lambda found: found[:2])
    values = {declaration.name.removeprefix("--"): declaration for *_, declaration in found}
    colours = {
        name: told.attempt(partial(_colour, name, values, scheme, _SHEET)) for name in names if name in values
    }
    return {name: colour for name, colour in colours.items() if colour is not None}


def _theme(rules: Sequence[Any], scheme: str, diagnostics: Diagnostics, file: str) -> Theme:
    found = sorted(
        _properties(rules, scheme, diagnostics, file), key=lambda found: found[:2]
    )  # the last one counts, as in CSS
    values = {declaration.name.removeprefix("--"): declaration for *_, declaration in found}
    colours = {name: diagnostics.attempt(partial(_colour, name, values, scheme, file)) for name in _NEEDED}
    return Theme(**{name.replace("-", "_"): colour or _BLACK for name, colour in colours.items()})


def _properties(
    nodes: Iterable[Any], scheme: str, diagnostics: Diagnostics, file: str, weight: int = 0
) -> Iterator[tuple[bool, int, Any]]:
    """The custom properties of the root: whether each is important, the weight of its selector, itself."""
    for node in nodes:
        if node.type == "error":
            message = f"this is no CSS: {node.message}"
            diagnostics.add(Location(file, node.source_line).error(Code.INVALID_VALUE, message))
        elif node.type == "declaration" and weight and node.name.startswith("--"):
            yield node.important, weight, node
        elif node.type == "qualified-rule" and (own := _weight(tinycss2.serialize(node.prelude))):
            yield from _properties(_contents(node), scheme, diagnostics, file, own)
        elif node.type == "at-rule" and node.content is not None and _applies(node, scheme):
            yield from _properties(_contents(node), scheme, diagnostics, file, weight)


def _contents(node: Any) -> list[Any]:
    inside: list[Any] = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return inside


def _weight(selectors: str) -> int:
    """The specificity of the strongest of these selectors that mean the root of a page on a screen, else 0."""
    return max(map(_weight_of_one, selectors.split(",")))


def _weight_of_one(selector: str) -> int:
    root, *excluded = selector.strip().lower().split(":not(")
    if root not in _ROOTS or any(part.strip()[-1:] != ")" for part in excluded):
        return 0
    return 1 + 10 * (root.count(":root") + sum(part.count(".") + part.count("[") for part in excluded))


def _applies(rule: Any, scheme: str) -> bool:
    """Whether an at-rule lets through what is in it, on a screen with this colour scheme."""
    if rule.lower_at_keyword != "media":
        return rule.lower_at_keyword in ("layer", "supports")
    queries: list[list[str]] = [[]]
    for token in rule.prelude:
        if token == ",":
            queries.append([])
        elif token.type not in ("whitespace", "comment"):
            queries[-1].append("".join(token.serialize().lower().split()))
    return any(_query_applies(query, scheme) for query in queries)


def _query_applies(query: list[str], scheme: str) -> bool:
    """Whether a media query holds; one that asks for more than a screen and its scheme does not."""
    true = {"screen", "all", f"(prefers-color-scheme:{scheme})", "(prefers-color-scheme)"}
    return (set(query) - {"not", "only", "and"} <= true) != (query[:1] == ["not"])


def _colour(name: str, values: Mapping[str, Any], scheme: str, file: str) -> Colour:
    if name not in values:
        raise Location(file, 1).failure(Code.MISSING_KEY, f"there is no colour --{name}", _WRITE)
    written = values[name]
    colour = parse_color(_resolve(written.value, values, scheme))
    if (
        colour is None
        or colour == "currentcolor"
        or colour.space not in ("srgb", "hsl", "hwb")
        or colour.alpha != 1
    ):
        message = f"--{name} is no plain colour: {tinycss2.serialize(written.value).strip()!r}"
        raise Location(file, written.source_line).failure(Code.INVALID_VALUE, message, _WRITE)
    red, green, blue = (round(255 * min(max(part, 0), 1)) for part in colour.to("srgb").coordinates)
    return red, green, blue


def _resolve(
    value: Iterable[Any], values: Mapping[str, Any], scheme: str, seen: frozenset[str] = frozenset()
) -> str:
    """A value as text, with `var(--…)` and `light-dark(…)` replaced by what they stand for."""
    texts = []
    for token in value:
        if token.type != "function" or token.lower_name not in ("var", "light-dark"):
            texts.append(token.serialize())
        elif token.lower_name == "light-dark":
            choices = _resolve(token.arguments, values, scheme, seen).split(",")
            texts.append(choices[scheme == "dark" and len(choices) > 1])
        else:
            name = tinycss2.serialize(token.arguments).strip().removeprefix("--")
            known = name in values and name not in seen
            texts.append(
                _resolve(values[name].value, values, scheme, seen | {name}) if known else token.serialize()
            )
    return "".join(texts).strip()
