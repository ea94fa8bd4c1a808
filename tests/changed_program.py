"""Copies of the program with one constant changed, to see whether builds notice."""

import ast
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.site.sites import ROOT

PACKAGE = ROOT / "klsim"
LONGEST_S = 120
"""A build takes seconds; one that takes longer never ends, as of a loop with another step."""

ENDLESS = 124
"""The exit code of a build that never ended."""


@dataclass(frozen=True)
class Constant:
    """A number or a text in a module: where it is, and what is to stand there."""

    module: str
    line: int
    start: int
    end: int
    text: str


def modules() -> list[str]:
    """Every module of the program that is not empty of code, as a path in the package."""
    found = (path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py")))
    return [name for name in found if list(constants(name))]


def constants(module: str) -> Iterator[Constant]:
    """The constants of a module that say something: no docstrings, no parts of them."""
    source = (PACKAGE / module).read_text(encoding="utf-8")
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in silent or node.lineno != node.end_lineno:
            continue
        if (text := _changed(node.value)) is not None:
            line = source.splitlines()[node.lineno - 1].encode()
            start, end = node.col_offset, node.end_col_offset or 0
            yield Constant(module, node.lineno, len(line[:start].decode()), len(line[:end].decode()), text)


def _changed(value: object) -> str | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return repr(value + 1 if isinstance(value, int) else value * 1.5 + 0.25)
    return repr(f"{value}x") if isinstance(value, str) else None


def choose(module: str, seed: int) -> Constant:
    """One of the constants of a module."""
    return random.Random(f"{module} {seed}").choice(list(constants(module)))


@dataclass(frozen=True)
class Program:
    """A copy of the program, and a site that it builds."""

    package: Path
    site: Path

    @classmethod
    def copied(cls, root: Path, site: Path) -> "Program":
        """A copy below `root` of the program and of a site with its store and output."""
        shutil.copytree(PACKAGE, root / "program" / "klsim")  # compiled as it is: that is told by time and size
        shutil.copytree(ROOT / "templates", root / "program" / "templates")
        shutil.copytree(site, root / "site")
        return cls(root / "program", root / "site")

    def change(self, constant: Constant) -> None:
        """Put another value in the place of a constant."""
        path = self.package / "klsim" / constant.module
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        line = lines[constant.line - 1]
        lines[constant.line - 1] = line[: constant.start] + constant.text + line[constant.end :]
        path.write_text("".join(lines), encoding="utf-8")

    def build(self, *options: str) -> tuple[int, str]:
        """Build the site with this program; the exit code, and what was printed where a clean build prints the same."""
        environment = {**os.environ, "PYTHONPATH": str(self.package), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "klsim", "--root", str(self.site), "--jobs", "1", *options]
        try:
            done = subprocess.run(
                command, env=environment, cwd=self.site, capture_output=True, text=True, timeout=LONGEST_S
            )
        except subprocess.TimeoutExpired:
            return ENDLESS, "it never ended"
        return done.returncode, done.stdout + done.stderr

    def clean(self, *, fonts: bool) -> None:
        """Forget all that was built; the fonts, which take longest, only if asked to."""
        shutil.rmtree(self.site / "output")
        if fonts:
            shutil.rmtree(self.site / ".klsim")
            return
        with closing(sqlite3.connect(self.site / ".klsim" / "traces.db")) as traces, traces:
            traces.execute("delete from traces where name not like 'assets/source-%'")
