"""The command `klsim figures`, called by plugins of other generators in a process of its own."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from klsim.diagnostics import BuildError


def run_figures(docs: Path, jobs: int | None = None) -> Sequence[str]:
    """Build the figures of a folder; gives what there is to say of it.

    Raises BuildError with all mistakes, or with what kept it from being done.
    """
    command = [sys.executable, "-m", "klsim", "figures", str(docs), *(["--jobs", str(jobs)] if jobs else [])]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if ran.returncode:
        raise BuildError((ran.stderr or ran.stdout).strip())
    return [*ran.stderr.splitlines(), *ran.stdout.splitlines()]
