"""`map` and `lattice` in blocks."""

import pytest

from klsim.diagnostics import ContentError
from tests.figures.animation.blocks import parse

BASE = """
id: edge
simulation: gaussian-descent
caption: A walk for each pixel.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 100
"""
X, Y = "{step_size: [0.1, 0.2, 0.4, 0.8]}", "{momentum: [0, 0.25, 0.5, 0.75]}"


def told(*lines: str) -> str:
    with pytest.raises(ContentError) as raised:
        parse(BASE + "\n".join(lines))
    return str(raised.value)


def test_a_lattice_has_some_of_the_values_and_any_number_means_the_nearest():
    figure = parse(f"{BASE}map: {{x: {X}, y: {Y}}}\nlattice: [3, 2]\ndefault: {{step_size: 0.3}}")
    step_size, momentum = figure.axes
    assert (step_size.values, momentum.values) == ((0.1, 0.4, 0.8), (0, 0.75))
    assert figure.default.setting["step_size"] == 0.4
    assert figure.gif == "default"


def test_a_map_may_be_of_runs_that_are_swept():
    figure = parse(f"{BASE}map: {{x: {X}, y: {Y}}}\nsweep: {{step_size: [0.1, 0.8], momentum: [0, 0.5]}}")
    assert len(figure.runs) == 4
    assert figure.map is not None
    assert [len(axis.values) for axis in figure.map.axes] == [4, 4]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"map: {{x: {X}}}"], "8: this map has no y"),
        ([f"map: {{x: {X}, y: {X}}}"], "8: x and y of the map are both step_size"),
        ([f"map: {{x: {X}, y: {Y}}}"], "8: the runs to play from this map need values of step_size and momentum"),
        ([f"map: {{x: {X}, y: {Y}, color: status}}"], "did you mean 'colour'?"),
        ([f"map: {{x: {X}, y: {Y}, colour: stats}}", "lattice: [2, 2]"], "did you mean 'status'?"),
        ([f"map: {{x: {{objective: [kl_qp, kl_pq]}}, y: {Y}}}"], "8: objective has no numbers"),
        ([f"map: {{x: {{step_size: [0.1, 0.2, 0.9]}}, y: {Y}}}"], "step_size are not evenly spaced"),
        (
            [f"map: {{x: {{iterations: {{from: 1, to: 40, count: 20}}}}, y: {Y}}}"],
            "of whole numbers from 1 to 40 the nearest count is 14: write `count: 14`",
        ),
        ([f"map: {{x: {{step_size: [0.2, 0.1]}}, y: {Y}}}"], "needs at least 2 values that rise"),
        (
            [f"map: {{x: {X}, y: {Y}}}", "lattice: [2, 9]"],
            "9: lattice of momentum 9 is not a whole number in range; allowed: 2 to 4",
        ),
        ([f"map: {{x: {X}, y: {Y}}}", "lattice: 5"], "9: a lattice has two counts"),
        (["lattice: [2, 2]"], "8: a lattice is of a map, and there is none"),
        (
            [f"map: {{x: {X}, y: {Y}}}", "lattice: [2, 2]", "sweep: {momentum: [0, 0.5]}"],
            "9: momentum is swept, and the lattice has values of its own",
        ),
        (
            [
                f"map: {{x: {X}, y: {Y}}}",
                "lattice: [2, 2]",
                "sweep: {objective: [kl_qp, kl_pq]}",
                "together: objective",
            ],
            "11: a figure with a map has one run in each picture",
        ),
    ],
)
def test_what_is_no_map_is_told_with_its_line(lines: list[str], expected: str):
    assert expected in told(*lines)


def test_a_map_that_would_take_too_long_is_told_before_anything_is_computed():
    steps = [round(0.001 * n, 6) for n in range(1, 1001)]
    moments = [round(0.002 * n, 6) for n in range(400)]
    text = BASE.replace("iterations: 100", "iterations: 2000")
    with pytest.raises(ContentError, match="this map would take 400000 runs of 2000 iterations, 800 million"):
        parse(f"{text}map: {{x: {{step_size: {steps}}}, y: {{momentum: {moments}}}}}\nlattice: [2, 2]")
