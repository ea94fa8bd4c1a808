"""Runs in NPZ and JSON files, and landscapes."""

import io
import json

import numpy as np
import pytest

from klsim.recordings.grids import read_grid
from tests.recordings.reading import read


def npz(**arrays) -> bytes:
    """The bytes of an NPZ file."""
    file = io.BytesIO()
    np.savez(file, **{name: np.array(values) for name, values in arrays.items()})
    return file.getvalue()


def test_arrays_are_runs_by_iterations_and_perhaps_by_size():
    data = npz(lr=[0.5, 0.25], loss=[[3, 2, np.nan], [9, 8, 7]], weights=np.arange(12.0).reshape(2, 3, 2))
    found = read({"runs.npz": data}, ["lr"])
    assert found.told == []
    assert found.survey.axes[0].values == (0.25, 0.5)
    assert found.runs[0] == {"loss": [9.0, 8.0, 7.0], "weights": [[6.0, 7.0], [8.0, 9.0], [10.0, 11.0]]}
    assert [(one.name, one.size) for one in found.survey.series] == [("loss", None), ("weights", 2)]


def test_series_end_where_all_of_them_are_nan():
    assert read({"r.npz": npz(lr=[1], loss=[[3, 2, np.nan]])}, ["lr"]).survey.lengths == (2,)


def test_files_of_one_run_each_are_runs_of_one_figure():
    files = {f"{name}.npz": npz(optimizer=name, loss=[1.0, n]) for n, name in enumerate(("sgd", "adam"))}
    found = read(files, ["optimizer"])
    assert found.survey.axes[0].values == ("sgd", "adam")
    assert [run["loss"] for run in found.runs] == [[1.0, 0.0], [1.0, 1.0]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (npz(lr=[1, 2], loss=[[1, 2]]), "the array 'loss' has the shape 1 × 2, not 2 runs × iterations"),
        (npz(lr=[1], loss=[[1, 2]], other=[[1]]), "the array 'other' has 1 iterations, and others have 2"),
        (npz(lr=[1], note=[["a"]]), "the array 'note' holds no numbers"),
        (b"PK\x03\x04 no", "cannot be read: it is no NPZ file"),
    ],
)
def test_arrays_that_do_not_fit_are_told(data: bytes, told: str):
    (line,) = read({"runs.npz": data}, ["lr"]).told
    assert line.startswith(f"content/a/runs.npz:1: {told}")


def test_objects_of_python_are_never_loaded():
    file = io.BytesIO()
    np.savez(file, lr=np.array([1.0]), loss=np.array([[print]], dtype=object))
    (line,) = read({"runs.npz": file.getvalue()}, ["lr"]).told
    assert "it holds objects of Python" in line


RUN = {"schema": "klsim/run/1", "setting": {"lr": 0.5}, "status": "finished", "converged_at": None,
       "iteration": [0, 1], "loss": [2, None], "frames": [0, 1]}  # fmt: skip


def test_runs_of_anybody_in_klsims_own_format_are_read_with_how_they_ended():
    arrived = RUN | {"setting": {"lr": 0.25}, "status": "converged", "converged_at": 1, "loss": [2, 1]}
    found = read({"a.json": json.dumps(RUN), "b.json": json.dumps(arrived)})
    assert found.told == []
    assert [one.name for one in found.survey.axes] == ["lr"]
    assert found.runs == [{"loss": [2.0, 1.0]}, {"loss": [2.0]}]
    assert found.survey.endings == (("converged", 1), ("finished", -1))


def test_runs_may_be_a_list_or_packed():
    for content in ([RUN], {"schema": "klsim/runs/1", "runs": [RUN]}):
        assert read({"a.json": json.dumps(content)}).survey.lengths == (1,)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema": "klsim/run/2"}, "1: the format is 'klsim/run/2'; did you mean 'klsim/run/1'?"),
        ({"loss": [1, 2, 3]}, "1: the series of the run differ in length: loss 3, iteration 2"),
        ({"loss": ["a", 2]}, "1: 'loss' of the run is no list of numbers, equally many at each iteration"),
        ({"setting": {"lr": []}}, "1: 'lr' of the run is [], not a number or a word"),
        ({"setting": {"rate": 1}}, ""),
        ({"iteration": [1, 0]}, "1: iteration of the run does not rise from entry to entry"),
    ],
)
def test_what_is_wrong_with_a_record_is_told(change, told: str):
    found = read({"a.json": json.dumps(RUN | change)}, ["lr"])
    if told:
        assert found.told[0].startswith(f"content/a/a.json:{told}")
    else:
        assert not found.survey.is_readable
        assert "rate" in found.survey.known


def test_broken_json_is_told_with_its_line():
    assert read({"a.json": '{"schema":\n nonsense}'}).told[0].startswith("content/a/a.json:2: this is no JSON")


def test_two_runs_of_one_setting_are_told():
    (line,) = read({"a.json": json.dumps(RUN), "b.json": json.dumps(RUN)}).told
    assert line.startswith("content/a/b.json:1: a second run is 0.5; the first is in content/a/a.json")


def test_a_landscape_that_is_turned_is_told_how_to_turn():
    x, y = np.arange(3.0), np.arange(4.0)
    grid = read_grid(npz(x=x, y=y, z=np.zeros((4, 3))), "grid.npz")
    assert grid["z"].shape == (4, 3)
    found = read({"grid.npz": npz(x=x, y=y, z=np.zeros((3, 4)))}, grids=["grid.npz"])
    assert found.told == ["content/a/grid.npz:1: the grid does not fit: x 3, y 4, z 3 × 4; turn it: z.T"]
