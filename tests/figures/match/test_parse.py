"""Match blocks that are right, and every way of getting one wrong."""

import pytest

from klsim.figures.match.law import Knob, Law, RandomTargets
from tests.content.writing import replaced, told
from tests.figures.match.blocks import GOOD, MIXTURES, parse


def changed(old: str, new: str) -> str:
    return replaced(GOOD, (old, new))


def mistakes(body: str) -> list[str]:
    return told(lambda: parse(body))


def test_a_block_says_what_is_moved_and_what_is_hidden():
    game = parse()
    assert game.start == Law((0,), (5,))
    assert game.mean == Knob("mean", -10, 10, 0.05, 0.5)
    assert game.targets == RandomTargets(12, 7, 1, (-8, 8), (0.5, 8), 0)
    assert game.count == 12
    assert [name for name, _, _ in game.knobs] == ["mean", "variance"]
    assert (game.sampling.low, game.sampling.high, game.sampling.points) == (-40, 40, 801)


def test_what_is_left_out_has_a_sensible_value():
    body = "id: a\nsimulation: gaussian-match\ncaption: x\ntargets: [{mean: 1, variance: 2}]\n"
    game = parse(body)
    assert game.start == Law((0,), (5,))
    assert game.readouts == ("kl_qp",)
    assert game.targets == (Law((1,), (2,)),)
    assert game.sampling.low <= -10 - 5 * 10**0.5
    assert game.sampling.spacing <= 0.05**0.5 / 2


def test_a_mixture_has_two_knobs_for_each_bell():
    game = parse(MIXTURES)
    names = [name for name, _, _ in game.knobs]
    assert names == ["mean_1", "variance_1", "mean_2", "variance_2", "mean_3", "variance_3"]
    assert [start for _, _, start in game.knobs] == [-4, 2, 0, 2, 4, 2]
    assert game.targets.bells == 3


def test_a_target_of_a_single_bell_game_may_be_a_mixture():
    body = changed("{count: 12, seed: 7, mean: [-8, 8], variance: [0.5, 8]}",
                   "[{means: [-3, 4], variances: [1, 2]}, {mean: 3, variance: 1}]")  # fmt: skip
    assert parse(body).targets == (Law((-3, 4), (1, 2)), Law((3,), (1,)))


def test_a_start_left_out_lies_on_the_stops_of_its_knobs():
    body = changed("start: {mean: 0, variance: 5}\n", "").replace("low: 0.05, high: 10", "low: 0.1, high: 4.1")
    body = body.replace("high: 4.1, fine: 0.05, coarse: 0.5", "high: 4.1, fine: 0.2, coarse: 1")
    assert parse(body.replace("[0.5, 8]", "[0.5, 4]")).start == Law((0,), (4.1,))


