"""Runs at their best and many runs as one: the files of such figures, from the records of the runs."""

import json
import re
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from PIL import Image

from klsim.build import build
from klsim.diagnostics import ContentError
from tests.site.sites import gifs_of_runs, strict_json, validator, write_site
from tests.site.spreads import FAIR, NOISY, spreads

pytestmark = pytest.mark.site

ARTICLES = {"race": "short", "noisy": "spread", "both": "both"}


def figure_of(name: str) -> tuple[Path, dict]:
    folder = spreads().output / ARTICLES[name] / name
    return folder, strict_json(folder / "figure.json")


def page_of(name: str) -> str:
    return (spreads().output / ARTICLES[name] / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ARTICLES)
def test_all_files_are_what_their_schemas_say(name: str):
    folder, figure = figure_of(name)
    validator("figure-1").validate(figure)
    for run in figure["runs"]:
        record = strict_json(folder / run["data"])
        validator("run-1").validate(record)
        assert record["setting"] == {
            axis["name"]: axis["values"][n] for axis, n in zip(figure["axes"], run["at"], strict=True)
        }
        if run["gif"]:
            with Image.open(folder / run["gif"]) as gif:
                assert gif.n_frames == len(record["frames"])
            assert record["frames"][-1] == run["iterations"]
    for group in figure.get("over", {"groups": []})["groups"]:
        validator("spread-1").validate(strict_json(folder / group["data"]))


def test_the_best_step_is_the_first_to_converge_and_told_with_its_neighbours():
    _, figure = figure_of("race")
    assert (figure["together"], figure["best"]["axis"]) == ("objective", "step_size")
    values = figure["axes"][1]["values"]
    groups: dict[tuple[int, int], list[dict]] = {}
    for run in figure["runs"]:
        groups.setdefault((run["at"][0], run["at"][2]), []).append(run)
    assert len(groups) == 4
    for best, ((objective, momentum), runs) in zip(figure["best"]["runs"], groups.items(), strict=True):
        arrived = {values[run["at"][1]]: run["converged_at"] for run in runs}
        first = min((at, value) for value, at in arrived.items() if at is not None)
        assert best["at"] == [objective, values.index(first[1]), momentum]
        assert best["value"] == first[1]
        near = [value for value, at in arrived.items() if at is not None and at <= 2 * first[0]]
        assert best["width"] <= len(near) - 1
        shown = [run["at"] for run in runs if run["gif"]]
        assert shown == [best["at"]]


def test_the_page_has_no_control_of_it_but_a_map_of_all():
    page = page_of("race")
    controls = page[page.index('class="sheet settings"') : page.index('class="sheet overview"')]
    assert "momentum" in controls
    assert "step size" not in controls
    assert page.count('aria-disabled="true"') == 15 - 4
    buttons = re.findall(r'<button type="button" class="[^"]*is-best"[^>]*data-at="([^"]*)"', page)
    assert buttons == ["0,0", "0,1", "1,0", "1,1"]
    view = json.loads(page[page.index('class="view">') + 13 :].partition("</script>")[0])
    assert [axis["name"] for axis in view["axes"]] == ["objective", "momentum"]
    assert view["notes"][0] == [[0, "step size 1.6"], [view["runs"][0]["end"], "step size 1.6, arrives at 9"]]
    assert view["runs"][0]["title"] == "KL(q, p) at step size 1.6 · momentum 0"


def test_without_script_each_is_told_with_its_best_step():
    page = page_of("race")
    films = page[page.index('class="films') : page.index('class="needs-script')]
    assert "<b>KL(q, p) at step size 1.6</b> Arrived:" in films
    assert "Heavy" in films


def members(folder: Path, figure: dict, at: list) -> list[dict]:
    hidden = at.index(None)
    there = [
        run
        for run in figure["runs"]
        if all(a == b for n, (a, b) in enumerate(zip(run["at"], at, strict=True)) if n != hidden)
    ]
    return [run | {"record": strict_json(folder / run["data"])} for run in there]


