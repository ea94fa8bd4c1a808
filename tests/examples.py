"""How many examples properties are tried on: few in `make test`, many in `make soak`."""

import os

from hypothesis import settings

LONG = 40
"""How many times as many there are in a long test."""

FACTOR = LONG if os.environ.get("KLSIM_EXAMPLES") == "long" else 1


def examples(count: int) -> settings:
    """So many examples; a busy machine is no fault of what is tried."""
    return settings(deadline=None, max_examples=count * FACTOR)
