"""Formulas: MathML that browsers show, and mistakes on their exact line."""

import threading
import time

import pytest

from klsim.content.tags import plain_text
from tests.content import formulas
from tests.content.formulas import convert, mathml, shown
from tests.content.writing import render, told_of

MATHML = {
    "x": "<mi>x</mi>",
    r"\theta": "<mi>θ</mi>",
    r"\mathbb{R}": "<mi>ℝ</mi>",
    r"\boldsymbol{\theta}": "<mi>𝜽</mi>",
    r"\frac12": "<mfrac><mn>1</mn><mn>2</mn></mfrac>",
    r"\sqrt{v}": "<msqrt><mi>v</mi></msqrt>",
    r"a<b": "<mi>a</mi><mo>&lt;</mo><mi>b</mi>",
    r"a=-b": '<mi>a</mi><mo>=</mo><mo lspace="0" rspace="0">−</mo><mi>b</mi>',
    r"a-b": "<mi>a</mi><mo>−</mo><mi>b</mi>",
    r"f'": "<msup><mi>f</mi><mo>′</mo></msup>",
    r"1{,}000": '<mn>1</mn><mo rspace="0">,</mo><mn>000</mn>',
    r"1,\dots,n": '<mn>1</mn><mo>,</mo><mo lspace="0" rspace="0">…</mo><mo>,</mo><mi>n</mi>',
    r"\textcolor{#F00}{x}": '<mrow mathcolor="#ff0000"><mi>x</mi></mrow>',
    r"\textcolor{red}{x}": '<mrow mathcolor="#ff0000"><mi>x</mi></mrow>',
    r"\smash{x}": '<mpadded height="0" depth="0"><mi>x</mi></mpadded>',
    r"\rule{2em}{1pt}": '<mspace mathbackground="currentcolor" width="2em" height="0.1em"></mspace>',
    r"a\!b": '<mi>a</mi><mspace class="back-1"></mspace><mspace class="back-2"></mspace><mi>b</mi>',
    r"{\small x}": '<mrow mathsize="90%"><mi>x</mi></mrow>',
}


@pytest.mark.parametrize(("latex", "expected"), MATHML.items())
def test_latex_becomes_mathml_core(latex, expected):
    assert mathml(latex, display=False) == expected


SHOWN = {
    r"\mathrm{KL} + \mathrm{d}x": "KL+dx",
    r"\text{if $x > 0$ and \(y\), 95\% of R\&D}": "ifx>0andy,95%ofR&D",
    r"\text{count_zero ``q'' -- it's}": "count_zero“q”–it’s",
    r"\operatorname*{arg\,min}_x \operatorname{d_{TV}}": "argminxdTV",
    r"\mathop{\mathrm{ess\,sup}}\limits_x f": "esssupxf",
    r"\operatorname{C*}(X) \operatorname*{a*b}_x": "C∗(X)a∗bx",
    r"x \tag{a_1}": "x(a_1)",
    r"\begin{aligned} a &= b & \\ &= c & \end{aligned}": "a=b=c",
    r"\begin{bmatrix} a \\[6pt] b \\* c \end{bmatrix}^T": "[abc]T",
    r"\begin{array}{@{}l@{\quad}p{2cm}} a & b \end{array}": "ab",
    r"\begin{bmatrix*}[r] a & b \end{bmatrix*}": "[ab]",
    r"\begin{eqnarray*} a &=& b \\ &=& c \end{eqnarray*}": "a=b=c",
    r"a = b \\ c = d": "a=bc=d",
    r"\mathsf{E} \mathscr{F} \mathcal{L}": "𝖤ℱℒ",
    r"a \not= b \not\in C": "a≠b∉C",
    r"\colorbox{yellow}{a $x^2$} \rlap{b} \pmb{c}": "ax2b𝒄",
    "a % the first\n+ b": "a+b",
    r"\bgroup a \over b \egroup^2": "ab2",
    r"\left( {a \middle| b} \right)": "(a|b)",
    r"\begin{alignedat}[t]{2} a &= b & c &= d \end{alignedat}": "a=bc=d",
    r"\left< x \right> \big< y \big>": "⟨x⟩⟨y⟩",
    r"x + \epsilon*\text{sign} + \phi*": "x+ϵ∗sign+ϕ∗",
    r"y\bigg{|}_{0}^{1} \big{ \{ } z": "y|01{z",
}


