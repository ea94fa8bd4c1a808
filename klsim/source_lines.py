"""Where in a module an author wrote a part of a simulation, found in its syntax tree where that is certain."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

_MAKERS = {"Scale": ("Scale", "nice_scale")}
"""What is called to make a part, where that is not only its class."""


def text_of(module: str) -> str:
    """The source of a module that is imported; empty where it cannot be had."""
    found = sys.modules.get(module)
    loader = getattr(found, "__loader__", None)
    try:
        if loader is not None and hasattr(loader, "get_source"):
            return loader.get_source(module) or ""
        return Path(getattr(found, "__file__", None) or "").read_text(encoding="utf-8")
    except (ImportError, OSError, UnicodeDecodeError):
        return ""


def line_of(part: object, text: str) -> int | None:
    """The line of the one call in a source that makes a part, such as `Curve("share", "object")`; None in doubt.

    Of the part, all that is text and not its default has to stand in the call.
    """
    makers = _MAKERS.get(type(part).__name__, (type(part).__name__,))
    words, needed = _words(part)
    lines = [
        call.lineno
        for call in _calls(text)
        if _name(call.func) in makers and needed <= (found := _constants(call)) and found <= words
    ]
    return lines[0] if len(lines) == 1 else None


def line_of_name(name: str, text: str) -> int | None:
    """The last line of a source on which a name is given a value at the top; None where none is."""
    lines = [
        node.lineno
        for node in _statements(text)
        for target in (node.targets if isinstance(node, ast.Assign) else ())
        if isinstance(target, ast.Name) and target.id == name
    ]
    return lines[-1] if lines else None


def names_in(text: str) -> list[str]:
    """The names that a source gives values to at its top."""
    targets = (target for node in _statements(text) if isinstance(node, ast.Assign) for target in node.targets)
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _statements(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError):
        return []


def _calls(text: str) -> Iterator[ast.Call]:
    for statement in _statements(text):
        yield from (node for node in ast.walk(statement) if isinstance(node, ast.Call))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _constants(call: ast.Call) -> set[str]:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _words(part: object) -> tuple[set[str], set[str]]:
    """What is text in the fields of a part, and what of that is not a default."""
    words, needed = set(), set()
    for field in fields(part):  # type: ignore[arg-type]
        value = getattr(part, field.name)
        if isinstance(value, str) and value:
            words.add(value)
            if field.default is MISSING or value != field.default:
                needed.add(value)
    return words, needed
