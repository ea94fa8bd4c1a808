"""Equations: their numbers, and the ways that lead to them."""

import re

import pytest

from klsim.content.formulas.convert import Equation, find_equation
from tests.content.formulas import convert, mathml, told_of


def numbers(*latex: str) -> list[str]:
    """The numbers and tags in the margin, from top to bottom."""
    converted, told = convert(*latex)
    assert told == []
    return [
        drawn or written
        for page in converted.pages
        for drawn, written in re.findall(
            r'<mtd class="[^"]*margin to-right"[^>]*><mtext(?: data-number="([^"]*)")?>(.*?)</mtext>', page
        )
    ]


def test_rows_of_numbered_environments_are_counted_through_the_article():
    assert numbers(
        r"\begin{equation} a \end{equation}",
        r"x",
        r"\begin{align} a \\ b \notag \\ c \tag{A} \\ d \nonumber \\ e \label{e} \end{align}",
        r"\begin{align*} a \\ b \end{align*}",
        r"\begin{multline} a \\ b \end{multline}",
        r"\begin{equation} \begin{split} a &= b \\ &= c \end{split} \end{equation}",
        r"\begin{equation} a \\ b \end{equation}",
        r"\begin{gather} a \\ b \\ \end{gather}",
    ) == ["(1)", "(2)", "(A)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"]


def test_a_formula_with_a_label_or_a_tag_has_a_number():
    assert numbers(r"x \label{x}", r"y \tag{5}", r"z \tag*{[z]}", r"w \label{w}") == ["(1)", "(5)", "[z]", "(2)"]


def test_a_tag_may_hold_mathematics():
    assert "<mtext>(</mtext><mo" in mathml(r"x \tag{$\ast$}")


def test_a_tag_may_refer_to_another_equation():
    converted, told = convert(r"x \label{a}", r"y \tag{\ref{a}$'$}")
    assert told == []
    assert '<mtext>(</mtext><mtext><a href="#eq-a">1</a></mtext>' in converted.pages[1]


def test_equations_are_found_by_label_and_by_id():
    equations = convert(r"\begin{align} a \label{eq:first} \\ b \label{elbo} \end{align}")[0].equations
    assert equations == {"eq:first": Equation("(1)", "eq-first"), "elbo": Equation("(2)", "eq-elbo")}
    assert find_equation(equations, "eq-elbo") == find_equation(equations, "elbo") == equations["elbo"]
    assert find_equation(equations, "nothing") is None


@pytest.mark.parametrize(
    ("label", "id"), [("eq:s_t", "eq-s_t"), ("Größe", "eq-Größe"), ("eq:a&b", "eq-a-b"), ("梯度", "eq-梯度")]
)
def test_a_label_may_have_any_letters(label, id):
    converted, told = convert(rf"\begin{{align}} a \label{{{label}}} \\ b \label{{other_one}} \end{{align}}")
    assert told == []
    assert converted.equations[label].id == id
    assert f'id="{id}"' in converted.pages[0]
    assert 'id="eq-other_one"' in converted.pages[0]


def test_references_lead_to_equations_before_and_after_them():
    converted, told = convert(r"\eqref{b} \text{as in \ref{b}}", r"x \tag{B} \label{b}")
    assert told == []
    assert '<mtext><a href="#eq-b">(B)</a></mtext>' in converted.pages[0]
    assert '<mtext><a href="#eq-b">B</a></mtext>' in converted.pages[0]
    assert 'id="eq-b"' in converted.pages[1]


TWO_TAGS = "a second tag for one equation; leave one out, or use `align`, whose rows have their own"
TOLD = {
    (r"\eqref{x}",): "1: no equation has the label 'x'; there are no labels here",
    (r"x \label{elbo}", r"\eqref{eblo}"): "2: no equation has the label 'eblo'; did you mean 'elbo'?",
    (r"x \label{a}", r"y \label{a}"): "2: a second equation with the label `a`; choose another for one of them",
    (
        r"x \label{eq:a}",
        r"y \label{a}",
    ): "2: a second equation with the label `eq:a`; choose another for one of them",
    (r"\tag{\ref{x}} y",): "1: no equation has the label 'x'; there are no labels here",
    (r"\tag{a} x", "y\n\\tag{\\eqref{b}}"): "3: no equation has the label 'b'; there are no labels here",
    (r"\tag{a}\tag{b} x",): f"1: {TWO_TAGS}",
    ("\\begin{aligned} a \\tag{1} \\\\\nb \\tag*{2} \\end{aligned}",): f"2: {TWO_TAGS}",
    (r"x \tag",): r"1: `\tag` lacks what it works on; write `\tag{1}`",
    (
        r"\begin{align*} x \label{a} \end{align*}",
    ): "1: this label is on a row without a number; use `align`, or give it a `\\tag{…}`",
}


@pytest.mark.parametrize(("latex", "message"), TOLD.items())
def test_labels_that_lead_nowhere_or_to_two_places_are_told(latex, message):
    assert told_of(*latex) == [message]


def test_a_label_within_a_line_of_text_is_told():
    hint = "write `$$…$$` for one with a label"
    assert told_of(r"x \label{a}", display=False) == [f"1: a formula within a line has no number; {hint}"]
