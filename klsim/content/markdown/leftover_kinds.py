"""The kinds of leftovers: how each looks, what is said of it, and what to write instead."""

import re
from typing import NamedTuple

CODE, FORMULA, BACKSLASH, LINK, OTHER, TOLD = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
"""What stands for code, a formula, `\\\\`, the end of a link, all else, and what is told already."""
_FAR = "{0,300}"
"""So many characters a leftover has at most: where many begin and none ends, each is given up soon. Others end at
the latest where the next begins."""
_LINE = r"(?:[^\n]|\n(?!\n))"
"""A character of a paragraph."""


class Kind(NamedTuple):
    """A kind of leftover: its name, a part that each has, how it looks, what is said of it, and what to write."""

    name: str
    sign: str
    pattern: re.Pattern[str]
    message: str
    hint: str


def _kind(name: str, sign: str, pattern: str, message: str, hint: str) -> Kind:
    return Kind(name, sign, re.compile(pattern, re.MULTILINE), message, hint)


_FOR = "write the text itself"
_MATHEMATICS = rf"(?!\s)[^${CODE}]{_FAR}?[\\^_={{}}+<>{OTHER}](?:[^${CODE}]{_FAR}?[^\s${CODE}])?"
"""What stands between the dollars of a formula: letters alone may be words between two prices."""
KINDS = (
    _kind(
        "shortcode",
        "{{",
        rf"\{{\{{[<%](?:(?![%>]\}}\}}|\{{\{{){_LINE})*+[%>]\}}\}}|\{{\{{<",
        "klsim has no shortcodes",
        "write Markdown or HTML",
    ),
    _kind("liquid", "{%", rf"\{{%(?:(?!%\}}|\{{%){_LINE})*+%\}}|\{{%", "klsim has no template tags", _FOR),
    _kind("liquid", "{{", rf"\{{\{{(?:(?!\}}\}}|\{{\{{){_LINE})*+\}}\}}", "klsim has no template tags", _FOR),
    _kind(
        "latex",
        "\\",
        r"\\(?:begin|end|label|cite[tp]?|section|subsection|emph|textbf|textit|includegraphics)\{[^{}\n]*\}",
        "LaTeX outside of a formula",
        "write it within `$…$` or `$$…$$`, or as Markdown",
    ),
    _kind(
        "formula",
        "$",
        rf"(?<![\w$])\$(?!\d[^$\\^_{{}}]*\$)(?:\s+(?:[a-zA-Z]|{_MATHEMATICS})\s*|(?:[a-zA-Z]|{_MATHEMATICS})\s+)\$(?![\d$])",
        "a formula with a space beside a dollar",
        "write `$x$`, or `\\$` for a dollar",
    ),
    _kind(
        "formula",
        "$$",
        r"\$\$",
        "this formula is never closed",
        "write it as `$$…$$`, without an empty line",
    ),
    _kind(
        "formula",
        BACKSLASH,
        rf"{BACKSLASH}[(\[]{_LINE}{_FAR}?{BACKSLASH}[)\]]",
        "a formula between double backslashes",
        "write `$…$`, or `\\(…\\)` with single ones",
    ),
    _kind(
        "comment",
        "%",
        r"^%%$|(?<!\S)%%[^%\n]+%%(?!\S)|\A%[ \t]+\S.*$(?:\n%[ \t].*$)*",
        "klsim has no comments of this kind",
        "write `<!-- … -->`",
    ),
    _kind(
        "wiki-link",
        "[[",
        r"!?\[\[[^\[\]\n]+\]\]",
        "klsim has no links of wikis",
        "write `[text](../article/index.html)`, or `![…](…)` for an image",
    ),
    _kind(
        "citation",
        "@",
        rf"\[-?@[\w:./-]+[^\]]{_FAR}\]",
        "klsim has no citations",
        "write a footnote, `[^1]`, or a link",
    ),
    _kind(
        "reference",
        "@",
        r"(?<![\w@/.])@(?:eq|fig|tbl|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem)[-:][\w-]+",
        "klsim has no references by `@`",
        "write `[](#id)`, with the id in place",
    ),
    _kind(
        "role",
        CODE,
        rf"\{{[a-zA-Z][\w:+.-]*\}}{CODE}|(?<![\w:]):[a-z][\w:+.-]*:{CODE}",
        "klsim has no roles",
        "write `[](#id)`, a link, or a formula",
    ),
    _kind(
        "label",
        ")=",
        r"^\([\w:.-]+\)=[ \t]*$",
        "klsim has no labels of this kind",
        "write `{#id}` behind the heading",
    ),
    _kind(
        "attributes",
        "}",
        r"\{:[^{}\n]*\}|\{[ \t]*[.#][a-zA-Z_][^{}\n]*\}"
        r"|\{[ \t]*(?:width|height|class|id|title|alt|lang|target|loading|fig-[\w-]+|data-[\w-]+)=[^{}\n]*\}",
        "attributes that belong to nothing here",
        "write them right behind a link, an image or emphasis, at the end of a heading, or below a block",
    ),
    _kind(
        "container",
        ":::",
        r"^:{3,}.*$",
        "no block: it is of no known kind, never closed, or never opened",
        "write `::: note Title` above it and `:::` below",
    ),
    _kind(
        "admonition",
        "!!!",
        r"^!!!(?=[ \w\"]).*$",
        "no note",
        'write `!!! note "Title"`, its text below by 4 spaces',
    ),
    _kind(
        "admonition",
        "???",
        r"^\?\?\?\+?(?=[ \w\"]).*$",
        "no note",
        'write `??? note "Title"`, its text below by 4 spaces',
    ),
    _kind("tabs", "=== ", r"^===[!+]? [“”\"].*$", "klsim has no tabs", "write headings"),
    _kind("contents", "TOC", r"^\[(?:TOC|_TOC_)\]$", "klsim makes the contents itself", "leave it out"),
    _kind(
        "note",
        "^[",
        r"\^\[(?:(?!\^\[)[^\[\]]|\[[^\[\]\n]{0,100}\])++\]",
        "klsim has no notes within lines",
        "write `[^1]`, and below `[^1]: …`",
    ),
    _kind(
        "mark",
        "==",
        r"(?<![=\w])==[^\s=](?:[^=\n]*[^\s=])?==(?![=\w])",
        "klsim has no `==`",
        "write `<mark>…</mark>`",
    ),
    _kind(
        "index",
        "~",
        r"(?<![~\s/])~[^\s~/]+~(?![~\s/])|(?<![~\w])~[^\s~/](?:[^~\n/]*[^\s~/])?~(?![~\w])",
        "klsim has no single `~`",
        "write `<sub>…</sub>` for an index, `~~…~~` for what is struck out",
    ),
    _kind("power", "^", r"(?<=[\w)])\^[^\s^\[\]]+\^", "klsim has no `^…^`", "write `<sup>…</sup>`, or a formula"),
    _kind(
        "emoji",
        ":",
        r"(?<![^\s(*_>]):[a-z][a-z0-9_+-]+:(?![\w:])",
        "klsim has no names of emoji",
        "write the sign itself",
    ),
    _kind(
        "table",
        "---",
        r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$",
        "this is no table yet",
        "write above this line a row of headings with as many cells",
    ),
    _kind(
        "table",
        "|",
        r"^\|(?:[^|\n]+\|){2,}[ \t]*(?:\n\|.*\|[ \t]*)*$",
        "a row of no table",
        "write below the row of headings a line `|---|---|` with as many cells",
    ),
    _kind(
        "definition",
        "\n:",
        r"(?<=\n):[ \t]+\S.*$",
        "no definition",
        "write each term with its own, an empty line between",
    ),
    _kind(
        "space",
        "\u00a0",
        r"^(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\u00a0",
        "a no-break space where Markdown wants a space",
        "write a plain one",
    ),
    _kind(
        "heading",
        "##",
        r"^#{2,6}[^\s#].*$",
        "no heading: a space is missing",
        "write a space behind the number signs",
    ),
    _kind(
        "link",
        "][",
        rf"(?<![\w\]){OTHER}])\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        "a link without its address",
        "write `[text](address)`, or its address in a line `[…]: address`",
    ),
    _kind(
        "link",
        "](",
        rf"(?<![\w\]){OTHER}])\[[^\[\]\n]*\]\([^()\n{OTHER}{TOLD}]*\)|\[[^\[\]\n]+\]\((?={OTHER})(?![^()\n]*{TOLD})",
        "no link: its address has signs that addresses do not have",
        "write it as `[text](<address>)`",
    ),
)
"""In the order in which they are looked for: what one has found the next do not see."""
TEMPLATES = tuple(kind for kind in KINDS if kind.name in ("shortcode", "liquid"))
"""Those that raw HTML and addresses may hold as well."""
IN_HTML = (
    _kind("formula", "$$", r"\$\$", "this formula is never closed", "write it as `$$…$$`, without an empty line"),
    _kind(
        "markdown",
        "",
        r"(?<![\w*])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?![\w*])|!?\[[^\[\]\n]+\]\([^()\s]+\)|^#{2,6} .*$|^```.*$",
        "Markdown right within HTML is not read",
        "write an empty line before and after it, or HTML",
    ),
)
"""Those between the tags of raw HTML."""