@pytest.mark.parametrize("name", ["noisy", "both"])
def test_what_is_summed_up_is_the_median_and_the_quantiles_of_the_runs(name: str):
    folder, figure = figure_of(name)
    is_uneven = False
    for group in figure["over"]["groups"]:
        spread, runs = strict_json(folder / group["data"]), members(folder, figure, group["at"])
        assert spread["runs"] == group["runs"] == len(runs) == 5
        arrived = [run["converged_at"] for run in runs]
        middle = median(float("inf") if at is None else at for at in arrived)
        assert spread["converged_at"] == group["converged_at"] == (middle if middle < float("inf") else None)
        assert group["converged_share"] == sum(at is not None for at in arrived) / 5
        lasts = [run["iterations"] for run in runs]
        is_uneven |= len(set(lasts)) > 1
        for n in range(max(lasts) + 1):
            now = [run["record"]["loss"][min(n, last)] for run, last in zip(runs, lasts, strict=True)]
            assert spread["loss"][n] == pytest.approx(np.median(now))
            assert spread["loss~90"][n] == pytest.approx(np.percentile(now, 90))
            assert spread["running~"][n] == sum(last >= n for last in lasts)
        assert spread["row"][1] == pytest.approx(np.median([run["record"]["row"][1] for run in runs], axis=0))
    assert is_uneven


def test_all_runs_of_a_spread_have_one_gif_and_frames_of_their_own():
    folder, figure = figure_of("noisy")
    for group in figure["over"]["groups"]:
        runs = members(folder, figure, group["at"])
        assert len({(run["gif"], run["still"]) for run in runs}) == 1
        longest = max((run["record"]["frames"] for run in runs), key=lambda frames: frames[-1])
        for run in runs:
            assert run["record"]["frames"] == [min(frame, run["iterations"]) for frame in longest]
    assert len(gifs_of_runs(folder)) == 6


def test_words_tell_how_many_arrive_and_how_far_apart_they_are():
    _, figure = figure_of("noisy")
    told = {tuple(group["at"][:2]): group["description"] for group in figure["over"]["groups"]}
    assert told[1, 1].startswith("noise 2, step size 0.1: 3 of 5 arrive, the median of all at iteration ")
    assert "Still on the way: " in told[1, 1]
    assert " for the middle half." in told[0, 0]
    assert "end early, the first at iteration " in told[1, 2]
    assert "count with their last values from then on." in told[1, 2]


def test_the_best_of_runs_that_are_summed_up_is_by_their_median():
    _, figure = figure_of("both")
    groups = {tuple(group["at"][:2]): group["converged_at"] for group in figure["over"]["groups"]}
    for best in figure["best"]["runs"]:
        noise, step, seed = best["at"]
        arrived = [(at, n) for (other, n), at in groups.items() if other == noise and at is not None]
        assert seed is None
        if arrived:
            assert step == min(arrived)[1]
    shown = {tuple(best["at"][:2]) for best in figure["best"]["runs"]}
    assert {tuple(run["at"][:2]) for run in figure["runs"] if run["gif"]} == shown


def test_a_false_step_is_told_with_the_right_one(tmp_path: Path):
    text = FAIR.replace("[1.6](value", "[0.8](value").replace("#converged_at", "#best_width", 1)
    with pytest.raises(ContentError) as raised:
        build(write_site(tmp_path, text))
    assert [line.partition(": ")[2] for line in str(raised.value).splitlines()] == [
        "the text states 0.8 for step_size of race (objective kl_qp); the run gives 1.6",
        "the text states 9 for best_width of race (objective kl_qp); the run gives 0",
    ]


def test_a_scene_that_depends_on_the_axis_is_told(tmp_path: Path):
    text = FAIR[: FAIR.index("KL(q, p) is")] + FAIR[FAIR.index("```") :]
    text = text.replace("simulation: gaussian-descent", "simulation: noisy").replace(
        "panels: [densities, map]\n", ""
    )
    text = text.replace(
        "target: {mean: 2, variance: 1}\nstart: {mean: 0, variance: 5}\niterations: 60\n",
        "step_size: 0.1\nseed: 1\n",
    )
    head, _, _ = text.partition("together:")
    text = f"{head}over: iterations\nsweep: {{noise: [0, 1], iterations: [2, 3, 4]}}\n```\n"
    with pytest.raises(ContentError) as raised:
        build(write_site(tmp_path, text, {"noisy.py": NOISY}))
    assert "over: what stands still in the panel 'loss' depends on iterations" in str(raised.value)
