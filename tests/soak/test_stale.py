"""No build is ever stale: a constant of every module changed, and a comment in all of them."""

import os
import time
from pathlib import Path

import pytest

from klsim.engine.closure import CODE, Closures
from tests.changed_program import modules
from tests.test_stale import built, check  # noqa: F401

pytestmark = pytest.mark.soak

SEED = int(os.environ.get("KLSIM_SEED", time.time_ns() % 1_000_000))
CUTTING = Closures(None).of("klsim.formats.fonts")
"""What may change how fonts are cut, which takes longer than all the rest."""


@pytest.mark.parametrize("module", modules())
def test_a_changed_constant_is_noticed_in_every_module(module: str, built: Path, tmp_path: Path):  # noqa: F811
    print(f"KLSIM_SEED={SEED} {module}")
    name = f"klsim.{module.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")
    check(module, built, tmp_path, SEED, fonts=f"{CODE}{name}" in CUTTING)
