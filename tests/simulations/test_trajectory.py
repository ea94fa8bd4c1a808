"""What klsim finds out about runs itself, and what it refuses to believe."""

import numpy as np
import pytest

from klsim.batch import Batch
from klsim.figures.animation.simulating import _series_of_one, simulate
from klsim.figures.animation.sweep import Run
from klsim.scene.marks import Scene
from klsim.settings.scalars import Integer, Number
from klsim.simulation import Simulation
from klsim.statuses import Status
from klsim.trajectory import Trajectory, TrajectoryError

NAN, INF = np.nan, np.inf
OWN = "klsim:simulation"


def completed(
    series: dict,
    *,
    measures: tuple[str, ...] = (),
    objective: str = "",
    runs: int = 2,
    wanted: tuple[str, ...] | None = None,
    **told: object,
) -> Batch:
    """What comes of a trajectory of runs that were to take 3 iterations, their tolerance 0.1."""
    simulation = Simulation(
        settings=(Integer("iterations", 1, 9), Number("tolerance", 0)),
        state=("x",),
        measures=measures,
        objective=objective,
        statuses=(Status("escaped", "Gone."),),
        simulate=lambda _: Trajectory(series, **told),  # type: ignore[arg-type]
        scene=lambda _: Scene((), ()),
    )
    settings = {"iterations": 3, "tolerance": 0.1}
    return simulate(simulation, OWN, [Run((), {"n": n}, settings) for n in range(runs)], wanted)


def test_a_run_ends_before_its_first_number_that_is_not_finite():
    batch = completed({"x": np.array([[1, 2, 3, 4], [1, 2, NAN, NAN]])})
    assert batch.last.tolist() == [3, 1]
    assert batch.status == ("finished", "finished")
    assert batch.converged_at.tolist() == [-1, -1]
    assert completed({"x": np.array([[1, 2, INF, NAN]])}, objective="x", runs=1).last.tolist() == [1]


def test_of_many_numbers_all_must_be_finite():
    values = np.ones((2, 4, 3))
    values[1, 2:, :] = NAN
    assert completed({"x": values}).last.tolist() == [3, 1]


def test_with_an_objective_and_a_tolerance_runs_have_converged_diverged_or_are_unfinished():
    x = np.array([[3, 0.1, 0.05, 0], [3, 0, 3, 3], [3, 2, NAN, NAN]])
    batch = completed({"x": x}, objective="x", runs=3)
    assert batch.status == ("converged", "unfinished", "diverged")
    assert batch.converged_at.tolist() == [1, -1, -1]


def test_what_a_simulation_says_itself_is_not_found_again():
    told = {
        "last": np.array([2, 1]),
        "status": ("escaped", "converged"),
        "converged_at": np.array([-1, 0]),
        "doubts": ("Hm.", ""),
    }
    batch = completed({"x": np.ones((2, 4))}, objective="x", **told)
    assert (batch.last.tolist(), batch.status, batch.converged_at.tolist()) == ([2, 1], told["status"], [-1, 0])
    assert batch.doubts == ("Hm.", "")


def test_a_measure_may_be_a_function_that_is_called_only_where_it_is_wanted():
    asked = []

    def energy() -> np.ndarray:
        asked.append("energy")
        return np.ones((2, 4))

    series = {"x": np.ones((2, 4)), "energy": energy}
    assert list(completed(series, measures=("energy",), wanted=()).series) == ["x"]
    assert asked == []
    assert (completed(series, measures=("energy",)).series["energy"] == 1).all()
    assert asked == ["energy"]


def test_the_measure_that_a_run_is_judged_by_is_computed_though_nobody_shows_it():
    series = {"x": np.ones((2, 4)), "energy": lambda: np.array([[1, 0, 0, 0.0], [1, 1, 1, 2]])}
    batch = completed(series, measures=("energy",), objective="energy", wanted=())
    assert batch.status == ("converged", "unfinished")
    given = {"status": ("escaped", "escaped"), "converged_at": np.array([-1, -1])}
    assert "energy" not in completed(series, measures=("energy",), objective="energy", wanted=(), **given).series


def test_a_function_that_gives_no_numbers_is_told_as_a_series_that_has_none():
    with pytest.raises(TrajectoryError, match="the series 'energy' has the shape 3, not 2 runs"):
        completed({"x": np.ones((2, 4)), "energy": lambda: np.ones(3)}, measures=("energy",))


