"""Formulas: MathML that browsers show, and mistakes on their exact line."""

import re

import pytest

from tests.content.writing import render, told_of


def mathml(latex, *, display=False):
    """The MathML of one formula, without its annotation."""
    page = render(f"$${latex}$$" if display else f"${latex}$").html
    return re.search(r"<semantics>(.*)<annotation", page)[1]


MATHML = {
    "x": "<mi>x</mi>",
    r"\theta": "<mi>θ</mi>",
    r"\mathrm{KL}": "<mi>KL</mi>",
    r"\mathrm{d}": '<mi mathvariant="normal">d</mi>',
    r"\mathbb{R}": "<mi>ℝ</mi>",
    r"\mathbf{xy}": "<mi>𝐱𝐲</mi>",
    r"\boldsymbol{\theta}": "<mi>𝜽</mi>",
    r"\Delta": '<mi mathvariant="normal">Δ</mi>',
    r"\infty": '<mi mathvariant="normal">∞</mi>',
    r"\frac12": "<mfrac><mn>1</mn><mn>2</mn></mfrac>",
    r"\sqrt{v}": "<msqrt><mi>v</mi></msqrt>",
    r"\bar{x}": '<mover accent="true"><mi>x</mi><mo lspace="0" rspace="0" stretchy="false">¯</mo></mover>',
    r"a<b": "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>",
    r"\text{a<b & c}": "<mtext>a&lt;b\xa0&amp;\xa0c</mtext>",
    r"\log x": '<mrow><mi>log</mi><mspace width="0.167em"></mspace><mi>x</mi></mrow>',
    r"\log(x)": '<mrow><mi>log</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo></mrow>',
    r"a=-b": '<mrow><mi>a</mi><mo>=</mo><mo form="prefix">−</mo><mi>b</mi></mrow>',
    r"a-b": "<mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>",
    r"f'": '<msup><mi>f</mi><mo lspace="0" rspace="0">′</mo></msup>',
    r"a := b": "<mrow><mi>a</mi><mo>≔</mo><mi>b</mi></mrow>",
    r"1{,}000": '<mrow><mn>1</mn><mo lspace="0" rspace="0">,</mo><mn>000</mn></mrow>',
    r"5\$": '<mrow><mn>5</mn><mi mathvariant="normal">$</mi></mrow>',
    r"x \sim q": "<mrow><mi>x</mi><mo>∼</mo><mi>q</mi></mrow>",
}


@pytest.mark.parametrize(("latex", "expected"), MATHML.items())
def test_latex_becomes_mathml_core(latex, expected):
    assert mathml(latex) == expected


@pytest.mark.parametrize("display", [False, True])
def test_limits_are_left_to_the_browser_to_place(display):
    assert mathml(r"\left(\sum_{i=1}^n x_i\right)", display=display).count("<munderover><mo>∑</mo>") == 1
    assert '<munder><mo movablelimits="true"' in mathml(r"\max_i x_i", display=display)


def test_brackets_around_fractions_stretch_and_others_do_not():
    assert '<mo stretchy="true" form="prefix">[</mo>' in mathml(r"\left[\frac12\right]")
    assert '<mo stretchy="false">[</mo>' in mathml(r"[\frac12]")


def test_aligned_lines_meet_at_their_signs():
    table = mathml(r"\begin{aligned} v &= 1 \\ vv &= 2 \end{aligned}", display=True)
    assert table.count("text-align:-webkit-right;padding-right:0") == 2
    assert table.count("text-align:left;padding-left:0") == 2
    assert "&" not in table


def test_only_what_mathml_core_knows_is_written():
    page = render(
        r"$\mathcal{N}\mathsf{a}\mathtt{b}\tilde z\!\begin{pmatrix}1&2\end{pmatrix}\binom nk\overline{ab}"
        r"\underbrace{a}_n\bigl(\big|\begin{cases}1&x\\2&y\end{cases}\operatorname{Var}\arg\min_\theta$"
    ).html
    known = (
        r"mi mn mo ms mtext mspace mrow mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd"
    )
    elements = set(re.findall(r"<(m\w+)", page)) - {"math", "mstyle", "mpadded", "mphantom"}
    attributes = set(re.findall(r" ([\w-]+)=", page[page.index("<math") :].split("<annotation")[0]))
    assert elements <= set(known.split())
    assert attributes <= {
        "accent",
        "accentunder",
        "class",
        "displaystyle",
        "form",
        "linethickness",
        "lspace",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "rspace",
        "stretchy",
        "style",
        "width",
    }
    assert set(re.findall(r'mathvariant="(\w+)"', page)) <= {"normal"}


