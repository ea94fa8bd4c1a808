"""Results that do not depend on the processor, by processes that are told to have less than this one."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from klsim.engine.baseline import VARIABLES

PRINT = """\
import hashlib, math, sys
from klsim.engine.baseline import is_on_baseline, restart_on_baseline
if sys.argv[1] == "alike":
    restart_on_baseline()
import numpy as np
from numpy._core import _multiarray_umath as core
x = np.random.default_rng(1).uniform(0, 5, 20_000)
square = x[:3600].reshape(60, 60)
results = [np.exp(x), np.log1p(x), np.sin(x), np.tanh(x), x**3.3, square @ square, [math.exp(value) for value in x]]
features = [name for name in core.__cpu_dispatch__ if core.__cpu_features__[name]]
print(is_on_baseline(), features, hashlib.sha256(b"".join(np.asarray(one).tobytes() for one in results)).hexdigest())
"""
LESS = [
    {},
    {"NPY_ENABLE_CPU_FEATURES": "X86_V3"},
    {"NPY_DISABLE_CPU_FEATURES": "X86_V4"},
    {"OPENBLAS_CORETYPE": "Haswell"},
    {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2"},
]


def printed(mode: str, variables: dict[str, str]) -> str:
    """What a process prints that is begun with some variables."""
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES} | variables
    root = Path(__file__).parents[2]
    command = [sys.executable, "-W", "ignore", "-c", PRINT, mode]
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
def test_results_are_the_same_whatever_the_process_was_begun_with():
    (alike,) = {printed("alike", variables) for variables in LESS}
    assert alike.startswith("True [] ")


@pytest.mark.slow
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the variables are those of this kind of processor")
def test_they_are_those_of_a_process_with_nothing_but_the_least():
    least = {
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
        "OPENBLAS_CORETYPE": "Nehalem",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4",
    }
    assert printed("as it is", least).split()[-1] == printed("alike", {}).split()[-1]
