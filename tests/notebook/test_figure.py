"""Figures in notebooks: what they show, what they give, and what they say of mistakes."""

import base64
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from klsim import Curve, Figure, Number, Panel, Readout, Scale, Scene, Simulation
from tests.site.sites import ROOT

DESCENT = {
    "target": {"mean": 2, "variance": 1},
    "start": {"mean": 0, "variance": 5},
    "iterations": 60,
}
CAPTION = "Watch <q> look for p."


@pytest.fixture(scope="module")
def figure() -> Figure:
    return Figure(
        "gaussian-descent",
        sweep={"step_size": np.array([0.1, 0.2, 2.0])},
        default={"step_size": 0.2},
        caption=CAPTION,
        **DESCENT,
    )


def test_packed_records_give_the_same_runs(figure: Figure):
    packed = Figure(
        "gaussian-descent",
        sweep={"step_size": np.array([0.1, 0.2, 2.0])},
        default={"step_size": 0.2},
        caption=CAPTION,
        records="packed",
        **DESCENT,
    )
    for one, other in zip(packed.runs, figure.runs, strict=True):
        assert one.setting == other.setting
        assert one.description == other.description
        assert one.series.keys() == other.series.keys()
        for name, series in one.series.items():
            assert np.array_equal(series, other.series[name])


