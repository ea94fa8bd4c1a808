"""What text becomes beyond CommonMark: quotes, boxes, attributes, numbers, anchors in any script, other languages."""

import re

import pytest

from klsim.content.site import Site
from klsim.content.slots import Slot, split_slots
from klsim.content.text_options import TextOptions
from tests.content.writing import read, render, told_of

QUOTES = {
    "'[Newton](https://example.org/)'": "‘Newton’",
    "\"that's '*it*'\".": "“that’s ‘it’”.",
    "`f()`'s value, '`a`' and \"`b`\"": "f()’s value, ‘a’ and “b”",
    '$x$\'s and "$y$"': "x’s and “y”",
    "the '90s, rock 'n' roll, dogs' tails": "the ’90s, rock ’n’ roll, dogs’ tails",
    '"a" -- b---c...': "“a” – b—c…",
    '("a"), —"b"': "(“a”), —“b”",
    "**\"a\"** *'b'*": "“a” ‘b’",
    "He said \"it's 'so'\".": "He said “it’s ‘so’”.",
    '\\"a\\" &quot;b&quot; \\-\\-': '"a" "b" --',
    '12" pipe': "12” pipe",
    "-----": "",
    "a ---- b": "a ---- b",
}


def words(page):
    page = re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", page)
    return page.replace("&quot;", '"').replace("&#x27;", "'").strip()


@pytest.mark.parametrize(("text", "expected"), QUOTES.items())
def test_quotes_and_dashes_are_typographic_right_beside_whatever_it_is(text, expected):
    assert words(render(text).html) == expected


OF_LANGUAGES = {
    "en": "“A ‘b’ it’s”",
    "de": "„A ‚b‘ it’s“",
    "de-AT": "„A ‚b‘ it’s“",
    "de-CH": "«A ‹b› it’s»",
    "fr": "«\u00a0A ‹\u00a0b\u00a0› it’s\u00a0»",
    "es": "«A “b” it’s»",
    "it": "«A “b” it’s»",
    "pl": "„A ‚b’ it’s”",
    "nl": "“A ‘b’ it’s”",
    "pt": "“A ‘b’ it’s”",
    "pt-PT": "«A “b” it’s»",
    "ru": "«A „b“ it’s»",
    "sv": "”A ’b’ it’s”",
    "da": "»A ›b‹ it’s«",
    "cs": "„A ‚b‘ it’s“",
    "ja": "“A ‘b’ it’s”",
}


@pytest.mark.parametrize(("language", "expected"), OF_LANGUAGES.items())
def test_quotes_are_those_of_the_language(language, expected):
    page = render("\"A 'b' *it's*\"", options=TextOptions(language=language)).html
    assert words(page) == expected


