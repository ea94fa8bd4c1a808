"""The tutorial as a list of steps: its fenced blocks, each with what its info string says of it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.site.sites import ROOT

PAGE = ROOT / "docs" / "content" / "own-simulations.md"
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)\n", re.MULTILINE | re.DOTALL)
_FIGURE = re.compile(r"^```animation\n.*?^```\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A fenced block: its language, the file or kind of message that it is, its text, and its line in the page."""

    language: str
    subject: str
    body: str
    line: int


def steps() -> Iterator[Step]:
    """All blocks in their order."""
    text = PAGE.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        language, _, subject = found["info"].partition(" ")
        yield Step(language, subject, found["body"], text.count("\n", 0, found.start()) + 1)


def write(step: Step, root: Path) -> None:
    """Do to the file of a step what the page tells readers to do."""
    path = root / step.subject
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    if step.language == "yaml":
        assert len(_FIGURE.findall(old)) == 1
        path.write_text(_FIGURE.sub(lambda _: f"```animation\n{step.body}```\n", old), encoding="utf-8")
    elif step.language == "markdown" or step.body.startswith('"""'):
        path.write_text(step.body, encoding="utf-8")
    else:
        path.write_text(_with_parts(old, step.body), encoding="utf-8")


def _with_parts(old: str, new: str) -> str:
    """A module in which the parts of `new` take the place of those of their names; others stand above `simulation`."""
    try:
        parts = _parts(new)
    except SyntaxError:  # which the page shows on purpose: it takes the place of the one function that it names
        parts = {new.split("(")[0].removeprefix("def "): new}
    whole = _parts(old)
    fresh = {name: text for name, text in parts.items() if name not in whole}
    merged: list[str] = []
    for name, text in whole.items():
        if name == "simulation":
            merged += fresh.values()
        merged.append(parts.get(name, text))
    return "\n\n".join(text.strip("\n") for text in merged) + "\n"


def _parts(text: str) -> dict[str, str]:
    """The statements of a module by what they define or import from."""
    lines = text.splitlines(keepends=True)
    parts = {}
    for node in ast.parse(text).body:
        match node:
            case ast.FunctionDef():
                name = node.name
            case ast.Assign(targets=[ast.Name(id=name)]):
                pass
            case ast.ImportFrom():
                name = f"from {node.module}"
            case _:
                name = ast.unparse(node)
        assert name not in parts
        parts[name] = "".join(lines[node.lineno - 1 : node.end_lineno])
    return parts
