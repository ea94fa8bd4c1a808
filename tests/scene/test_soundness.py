"""What an author's scene cannot have is told before anything is drawn, with the part at fault."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from klsim import Arrow, Bars, Curve, Line, Panel, Point, Profile, Readout, Scale, Scene, Trail, nice_scale
from klsim.fields import plain
from klsim.scene.marks import Contours, Density, Margins
from klsim.scene.soundness import faults_of_scene, faults_of_sizes
from klsim.source_lines import line_of

WIDE = Scale("place", 0, 9, (0, 9))
GOOD = Panel("all", "All", WIDE, Scale("share", 0, 1, (0, 1)))
SIZES = {"iteration": None, "share": 9, "mean": None}
STEP = Arrow("mean", "mean", "step", "the next step", "ink")
ROW = "has 9 numbers at each iteration; record one of them, or their mean, as a measure and follow that"


def told(scene: object) -> list[str]:
    return [str(fault) for fault in faults_of_scene(scene, ("share", "mean"))]


def moving(*marks: Any, **panel: Any) -> Scene:
    return Scene((replace(GOOD, moving=marks, **panel),), ())


@pytest.mark.parametrize(
    ("scene", "message"),
    [
        (None, "scene gives a NoneType, not a Scene; end it with `return Scene(…)`"),
        (Scene((), ()), "the scene has no panel"),
        (Scene(GOOD, ()), "`panels` of the Scene is a Panel, not a tuple; write `(…,)` around it, with the comma"),
        (Scene((GOOD,), (GOOD,)), "entry 0 of `readouts` of the Scene is a Panel, not a Readout"),
        (Scene((GOOD, GOOD), ()), "two panels are called 'all'"),
        (Scene((GOOD,), (Readout("mean", "mean", 1.5, "ink"),)), "`decimals` of Readout 'mean' is 1.5, not a whole number"),
        (Scene((GOOD,), (Readout("mean", "mean", -1, "ink"),)), "readout 'mean' has -1 decimals; they are 0 or more"),
        (moving("share"), "entry 0 of `moving` of Panel 'all' is 'share', not a Density or a Trail or a Point or a Curve or a Profile or a Bars or a Band or a Box or a Raster or an Arrow"),
        (moving(Curve("share", 7)), "`role` of Curve 'share' is 7, not text"),
        (moving(Curve("shore", "object")), "Curve of panel 'all' has the series 'shore', which is unknown; did you mean 'share'?"),
        (moving(Profile("share", "object", (0, np.nan))), "entry 1 of `x` of Profile 'share' is nan; it has to be a finite number"),
        (moving(Profile("share", "object", 3)), "`x` of Profile 'share' is 3, not a tuple; write `(…,)` around it, with the comma"),
        (moving(Bars("share", "object", (0, 2, 1))), "Bars of panel 'all' has places x that do not rise from left to right"),
        (moving(Bars("share", "object", (0, 12))), "Bars of panel 'all' has a bar at 12, and the scale runs from 0 to 9; let it hold all bars"),
        (moving(Density(("mean",), (), "object")), "Density of panel 'all' has 1 means and 0 variances; it needs as many of each, and one at least"),
        (moving(STEP), "an Arrow moves in panel 'all'; give it to the panel by `arrows=(…)`: blocks switch it on"),
        (moving(arrows=(replace(STEP, across="mean"),)), "Arrow 'step' of panel 'all' has one of across and up; give both, or neither for the step"),
        (moving(arrows=(replace(STEP, scaled=True),)), "Arrow 'step' of panel 'all' is the step, which ends where the next place is; leave `scaled` out"),
        (moving(arrows=(replace(STEP, kind="a b"),)), "Arrow 'a b' of panel 'all' needs a kind that blocks can name: letters, digits and underscores"),
        (moving(arrows=(replace(STEP, x="mien"),)), "Arrow of panel 'all' has the series 'mien', which is unknown; did you mean 'mean'?"),
        (moving(arrows=(replace(STEP, across="mean", up="mean"),), y=Scale("f", 1, 9, (1,), "log")),
         "Arrow 'step' of panel 'all' is a vector, and the panel has a log scale; offer the step only"),
        (moving(name="a/b"), "panel 'a/b' needs a name that files may have: letters, digits and hyphens"),
        (moving(title=7), "`title` of Panel 'all' is 7, not text"),
        (moving(margins=Margins(300, 0, 300, 0)), "panel 'all' has no room within its margins: 420 × 320 px"),
        (moving(x=Scale("f", 0, 9, (1,), "log")), "the scale 'f' of panel 'all' is logarithmic and begins at 0; begin above 0, such as at 0.01"),
        (moving(x=Scale("f", 1, 9, (0, 1), "log")), "the scale 'f' of panel 'all' is logarithmic and has a tick at 0; ticks are above 0"),
        (moving(x=Scale("f", 0, 9, (1,), "lag")), "`kind` of Scale 'f' is 'lag', not 'linear' or 'log'"),
        (moving(x=Scale("f", 5, 1, (1,))), "the scale 'f' of panel 'all' runs from 5 to 1; the lower end comes first"),
        (moving(x=Scale("f", 0, np.inf, (1,))), "`high` of Scale 'f' is inf; it has to be a finite number"),
        (moving(x=Scale("f", 0, np.zeros(3), (1,))), "`high` of Scale 'f' is a ndarray, not a number"),
        (moving(static=(Line([0, 1], [0, 1, 2], "ink"),)), "Line of panel 'all' has x of the shape 2 and y of 3; both are rows of one length"),
        (moving(static=(Line("0, 1", [0, 1], "ink"),)), "`x` of the Line is '0, 1', not an array of numbers"),
        (moving(static=(Contours(np.arange(3), np.arange(2), np.zeros((3, 2)), (0,)),)), "Contours of panel 'all' has z of the shape 3 × 2, not 2 × 3: len(y) × len(x)"),
    ],
)  # fmt: skip
def test_what_a_scene_cannot_have_is_told(scene: object, message: str):
    assert told(scene) == [message]


@pytest.mark.parametrize(
    ("scene", "messages"),
    [
        (moving(Curve("share", "object")), [f"Curve of panel 'all' follows 'share', which {ROW}"]),
        (moving(Trail("share", "mean", "object")), [f"Trail of panel 'all' follows 'share', which {ROW}"]),
        (moving(Point("mean", "share", "object")), [f"Point of panel 'all' follows 'share', which {ROW}"]),
        (moving(Density(("mean",), ("share",), "object")), [f"Density of panel 'all' follows 'share', which {ROW}"]),
        (Scene((GOOD,), (Readout("mean", "share", 1, "ink"),)), [f"readout 'mean' follows 'share', which {ROW}"]),
        *(
            (moving(kind("mean", "object")), [
                f"{kind.__name__} of panel 'all' follows 'mean', which is one number at each iteration; "
                "follow a series of the shape (runs, iterations + 1, size), or draw a Curve"
            ])
            for kind in (Profile, Bars)
        ),
        *(
            (moving(kind("share", "object", x=(1, 2))), [f"{kind.__name__} of panel 'all' has 2 places x for the 9 numbers of 'share'"])
            for kind in (Profile, Bars)
        ),
        (moving(Bars("share", "object"), x=replace(WIDE, high=6)), [
            "Bars of panel 'all' stand from 0 to 9, and the scale runs from 0 to 6; "
            "give the middle of each bar, `Bars(…, x=(…))`, or let the scale hold them"
        ]),
        (moving(Bars("share", "object"), x=replace(WIDE, high=10)), []),
        (moving(Bars("share", "object", tuple(range(9))), Profile("share", "object"), Curve("mean", "ink")), []),
    ],
)  # fmt: skip
def test_marks_and_readouts_that_do_not_fit_the_sizes_of_series_are_told(scene: Scene, messages: list[str]):
    assert told(scene) == []
    assert [str(fault) for fault in faults_of_sizes(scene, SIZES)] == messages


def test_numbers_of_numpy_and_lists_are_taken_as_what_they_are():
    scene = Scene(
        [replace(GOOD, x=Scale("x", np.int64(0), np.float64(9), np.arange(3).tolist()), static=(Line([0, 1], [0, 1], "ink"),))],
        [],
    )  # fmt: skip
    assert told(scene) == []
    found = plain(scene)
    assert isinstance(found.panels, tuple)
    assert type(found.panels[0].x.low) is int
    assert found.panels[0].x.ticks == (0, 1, 2)
    assert isinstance(found.panels[0].static[0].x, np.ndarray)
    assert plain(found) is found


SOURCE = """\
COLOUR = "object"
marks = (
    Curve("share", "object"),
    klsim.Curve(
        series="mean", role="object"),
    Curve("twice", "object"), Curve("twice", "object"),
    Curve("unsure", COLOUR),
    Point("share", "mean", role="target", held=True),
)
scale = nice_scale("place", 0, 9)
"""


def test_a_part_is_found_in_the_source_where_that_is_certain():
    places = [
        (Curve("share", "object"), 3),
        (Curve("mean", "object"), 4),
        (Curve("twice", "object"), None),
        (Curve("unsure", "object"), None),
        (Point("share", "mean", "target", held=True), 8),
        (WIDE, 10),
    ]
    assert [line_of(part, SOURCE) for part, _ in places] == [line for _, line in places]
    assert line_of(WIDE, "scale = (") is None


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (1, 0, "the scale 'x' from 1 to 0: the lower end comes first"),
        (0, np.inf, "the scale 'x' from 0 to inf: both ends have to be finite"),
        (np.nan, 1, "the scale 'x' from nan to 1: both ends have to be finite"),
    ],
)
def test_a_scale_that_cannot_be_made_nice_is_refused(low: float, high: float, message: str):
    with pytest.raises(ValueError, match=f"^{message}$"):
        nice_scale("x", low, high)


def test_what_stands_in_a_scene_is_not_written_out_to_be_checked():
    class Unspoken(np.ndarray[Any, Any]):
        def __repr__(self) -> str:
            raise AssertionError("somebody wrote me out")

    x = np.arange(3.0).view(Unspoken)
    heights = Contours(x, x, np.ones((3, 3)).view(Unspoken), (0.5,))
    assert told(moving(static=(Line(x, x, "ink"), heights))) == []
