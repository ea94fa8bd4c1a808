"""Links in prose that point to runs, and numbers stated of them."""

import pytest

from klsim.content.references import Link
from klsim.diagnostics import ContentError, Location
from klsim.figures.animation.links import find_figure, find_runs, page_address, parse_link
from klsim.figures.animation.values import Results, find_difference
from tests.figures.animation.blocks import parse

HERE = Location("content/a/10-b.md", 7)
FIGURES = {"a": [parse()], "other": [parse()]}
RESULTS = Results(
    {"status": "left_domain", "converged_at": 96, "iterations": 400},
    {"mean": [0.0, 1.25, -1234.5678], "kl_qp": [3.2, None, 1.9e-8]},
    [0, 1, 2],
)


def told(work) -> str:
    with pytest.raises(ContentError) as caught:
        work()
    return str(caught.value)


def resolve(href: str):
    link = parse_link(href, "a", HERE)
    return find_runs(link, find_figure(link, FIGURES))


def test_a_link_sets_the_axes_it_names_and_leaves_the_others_at_their_default():
    assert [run.at for run in resolve("run:descent?momentum=0.9")] == [(0, 1, 1)]
    assert [run.at for run in resolve("value:other/descent?objective=kl_pq&step_size=-2e-2#mean")] == [(1, 0, 0)]


def test_a_pinned_run_is_as_the_other_but_for_the_axes_that_are_pinned():
    runs = resolve("run:descent?momentum=0.9&pin.objective=kl_pq&i=3")
    assert [run.at for run in runs] == [(0, 1, 1), (1, 1, 1)]


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("run:decent?momentum=0.9", "there is no figure 'decent' in a; did you mean 'descent'?"),
        ("run:othr/descent", "there is no article 'othr'; did you mean 'other'?"),
        ("run:descent?momentun=0.9", "figure 'descent' has no control 'momentun'; did you mean 'momentum'?"),
        ("run:descent?momentum=0.8", "link to descent: momentum 0.8 is not in the sweep; nearest: 0.9"),
        (
            "run:descent?objective=kl_qq",
            "link to descent: objective kl_qq is not in the sweep; did you mean 'kl_qp'?",
        ),
        ("run:descent?pin.momentun=0.9", "figure 'descent' has no control 'momentun'; did you mean 'momentum'?"),
        ("run:descent?pin.momentum=0.8", "link to descent: momentum 0.8 is not in the sweep; nearest: 0.9"),
        (
            "value:descent?pin.momentum=0.9#mean",
            "'value:descent?pin.momentum=0.9#mean' pins a run, but states a number of one run only; leave `pin.…` out",
        ),
        ("run:descent?i=last", "i=last is not an iteration; write a whole number"),
        ("run:", "'run:' names no figure; write run:figure?setting=value"),
        ("value:descent", "'value:descent' says not what to state; end it with a field, such as #converged_at"),
        ("run:descent#mean", "'run:descent#mean' has a field; leave `#…` out"),
    ],
)
def test_a_link_to_what_is_not_there_names_the_nearest_that_is(href: str, message: str):
    assert told(lambda: resolve(href)) == f"content/a/10-b.md:7: {message}"


def test_links_lead_to_the_figure_of_this_page_or_another():
    link = parse_link("run:descent?momentum=0.9&i=40", "a", HERE)
    assert page_address(link, "a") == "#descent?momentum=0.9&i=40"
    assert page_address(link, "b") == "../a/index.html#descent?momentum=0.9&i=40"
    pinned = parse_link("run:descent?momentum=0.9&pin.momentum=0&i=40", "a", HERE)
    assert page_address(pinned, "a") == "#descent?momentum=0.9&pin.momentum=0&i=40"
    group = parse_link("run:descent?start=almost%20equal", "a", HERE)
    assert page_address(group, "a") == "#descent?start=almost%20equal"


def check(field: str, text: str, i: str = "") -> str:
    """What there is to say of a number."""
    link = Link(f"value:descent?momentum=0.9{i}#{field}", text, HERE)
    found = find_difference("a", 0, link, RESULTS)
    return str(found.diagnostic) if found else ""


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("converged_at", "96"), ("status", "left_domain"), ("status", "left domain"), ("iterations", "400"),
        ("mean", "−1234.57"), ("mean", "-1,234.6"), ("mean", "−1235"), ("mean", "−1.2e3"),
        ("kl_qp", "0.0000000190"), ("kl_qp", "0.00"), ("kl_qp", "1.9e-8"),
    ],
)  # fmt: skip
def test_a_number_is_compared_at_the_precision_of_the_text(field: str, text: str):
    assert check(field, text) == ""


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("converged_at", "97", "the text states 97 for converged_at of descent (momentum 0.9); the run gives 96"),
        (
            "mean",
            "−1234.56",
            "the text states −1234.56 for mean of descent (momentum 0.9); the run gives −1234.57",
        ),
        (
            "status",
            "converged",
            "the text states converged for status of descent (momentum 0.9); the run gives left domain",
        ),
        ("meen", "1", "a run has no 'meen'; did you mean 'mean'?"),
        (
            "mean",
            "about one",
            "the text states about one for mean of descent (momentum 0.9); the run gives -1234.57",
        ),
    ],
)
def test_a_number_that_drifts_is_told_with_the_true_one(field: str, text: str, message: str):
    assert check(field, text) == f"content/a/10-b.md:7: {message}"


def test_a_number_may_be_of_any_iteration():
    assert check("mean", "1.3", "&i=1") == ""
    assert "this run has no iteration 3; nearest: 2" in check("mean", "1", "&i=3")


def test_halves_are_rounded_as_readers_do():
    assert check("mean", "1.3", "&i=1") == ""  # 1.25
