"""Leftovers that are slips in Markdown: nearly a table, a heading, a link; and Markdown right within HTML."""

from klsim.content.markdown.leftover_form import FAR, OTHER, TOLD, kind_of

SLIPS = (
    kind_of(
        "table",
        "---",
        r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$",
        "this is no table yet",
        "write above this line a row of headings with as many cells",
    ),
    kind_of(
        "table",
        "|",
        r"^\|(?:[^|\n]+\|){2,}[ \t]*(?:\n\|.*\|[ \t]*)*$",
        "a row of no table",
        "write below the row of headings a line `|---|---|` with as many cells",
    ),
    kind_of(
        "definition",
        "\n:",
        r"(?<=\n):[ \t]+\S.*$",
        "no definition",
        "write each term with its own, an empty line between",
    ),
    kind_of(
        "space",
        "\u00a0",
        r"^(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\u00a0",
        "a no-break space where Markdown wants a space",
        "write a plain one",
    ),
    kind_of(
        "heading",
        "##",
        r"^#{2,6}[^\s#].*$",
        "no heading: a space is missing",
        "write a space behind the number signs",
    ),
    kind_of(
        "link",
        "](",
        rf"(?<![\w\]){OTHER}])\[[^\[\]\n]*\]\([^()\"'\n{TOLD}]+[ \t][\"'][^\n{OTHER}{TOLD}]{FAR}?\)",
        "no link: its title does not end where its quotes do",
        'write it as `[text](address "title")`, with `\\"` for quotes within the title',
    ),
    kind_of(
        "link",
        "][",
        rf"(?<![\w\]){OTHER}])\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        "a link without its address",
        "write `[text](address)`, or its address in a line `[…]: address`",
    ),
    kind_of(
        "link",
        "](",
        rf"(?<![\w\]){OTHER}])\[[^\[\]\n]*\]\([^()\n{OTHER}{TOLD}]*\)|\[[^\[\]\n]+\]\((?={OTHER})(?![^()\n]*{TOLD})",
        "no link: its address has signs that addresses do not have",
        "write it as `[text](<address>)`",
    ),
    kind_of("latex", "``", r"``[^`\n]{1,100}?(?:''|[’”“\"]{1,2})", "LaTeX's quotes", 'write `"…"`'),
    kind_of(
        "code",
        "`",
        r"(?<![\w`])`(?=[^\s`])[^`\n]{0,40}",
        "a backtick that opens no code",
        "write another where the code ends, or `\\`` for the sign itself",
        is_mild=True,
    ),
    *(
        kind_of(
            "emphasis",
            sign * 2,
            rf"(?:(?<![\w{sign}])[{sign}]{{2}}(?=[^\s.,;:!?)\]{sign}])"
            rf"|(?<=[\u3040-\u9fff])[{sign}]{{2}}(?=[^\s\w{sign}]))[^{sign}\n]{{0,40}}",
            f"the `{sign * 2}` opens nothing",
            f"close it, put a space where it meets a letter and a sign, or write `\\{sign}` for the sign itself",
            is_mild=True,
        )
        for sign in "*~"
    ),
)
"""Those of text, in the order in which they are looked for."""
IN_HTML = (
    kind_of(
        "formula", "$$", r"\$\$", "this formula is never closed", "write it as `$$…$$`, without an empty line"
    ),
    kind_of(
        "markdown",
        "",
        r"(?<![\w*])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?![\w*])|(?<![\w*\\])\*[^\W\d_](?:[^*\n]*[^\s*])?\*(?![\w*])"
        r"|(?<![\w`\\])`[^\s`](?:[^`\n]*[^\s`])?`(?![\w`])|!?\[[^\[\]\n]+\]\([^()\s]+\)|^#{2,6} .*$|^```.*$",
        "Markdown right within HTML is not read",
        "write an empty line before and after it, or HTML",
    ),
)
"""Those between the tags of raw HTML."""
