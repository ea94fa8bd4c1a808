"""What docs/functions.md says of functions and optimisers is so."""

import re
from pathlib import Path

import pytest

from klsim.numerics.expressions import FUNCTIONS
from klsim.numerics.named_functions import NAMED_FUNCTIONS
from klsim.numerics.optimizer_defaults import OPTIMIZER_DEFAULTS
from klsim.simulations.function_descent import simulation
from tests.figures.animation.blocks import parse
from tests.figures.animation.running import plan

PAGE = (Path(__file__).parents[2] / "docs" / "functions.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```animation\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ROWS = [row.split("|")[1:-1] for row in re.findall(r"^\| `.*$", PAGE, re.MULTILINE)]


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_taken(block: str):
    assert plan(parse(block)).records


def test_every_setting_function_and_optimiser_is_told():
    words = set(re.findall(r"`([\w-]+)`", PAGE))
    assert {one.name for one in simulation.settings} | set(NAMED_FUNCTIONS) | set(OPTIMIZER_DEFAULTS) <= words
    assert set(FUNCTIONS) <= set(
        re.findall(r"\w+", PAGE.partition("An expression is written")[2].partition("\n\n")[0])
    )


def test_the_defaults_of_optimisers_are_those_told():
    told = {
        row[0].strip(" `"): dict(re.findall(r"`(\w+)` ([\d.e-]+\d|\d)", row[2])) for row in ROWS if len(row) == 3
    }
    compared = [
        (name, setting, float(value), OPTIMIZER_DEFAULTS[name][setting])
        for name, settings in told.items()
        if name in OPTIMIZER_DEFAULTS
        for setting, value in settings.items()
    ]
    assert len(compared) > 15
    assert [one for one in compared if one[2] != one[3]] == []