@pytest.mark.parametrize(("latex", "expected"), SHOWN.items())
def test_everything_written_is_shown(latex, expected):
    assert shown(latex) == expected


@pytest.mark.parametrize("display", [False, True])
def test_limits_stand_below_in_displayed_formulas(display):
    side = "munder" if display else "msub"
    assert '<munderover><mo lspace="0">∑</mo>' in mathml(r"\sum_{i=1}^n x_i", display=display), (
        "browsers move them"
    )
    assert f"<{side}>" in mathml(r"\max_i x_i", display=display)


def test_brackets_around_fractions_stretch_and_others_do_not():
    assert "<mo>[</mo><mfrac>" in mathml(r"\left[\frac12\right]")
    assert '<mo stretchy="false">[</mo><mfrac>' in mathml(r"[\frac12]")


def test_aligned_lines_meet_at_their_signs():
    table = mathml(r"\begin{aligned} v &= 1 \\ vv &= 2 \end{aligned}")
    assert table.count('class="to-right joins-right"') == 2
    assert table.count('class="to-left joins-left"') == 2
    assert "&" not in table


def test_rules_of_tables_are_borders_of_cells():
    table = mathml(r"\begin{array}{c|c} a & b \\ \hline c & d \\ \hline \end{array}")
    assert table.count("rule-right") == 3
    assert table.count("rule-above") == 4, "the last rule is that of a row with as many empty cells"


def test_the_last_rule_of_a_single_column_is_drawn():
    table = mathml(r"\begin{array}{|c|} \hline a \\ \hline b \\ \hline \end{array}")
    assert table.count("rule-above") == 3


def test_a_script_of_a_bracket_of_given_size_leaves_it_that_size():
    assert "<msub><mrow><mspace></mspace><mo" in mathml(r"\Big|_{x}")


def test_the_latex_stays_as_an_annotation():
    page = render("$a \\le\n b$".replace("\\\\", "\\")).html
    assert '<annotation encoding="application/x-tex">a \\le b</annotation>' in page


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x % the first\n+ \\alpha% and\n  b\n", "x + \\alpha b"),
        ("a\\% % b\nc", "a\\% c"),
    ],
)
def test_the_annotation_has_all_that_is_shown_and_no_comment(latex, expected):
    assert f'tex">{expected}</annotation>' in convert(latex)[0].pages[0]


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


@pytest.mark.parametrize(
    "text",
    [
        "a F, b",
        "| a |\n|---|\n| F |",
        "**F** [F](b.html)",
        "- F\n- a",
        "<p>F</p>",
        "## F",
        "a[^1]\n\n[^1]: F",
        "> a\n> F",
    ],
)
@pytest.mark.parametrize("latex", ["a_b", "|x|_a *y* _b", "\\text{a $b$}", "x - y"])
def test_dollars_and_backticks_hold_a_formula_as_dollars_do(text, latex):
    assert render(text.replace("F", f"$`{latex}`$")).html == render(text.replace("F", f"${latex}$")).html


@pytest.mark.parametrize("text", ["`` $`x`$ ``", "\\$`x`", "costs $`x`", "```\n$`x`$\n```", "$`a` and `b`"])
def test_a_dollar_beside_code_may_be_just_a_dollar(text):
    assert "<math" not in render(text).html


def test_a_formula_in_a_quotation_does_not_hold_its_signs():
    assert "&gt;" not in render("> $$\n> x\n> + y\n> $$\n").html


