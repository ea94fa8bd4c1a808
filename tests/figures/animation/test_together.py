"""`together` and `panels` in blocks and links, and how the runs of one picture look."""

from itertools import combinations

import numpy as np
import pytest

from klsim.diagnostics import ContentError, Location
from klsim.figures.animation.links import find_runs, page_address, parse_link
from klsim.figures.animation.sharing import MOST
from klsim.scene.marks import Bars, Curve, Density, Panel, Point, Profile, Scale, Scene, Trail
from klsim.scene.together import join_scenes, join_series, key_of, runner_of, scene_of_runner
from tests.figures.animation.blocks import GOOD, parse
from tests.figures.animation.running import scenes_of

SIDE = Scale("", 0, 1, ())
MARKS = (
    Trail("mean", "variance", "object", leap=0.2),
    Point("mean", "variance", "object", size=2),
    Density(("mean",), ("variance",), "object"),
    Curve("kl_qp", "object"),
    Profile("row", "object", filled=True),
    Bars("row", "object"),
)


def told(text: str) -> list[str]:
    with pytest.raises(ContentError) as raised:
        parse(text)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("together: momentun", "14: together: there is no axis 'momentun'; did you mean 'momentum'?"),
        ("together: [a]", "14: together must be a single value"),
        ("together:", "14: together is empty"),
        ("panels: []", "14: panels: none is named; list some, or leave it out"),
        ("panels: [map, map]", "14: panels: map is listed twice"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_right_thing(line: str, expected: str):
    (found,) = told(f"{GOOD.rstrip()}\n{line}\n")
    assert found.startswith(f"content/a.md:{expected}")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("[0.1]", "together: step_size has 1 value, and 2 to 12 share a picture; add another, or name objective"),
        (str([0.01 * n for n in range(1, 14)]), "step_size has 13 values, and 2 to 12 share a picture; keep 12"),
    ],
)
def test_a_picture_has_room_for_two_to_twelve(values: str, expected: str):
    text = GOOD[: GOOD.index("default:")].replace("[-0.02, 0.02, 0.2]", values) + "together: step_size\n"
    (found,) = told(text)
    assert expected in found


def test_runs_that_differ_in_that_axis_only_share_a_picture():
    figure = parse(GOOD.replace("sweep:", "together: step_size\nsweep:"))
    assert figure.pictures == ((0, 2, 4), (1, 3, 5), (6, 8, 10), (7, 9, 11))
    assert [figure.front(picture) for picture in figure.pictures] == [2, 3, 8, 9]
    assert figure.picture_title(figure.pictures[1]) == "KL(q, p) · momentum 0.9"
    assert parse().pictures == tuple((n,) for n in range(12))


def test_no_two_runs_look_alike_even_without_colour():
    keys = [key_of(n, "", Scene((), ())) for n in range(MOST)]
    for one, other in combinations(keys, 2):
        assert (one.dashes, one.outline) != (other.dashes, other.outline)
        if one.role == other.role:
            assert one.dashes != other.dashes
            assert one.outline != other.outline
    assert [key.role for key in keys[:9]] == [*(f"series-{n}" for n in range(1, 9)), "series-1"]


def test_the_marks_of_each_run_come_out_of_a_joined_scene_as_they_went_in():
    scene = Scene((Panel("one", "", SIDE, SIDE, moving=MARKS),), ())
    joined = join_scenes({1: scene, 4: scene}, ["a", "b", "c", "d", "e"], 1)
    assert [key.label for key in joined.legend] == ["b", "e"]
    marks = joined.panels[0].moving
    assert [runner_of(mark) for mark in marks] == [4] * 7 + [1] * 7  # who is in front is painted last
    assert {mark.role for mark in marks} == {"series-2", "series-5"}
    alone = scene_of_runner(joined, 4).panels[0].moving
    names = [(mark.x, mark.y) for mark in alone if isinstance(mark, Trail | Point)]
    assert names == [("mean", "variance")] * 2 + [("iteration", "kl_qp")] * 2
    assert [mark.series for mark in alone if isinstance(mark, Profile | Bars)] == ["row"] * 2
    assert alone[5].beside == (1, 2) if isinstance(alone[5], Bars) else alone[6].beside == (1, 2)


def test_a_shorter_run_holds_its_end():
    short, long = ({"iteration": np.arange(n + 1.0), "mean": np.arange(n + 1.0) * n} for n in (2, 5))
    joined = join_series({0: short, 3: long}, 3)
    assert joined["mean@0"].tolist() == [0, 2, 4, 4, 4, 4]
    assert joined["iteration@0"].tolist() == [0, 1, 2, 2, 2, 2]
    assert joined["mean"] is joined["mean@3"]


def link(href: str, figure):
    found = parse_link(href, "a", Location("content/a.md", 3))
    return find_runs(found, figure), page_address(found, "a")


def test_a_link_may_mute_others():
    figure = parse(GOOD.replace("sweep:", "together: step_size\nsweep:"))
    runs, address = link("run:descent?step_size=0.2&mute=-0.02,0.02", figure)
    assert ([run.at for run in runs], address) == ([(0, 2, 0)], "#descent?step_size=0.2&mute=-0.02,0.02")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("run:descent?mute=0.3", "step_size 0.3 is not in the sweep; nearest: 0.2"),
        ("run:descent?mute=0.02", "step_size 0.02 is in front, and cannot be muted"),
        ("value:descent?mute=0.2#mean", "mutes runs, but states a number of one; leave `mute=…` out"),
    ],
)
def test_what_cannot_be_muted_is_told(href: str, expected: str):
    with pytest.raises(ContentError) as raised:
        link(href, parse(GOOD.replace("sweep:", "together: step_size\nsweep:")))
    assert expected in str(raised.value)


def test_where_each_run_has_its_own_picture_nothing_is_muted():
    with pytest.raises(ContentError, match="nothing to mute"):
        link("run:descent?mute=0.2", parse())


def test_a_legend_says_what_its_numbers_are_numbers_of():
    (scene, *_) = scenes_of(parse(f"{GOOD.rstrip()}\ntogether: momentum\n"))
    assert [key.label for key in scene.legend] == ["momentum 0", "momentum 0.9"]


def test_all_that_a_block_names_wrongly_is_told_at_once():
    text = GOOD.replace("default: {objective", "default: {objektive").replace(
        "running away: {step_size", "running away: {stepsize"
    )
    lines = told(f"{text.rstrip()}\ntogether: momentums\nexclude: [{{momentun: 0}}]\nmax_runs: -1\n")
    assert [line.partition(":")[2].partition(":")[0] for line in lines] == ["11", "13", "14", "15", "16"]
