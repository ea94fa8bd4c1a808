"""Blocks that are right, and every way of getting one wrong."""

import pytest

from tests.content.writing import replaced, told
from tests.figures.animation.blocks import GOOD, parse


def changed(old: str, new: str) -> str:
    return replaced(GOOD, (old, new))


def mistakes(body: str) -> list[str]:
    return told(lambda: parse(body))


def test_every_combination_is_one_run_with_the_last_axis_fastest():
    figure = parse()
    assert len(figure.runs) == 12
    assert [run.at for run in figure.runs[:3]] == [(0, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert figure.runs[1].setting == {"objective": "kl_qp", "step_size": -0.02, "momentum": 0.9}
    assert figure.default.at == (0, 1, 0)
    assert figure.presets[0].at == (0, 0, 0)


def test_each_run_has_every_setting_with_defaults_filled_in():
    settings = parse().runs[0].settings
    assert settings["iterations"] == 400
    assert settings["tolerance"] == 0.001
    assert settings["target"] == {"mean": 2.0, "variance": 1.0}
    assert list(settings) == [
        "target", "start", "objective", "step_size", "momentum", "iterations", "tolerance",
    ]  # fmt: skip


def test_without_a_default_a_figure_starts_with_the_first_of_each_axis():
    body = changed("default: {objective: kl_qp, step_size: 0.02, momentum: 0}\n", "")
    assert parse(body).default.at == (0, 0, 0)


def test_a_figure_without_a_sweep_has_one_run():
    body = GOOD[: GOOD.index("sweep:")] + "step_size: 0.1\n"
    figure = parse(body)
    assert [run.at for run in figure.runs] == [()]
    assert figure.runs[0].slug == "only"


def test_a_group_of_a_setting_is_swept_by_name():
    body = changed("start: {mean: 0, variance: 5}\n", "").replace(
        "sweep:", "sweep:\n  start: {far: {mean: 0, variance: 5}, near: {mean: 1, variance: 2}}"
    )
    figure = parse(body)
    assert figure.axes[0].values == ("far", "near")
    assert figure.runs[-1].settings["start"] == {"mean": 1.0, "variance": 2.0}
    assert figure.runs[-1].setting["start"] == "near"


def test_named_groups_may_set_several_settings_at_once():
    body = (
        changed(
            "  step_size: [-0.02, 0.02, 0.2]\n  momentum: [0, 0.9]\n",
            """\
  walker:
    ant: {step_size: 0.005, momentum: 0}
    giant: {step_size: 2, momentum: 0}
""",
        )
        .replace("step_size: 0.02, momentum: 0}", "walker: ant}")
        .replace("{step_size: -0.02, momentum: 0}", "{walker: giant}")
    )
    figure = parse(body)
    assert len(figure.runs) == 4
    assert figure.runs[1].settings["step_size"] == 2
    assert figure.presets[0].at == (0, 1)


def test_excluded_combinations_are_absent():
    figure = parse(
        GOOD + "exclude:\n  - {step_size: -0.02, momentum: [0.9]}\n  - {objective: kl_pq, step_size: [0.2]}\n"
    )
    assert len(figure.runs) == 12 - 2 - 2
    assert all(run.at[1:] != (0, 1) for run in figure.runs)


def test_numbers_may_be_written_in_any_way_that_means_the_same():
    body = changed("[-0.02, 0.02, 0.2]", "[−2e-2, .02, '0.20']")
    assert parse(body).axes[1].values == (-0.02, 0.02, 0.2)


MISTAKES = [
    ("simulation: gaussian-descent", "simulation: gausian-descent",
     "content/a.md:3: unknown simulation 'gausian-descent'; did you mean 'gaussian-descent'?"),
    ("presets:", "presents:", "content/a.md:12: unknown key 'presents' in this figure; did you mean 'presets'?"),
    ("id: descent\n", "", "content/a.md:1: this figure has no id; add `id: …`"),
    ("id: descent", "id: My Descent!", "content/a.md:2: id 'My Descent!' must be lower-case letters, digits and "
     "hyphens, a letter first; perhaps 'my-descent'"),
    ("mean: 2, variance: 1", "mean: 2, variance: 0",
     "content/a.md:5: variance 0 is out of range; allowed: above 0 to 1000000"),
    ("mean: 2, variance: 1", "mean: 2", "content/a.md:5: target has no variance; add `variance: …`"),
    ("mean: 2, variance: 1", "mean: 2, varianz: 1", "content/a.md:5: unknown key 'varianz' in target; did you mean 'variance'?"),
    ("target: {mean: 2, variance: 1}", "target: 2",
     "content/a.md:5: target must be a group of mean, variance; write {mean: …, variance: …}"),
    ("target: {mean: 2, variance: 1}\n", "", "content/a.md:1: gaussian-descent needs target; add `target: …` or sweep it"),
    ("momentum: [0, 0.9]", "momentum: [0, 1.5]",
     "content/a.md:10: momentum 1.5 is out of range; allowed: from 0 to 1; nearest: 1"),
    ("momentum: [0, 0.9]", "momentum: []", "content/a.md:10: the sweep of momentum is empty; list its values"),
    ("momentum: [0, 0.9]", "momentum: [0, fast]", "content/a.md:10: momentum must be a number, not 'fast'"),
    ("momentum: [0, 0.9]", "momentum: [0, 0.9, 0.90]", "content/a.md:10: momentum 0.9 is listed twice"),
    ("momentum: [0, 0.9]", "momentun: [0, 0.9]",
     "content/a.md:10: unknown setting 'momentun' of gaussian-descent; did you mean 'momentum'?"),
    ("[kl_qp, kl_pq]", "[kl_qp, kl_pp]", "content/a.md:8: unknown objective 'kl_pp'; did you mean 'kl_qp'?"),
    ("default: {objective: kl_qp, step_size: 0.02", "default: {objective: kl_qp, step_size: 0.03",
     "content/a.md:11: default: step_size 0.03 is not in the sweep; nearest: 0.02"),
    ("default: {objective: kl_qp", "default: {objectiv: kl_qp",
     "content/a.md:11: unknown axis 'objectiv' in default; did you mean 'objective'?"),
    ("{step_size: -0.02, momentum: 0}", "{step_size: 0.2, momentum: 1}",
     "content/a.md:13: preset: momentum 1 is not in the sweep; nearest: 0.9"),
    ("sweep:\n", "iterations: 0\nsweep:\n",
     "content/a.md:7: iterations 0 is not a whole number in range; allowed: 1 to 100000; nearest: 1"),
    ("sweep:\n", "momentum: 0.5\nsweep:\n", "content/a.md:7: momentum is both fixed and swept; keep one of the two"),
    ("sweep:\n", "max_runs: 11\nsweep:\n", "content/a.md:7: this sweep has 12 runs (2 objective × 3 step_size × "
     "2 momentum), more than max_runs 11; keep 2 of the 3 values of step_size, or set `max_runs: 12`"),
    ("sweep:\n", "exclude: {objective: kl_qp}\nsweep:\n",
     "content/a.md:12: the default run is excluded; choose another `default`"),
    ("id: descent", "id: descent\nid: again", "content/a.md:3: duplicate key 'id'; the first is on line 2"),
    ("caption: Watch", "caption: [Watch", "content/a.md:4: broken YAML: did not find expected ',' or ']'; write `]` at its end, or put the value between quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES, ids=[message[:60] for _, _, message in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_the_nearest_right_thing(old, new, message):
    assert mistakes(changed(old, new)) == [message]


def test_all_mistakes_of_a_block_are_told_together():
    body = changed("variance: 1", "variance: -1").replace("0.9]", "9]").replace("caption:", "capture:")
    assert len(mistakes(body)) == 4  # the caption is both unknown and missing


def test_an_empty_sweep_is_a_mistake():
    body = GOOD[: GOOD.index("sweep:")] + "sweep: {}\n"
    assert mistakes(body) == [
        "content/a.md:7: the sweep is empty; name a setting and its values, or leave `sweep` out"
    ]


def test_a_gigantic_grid_is_refused_without_being_enumerated():
    many = ", ".join(str(n / 1000) for n in range(1, 1000))
    axes = "".join(f"  {name}: [{many}]\n" for name in ("momentum", "step_size", "tolerance"))
    body = GOOD[: GOOD.index("sweep:")] + "sweep:\n" + axes
    (message,) = mistakes(body)
    assert "more than max_runs 500" in message


def test_every_run_has_a_gif_unless_the_figure_asks_for_that_of_its_default_only():
    figure = parse()
    assert figure.drawn == tuple((n,) for n in range(len(figure.runs)))
    figure = parse(f"{GOOD}gif: default\n")
    assert [figure.runs[n].at for (n,) in figure.drawn] == [(0, 1, 0)]


def test_a_gif_that_is_neither_all_nor_default_is_a_mistake_with_the_nearest():
    assert mistakes(f"{GOOD}gif: defualt\n") == [
        "content/a.md:14: unknown gif 'defualt'; did you mean 'default'?",
    ]


def test_a_figure_may_set_the_pace_of_its_films_and_page():
    assert parse().pace == 30
    assert parse(f"{GOOD}pace: 6\n").pace == 6
    assert mistakes(f"{GOOD}pace: 0\n") == [
        "content/a.md:14: pace 0 is out of range; allowed: from 0.5 to 1000; nearest: 0.5"
    ]
    assert mistakes(f"{GOOD}pase: 6\n") == [
        "content/a.md:14: unknown key 'pase' in this figure; did you mean 'pace'?"
    ]