MISTAKES = {
    "a\n\n$\\alhpa$": "3: unknown LaTeX command `\\alhpa`; did you mean `\\alpha`?",
    "$$\nx\n+ \\gama\n$$": "3: unknown LaTeX command `\\gama`; did you mean `\\gamma`?",
    "> $$\n> x\n> + \\KL\n> $$": "3: unknown LaTeX command `\\KL`; define it under `macros:`, such as `KL: …`",
    "$\\begin{alinged}a\\end{alinged}$": "1: unknown LaTeX environment `alinged`; did you mean `aligned`?",
    "$a}$": "1: `}` closes nothing in this formula",
    "a\n$$\n{a\n$$": "3: `{` is never closed in this formula; add `}`",
    "$\\left( a$": "1: `\\left` is never closed in this formula; add `\\right`",
    "$a \\right)$": "1: `\\right` closes nothing in this formula",
    "$\\begin{aligned} a$": "1: `\\begin{aligned}` is never closed in this formula; add `\\end{aligned}`",
    "${a\\right)}$": "1: `\\right` closes nothing in this formula; expected `}`",
    "a\n$`x +\n\\gama`$": "3: unknown LaTeX command `\\gama`; did you mean `\\gamma`?",
    "$x^$": "1: `^` or `_` has nothing to raise or lower; write `x^{2}`",
    "$x_a_b$": "1: two subscripts or superscripts in a row; write `{x_a}_b` or `x_{a,b}`",
    "$\\frac{1}$": "1: `\\frac` lacks what it works on; write `\\frac{a}{b}`",
    "$x\n& y$": "2: `&` stands outside of a table; write `\\&`, or use aligned",
    "$$\\begin{aligned}a&=b\\end{aligned}\n\\\\[2pt]\n\\color{red} c\n& d$$": "4: `&` stands outside of a table; write `\\&`, or use aligned",
    "$a # b$": "1: `#` cannot stand here; write `\\#`",
    "$\\color{#xyz}{x}$": "1: `#xyz` is no colour; write a name such as red, or `#ff0000`",
    "$\\color[RGB]{1,2}{x}$": "1: `1,2` is no colour; write a name such as red, or `#ff0000`",
    "$\\begin{array}{lx}a\\end{array}$": "1: `x` is no column of `array`; columns are l, c or r, rules are |",
    "$\\begin{array}{r@{.}l}1&2\\end{array}$": "1: `@{.}` cannot stand between columns; write it into a column of its own",
    "$\\require{mathtools} x$": "1: `\\require` is not known in formulas; leave it out; there is nothing to load",
    "$\\begin{array}{c}\na \\hline\n\\end{array}$": "2: a rule of a table stands amid a row; write `\\hline` first in a row of `array`",
    "$\\begin{aligned}\n\\frac\\\\{a}{b}\n\\end{aligned}$": "2: `\\\\` stands where no row can end; write it between rows, outside of braces",
    "$x^{2\\not}$": "1: `\\not` lacks what it works on; write `\\not=`",
    "$\\sqrt[3{2}$": "1: `]` is missing at the end of this formula",
    "$\\set\\mathbf R$": "1: something before this lacks its braces; write braces around what each command works on",
    "$x^\\*$": "1: unknown LaTeX command `\\*`; write `*`, without the backslash",
    "$\\hat\\nope$": "1: unknown LaTeX command `\\nope`; define it under `macros:`, such as `nope: …`",
    "$x \\Big y$": "1: `\\big` and its kin want a bracket after them; write `\\Big(`",
    "$\\href{x}{y}$": "1: `\\href` is not known in formulas; write the link in the text around the formula",
    "$\\hspace{2}$": "1: `2` is no length; write `1em` or `3mu`",
    "a\n\n$$x\n\nb": "3: this formula is never closed; write it as `$$…$$`, without an empty line",
    "$\\begin{alignedat} a &= b\\end{alignedat}$": "1: `\\begin{alignedat}` lacks the number of its pairs of columns; write `\\begin{alignedat}{2}`",
    "$$\n\\begin{alignat*}{n} a &= b\\end{alignat*}$$": "2: `\\begin{alignat*}` lacks the number of its pairs of columns; write `\\begin{alignat*}{2}`",
    "$\\begin{alignedat}{1} a &= b\n& c\\end{alignedat}$": "2: a row of `alignedat` has more than 1 `&`; write a larger number behind its name",
    "$\\begin{split} a & b & c & d \\end{split}$": "1: a row of `split` has more than 1 `&`; use `aligned`",
    "$a \\middle| b$": "1: `\\middle` is between no `\\left` and `\\right`; write `\\mid`, or `\\left. … \\right.` around it",
    "$\\left( a \\right) \\middle| b$": "1: `\\middle` is between no `\\left` and `\\right`; write `\\mid`, or `\\left. … \\right.` around it",
    "$\\begin{array}{c} a\\\\\n\\cline{1-1} b\\end{array}$": "2: `\\cline` is not known in formulas; leave it out, or write `\\hline`",
    "$\\text{a\\\\b}$": "1: `\\\\` breaks no line within \\text{…}; write `\\text{a} \\\\ \\text{b}`",
    "$\\begin{cases} a\\\\\n\\hline b\\end{cases}$": "2: a rule of a table stands amid a row; write `\\hline` first in a row of `array`",
    '$\\char"41$': "1: `\\char` is not known in formulas; write the character itself",
    "$\\genfrac{a}$": "1: `\\genfrac` wants six arguments; write `\\genfrac{(}{)}{0pt}{}{a}{b}`",
    "$p = 50% \\cdot x$": "1: `%` hides the rest of this formula, as a comment; write `\\%`",
    "$$\np =\n95% + q $$": "3: `%` hides the rest of this formula, as a comment; write `\\%`",
    "a\n$\\text{95% of}$": "2: `%` hides the rest of this formula, as a comment; write `\\%`",
    "$x \\tag{5%}$": "1: `%` hides the rest of this formula, as a comment; write `\\%`",
    "```math\nx\n\\gama % last\n```": "3: unknown LaTeX command `\\gama`; did you mean `\\gamma`?",
    "```{math}\n:label: a\n\n\\gama\n```": "4: unknown LaTeX command `\\gama`; did you mean `\\gamma`?",
    "$$ $$": "1: this formula is empty; write it as `$$…$$`, without an empty line",
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.items())
def test_invalid_latex_is_told_with_its_line(text, message):
    assert told_of(text) == [f"content/a.md:{message}"]


