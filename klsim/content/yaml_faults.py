"""What is wrong with YAML that cannot be read: where it begins, and what to write instead."""

import re
from collections.abc import Sequence

import yaml

_FROM_BEGINNING = (
    "while scanning a quoted scalar",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
    "while scanning a simple key",
)
"""What is told where it begins: where it fails may be far below."""
_SPACES = "write spaces in place of the tab"
_QUOTES = 'put the value between quotes, `key: "value"`'
_REMEDIES = {
    "found unexpected end of stream": "write the closing quote",
    "did not find expected ',' or ']'": "write `]` at its end, or put the value between quotes",
    "did not find expected ',' or '}'": "write `}` at its end, or put the value between quotes",
    "did not find expected node content": _QUOTES,
    "did not find expected alphabetic or numeric character": _QUOTES,
    "did not find expected comment or line break": _QUOTES,
    "did not find expected whitespace or line break": _QUOTES,
    "did not find expected key": "indent keys alike, and put a value with quotes in it between other quotes",
    "did not find expected '-' indicator": "begin each line of the list with `- `",
    "did not find expected <document start>": "indent keys alike",
    "could not find expected ':'": "write `key: value`",
    "block sequence entries are not allowed in this context": "begin a list on a line of its own, or use quotes",
    "mapping keys are not allowed in this context": _QUOTES,
    "found unknown directive name": _QUOTES,
    "found unknown escape character": "write `\\\\` for a backslash, or single quotes",
    "found invalid Unicode character escape code": "write the character itself",
}
"""By what the library says of it."""


def place_of(error: yaml.MarkedYAMLError) -> int | None:
    """The line, counted from 0, at which the fault begins, if it is known."""
    begins = error.context_mark if error.context in _FROM_BEGINNING else None
    mark = begins or error.problem_mark or error.context_mark
    return mark.line if mark else None


def remedy(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> str:
    """What to write instead; empty where there is no saying."""
    problem, mark = error.problem or "", error.problem_mark
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    column = mark.column if mark else 0
    if "tab" in problem.split():
        return _SPACES
    if problem == "found character that cannot start any token":
        return _SPACES if line[column : column + 1] == "\t" else _QUOTES
    if problem == "mapping values are not allowed in this context":
        return (
            _QUOTES if re.search(r":\s", line[:column]) else "indent keys alike, and write `key: value` above it"
        )
    return _REMEDIES.get(problem, "")
