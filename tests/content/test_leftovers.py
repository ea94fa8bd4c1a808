"""What other programs understand is told, with its line and what to write instead; single ones can be let through."""

import pytest

from klsim.content.text_options import LEFTOVERS, TextOptions
from klsim.diagnostics import Code, Severity
from tests.content.writing import read, render

TOLD = {
    "{% include figure.html %}": "liquid",
    "The page is {{ page.title }}.": "liquid",
    "See {{< ref page >}} or {{% note %}}.": "shortcode",
    f"See {{% include note.html text='{'long ' * 200}' %}}.": "liquid",
    "See {% raw": "liquid",
    "See [a {% b %}](c.html).": "liquid",
    "See [a]({{ site.b }}/c.html).": "liquid",
    'See <img src="{{ site.b }}/c.png" alt="">.': "liquid",
    "<div>\n  {% include figure.html %}\n</div>": "liquid",
    "[manual](https://e.org/{{< env VERSION >}}/a.pdf)": "shortcode",
    "%%\nhidden": "comment",
    "Seen %%hidden%% here.": "comment",
    "% TODO: say more": "comment",
    "<aside>\nIt is **bold**.\n</aside>": "markdown",
    "<div>a</div>\nSee [b](c.html).": "markdown",
    "<div>a</div>\n## Title": "markdown",
    "See [[Wiki page]].": "wiki-link",
    "![[a.png]]": "wiki-link",
    "As shown [@knuth1984, p. 3].": "citation",
    "As shown [@knuth1984;\n@lamport1994].": "citation",
    "See @eq-elbo and @fig-one.": "reference",
    "See {ref}`my-label`.": "role",
    "See :ref:`my-label`.": "role",
    "Seen (:numref:`one`).": "role",
    "(my-label)=\n## Title": "label",
    "a {.b}": "attributes",
    "Text\n\n{: .lead }": "attributes",
    "A plot {width=50%} here.": "attributes",
    "## Title { data-toc-label='The <b>title</b>' }": "attributes",
    "::: note\n\na": "container",
    "::: unheard Title\na\n:::": "container",
    ":::{figure} a.png\na\n:::": "container",
    "a\n\n:::": "container",
    "!!! note Title here": "",
    '!!! note "a\n    b': "admonition",
    '=== "Tab"\n\n    a': "tabs",
    "[TOC]": "contents",
    "a^[a note]": "note",
    "a^[a note\nwith a [link](b.html)]": "note",
    "It is ==marked==.": "mark",
    "H~2~O": "index",
    "H~2~ no": "index",
    "`\\vfill`{=tex}": "raw",
    "\\newpage": "latex",
    "\\noindent Text": "latex",
    "\\vspace*{1em}": "latex",
    "\\makebox[1em]{a}": "latex",
    "see \\autoref{a}": "latex",
    "in \\LaTeX.": "latex",
    "in \\LaTeX\\ text": "latex",
    "\\alpha is": "latex",
    "<figcaption>A *word*</figcaption>": "markdown",
    "<figcaption>See `code`.</figcaption>": "markdown",
    "good :+1:": "emoji",
    "*[HTML]: Hyper Text": "abbreviation",
    "*[HTML]: Hyper\n*[CSS]: Cascading *Style*": "abbreviation",
    "+++": "cell",
    '+++ {"a": 1}': "cell",
    ":begin_tab:`a`\nb": "tabs",
    "a\n:end_tab:": "tabs",
    "[k](http://x.org 'it''s')": "link",
    "It is ~gone~.": "index",
    "x^2^": "power",
    "A :smile: there": "emoji",
    "\\begin{itemize}": "latex",
    "see \\cite{knuth}": "latex",
    "Let $ x + 1 $ be.": "formula",
    "Let $t = 0, \\ldots $ be.": "formula",
    "Let $ \\hat{x}$ be.": "formula",
    "Let $N $ be.": "formula",
    "Let\n$\nx = y\n$": "formula",
    "Let \\\\( x \\\\) be.": "formula",
    "Let \\\\[ x\n= y \\\\] be.": "formula",
    "a $$ b": "formula",
    "<div>\n$$\na\n</div>": "formula",
    "A line:\n|---|---|\n| 1 | 2 |": "table",
    "| [a](b.html) | c | d |": "table",
    "A\nB\n: x": "definition",
    "-\u00a0first": "space",
    "##No": "heading",
    "[text][nowhere]": "link",
    '[text](a "b)': "link",
    "[text](https://e.org/a?\nb=c)": "link",
    "See ``a word'' there": "latex",
    'See ``a word" there': "latex",
}
MILD = {
    "A **bold that never ends": "emphasis",
    "**「強調。」**次の文": "emphasis",
    "日本語の**「強調」**です": "emphasis",
    "**note:**then": "emphasis",
    "f(**options)": "emphasis",
    "It is ~~gone": "emphasis",
    "A `code that never ends": "code",
}


def leftovers(text, **options):
    return [one for one in read(text, **options)[1] if one.code == Code.LEFTOVER]


