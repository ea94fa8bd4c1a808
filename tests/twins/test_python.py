"""The Python functions give what the table of twins says."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from klsim.content.yaml import Scalar
from klsim.diagnostics import ContentError, Diagnostics, Location
from klsim.figures.animation.choice import axis_index
from klsim.figures.animation.description import describe
from klsim.figures.animation.sweep import Axis
from klsim.figures.match.fit import divergence
from klsim.figures.match.law import Knob, Law, Sampling
from klsim.numerics.distributions import Gaussian, density
from klsim.numerics.divergences import kl_gaussian
from klsim.render.moving import density_lines, plan_mark, within_reach
from klsim.render.shapes import Fill, Stroke
from klsim.scene.marks import DENSITY_SAMPLES, Bars, Density, Margins, Moving, Panel, Point, Scale, Trail
from klsim.scene.numbers import format_number
from klsim.scene.strokes import STROKES
from klsim.scene.stylesheet import parse_themes
from tests.site.sites import ROOT
from tests.twins import shapes
from tests.twins.table import PATH, make_table

TABLE = json.loads(PATH.read_text(encoding="utf-8"))
CSS = (ROOT / "templates" / "static" / "theme.css").read_text(encoding="utf-8")
THEME = parse_themes(CSS, Diagnostics()).light
HERE = Location("twins", 1)


def test_the_table_is_what_its_definitions_give():
    assert PATH.read_text(encoding="utf-8") == make_table()


def test_shapes_are_drawn_by_the_sizes_of_the_table():
    assert {name: getattr(STROKES, name) for name in shapes.STROKES} == shapes.STROKES
    assert DENSITY_SAMPLES == shapes.SAMPLES


def test_readouts():
    for case in TABLE["readouts"]:
        assert format_number(float(case["value"]), case["decimals"]) == case["text"], case


def test_stops():
    for case in TABLE["stops"]:
        assert Knob("", coarse=0, **case["knob"]).nearest(float(case["value"])) == case["stop"], case


def test_choices():
    for case in TABLE["choices"]:
        values = tuple(case["values"])
        axis = Axis(
            "axis", "axis", values, tuple(map(str, values)), not isinstance(values[0], str), case["default"]
        )
        word = Scalar(case["word"], True, HERE)
        if case["exact"]:
            assert axis_index(word, axis, "link") == case["index"], case
        else:
            with pytest.raises(ContentError):
                axis_index(word, axis, "link")


def test_sentences():
    for case in TABLE["sentences"]:
        assert describe(case["title"], case["outcome"]) == case["sentence"], case


def test_densities():
    for case in TABLE["densities"]:
        laws = Gaussian(np.array(case["means"]), np.array(case["variances"]))
        found = density(np.float64(case["x"]), laws).mean()
        assert found == pytest.approx(case["density"], rel=2e-13, abs=1e-300), case


def test_divergences():
    for case in TABLE["divergences"]:
        q, p = (Gaussian(*map(np.float64, case[name])) for name in "qp")
        assert float(kl_gaussian(q, p)) == pytest.approx(float(case["kl"]), rel=1e-14, abs=1e-290), case


def test_sampled_divergences():
    for case in TABLE["sampled_divergences"]:
        q, p = (Law(tuple(case[name]["means"]), tuple(case[name]["variances"])) for name in "qp")
        if (q.bells, p.bells) != (1, 1):  # which have a closed form
            found = divergence("kl_qp", q, p, Sampling(**case["sampling"]))
            assert found == pytest.approx(case["kl"], rel=1e-12, abs=1e-12), case


def test_fractions():
    for case in TABLE["fractions"]:
        scale = _scale(case["scale"])
        found, share = float(scale.fraction(np.float64(case["value"]))), float(case["share"])
        assert found == pytest.approx(share, rel=1e-14, abs=1e-15, nan_ok=True), case


def test_reach():
    for case in TABLE["reach"]:
        panel = _panel({**shapes.PANEL, "box": case["box"]})
        assert within_reach(panel, np.array(list(map(float, case["place"])))).tolist() == case["kept"], case


def test_curves():
    for case in TABLE["curves"]:
        means, variances = ([f"{name}_{k}" for k in range(len(case["means"]))] for name in "mv")
        mark = Density(tuple(means), tuple(variances), "object", case["share"])
        values = zip([*means, *variances], [*case["means"], *case["variances"]], strict=True)
        series = {name: np.array([value]) for name, value in values}
        (curve,) = density_lines(mark, _panel(case["panel"]), series, [0])
        np.testing.assert_allclose(curve, case["curve"], rtol=0, atol=1e-7)


def test_trails():
    for case in TABLE["trails"]:
        line, *_ = _shapes(case, Trail("x", "y", "object", leap=case["leap"]))
        assert isinstance(line, Stroke)
        np.testing.assert_allclose(line.xy, case["points"], rtol=0, atol=1e-7)


def test_bars():
    for case in TABLE["bars"]:
        mark = Bars("row", "object", x=tuple(case["x"]))
        series = {"row": np.array([list(map(float, case["row"]))])}
        found = plan_mark(mark, _panel(case["panel"]), THEME, series, [0])(0)
        for fill, outline in zip(found, case["outlines"], strict=True):
            assert isinstance(fill, Fill)
            np.testing.assert_allclose(fill.xy, outline, rtol=0, atol=1e-7)


def test_arrows():
    for case in TABLE["arrows"]:
        fill, *_ = _shapes({**case, "x": [case["x"]], "y": [case["y"]]}, Point("x", "y", "object"))
        assert isinstance(fill, Fill)
        np.testing.assert_allclose(fill.xy, case["outline"], rtol=0, atol=1e-7)


def _shapes(case: dict[str, Any], mark: Moving) -> Iterator[Fill | Stroke]:
    """What a mark looks like at the end of its run."""
    series = {name: np.array(list(map(float, case[name]))) for name in "xy"}
    last = len(series["x"]) - 1
    yield from plan_mark(mark, _panel(case["panel"]), THEME, series, [last])(0)


def _scale(scale: dict[str, Any]) -> Scale:
    return Scale("", scale["low"], scale["high"], (), scale["kind"])


def _panel(panel: dict[str, Any]) -> Panel:
    left, top, width, height = panel["box"]
    margins = Margins(left, top, 420 - left - width, 320 - top - height)
    return Panel("", "", _scale(panel["x"]), _scale(panel["y"]), (), (), 420, 320, margins)