def test_a_quote_closes_what_was_opened_by_the_mark_of_the_language():
    german = TextOptions(language="de")
    assert words(render('„Nein", 12" und "`a`\'s *„b"*"', options=german).html) == "„Nein“, 12“ und „a’s „b““"
    assert words(render("12\" breit, '90s, \"'a' b\"", options=german).html) == "12” breit, ’90s, „‚a‘ b“"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "> [!NOTE]\n> Mind.",
            '<div class="admonition note">\n<p class="admonition-title">Note</p>\n<p>Mind.</p>\n</div>',
        ),
        ("> [!tip]- Own *title*\n>\n> a", '<p class="admonition-title">Own <em>title</em></p>\n<p>a</p>'),
        ("> [!WARNING]\n> a\n>\n> > [!NOTE]\n> > b", '<div class="admonition warning">'),
        ('!!! warning "A"\n\n    b\n\n\n    c\n\nd', "<p>b</p>\n<p>c</p>\n</div>\n<p>d</p>"),
        (
            '??? note "A"\n    b',
            '<details class="admonition note">\n<summary class="admonition-title">A</summary>\n<p>b</p>\n</details>',
        ),
        ("???+ note\n    b", '<details class="admonition note" open="">'),
        (
            "::: {.callout-note}\na\n:::",
            '<div class="admonition note">\n<p class="admonition-title">Note</p>\n<p>a</p>\n</div>',
        ),
        (
            '::: {#thm-a title="Own"}\na\n:::',
            '<div id="thm-a" class="admonition theorem">\n<p class="admonition-title">Own</p>',
        ),
        ("::: warning Own\na\n:::", '<div class="admonition warning">\n<p class="admonition-title">Own</p>'),
        (
            ":::: {.columns}\n::: {.column}\na\n:::\n::::",
            '<div class="columns">\n<div class="column">\n<p>a</p>\n</div>\n</div>',
        ),
        ("```{note} Own\n*a*\n```", '<p class="admonition-title">Own</p>\n<p><em>a</em></p>'),
        ("- [x] a", '<input type="checkbox" disabled="" checked="" aria-label="done" /> a'),
        ("~~a~~", "<s>a</s>"),
        ("![a](b.png){.c width=50}", '<img alt="a" src="b.png" width="50" class="c" />'),
        ("![a](b.png){width=50% .c}", '<img alt="a" src="b.png" width="50%" class="c" />'),
        ("## Title {#part.one}", '<h2 id="part.one">Title'),
        ("## Title {-}", '<h2 id="title" class="unnumbered">Title'),
        ("*a*{.b.c data-d='e f'}", '<em data-d="e f" class="b c">a</em>'),
        ("> [!my-kind] Own\n> a", '<div class="admonition my-kind">\n<p class="admonition-title">Own</p>'),
        ("::: Warning Own\na\n:::", '<div class="admonition warning">\n<p class="admonition-title">Own</p>'),
        (":::{prf:lemma} Own\n:label: x\na\n:::", '<p class="admonition-title">Own</p>\n<p>a</p>'),
        ("```{prf:lemma} Own\n:label: x\na\n```", '<div class="admonition lemma">'),
        ("{: .lead }\nA paragraph.", '<p class="lead">A paragraph.</p>'),
        ("A paragraph.\n{: .lead }", '<p class="lead">A paragraph.</p>'),
        ("- a\n{: .b }", '<li class="b">a'),
        ("| a {.b} |\n|---|\n| c |\n{: #d .e }", '<table id="d" class="e">'),
        ("a[b](c){#d .e}", '<a href="c" id="d" class="e">b</a>'),
        (
            "```{math}\n:label: one\nx\n```",
            '<div class="formula scroll" id="one"><math display="block">',
        ),
        ("$$ x $$ {#eq-one}", 'id="eq-one"'),
        ("$$\nx\n$$ (eq:one)\n\n[](#eq-one)", '<a href="#eq-one">equation (1)</a>'),
        ("\\[ x = y \\]", '<div class="formula scroll"><math display="block">'),
        ("<p>an \\(x^2\\) in</p>", "<p>an <math><semantics><mrow><msup>"),
        (
            "<p>\n\\begin{equation}x\\end{equation}\n</p>",
            '<p>\n<span class="formula scroll"><math display="block">',
        ),
        ("an \\(x^2\\) in", "an <math><semantics><mrow><msup>"),
        ("\\begin{align}\na &= b \\\\\n&= c\n\\end{align}", '<div class="formula scroll"><math display="block">'),
        (
            "so \\begin{equation*} a\n- b\\end{equation*} holds",
            'so <span class="formula scroll"><math display="block">',
        ),
        ("array\\[0\\] and \\(see above\\)", "<p>array[0] and (see above)</p>"),
        ("where $a\n+ b\n- c$ is", "where <math>"),
        ("so that\n$$\na\n- b\n$$\nholds", "<p>so that</p>\n<div class"),
        ("[x](a$b and c$d.html)", '<a href="a$b and c$d.html">x</a>'),
        ("<https://e.org/$a$>", '<a href="https://e.org/$a$">'),
        ('<kbd title="$h{$k}">a</kbd>', '<kbd title="$h{$k}">a</kbd>'),
        ("- $5\n- 6$", "<li>$5</li>\n<li>6$</li>"),
    ],
)
def test_what_text_may_hold(text, expected):
    assert expected in render(text).html