def test_the_latex_stays_as_an_annotation():
    page = render("$a \\\\le\n b$".replace("\\\\", "\\")).html
    assert '<annotation encoding="application/x-tex">a \\le b</annotation>' in page


def test_display_formulas_stand_in_a_box_that_may_scroll():
    assert render("$$x$$").html.startswith('<div class="formula scroll"><math display="block">')
    assert '<span class="formula scroll"><math display="block">' in render("so $$x$$ holds").html
    assert "<math><semantics>" in render("$x$").html


@pytest.mark.parametrize(
    "text", ["costs $5 and $6", r"\$x\$", "`$x$`", "5$ or 6$", "US$ 5 and US$ 6", "a $5-$6 b"]
)
def test_dollars_may_be_just_dollars(text):
    assert "<math" not in render(text).html


@pytest.mark.parametrize(
    "text",
    [
        "```\n$x$\n```",
        "    $x$\n",
        "<pre>$x$</pre>",
        "<script>let a = '$x$'</script>",
        "<!-- $x$ -->",
        '<a title="$x$" href="y">z</a>',
        "![$x$](a.png)",
    ],
)
def test_formulas_in_code_and_tags_stay_as_written(text):
    page = render(text).html
    assert "$x$" in page
    assert "<math" not in page


def test_markdown_leaves_formulas_alone():
    page = render('| a |\n|---|\n| $|x|_a *y* _b \\| z$ |\n\n**$a$** and _$b$_ and "$c$"').html
    assert page.count("<math>") == 4
    assert "<td><math>" in page
    assert "<strong><math>" in page
    assert "<em><math>" in page
    assert "“<math>" in page


def test_a_formula_in_a_quotation_does_not_hold_its_signs():
    assert "&gt;" not in render("> $$\n> x\n> + y\n> $$\n").html


MISTAKES = {
    "a\n\n$\\alhpa$": "3: unknown LaTeX command `\\alhpa`; did you mean `\\alpha`?",
    "$$\nx\n+ \\gama\n$$": "3: unknown LaTeX command `\\gama`; did you mean `\\gamma`?",
    "> $$\n> x\n> + \\KL\n> $$": "3: unknown LaTeX command `\\KL`",
    "| a |\n|---|\n| $\\KL$ |": "3: unknown LaTeX command `\\KL`",
    "```\n$\\KL$\n```\n[^1] $\\KL$\n\n[^1]: x": "4: unknown LaTeX command `\\KL`",
    "$\\begin{alinged}a\\end{alinged}$": "1: unknown LaTeX environment 'alinged'; did you mean 'aligned'?",
    "$a}$": "1: `}` closes nothing in this formula",
    "a\n$$\n{a\n$$": "3: `{` is never closed in this formula; add `}`",
    "$\\left( a$": "1: `\\left` is never closed in this formula; add `\\right`",
    "$a \\right)$": "1: `\\right` closes nothing in this formula",
    "$\\begin{aligned} a$": "1: `\\begin{aligned}` is never closed in this formula; add `\\end{aligned}`",
    "${a\\right)}$": "1: `\\right` closes nothing in this formula; expected `}`",
    "$x^$": "1: `^` or `_` has nothing to raise or lower; write `x^{2}`",
    "$x_a_b$": "1: two subscripts in a row; write `{x_a}_b` or `x_{a,b}`",
    "$x^a^b$": "1: two superscripts in a row; write `{x^a}^b` or `x^{a,b}`",
    "$\\frac{1}$": "1: a command lacks what it works on; write it in braces: `\\sqrt{x}`",
    "$x\n& y$": "2: `&` stands outside of a table; write `\\&`, or use aligned",
    "$$x \\\\ y$$": "1: `\\\\` stands outside of a table; use aligned",
    "$\\text{a {b} c}$": "1: `}` cannot stand here; braces do not nest within \\text{…}",
    "$a # b$": "1: `#` cannot stand here; write `\\#`",
    "a\n\n$$x\n\nb": "3: this formula is never closed; write it as `$$…$$`, without an empty line",
    "$$ $$": "1: this formula is empty; write it as `$$…$$`, without an empty line",
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.items())
def test_invalid_latex_is_told_with_its_line(text, message):
    assert told_of(text) == [f"content/a.md:{message}"]


def test_all_wrong_formulas_are_told_at_once():
    assert [line.split(": ")[0] for line in told_of("$\\KL$ $x$\n$\\foo$\n\n$a}$")] == [
        "content/a.md:1",
        "content/a.md:2",
        "content/a.md:4",
    ]


def test_a_formula_nested_too_deeply_is_a_mistake():
    assert told_of("$" + "{" * 3000 + "x" + "}" * 3000 + "$") == [
        "content/a.md:1: this formula is nested too deeply"
    ]
