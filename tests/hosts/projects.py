"""Projects of other generators with figures, and their commands, run as their authors do."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from klsim import __version__
from tests.shared import made_once
from tests.site.sites import ROOT, put
from tests.site.stores import begin_store

BLOCK = """\
```animation
id: descent
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 120
sweep:
  step_size: [0.1, 0.2]
  momentum: [0, 0.5]
default: {step_size: 0.2, momentum: 0}
```
"""

PAGE = f"""\
# Going down

{BLOCK}
With [half the momentum](run:descent?momentum=0.5) it swings; without, it arrives after
[80](value:descent?step_size=0.2&momentum=0#converged_at) steps.
"""

INDEX = """\
# Hello

See [descent](guide/descent.md), or [half of it](run:guide-descent/descent?momentum=0.5).
"""

DOCS = {"index.md": INDEX, "guide/descent.md": PAGE}


def write_project(root: Path, files: Mapping[str, str], docs: str = "docs") -> Path:
    """A project with these sources; the folder that they are in."""
    put(root / docs, {name: text.encode() for name, text in files.items()})
    if not (root / ".klsim").exists():
        begin_store(root / ".klsim")
    return root / docs


def built_project() -> Path:
    """A project with `DOCS`, whose figures are built; made once, and not to be changed."""

    def make(folder: Path) -> None:
        write_project(folder, DOCS)
        ran = klsim(folder, "figures", "docs", "--jobs", "1")
        assert ran.returncode == 0, ran.stderr

    return made_once("host-project", make)


def copy_project(root: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(built_project(), root)
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Save a text with one thing in place of another."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def klsim(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run klsim in a folder."""
    return run(folder, "klsim", *arguments)


def run(folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in a folder, with klsim as if it was installed."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def environment() -> Mapping[str, str]:
    """Where Python finds klsim and what it says of itself to others, its entry points."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, _installed())), "NO_COLOR": "1"}


def _installed() -> Sequence[Path]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def make(folder: Path) -> None:
        points = [
            line
            for group, named in told["entry-points"].items()
            for line in (f"[{group}]", *(f"{name} = {value}" for name, value in named.items()))
        ]
        metadata = f"Metadata-Version: 2.1\nName: klsim\nVersion: {__version__}\n"
        files = {"METADATA": metadata, "entry_points.txt": "\n".join([*points, ""])}
        put(folder / f"klsim-{__version__}.dist-info", {name: text.encode() for name, text in files.items()})

    return ROOT, made_once("klsim-entry-points", make)