@pytest.mark.parametrize(("text", "kind"), TOLD.items())
def test_a_leftover_is_told_unless_it_is_let_through(text, kind):
    found = leftovers(f"Above.\n\n{text}\n")
    assert bool(found) == bool(kind)
    assert all(one.location.line in range(3, 6) and one.hint and one.severity == Severity.ERROR for one in found)
    allow = ((kind, ""),)
    assert leftovers(text, options=TextOptions(allow=allow)) == []
    assert {"", kind} & LEFTOVERS <= {kind}


@pytest.mark.parametrize(("text", "kind"), MILD.items())
def test_marks_that_open_nothing_are_warnings_unless_they_are_let_through(text, kind):
    found = leftovers(f"Above.\n\n{text}\n")
    assert found
    assert all(one.location.line == 3 and one.hint and one.severity == Severity.WARNING for one in found)
    assert leftovers(text, options=TextOptions(allow=((kind, ""),))) == []


@pytest.mark.parametrize("text", ["[k](http://x.org 'it''s')", '[b](c "t)', "![b](c 'd' e)", '[b](c d "t)'])
def test_a_title_at_fault_is_told_as_such(text):
    (found,) = leftovers(text)
    assert found.message.endswith("no link: its title does not end where its quotes do")


def test_the_line_of_a_leftover_is_its_own():
    text = "one\ntwo `code\nmore` three\n{% a %} and\n> {{ b }}\n\n- c\n  [[d]]\n"
    assert [(one.location.line, one.message.partition(":")[0]) for one in leftovers(text)] == [
        (4, "`{% a %}`"),
        (5, "`{{ b }}`"),
        (8, "`[[d]]`"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`{% a %}` and `[[b]]`, ``{{ c }}``",
        "```\n{% a %} [[b]] ==c==\n```",
        "    {{< a >}}\n",
        "\\{\\{ a }}, \\[[b]], \\==c==, \\:smile:, \\~a~",
        "$a^{b}_{c} \\begin{cases} x \\end{cases}$",
        "an array a[i][j], 12:30:45, C:\\dir, ~5 or ~6, a = b == c, x^2, f(x) ~ g(x)",
        'me@example.org, @someone, [x](a.html "b"), 50\\% of it',
        "| a |\n|---|\n| b |",
        "|| x - y || and |x| + |y|",
        "It costs $5 + tax and the $ sign, from $5 to $6, US$ 5_0 and US$ 6.",
        "https://e.org/~a~/:b:/c_d_e",
        "100 %% and printf('%%d')",
        "about 50\n% of it",
        "set {x=1} and {y: 2}",
        "<div>\n<!-- {% a %} **b** --><code>{{ a }} **b**</code> 2**3**4 a[0](1 2)\n</div>",
        "<div>\n[[a]]\n</div>",
        "Time: 5:30",
        "{a, b} and {1}",
        "No #1 reason",
        "C:\\alpha\\beta, C:\\new\\path and \\\\server\\item, \\d{3} and \\w+, \\theta_file",
        "a range of 10~20 or 30~40, x ~2~3 times",
        "<p>\nTwo * three * four, a* and b*, *p and `` a ''\n</p>",
        "1 +++ 2, C+++",
        "2**3**4, x ** y, 0.05** and **bold**, *p, \\*\\*kwargs, \\`a, the 1990`s, **, **.",
        "***both*** and **a *b* c** and ~~gone~~, a~~, ``a `b` c``",
        "- *[a](b.html): c*",
        "at 12:100:5",
    ],
)
def test_what_is_meant_as_it_stands_is_not_told(text):
    assert leftovers(text) == []


ELEMENTS = {
    "Replace <name> with yours.": "`<name>` is no element of HTML, and would vanish; write `\\<name>` for the letters",
    "vector<int> a": "`<int>` is no element of HTML, and would vanish; write `\\<int>` for the letters",
    "If a<b then c": None,
    "an <b>unclosed one": "`<b>` is never closed; add `</b>`",
    "<div>\n\ntext\n": "`<div>` is never closed; add `</div>`",
    "closed</b> twice": "`</b>` closes nothing here; open and close it in the same block",
    "*a <b>b* c</b>": "`<b>` is never closed; add `</b>`",
    "- <div>\n\n</div>": "`<div>` is never closed; add `</div>`",
    "a <div>b</div>": "`<div>` stands within a paragraph, which it would end; begin it on a line of its own, an empty line before it",
    "Replace <your-name> with it.": "`<your-name>` is never closed, and would vanish; write `\\<your-name>` for the letters, or add `</your-name>`",
    "a <my-file_name> b": "`<my-file_name>` is never closed, and would vanish; write `\\<my-file_name>` for the letters, or add `</my-file_name>`",
    "a </my-box> b": "`</my-box>` closes nothing here; open and close it in the same block",
    "<!-- a": "this comment is never closed, and hides what follows; add `-->`",
}


@pytest.mark.parametrize(("text", "message"), ELEMENTS.items())
def test_elements_that_are_none_or_never_end_are_told(text, message):
    found = [str(one) for one in read(f"a\n\n{text}")[1]]
    assert (message is None and not found) or f"content/a.md:3: {message}" in found