@pytest.mark.parametrize(
    ("above", "indent"),
    [("", ""), ("text\n", ""), ("a\nb\n", ""), ("- text\n", "  "), ("> text\n", "> "), ("term\n: text\n", "  ")],
)
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("$$\nx\n$$.", "</span>."),
        ("$$\nx\n$$,\nwhere\n$$\ny\n- z\n$$;", "</span>;"),
        ("$$\nx\n$$ text", "</span> text"),
        ("$$x\n= y$$ text", "</span> text"),
        ("$$\nx $$ and $$\n- y\n$$ text", "</span> text"),
        ("\\[\nx^2\n- y\n\\].", "</span>."),
    ],
)
def test_text_goes_on_right_behind_a_displayed_formula(above, indent, formula, expected):
    page = render(above + indent + formula.replace("\n", f"\n{indent}")).html
    assert expected in page
    assert page.count("<math") == (formula.count("$$") / 2 or 1)
    assert "<li>" not in page or above.startswith("-")


def test_a_formula_right_below_an_item_belongs_to_it():
    text = "1. Let $x$:\n$$\na = b\n- c\n$$\n    * one\n    * two\n2. c\n"
    page = render(text).html
    assert page.count("<li>") == 4
    assert page.count("<ol>") == 1
    assert page.count('<math display="block">') == 1
    assert "<pre>" not in page


@pytest.mark.parametrize("text", ["- $a\n- b$", "text\n```sh\necho $HOME\n```\n($x$)"])
def test_a_dollar_holds_no_lines_that_are_others(text):
    page = render(text).html
    assert page.count("<li>") == 2 or page.count("<pre>") == 1


ANCHORS = {
    "हिन्दी में शीर्षक": "हिन्दी-में-शीर्षक",
    "Über C#": "über-c",
    "U\u0308ber": "über",
    "梯度下降": "梯度下降",
    "می\u200cخواهم": "می\u200cخواهم",
    "🎉": "section",
    "About $\\frac{1}{2}$": "about-frac-1-2",
}


@pytest.mark.parametrize(("title", "anchor"), ANCHORS.items())
def test_anchors_have_the_words_of_any_script(title, anchor):
    assert [heading.anchor for heading in render(f"## {title}").headings] == [anchor]


def test_links_find_anchors_however_accents_are_spelled():
    assert 'href="#über"' in render("## U\u0308ber\n\n[a](#u\u0308ber)").html


@pytest.mark.parametrize("number", ["3", "2.1", "4.2a", "2-1", "A", "A.1", "S1"])
@pytest.mark.parametrize(
    "formula", ["$$ x $$", "\\[ x \\]", "text\n$$\nx\n$$", "\\begin{equation} x \\end{equation}"]
)
def test_a_number_behind_a_formula_is_the_number_that_is_shown(number, formula):
    page = render(
        f"{formula} ({number})\n\nSee ({number}): \\eqref{{{number}}}, $\\ref{{{number}}}$, [](#{number})."
    )
    assert page.html.count(f"<mtext>({number})</mtext>") == 1
    assert f'<a href="#eq-{number}">({number})</a>, <math>' in page.html
    assert f'<mtext><a href="#eq-{number}">{number}</a></mtext>' in page.html
    assert f'<a href="#{number}">equation ({number})</a>' in page.html
    assert "data-number" not in page.html
    assert {number, f"eq-{number}"} <= {*page.anchors}


