"""The processor's features that numpy chooses its loops by, which may change the last digit of a result."""

import os
import platform
from importlib import import_module
from pathlib import Path
from typing import Any

from klsim.engine.baseline import NAME, VARIABLES, is_on_baseline
from klsim.engine.cache import load, save
from klsim.engine.digest import digest_parts

_TELLING = ("vendor_id", "model", "flags", "Features", "CPU")


def processor(notes: Path | None, numpy_version: str) -> str:
    """The features, in words; numpy is imported only where this processor is not in the notes yet."""
    stamp = digest_parts(numpy_version, _fingerprint(), *(os.environ.get(name, "") for name in VARIABLES))
    known = load(notes, stamp) if notes else {}
    if "features" in known:
        return str(known["features"])
    features = _ask()
    if notes:
        save(notes, stamp, {"features": features})
    return features


def _ask() -> str:
    try:
        core: Any = import_module("numpy._core._multiarray_umath")
    except ImportError:
        return platform.machine()  # numpy is there and cannot be imported: whoever needs it will say so
    found: dict[str, bool] = core.__cpu_features__
    names = sorted({*core.__cpu_baseline__, *core.__cpu_dispatch__})
    used = [name for name in names if found.get(name)]
    return " ".join([platform.machine(), *used, *([NAME] if is_on_baseline() else [])])


def _fingerprint() -> str:
    """What tells one kind of processor from another, and is read quickly."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as file:
            return "\n".join([platform.machine(), *_first_of(file.read(1 << 14))])
    except OSError:
        return "\n".join(platform.uname())


def _first_of(text: str) -> list[str]:
    first = text.partition("\n\n")[0]
    return [line for line in first.splitlines() if line.startswith(_TELLING)]
