"""`still` and `caption_print`: what of a figure is printed."""

import pytest

from klsim.diagnostics import ContentError
from klsim.figures.animation.reduction import shown_figure
from tests.figures.animation.blocks import GOOD, parse

FAIR = GOOD.replace("default: {objective: kl_qp, step_size: 0.02, momentum: 0}\n", "")
FAIR = FAIR[: FAIR.index("presets:")] + "together: {axis: objective, best: step_size}\n"


def test_axes_that_a_still_does_not_name_are_at_their_default():
    assert parse(f"{GOOD}still: {{step_size: 0.2, objective: kl_pq}}\n").still == (1, 2, 0)
    assert parse().still is None
    assert parse(f"{GOOD}caption_print: It arrives.\n").caption_print == "It arrives."


def test_a_still_has_no_axes_that_readers_do_not_have():
    figure = parse(f"{FAIR}still: {{momentum: 0.9, objective: kl_pq}}\n")
    assert shown_figure(figure).still == (1, 1)
    assert shown_figure(figure).positions[shown_figure(figure).start] == (0, 0)


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (f"{GOOD}still: {{step_size: 0.19}}\n", "14: still: step_size 0.19 is not in the sweep; nearest: 0.2"),
        (
            f"{GOOD}still: {{objective: kl_qq}}\n",
            "14: still: objective kl_qq is not in the sweep; did you mean 'kl_qp'?",
        ),
        (f"{GOOD}still: {{momentun: 0}}\n", "14: unknown axis 'momentun' in still; did you mean 'momentum'?"),
        (f"{GOOD}still: momentum\n", "14: still must name values of the sweep; write `{objective: …}`"),
        (
            f"{GOOD}exclude: {{objective: kl_pq}}\nstill: {{objective: kl_pq}}\n",
            "15: the run of `still` is excluded; choose one that is not excluded",
        ),
        (
            f"{FAIR}still: {{step_size: 0.2}}\n",
            "12: still: step_size is not for choosing, since `best` names it; leave it out",
        ),
        (f"{GOOD}caption_print:\n", "14: caption_print is empty"),
    ],
)
def test_a_still_that_is_not_there_is_told_with_its_line(block: str, told: str):
    with pytest.raises(ContentError) as raised:
        parse(block)
    (line,) = str(raised.value).splitlines()
    assert line.removeprefix("content/a.md:").startswith(told)
