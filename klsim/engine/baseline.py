"""Computing as every processor of a kind can: what the fast ones do in another way is left out.

Three libraries choose by the processor how they compute, and so the last digits of what comes out: numpy its
loops, OpenBLAS its kernels, and glibc its exponentials and sines. All three read their choices from the
environment, glibc only as a process begins: hence it begins anew.
"""

import os
import platform
import subprocess
import sys
from importlib import import_module
from typing import Any

NAME = "baseline"
"""What stands for all of this among the features of a processor."""

_KERNELS = {"OPENBLAS_CORETYPE": "Nehalem"}
_FUNCTIONS = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"}
_LOOPS = "NPY_DISABLE_CPU_FEATURES"
VARIABLES = (_LOOPS, "NPY_ENABLE_CPU_FEATURES", *_KERNELS, *_FUNCTIONS)
"""What changes the choices of these libraries."""


def is_on_baseline() -> bool:
    """Whether this process was begun by `restart_on_baseline`."""
    return _LOOPS in os.environ and all(os.environ.get(name) == value for name, value in _choices().items())


def restart_on_baseline() -> None:
    """Begin this process anew with the same command, unless it was begun so; what it starts computes as it does.

    To be called before anything is done. Does not return where the process begins anew.
    """
    if is_on_baseline():
        return
    os.environ.pop("NPY_ENABLE_CPU_FEATURES", None)
    core: Any = import_module("numpy._core._multiarray_umath")
    os.environ.update({_LOOPS: " ".join(core.__cpu_dispatch__), **_choices()})
    command = [sys.executable, *sys.orig_argv[1:]]
    if sys.platform == "win32":  # there another process cannot take the place of this one
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def _choices() -> dict[str, str]:
    """What is chosen for the libraries that have names for it on this kind of processor."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return {}
    return {**_KERNELS, **(_FUNCTIONS if sys.platform == "linux" else {})}