ALONE = [
    r"\mathbb",
    r"\hat",
    r"\text",
    r"\operatorname",
    r"\sqrt",
    r"\cancel",
    r"\boxed",
    r"\underbrace",
    r"\smash",
    r"\rlap",
]


@pytest.mark.parametrize(
    "around", ["{}", "x^{{{}}}", "\\left( {} \\right)", "\\begin{{matrix}} {} \\end{{matrix}}"]
)
@pytest.mark.parametrize(
    ("command", "example"),
    [
        *((command, "{x}") for command in ALONE),
        *((f"\\{name}", "{a}{b}") for name in ("overset", "frac", "binom")),
        ("\\not", "="),
        ("\\hspace", "{1em}"),
        ("\\color", "{red}"),
        ("\\textcolor", "{red}{x}"),
        ("\\colorbox", "{yellow}{x}"),
    ],
)
def test_a_command_without_what_it_works_on_is_told_as_it_is_to_be_written(command, example, around):
    told = f"1: `{command}` lacks what it works on; write `{command}{example}`"
    assert formulas.told_of(around.format(command)) == [told]


@pytest.mark.parametrize("latex", ["\\frac{a_{1}}", "\\overset{\\hat{x}}", "{\\frac a}"])
def test_a_command_with_one_of_two_arguments_is_told(latex):
    assert "{a}{b}`" in formulas.told_of(latex)[0]