WRONG = [
    ({"x": np.ones((3, 4))}, {}, "the series 'x' has the shape 3 × 4, not 2 runs × iterations + 1", None),
    ({"x": np.ones(4)}, {}, "the series 'x' has the shape 4, not 2 runs × iterations + 1", None),
    ({"x": np.ones((2, 0))}, {}, "the series 'x' has the shape 2 × 0, not 2 runs × iterations + 1", None),
    ({"x": [["a", "b"]] * 2}, {}, "the series 'x' is not all numbers", None),
    ({"x": np.ones((2, 4)) * 1j}, {}, "the series 'x' has complex numbers; record its real and its imaginary part, "
     "or how large it is, as series of their own", None),
    ({"xs": np.ones((2, 4))}, {},
     "the series 'x' is declared and not given; did you mean 'xs', which is not declared?", None),
    ({"x": np.ones((2, 4)), "y": np.ones((2, 4))}, {},
     "the series 'y' is given and not declared: add it to state or measures", None),
    ({"x": np.ones((2, 4)), "e": np.ones((2, 3))}, {"measures": ("e",)}, 
     "series differ in length: x 4, e 3; each has the value at the start and one after each iteration: iterations + 1, 4",
     None),
    ({"x": np.array([[1, 1], [NAN, NAN]])}, {}, "x is NaN at iteration 0", 1),
    ({"x": np.array([[INF, 1], [1, 1]])}, {}, "x is infinite at iteration 0", 0),
    ({"x": np.array([[1, 1, 1], [1, NAN, 1]])}, {}, "x is NaN at iteration 1", 1),
    ({"x": np.ones((2, 3)), "e": np.array([[1, 1, 1], [1, 1, NAN]])}, {"measures": ("e",)},
     "e is NaN at iteration 2", 1),
    ({"x": np.ones((2, 3))}, {"status": ("escaped",)}, "status has 1 words for 2 runs", None),
    ({"x": np.ones((2, 3))}, {"status": ("finished", "escapd")},
     "the status 'escapd' is not declared; add Status('escapd', …) to statuses", 1),
    ({"x": np.ones((2, 3))}, {"last": np.array([1])}, "last has the shape (1,), not (2,)", None),
]  # fmt: skip


@pytest.mark.parametrize(("series", "told", "message", "run"), WRONG, ids=[message for *_, message, _ in WRONG])
def test_what_cannot_be_right_is_refused_with_the_run_at_fault(series, told, message, run):
    with pytest.raises(TrajectoryError) as caught:
        completed(series, **told)
    assert (str(caught.value), caught.value.run) == (message, run)


def test_a_measure_may_be_infinite_and_what_it_is_after_the_end_of_a_run_does_not_count():
    batch = completed(
        {"x": np.array([[1, 1, 1], [1, 1, NAN]]), "e": np.array([[INF, 1, 1], [1, 1, NAN]])}, measures=("e",)
    )
    assert batch.last.tolist() == [2, 1]


def one_by_one(run) -> Batch:
    simulation = Simulation(
        settings=(Integer("iterations", 1, 9),), state=("x", "y"), run=run, scene=lambda _: Scene((), ())
    )
    return simulate(simulation, OWN, [Run((), {}, {"iterations": n}) for n in (3, 1)])


def test_a_run_may_give_its_series_or_yield_them_iteration_by_iteration():
    def whole(settings):
        n = np.arange(settings.iterations + 1)
        return {"x": n, "y": np.stack([n, -n], axis=1)}

    def step_by_step(settings):
        for n in range(settings.iterations + 1):
            yield {"x": n, "y": (n, -n)}

    first, second = one_by_one(whole), one_by_one(step_by_step)
    assert first.last.tolist() == second.last.tolist() == [3, 1]
    for name in ("x", "y"):
        np.testing.assert_array_equal(first.series[name], second.series[name])
    assert np.isnan(first.series["y"][1, 2:]).all()
    assert first.series["y"][0, 3].tolist() == [3, -3]


def test_a_run_that_yields_nothing_or_other_names_is_refused():
    with pytest.raises(TrajectoryError, match="run yields nothing; it yields a dict for each iteration"):
        _series_of_one(iter(()), 0)
    with pytest.raises(TrajectoryError, match="run yields other names at iteration 1 than at iteration 0"):
        _series_of_one(iter([{"x": 1}, {"y": 1}]), 0)
