"""Several runs in one picture: the files of such a figure, and what keeps it from being made."""

import json

import numpy as np
import pytest
from PIL import Image

from klsim.figures.animation.kind import AnimationKind
from klsim.figures.animation.outline import OBJECTIONS
from klsim.figures.animation.scenes import make_scenes
from tests.figures.animation.blocks import GOOD, parse
from tests.figures.animation.running import THEMES
from tests.site.races import races
from tests.site.sites import gifs_of_runs, strict_json, validator

pytestmark = pytest.mark.site


ARTICLES = {"race": "short", "waves": "waves", "walk": "alone"}


def figure_of(name: str) -> tuple:
    folder = races().output / ARTICLES[name] / name
    return folder, strict_json(folder / "figure.json")


@pytest.mark.parametrize(("name", "axis", "pictures"), [("race", "objective", 2), ("waves", "speed", 1)])
def test_the_runs_of_a_picture_have_a_record_each_and_one_gif_and_still(name: str, axis: str, pictures: int):
    folder, figure = figure_of(name)
    validator("figure-1").validate(figure)
    assert figure["together"] == axis
    place = [one["name"] for one in figure["axes"]].index(axis)
    shared: dict[tuple[int, ...], set[tuple[str, str]]] = {}
    for run in figure["runs"]:
        others = tuple(index for n, index in enumerate(run["at"]) if n != place)
        shared.setdefault(others, set()).add((run["gif"], run["still"]))
    assert [len(files) for files in shared.values()] == [1] * pictures
    assert len({run["data"] for run in figure["runs"]}) == len(figure["runs"])
    assert len(gifs_of_runs(folder)) == pictures


def test_frames_are_iterations_of_the_run_itself_and_its_last_after_its_end():
    folder, figure = figure_of("race")
    for runs in ([0, 2], [1, 3]):  # one step size each; the second run of the last pair leaves its domain
        records = [strict_json(folder / figure["runs"][n]["data"]) for n in runs]
        lasts = [figure["runs"][n]["iterations"] for n in runs]
        with Image.open(folder / figure["runs"][runs[0]]["gif"]) as gif:
            count = gif.n_frames
        for record, last in zip(records, lasts, strict=True):
            validator("run-1").validate(record)
            assert len(record["frames"]) == count
            assert (record["frames"][0], record["frames"][-1]) == (0, last)
        longest = records[int(np.argmax(lasts))]["frames"]
        for record, last in zip(records, lasts, strict=True):
            assert record["frames"] == [min(frame, last) for frame in longest]
    assert len({figure["runs"][n]["iterations"] for n in (1, 3)}) == 2


def test_runs_that_are_computed_one_by_one_share_a_picture_too_and_one_may_be_missing():
    folder, figure = figure_of("walk")
    drawn = [run["at"] for run in figure["runs"] if run["gif"]]
    assert drawn == [[1, 0], [1, 2]]  # `gif: default` is the picture of the default, which one does not have
    frames = [strict_json(folder / run["data"])["frames"] for run in figure["runs"]]
    assert frames[0] == [0, 1, 2, 2, 2, 2, 2, 2, 2, 2]
    assert frames[1] == list(range(10))
    assert frames[3:] == [[0, 1, 2, 2, 2, 2], list(range(6))]


def test_a_figure_without_it_says_nothing_of_it(small_site):
    assert "together" not in strict_json(small_site.output / "short" / "small" / "figure.json")


def objections_to(*changes: tuple[str, str]) -> list[list]:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (task, _) = AnimationKind().outline(parse(text), "a/descent", THEMES)
    return json.loads(make_scenes(*task.values)[OBJECTIONS])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("together: momentum\n", None),
        ("together: objective\npanels: [map, densities]\n", None),
        (
            "together: objective\n",
            [
                "together",
                "together: what stands still in the panel 'landscape' depends on objective",
                "show the others only, `panels: [densities]`, or name step_size or momentum",
            ],
        ),
        ("panels: [densitys]\n", ["panels", "panels: there is no panel 'densitys'", "did you mean 'densities'?"]),
    ],
)
def test_what_stands_still_is_the_same_for_all_who_share_a_picture(more: str, expected: list[str] | None):
    found = objections_to(("sweep:", f"{more}sweep:"))
    assert [one[1:] for one in found] == ([expected] if expected else [])