def test_a_figure_shows_itself_as_a_page_as_a_film_and_in_words(figure: Figure, tmp_path: Path):
    shown = figure._repr_mimebundle_(include=None, exclude=None)
    assert set(shown) == {"text/html", "image/gif", "text/plain"}
    assert shown["text/html"].startswith('<iframe srcdoc="&lt;!doctype html&gt;')
    assert 'title="Watch &lt;q&gt; look for p."' in shown["text/html"]
    assert base64.b64decode(shown["image/gif"]) == figure.gif(tmp_path / "film.gif").read_bytes()
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames > 20  # type: ignore[attr-defined]
    assert CAPTION in shown["text/plain"]
    assert "3 runs" in shown["text/plain"]
    page = figure.html(tmp_path / "figure.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "about:srcdoc" not in page
    assert page.count('type="application/json" data-file="figure/') == 3, "all runs are within"


def test_runs_have_their_settings_how_they_ended_and_their_numbers(figure: Figure):
    runs = figure.runs
    assert [one.setting for one in runs] == [{"step_size": step} for step in (0.1, 0.2, 2)]
    assert [one.status for one in runs] == ["unfinished", "unfinished", "oscillating"]
    slow, quick, _ = runs
    assert slow["mean"][:3] == pytest.approx([0, 0.2, 0.38])
    assert quick["iteration"].tolist() == list(range(61))
    assert quick["kl_qp"][-1] < slow["kl_qp"][-1]


def test_the_same_figure_is_the_same_bytes(figure: Figure):
    again = Figure(
        "gaussian-descent",
        sweep={"step_size": (0.1, 0.2, 2)},
        default={"step_size": 0.2},
        caption=CAPTION,
        **DESCENT,
    )
    assert again._repr_mimebundle_() == figure._repr_mimebundle_()


def decay(settings: Any) -> Iterator[dict[str, float]]:
    """A function of one run."""
    height = settings.start
    for _ in range(20):
        yield {"height": height}
        height *= settings.rate


def test_a_function_is_a_simulation_whose_runs_are_computed_here():
    figure = Figure(decay, sweep={"rate": [0.5, 0.9]}, start=2.0, until="height < 0.1")
    assert [one.setting for one in figure.runs] == [{"rate": 0.5}, {"rate": 0.9}]
    assert figure.runs[0]["height"] == pytest.approx(2 * 0.5 ** np.arange(20))
    assert [one.converged_at for one in figure.runs] == [5, None]
    assert len(Figure(decay, rate=0.5, start=1.0).runs) == 1


def scene(_: Any) -> Scene:
    """A curve over time."""
    time, height = Scale("iteration", 0, 10, (0, 5, 10)), Scale("height", 0, 1, (0, 1))
    panel = Panel("height", "Height", time, height, (), (Curve("height", "object"),))
    return Scene((panel,), (Readout("height", "height", 3, "object"),))


def fall(settings: Any) -> dict[str, np.ndarray]:
    """One run."""
    return {"height": settings.rate ** np.arange(10.0)}


FALL = Simulation(settings=(Number("rate", 0, 1),), state=("height",), run=fall, scene=scene)

FILE = """\
from klsim import Curve, Number, Panel, Readout, Scale, Scene, Simulation
from . import _helper

def scene(settings):
    time, height = Scale("iteration", 0, 10, (0, 5, 10)), Scale("height", 0, 1, (0, 1))
    return Scene((Panel("height", "Height", time, height, (), (Curve("height", "object"),)),),
                 (Readout("height", "height", 3, "object"),))

simulation = Simulation(settings=(Number("rate", 0, 1),), state=("height",), run=_helper.run, scene=scene)
"""


def test_a_simulation_may_be_an_object_or_a_file(tmp_path: Path):
    (tmp_path / "my_fall.py").write_text(FILE)
    (tmp_path / "_helper.py").write_text(
        "import numpy as np\n\ndef run(settings):\n    return {'height': settings.rate ** np.arange(10.0)}\n"
    )
    figures = [Figure(one, sweep={"rate": [0.5, 0.7]}) for one in (FALL, tmp_path / "my_fall.py")]
    for figure in figures:
        assert figure.runs[1]["height"] == pytest.approx(0.7 ** np.arange(10))


def test_recorded_runs_are_read_wherever_they_lie(tmp_path: Path):
    (tmp_path / "runs.csv").write_text("rate,loss\n1,3\n1,2\n2,3\n2,1\n")
    figure = Figure("recorded", data=tmp_path / "runs.csv", axes=["rate"], caption="Two rates.")
    assert [one["loss"].tolist() for one in figure.runs] == [[3, 2], [3, 1]]


def stumble(settings: Any) -> dict[str, Any]:
    """A run that fails."""
    return {"height": [1 / settings.rate]}


FAILING = Simulation(settings=(Number("rate", 0, 1),), state=("height",), run=stumble, scene=scene)


@pytest.mark.parametrize(
    ("simulation", "keys", "told"),
    [
        ("gausian-descent", {}, "unknown simulation 'gausian-descent'; did you mean 'gaussian-descent'?"),
        (3, {}, "simulation: a int is none; give a name, the path of a file, a Simulation or a function"),
        ("nowhere.py", {}, "simulation: there is no file 'nowhere.py'"),
        (
            "gaussian-descent",
            {**DESCENT, "step_size": 0.1, "iteratoins": 3},
            "unknown key 'iteratoins' in this figure; did you mean 'iterations'?",
        ),
        (
            "gaussian-descent",
            {**DESCENT, "sweep": {"step_size": [0.1, 0.2]}, "default": {"step_size": 0.3}},
            "default: step_size 0.3 is not in the sweep; nearest: 0.2",
        ),
        (
            "gaussian-descent",
            {"step_size": object(), "tolerance": float("nan")},
            "step_size: a object is nothing that a key can have; give a number, a text, a list or a dict\n"
            "tolerance: nan is no finite number",
        ),
        (
            lambda _: [1],
            {},
            "the function gives a list; return a dict of arrays, or yield the values of each iteration",
        ),
        (decay, {"sweep": {"rate": 3}}, "sweep.rate: a function is called with each of a list of values"),
    ],
)
def test_mistakes_are_exceptions_that_name_the_key_and_the_nearest_right_thing(
    simulation: Any, keys: dict[str, Any], told: str
):
    with pytest.raises(ValueError, match=rf"^{re.escape(told)}$"):
        Figure(simulation, **keys)


def test_what_a_simulation_raises_is_told_with_its_line():
    line = stumble.__code__.co_firstlineno + 2
    with pytest.raises(ValueError, match=rf"^{__file__}:{line}: ZeroDivisionError: .*; in the run rate 0$"):
        Figure(FAILING, sweep={"rate": [0, 1]})


def test_what_is_perhaps_not_meant_is_a_warning():
    with pytest.warns(UserWarning, match="GIFs cannot show 猫"):
        Figure(decay, rate=0.5, start=1.0, caption="c", sweep={"猫": ["猫"]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Figure(decay, rate=0.5, start=1.0)


def test_to_import_the_package_imports_nothing_that_is_slow():
    code = "import sys, klsim; print([name for name in ('numpy', 'matplotlib', 'klsim.notebook') if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "[]\n"
    assert json.dumps(sorted(dir(Figure("gaussian-descent", step_size=0.1, **DESCENT)))).count("runs") == 1