MISTAKES = [
    ("id: by-hand\n", "", "content/a.md:1: this game has no id; add `id: …`"),
    ("id: by-hand", "id: By Hand", "content/a.md:2: id 'By Hand' must be lower-case letters, digits and hyphens, a letter "
     "first; perhaps 'by-hand'"),
    ("gaussian-match", "gausian-match", "content/a.md:3: unknown simulation 'gausian-match'; did you mean 'gaussian-match'?"),
    ("caption: Find p.\n", "", "content/a.md:1: this game has no caption; add `caption: …`"),
    ("readouts:", "readout:", "content/a.md:5: unknown key 'readout' in this game; did you mean 'readouts'?"),
    ("[kl_qp]", "[kl_pp]", "content/a.md:5: unknown readout 'kl_pp'; did you mean 'kl_qp'?"),
    ("[kl_qp]", "[]", "content/a.md:5: readouts must be a list; write `readouts: [kl_qp]`"),
    ("[kl_qp]", "[kl_qp, kl_qp]", "content/a.md:5: readout kl_qp is listed twice"),
    ("start: {mean: 0,", "start: {mean: 0.03,", "content/a.md:6: the start's mean 0.03 is not where its knob stops; from -10 "
     "in steps of 0.05; nearest: 0.05"),
    ("start: {mean: 0,", "start: {mean: 12,", "content/a.md:6: mean 12 is out of range; allowed: from -10 to 10; nearest: 10"),
    ("start: {mean: 0, variance: 5}", "start: {mean: 0}", "content/a.md:6: start has no variance; add `variance: …`"),
    ("mean: {low: -10, high: 10, fine: 0.05, coarse: 0.5}", "mean: 3",
     "content/a.md:7: mean must be a group of numbers; write `mean: {low: …, high: …, fine: …, coarse: …}`"),
    ("mean: {low:", "mean: {lo:", "content/a.md:7: unknown key 'lo' in mean; did you mean 'low'?"),
    ("low: -10, high: 10", "low: 10, high: -10", "content/a.md:7: mean runs from 10 to -10; the lower end comes first"),
    ("high: 10, fine: 0.05, coarse: 0.5}\nvariance", "high: 10, fine: 0.005, coarse: 0.5}\nvariance",
     "content/a.md:7: mean fine 0.005 is out of range; allowed: from 0.01 to 10000; nearest: 0.01"),
    ("high: 10, fine: 0.05, coarse: 0.5}\nvariance", "high: 10, fine: 0.055, coarse: 0.5}\nvariance",
     "content/a.md:7: mean fine 0.055 has more than 2 decimals; nearest: 0.06"),
    ("high: 10, fine: 0.05, coarse: 0.5}\nvariance", "high: 10, fine: 0.05, coarse: 0.12}\nvariance",
     "content/a.md:7: the coarse step 0.12 of mean is not several fine ones of 0.05; nearest: 0.1"),
    ("low: -10, high: 10", "low: -10, high: 9.98",
     "content/a.md:7: mean does not come to 9.98 in steps of 0.05; nearest high: 10"),
    ("low: 0.05, high: 10", "low: 0, high: 10",
     "content/a.md:8: variance low 0 is out of range; allowed: from 0.01 to 10000; nearest: 0.01"),
    ("targets: {count: 12, seed: 7, mean: [-8, 8], variance: [0.5, 8]}\n", "",
     "content/a.md:1: this game has no targets; add `targets: {seed: 7, mean: [lowest, highest], variance: [lowest, highest]}`"),
    ("targets: {count: 12, seed: 7, mean: [-8, 8], variance: [0.5, 8]}", "targets: []",
     "content/a.md:9: targets must be a list of laws, or say how to draw them; list them, or write "
     "`targets: {seed: 7, mean: [lowest, highest], variance: [lowest, highest]}`"),
    ("count: 12", "count: 0", "content/a.md:9: count 0 is not a whole number in range; allowed: 1 to 200; nearest: 1"),
    ("seed: 7", "sead: 7", "content/a.md:9: unknown key 'sead' in targets; did you mean 'seed'?"),
    ("seed: 7, mean: [-8, 8]", "seed: 7", "content/a.md:9: targets has no mean; add `mean: [lowest, highest]`"),
    ("mean: [-8, 8]", "mean: [8, -8]", "content/a.md:9: mean runs from 8 to -8; the lower end comes first; perhaps [-8, 8]"),
    ("mean: [-8, 8]", "mean: [-80, 8]", "content/a.md:9: mean -80 is out of range; allowed: from -10 to 10; nearest: -10"),
    ("seed: 7", "seed: 7, bells: 3, apart: 9", "content/a.md:9: 3 bells that are 9 apart do not fit between the ends of mean; "
     "nearest: 8"),
    ("domain: [-40, 40]", "domain: [-20, 40]",
     "content/a.md:10: domain from -20 to 40 cuts off bells that a reader may set; perhaps [-23, 40]"),
    ("points: 801", "points: 80", "content/a.md:10: 80 points are too few for bells as narrow as variance 0.05; write at least "
     "359, or a higher low for variance"),
    ("domain: [-40, 40]\npoints: 801", "domain: [-100000, 100000]",
     "content/a.md:10: to sample variances from 0.05 on over these means takes 2683283 points; at most 20001: raise the low "
     "of variance, or narrow mean"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES, ids=[message[:60] for _, _, message in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_the_nearest_right_thing(old, new, message):
    assert mistakes(changed(old, new)) == [message]


def test_a_mixture_needs_as_many_variances_as_means():
    body = MIXTURES + "start: {means: [-4, 0, 4], variances: [2, 2]}\n"
    assert mistakes(body) == ["content/a.md:7: start has 2 variances for 3 means; list 3 variances"]


def test_a_mixture_has_as_many_bells_as_there_may_be_and_no_more():
    def start(count: int) -> str:
        body = MIXTURES.replace("apart: 2.5", "bells: 3")
        return f"{body}start: {{means: {[0] * count}, variances: {[2] * count}}}\n"

    assert len(parse(start(20)).knobs) == 40
    assert mistakes(start(21)) == ["content/a.md:7: start has 21 means, more than 20; keep 20"]


def test_a_single_bell_does_not_start_as_a_mixture():
    body = changed("start: {mean: 0, variance: 5}", "start: {means: [0], variances: [5]}")
    assert mistakes(body) == [
        "content/a.md:6: unknown key 'means' in start; did you mean 'mean'?",
        "content/a.md:6: unknown key 'variances' in start; did you mean 'variance'?",
    ]


def test_all_mistakes_of_a_block_are_told_together():
    body = changed("low: 0.05", "low: -1").replace("caption:", "capture:").replace("fine: 0.05", "fine: 0.001")
    assert len(mistakes(body)) == 5  # the caption is both unknown and missing, the fine step wrong twice
