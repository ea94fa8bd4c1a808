"""A site built on this machine with `--baseline` is that which a processor of 2008 builds, which QEMU stands in for."""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.site.sites import ROOT, SITE, put, tree

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(platform.machine() != "x86_64", reason="the promise is one for this kind of processor"),
]

ARTICLE = """\
---
title: Last digits
date: 2026-01-02
summary: Many of them.
---

```animation
id: waves
simulation: function-descent
caption: Many waves.
function: rastrigin
start: {x: 3.3, y: -2.7}
iterations: 300
sweep:
  optimizer: [momentum, adam]
  step_size: [0.001, 0.02]
```

```animation
id: bells
simulation: mixture-descent
caption: Two bells.
target: {means: [-1, 2], variances: [1, 1]}
start: {means: [0, 1], variances: [2, 2]}
domain: [-15, 15]
step_size: 0.1
iterations: 300
```
"""
LEAST = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "OPENBLAS_CORETYPE": "Nehalem",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4",
}
"""With these the command does not begin anew, which would leave QEMU."""


def build(root: Path, emulated: tuple[str, ...], variables: dict[str, str]) -> dict[str, bytes]:
    """The files of the site, built anew in a process."""
    put(root / "content", {"site.yaml": SITE.encode(), "short.md": ARTICLE.encode()})
    command = [*emulated, os.path.realpath(sys.executable), str(ROOT / "build.py"), "--root", str(root)]
    packages = {
        "PYTHONPATH": sysconfig.get_path("purelib")
    }  # the interpreter itself knows nothing of its environment
    subprocess.run(
        [*command, "--baseline", "--executor", "serial"],
        env={**os.environ, **packages, **variables},
        check=True,
        capture_output=True,
    )
    return tree(root / "output")


def test_an_old_processor_builds_the_same(tmp_path: Path):
    emulator = shutil.which("qemu-x86_64")
    assert emulator, "make soak installs it (.ci/emulator)"
    here = build(tmp_path / "here", (), {})
    assert build(tmp_path / "there", (emulator, "-cpu", "Nehalem"), LEAST) == here
