"""The kinds of leftovers: how each looks, what is said of it, and what to write instead."""

from klsim.content.markdown.leftover_form import BACKSLASH, CODE, FAR, LINE, OTHER, kind_of
from klsim.content.markdown.leftover_slips import SLIPS

_FOR = "write the text itself"
_LATEX = "LaTeX outside of a formula"
_NO_LATEX = "write it within `$…$` or `$$…$$`, or as Markdown"
_COMMANDS_LIST = (
    "newpage clearpage cleardoublepage pagebreak linebreak newline noindent indent par smallskip medskip bigskip "
    "vfill hfill centering maketitle tableofcontents listoffigures appendix item LaTeX TeX alpha beta gamma delta "
    "epsilon varepsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi varphi chi psi omega Gamma "
    "Delta Theta Lambda Pi Sigma Phi Psi Omega infty times cdot ldots dots leq geq neq approx nabla partial"
)
_COMMANDS = "|".join(_COMMANDS_LIST.split())
"""Those that have no argument, and are no names of folders."""
_MATHEMATICS = rf"(?!\s)[^${CODE}]{FAR}?[\\^_={{}}+<>{OTHER}](?:[^${CODE}]{FAR}?[^\s${CODE}])?"
"""What stands between the dollars of a formula: letters alone may be words between two prices."""
KINDS = (
    kind_of(
        "shortcode",
        "{{",
        rf"\{{\{{[<%](?:(?![%>]\}}\}}|\{{\{{){LINE})*+[%>]\}}\}}|\{{\{{<",
        "klsim has no shortcodes",
        "write Markdown or HTML",
    ),
    kind_of("liquid", "{%", rf"\{{%(?:(?!%\}}|\{{%){LINE})*+%\}}|\{{%", "klsim has no template tags", _FOR),
    kind_of("liquid", "{{", rf"\{{\{{(?:(?!\}}\}}|\{{\{{){LINE})*+\}}\}}", "klsim has no template tags", _FOR),
    kind_of(
        "latex",
        "\\",
        r"\\(?:begin|end|label|cite[tp]?|section|subsection|emph|textbf|textit|includegraphics)\{[^{}\n]*\}",
        _LATEX,
        _NO_LATEX,
    ),
    kind_of(
        "formula",
        "$",
        rf"(?<![\w$])\$(?!\d[^$\\^_{{}}]*\$)(?:\s+(?:[a-zA-Z]|{_MATHEMATICS})\s*|(?:[a-zA-Z]|{_MATHEMATICS})\s+)\$(?![\d$])",
        "a formula with a space beside a dollar",
        "write `$x$`, or `\\$` for a dollar",
    ),
    kind_of(
        "formula",
        "$$",
        r"\$\$",
        "this formula is never closed",
        "write it as `$$…$$`, without an empty line",
    ),
    kind_of(
        "formula",
        BACKSLASH,
        rf"{BACKSLASH}[(\[]{LINE}{FAR}?{BACKSLASH}[)\]]",
        "a formula between double backslashes",
        "write `$…$`, or `\\(…\\)` with single ones",
    ),
    kind_of(
        "latex",
        "\\",
        rf"(?<![\w\\:/.{BACKSLASH}])\\(?:[a-zA-Z]{{2,40}}\*?(?:\[[^\[\]\n]{{0,100}}\])?\{{[^{{}}\n]*\}}"
        rf"|(?:{_COMMANDS})(?!\w|\\\w))",
        _LATEX,
        _NO_LATEX,
    ),
    kind_of(
        "comment",
        "%",
        r"^%%$|(?<!\S)%%[^%\n]+%%(?!\S)|\A%[ \t]+\S.*$(?:\n%[ \t].*$)*",
        "klsim has no comments of this kind",
        "write `<!-- … -->`",
    ),
    kind_of(
        "wiki-link",
        "[[",
        r"!?\[\[[^\[\]\n]+\]\]",
        "klsim has no links of wikis",
        "write `[text](../article/index.html)`, or `![…](…)` for an image",
    ),
    kind_of(
        "citation",
        "@",
        rf"\[-?@[\w:./-]+[^\]]{FAR}\]",
        "klsim has no citations",
        "write a footnote, `[^1]`, or a link",
    ),
    kind_of(
        "reference",
        "@",
        r"(?<![\w@/.])@(?:eq|fig|tbl|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem)[-:][\w-]+",
        "klsim has no references by `@`",
        "write `[](#id)`, with the id in place",
    ),
    kind_of(
        "raw",
        "{=",
        rf"{CODE}\{{=[a-z][\w-]*\}}",
        "klsim has no code for other formats",
        "write HTML itself, or a formula",
    ),
    kind_of("tabs", "_tab:", rf":(?:begin|end)_tab:{CODE}?", "klsim has no tabs", "write headings"),
    kind_of(
        "role",
        CODE,
        rf"\{{[a-zA-Z][\w:+.-]*\}}{CODE}|(?<![\w:]):[a-z][\w:+.-]*:{CODE}",
        "klsim has no roles",
        "write `[](#id)`, a link, or a formula",
    ),
    kind_of(
        "label",
        ")=",
        r"^\([\w:.-]+\)=[ \t]*$",
        "klsim has no labels of this kind",
        "write `{#id}` behind the heading",
    ),
    kind_of(
        "attributes",
        "}",
        r"\{:[^{}\n]*\}|\{[ \t]*[.#][a-zA-Z_][^{}\n]*\}"
        r"|\{[ \t]*(?:width|height|class|id|title|alt|lang|target|loading|fig-[\w-]+|data-[\w-]+)=[^{}\n]*\}",
        "attributes that belong to nothing here",
        "write them right behind a link, an image or emphasis, at the end of a heading, or below a block",
    ),
    kind_of(
        "container",
        ":::",
        r"^:{3,}.*$",
        "no block: it is of no known kind, never closed, or never opened",
        "write `::: note Title` above it and `:::` below",
    ),
    kind_of(
        "admonition",
        "!!!",
        r"^!!!(?=[ \w\"]).*$",
        "no note",
        'write `!!! note "Title"`, its text below by 4 spaces',
    ),
    kind_of(
        "admonition",
        "???",
        r"^\?\?\?\+?(?=[ \w\"]).*$",
        "no note",
        'write `??? note "Title"`, its text below by 4 spaces',
    ),
    kind_of("tabs", "=== ", r"^===[!+]? [“”\"].*$", "klsim has no tabs", "write headings"),
    kind_of(
        "cell",
        "+++",
        r"^\+{3}(?:[ \t]*\{.*\})?[ \t]*$",
        "klsim has no cells, and no front matter of this kind",
        "leave it out, or write `---`",
    ),
    kind_of(
        "abbreviation",
        "*[",
        r"^\*\[[^\[\]\n]+\]:.*$",
        "klsim has no abbreviations of this kind",
        'write `<abbr title="…">…</abbr>` where it stands',
    ),
    kind_of("contents", "TOC", r"^\[(?:TOC|_TOC_)\]$", "klsim makes the contents itself", "leave it out"),
    kind_of(
        "note",
        "^[",
        r"\^\[(?:(?!\^\[)[^\[\]]|\[[^\[\]\n]{0,100}\])++\]",
        "klsim has no notes within lines",
        "write `[^1]`, and below `[^1]: …`",
    ),
    kind_of(
        "mark",
        "==",
        r"(?<![=\w])==[^\s=](?:[^=\n]*[^\s=])?==(?![=\w])",
        "klsim has no `==`",
        "write `<mark>…</mark>`",
    ),
    kind_of(
        "index",
        "~",
        r"(?<![~\s/])~[^\s~/]+~(?![~\s/])|(?<=[\w)])~[^\s~/]+~(?=\s)"
        r"|(?<![~\w])~[^\s~/](?:[^~\n/]*[^\s~/])?~(?![~\w])",
        "klsim has no single `~`",
        "write `<sub>…</sub>` for an index, `~~…~~` for what is struck out",
    ),
    kind_of(
        "power", "^", r"(?<=[\w)])\^[^\s^\[\]]+\^", "klsim has no `^…^`", "write `<sup>…</sup>`, or a formula"
    ),
    kind_of(
        "emoji",
        ":",
        r"(?<![^\s(*_>]):(?:[a-z][a-z0-9_+-]+|[+-]1|100|1234|8ball):(?![\w:])",
        "klsim has no names of emoji",
        "write the sign itself",
    ),
    *SLIPS,
)
"""In the order in which they are looked for: what one has found the next do not see."""
TEMPLATES = tuple(kind for kind in KINDS if kind.name in ("shortcode", "liquid"))
"""Those that raw HTML and addresses may hold as well."""