@pytest.mark.parametrize(
    "text",
    [
        "<details>\n<summary>More</summary>\n\n*Inside*\n\n- a\n\n</details>",
        "<ul>\n<li>a\n<li>b\n</ul>",
        "<table><tr><td>a<td>b</table>",
        "line<br>break <img src='a.png' alt=''/> <wbr>",
        "<svg viewBox='0 0 1 1'><path d='M0 0'/><foreign></foreign></svg>",
        "<my-element>a</my-element>",
        "a <my-box_a id='x'>b</my-box_a> [c](#x)",
        "<my-box_a id='x'>\n\nb\n\n</my-box_a>\n\n[c](#x)",
        "| a |\n|---|\n| b<p/>c <ul><li>d</li></ul> |",
        "- a <div>b</div>",
        "<img src='a.png' alt=''></img>",
        "<p>a</p>\n\n<p>b",
    ],
)
def test_good_html_is_not_told(text):
    assert list(read(text)[1]) == []


@pytest.mark.parametrize("element", ["<name>", "<your-name>"])
def test_an_element_may_be_let_through(element):
    assert element in render(f"a {element} b", options=TextOptions(allow=(("element", element),))).html


def test_a_custom_element_with_an_underscore_in_its_name_has_its_id():
    assert "x" in render("<my-box_a id='x'>b</my-box_a>").anchors
    assert "x" in render("<my-box_a id='x'>\n\nb\n\n</my-box_a>").anchors


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a <script>b()</script>", Code.INLINE_SCRIPT),
        ("<script>\nb()\n</script>", Code.INLINE_SCRIPT),
        ('<b onclick="a()">b</b>', Code.INLINE_SCRIPT),
        ('<b style="color:red">b</b>', Code.INLINE_STYLE),
    ],
)
def test_what_strict_hosts_do_not_do_is_a_warning(text, code):
    assert [(one.code, one.severity) for one in read(text)[1]] == [(code, Severity.WARNING)]


def test_dollars_doubled_within_a_line_are_told_or_stay_in_the_line():
    page, found = read("The value $$x$$ is small.")
    assert '<span class="formula scroll"><math display="block">' in page.html
    assert [str(one) for one in found] == [
        "content/a.md:1: warning: `$$…$$` within a line is shown on a line of its own; "
        "write `$…$`, or `inline_double_dollars: inline` in site.yaml"
    ]
    page, found = read("The value $$x$$ is small.", options=TextOptions(inline_double_dollars="inline"))
    assert "The value <math><semantics>" in page.html
    assert not list(found)


def test_dollars_doubled_within_a_line_of_html_are_told():
    assert [one.code for one in read("<p>The value $$x$$ is small.</p>")[1]] == [Code.DOUBLE_DOLLARS]
    assert not list(read("<p>\n$$x$$\n</p><p>$$y$$</p>")[1])


LOST = {
    "| a | b |\n|---|---|\n| 1 | 2 | 3 |": "`| 1 | 2 | 3 |`: this row has 3 cells, its table 2",
    "> a | b\n> --|--\n> 1 | 2\n> 3 | `x | y` | z": "3 | `x | y` | z: this row has 3 cells, its table 2",
}


@pytest.mark.parametrize(("text", "message"), LOST.items())
def test_cells_beyond_the_headings_are_told(text, message):
    (found,) = read(text)[1]
    assert found.code == Code.LOST_CELLS
    assert str(found) == (
        f"content/a.md:{text.count(chr(10)) + 1}: {message}, and the rest would be lost; "
        "write `\\|` for a bar within a cell, or add headings"
    )
    assert not list(read(text, options=TextOptions(allow=(("table", text.splitlines()[-1][-3:]),)))[1])


@pytest.mark.parametrize("row", ["| 1 | 2 | |", "| 1 |", "| `a | b` | $|x|$ |", "| 1 \\| 2 | 3 |", "{: .wide }"])
def test_a_row_of_which_nothing_is_lost_is_not_told(row):
    assert list(read(f"| a | b |\n|---|---|\n{row}\n")[1]) == []


def test_a_formula_that_is_never_closed_hides_nothing_of_the_text_below():
    text = "$$\na\n\nThen we see that {% b %}\n\n## C {#x}\n\n$$d$$\n\n$$\ne\n\nf\n$$\n\n## G {#x}\n"
    page, found = read(text)
    assert [one.location.line for one in found] == [1, 4, 10, 16]
    assert [heading.text for heading in page.headings] == ["C", "G"]


def test_all_that_is_wrong_with_a_text_is_told_at_once():
    text = "# A\n\n[x](file:///a)\n\n![y](https://e.org/a.png)\n\n$\\frobnicate$ $$\n\n{% a %} <name> a[^n]\n\n```nope\n```\n\n## B {#x}\n\n## C {#x}\n"
    assert [one.location.line for one in read(text)[1]] == [1, 3, 5, 7, 7, 9, 9, 9, 11, 16]
