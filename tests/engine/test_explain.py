"""Why tasks ran, in words."""

import pytest

from klsim.engine.explain import describe_reason, explain
from klsim.engine.results import Reason


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("first"), "it was not made before"),
        (Reason("lost"), "it was missing or damaged"),
        (Reason("new", "file:content/a.md", "", "0" * 64), "content/a.md is new"),
        (Reason("gone", "code:klsim.a", "0" * 64, ""), "klsim.a is gone"),
        (Reason("changed", "code:klsim.a", "0" * 64, "1" * 64), "klsim.a changed"),
        (Reason("changed", "lib:numpy", "2.3.1", "2.4.0"), "numpy 2.3.1 became 2.4.0"),
        (Reason("changed", "value:0", "0.1", "0.2"), "value 1: 0.1 became 0.2"),
        (Reason("changed", "value:1", '"' + "x" * 50 + '"', "0" * 64), "value 2 changed"),
        (Reason("changed", "value:1", '"' + "x" * 50 + '"', "2"), f'value 2: "{"x" * 39}… became 2'),
        (Reason("changed", "processor", "x86_64 AVX2", "x86_64"), "the processor x86_64 AVX2 became x86_64"),
        (Reason("changed", "function", "a:b", "a:c"), "the function a:b became a:c"),
        (Reason("changed", "call", "[]", "[[]]"), "what it is given changed"),
        (Reason("changed", "a/b/page.html", "0" * 64, "1" * 64), "a/b/page.html changed"),
    ],
)
def test_a_reason_in_words(reason: Reason, words: str):
    assert describe_reason(reason) == words


def test_what_a_task_is_given_goes_without_saying_where_something_else_is_said():
    call = Reason("changed", "call", "[]", "[[]]")
    assert explain({"a": [call, Reason("new", "x/y", "", "0" * 64)]}) == ("a: x/y is new",)
    assert explain({"a": [call]}) == ("a: what it is given changed",)


def test_of_many_inputs_it_is_told_how_many_of_which_kind():
    reasons = [
        *(Reason("changed", f"code:klsim.numerics.m{n}", "0" * 64, "1" * 64) for n in range(3)),
        *(Reason("changed", f"file:content/{n}.md", "0" * 64, "1" * 64) for n in range(2)),
        Reason("changed", "lib:numpy", "1", "2"),
    ]
    assert explain({"a": reasons}) == (
        "a: 2 of content/ changed; 3 of klsim.numerics.* changed; numpy 1 became 2",
    )


def test_tasks_of_a_group_are_told_together_by_what_came_from_outside():
    ran = {
        "fig/record": [Reason("changed", "value:0", "1", "2")],
        "fig/draw/1": [Reason("changed", "fig/record/json", "0" * 64, "1" * 64)],
        "page": [Reason("changed", "fig/record/json", "0" * 64, "1" * 64)],
        "hidden": [Reason("first")],
    }

    def group(name: str) -> str:
        return "" if name == "hidden" else "figure" if name.startswith("fig") else name

    assert explain(ran, group) == ("figure: value 1: 1 became 2", "page: fig/record/json changed")
    assert explain({"fig/draw/1": ran["fig/draw/1"]}, group) == ("figure: fig/record/json changed",)
