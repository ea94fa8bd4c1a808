"""The atlas of bells, a simulation of the shipped site's own, beside klsim's `gaussian-descent`."""

import json
from pathlib import Path

import numpy as np

from tests.figures.animation.blocks import parse
from tests.figures.animation.running import records_of

BLOCK = """\
id: same
simulation: gaussian-descent
caption: The same walks.
target: {mean: 2, variance: 1}
iterations: 200
step_size: 0.05
sweep:
  objective: [kl_qp, kl_pq]
  start:
    too far left: {mean: -0.4, variance: 1.7}
    too wide: {mean: 2, variance: 5.8}
    far and wide: {mean: 4.4, variance: 5.8}
    a needle: {mean: 0.8, variance: 0.45}
"""


def test_it_walks_as_the_simulation_that_klsim_has(shipped_site: Path):
    folder = shipped_site / "gradient-descent" / "atlas"
    runs = json.loads((folder / "figure.json").read_text(encoding="utf-8"))["runs"]
    expected = records_of(parse(BLOCK))
    assert len(runs) == len(expected) == 8
    for run, same in zip(runs, expected, strict=True):
        record = json.loads((folder / run["data"]).read_text(encoding="utf-8"))
        for name in ("mean", "variance", "kl_qp", "kl_pq"):
            np.testing.assert_allclose(record[name], same.series[name], rtol=1e-12, atol=1e-12)