def test_a_tag_comes_before_the_number_behind_it_and_a_name_is_no_number():
    text = "$$ x \\tag{7} $$ (3)\n\n$$ y $$ (elbo)\n\n\\begin{align} a \\\\ b \\end{align} (two)\n\n"
    page = render(f"{text}\\eqref{{3}} \\eqref{{elbo}} \\eqref{{two}}")
    assert re.findall(r'<a href="#(.+?)">(.+?)</a>', page.html) == [
        ("eq-3", "(7)"),
        ("eq-elbo", "(1)"),
        ("eq-two", "(3)"),
    ]


def test_a_reference_says_a_tag_that_is_mathematics():
    page = render("$$ x \\tag{$\\ast$} \\label{s} $$\n\nSee \\eqref{s}, [](#eq-s), $\\eqref{s}$.").html
    see = page[page.index("See") :]
    assert see.count("∗</mo>") == 3
    assert "\\ast" not in see
    assert '<a href="#eq-s">equation (<math>' in see


NUMBERED = """\
```animation
id: descent
```

![a](b.png "Caption"){#curve}

| a |
|---|
| b |
{: #table }

$$ x $$ {#eq-one}

## A heading {#part}

See [](#descent), [](#curve), [](#table), [](#eq-one), [](#part), [words](#curve), \\eqref{eq-one} and \\ref{eq-one}.
"""


def test_references_say_what_they_lead_to():
    page = render(NUMBERED, taken=["descent"])
    said = {link.href: link.text for link in page.links}
    assert said == {
        "#descent": "figure 1",
        "#curve": "words",
        "#table": "table 1",
        "#eq-one": "equation (1)",
        "#part": "A heading",
    }
    assert [link.text for link in page.links if link.href == "#curve"] == ["figure 2", "words"]
    assert '<a href="#eq-one">(1)</a> and <a href="#eq-one">1</a>' in page.html
    assert "Figure 2." not in page.html
    numbered = render(NUMBERED, taken=["descent"], options=TextOptions(number_captions=True)).html
    assert '<figcaption><span class="number">Figure 2.</span> Caption</figcaption>' in numbered
    assert split_slots(numbered)[0] == Slot("0", 1)


def test_references_that_lead_nowhere_are_mistakes():
    assert told_of("## A\n\nSee [](#b), \\eqref{c} and [](https://e.org).") == [
        "content/a.md:3: the link to 'https://e.org' has no words; write what it leads to, `[words](…)`",
        "content/a.md:3: there is no 'b' in this page; anchors: a",
        "content/a.md:3: there is no equation 'c'; there are no equations here",
    ]


def test_lines_of_han_and_kana_join_without_a_space():
    page = render("一步一步\n走到最低点，*这里*\n不应\n有 a\n空。\nカナ\n한글\n한글").html
    assert page == "<p>一步一步走到最低点，<em>这里</em>不应有 a\n空。カナ\n한글\n한글</p>\n"


def test_own_words_are_marked_as_english_in_another_language():
    text = "## Weg\n\n> [!NOTE]\n> a[^n]\n\n[^n]: b\n\n- [ ] c\n\n| d |\n|---|\n{: #t }\n\n[](#t)"
    german = read(text, options=TextOptions(language="de"))[0].html
    assert german.count(' lang="en"') == 5
    assert ' lang="en"' not in read(text, options=TextOptions(language="en-GB"))[0].html


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", True),
        ("fa-IR", True),
        ("he", True),
        ("de", False),
        ("ku-Latn", False),
        ("az-Arab", True),
        ("en", False),
    ],
)
def test_some_languages_run_from_right_to_left(language, expected):
    assert Site("T", "https://e.org", "A", language, "", {}).is_right_to_left is expected


def test_a_long_formula_within_a_line_may_scroll_and_a_short_one_is_as_it_was():
    long = "$" + " + ".join(f"x_{n}" for n in range(9)) + "$"
    assert (
        '<span class="line" tabindex="0" role="group" aria-label="Formula, scrolls sideways"><math>'
        in render(long).html
    )
    assert "<p><math>" in render("$x + y$").html
    assert "tabindex" not in render(f"## A {long}").headings[0].html