def test_a_number_before_a_comment_may_be_a_percentage():
    hint = "write `\\%`, or a space before the comment"
    warning = f"2: warning: `%` behind a number hides the rest of its line, as a comment; {hint}"
    assert formulas.told_of("x", "p = 95% + q\n") == [warning]
    assert shown("p = 95 % no more\n+ 1%\n+ q") == "p=95+1+q"


def test_all_mistakes_of_all_formulas_are_told_at_once_each_with_its_line():
    latex = "\\foo + x\n+ \\baz_a_b", "x", "{", "\\color{no}y +\n\\bar"
    told = [line.split(";")[0] for line in formulas.told_of(*latex)]
    assert told == [
        "1: unknown LaTeX command `\\foo`",
        "2: two subscripts or superscripts in a row",
        "2: unknown LaTeX command `\\baz`",
        "3: `{` is never closed in this formula",
        "4: warning: `no` is no colour, and is drawn as the text is",
        "5: `\\bar` lacks what it works on",
    ]


@pytest.mark.parametrize(
    "latex", ["\\color{house}x", "\\textcolor{house}{x}", "\\colorbox{house}{x}", "{\\color{house} x}"]
)
def test_a_colour_that_is_defined_elsewhere_is_told_and_the_formula_shown_without_it(latex: str):
    converted, told = formulas.convert(latex)
    assert told == [
        "a.md:1: warning: `house` is no colour, and is drawn as the text is; write a name such as red, or `#ff0000`"
    ]
    assert plain_text(converted.pages[0].split("<annotation")[0]) == "x"
    assert "color" not in converted.pages[0].split("<annotation")[0]
    assert "background" not in converted.pages[0]


def test_mathematics_within_words_that_never_ends_is_told():
    assert formulas.told_of("\\text{if $x}") == ["1: `$` is never closed within \\text{…}; add `$`"]


def test_a_suggestion_is_a_common_command_or_none():
    hints = formulas.told_of(*(f"\\{name}" for name in ("Ind", "vw", "bfx", "tp", "diag", "bracket")))
    assert all("define it under `macros:`" in hint for hint in hints)


NESTED = {
    "braces": ("{", "x", "}"),
    "roots": ("\\sqrt{", "x", "}"),
    "fences": ("\\left(", "x", "\\right)"),
    "tables": ("\\begin{matrix}", "x", "\\end{matrix}"),
    "accents": ("\\hat ", "x", ""),
    "styles": ("\\displaystyle ", "x", ""),
    "fractions": ("\\frac 1", "x", ""),
    "functions": ("\\min ", "x", ""),
    "colours": ("\\color{red} ", "x", ""),
    "macros": ("\\newcommand{\\a}[1]{{{{{{{{{{#1}}}}}}}}}}" + "\\a{" * 20, "x", "}" * 20),
}


@pytest.mark.parametrize("kind", NESTED)
def test_a_formula_nested_too_deeply_is_a_mistake_and_no_crash(kind):
    opening, inside, closing = NESTED[kind]
    count = 1 if kind == "macros" else 5000
    (told,) = formulas.told_of(opening * count + inside + closing * count)
    assert "nested too deeply" in told or "more than 400 commands" in told


@pytest.mark.parametrize("kind", sorted(set(NESTED) - {"macros"}))
def test_the_deepest_formulas_fit_into_the_smallest_stacks(kind):
    opening, inside, closing = NESTED[kind]
    latex = opening * 99 + inside + closing * 99
    results: list[list[str]] = []
    before = threading.stack_size(512 * 1024)  # as threads have on macOS
    try:
        thread = threading.Thread(target=lambda: results.append(convert(latex)[1]))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert results == [[]]


@pytest.mark.parametrize(
    "latex", ["x_{1}+" * 20_000, "\\text{a $b$}" * 10_000, "\\\\[" * 30_000, "\\textcolor{red}{x}\\\\" * 5_000]
)
def test_long_formulas_are_no_slower_than_their_length(latex):
    start = time.process_time()
    convert(latex)
    assert time.process_time() - start < 5
