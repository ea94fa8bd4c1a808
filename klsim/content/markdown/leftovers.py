"""What other programs understand and klsim does not: it would stand in the page as it was written."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from markdown_it.token import Token

from klsim.content.markdown.places import inlines, line_of
from klsim.diagnostics import Code, Diagnostic, Location

_CODE, _FORMULA, _BACKSLASH, _LINK, _OTHER = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
"""What stands for code, a formula, `\\\\`, the end of a link, and all else where leftovers are looked for."""
_STANDS = {"code_inline": _CODE, "formula": _FORMULA, "softbreak": "\n", "hardbreak": "\n"}
_FAR = "{0,300}"
"""So many characters a leftover has at most: where many begin and none ends, each is given up soon."""


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
KINDS = (
    _kind(
        "shortcode",
        "{{",
        rf"\{{\{{[<%](?:[^\n]|\n(?!\n)){_FAR}?[%>]\}}\}}",
        "klsim has no shortcodes",
        "write Markdown or HTML",
    ),
    _kind("liquid", "{%", rf"\{{%(?:[^\n]|\n(?!\n)){_FAR}?%\}}", "klsim has no template tags", _FOR),
    _kind("liquid", "{{", rf"\{{\{{(?:[^\n]|\n(?!\n)){_FAR}?\}}\}}", "klsim has no template tags", _FOR),
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
        rf"\[-?@[\w:./-]+[^\]\n]{_FAR}\]",
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
        _CODE,
        rf"\{{[a-zA-Z][\w:+.-]*\}}{_CODE}|(?<!\S):[a-z][\w:+.-]*:{_CODE}",
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
        r"\{:[^{}\n]*\}|\{[ \t]*[.#][a-zA-Z_][^{}\n]*\}",
        "attributes that belong to nothing here",
        "write them right behind a link, an image or emphasis, at the end of a heading, or below a block",
    ),
    _kind(
        "container",
        ":::",
        r"^:{3,}.*$",
        "a block of colons that is never closed, or never opened",
        "write `::: note` above it and `:::` below",
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
        "note", "^[", r"\^\[[^\[\]\n]+\]", "klsim has no notes within lines", "write `[^1]`, and below `[^1]: …`"
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
        "latex",
        "\\",
        r"\\(?:begin|end|label|cite[tp]?|section|subsection|emph|textbf|textit|includegraphics)\{[^{}\n]*\}",
        "LaTeX outside of a formula",
        "write it within `$…$` or `$$…$$`, or as Markdown",
    ),
    _kind(
        "formula",
        "$",
        rf"(?<!\$)\$[ \t]+(?:[a-zA-Z]|[^$\n{_CODE}]{_FAR}[\\^_={{}}+<>][^$\n{_CODE}]{_FAR}?)[ \t]+\$(?![\d$])",
        "a formula with spaces beside its dollars",
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
        _BACKSLASH,
        rf"{_BACKSLASH}[(\[][^\n]{_FAR}?{_BACKSLASH}[)\]]",
        "a formula between double backslashes",
        "write `$…$`, or `\\(…\\)` with single ones",
    ),
    _kind(
        "table",
        "---",
        r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$",
        "this is no table yet",
        "write above this line a row of headings with as many cells",
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
        rf"(?<![\w\]){_OTHER}])\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        "a link without its address",
        "write `[text](address)`, or its address in a line `[…]: address`",
    ),
    _kind(
        "link",
        "](",
        rf"(?<![\w\]){_OTHER}])\[[^\[\]\n]*\]\([^()\n]*\)",
        "no link: its address has signs that addresses do not have",
        "write it as `[text](<address>)`",
    ),
)
"""In the order in which they are looked for: what one has found the next do not see."""
_SIGNS = re.compile(r"[{}\[\]@=~^\\!?|:$#\u00a0]|---")


def find_leftovers(
    tokens: Iterable[Token], at: Callable[[int], Location], allows: Callable[[str, str], bool]
) -> Iterator[Diagnostic]:
    """Every leftover that is not let through."""
    for block in inlines(tokens):
        if _SIGNS.search(block.content):
            text, starts, lines = _visible(block)
            for kind in KINDS:
                if kind.sign not in text:
                    continue
                for found in kind.pattern.finditer(text):
                    written = _written(found[0])
                    if not allows(kind.name, written):
                        line = lines[max(bisect_right(starts, found.start()) - 1, 0)]
                        yield at(line).error(Code.LEFTOVER, f"{written}: {kind.message}", kind.hint)
                text = kind.pattern.sub(lambda found: " " * len(found[0]), text)


def _visible(block: Token) -> tuple[str, list[int], list[int]]:
    """The text of a block, a sign for what is none; where its pieces begin, and their lines."""
    pieces: list[str] = []
    starts, lines, size, depth = [0], [line_of(block)], 0, 0
    for child in block.children or ():
        is_break = child.type in ("softbreak", "hardbreak")
        if child.type in ("link_open", "link_close"):
            depth += child.nesting
            piece = _LINK * (child.nesting < 0)
        elif child.type == "text":
            piece = "x" * len(child.content) if depth else child.content
        elif child.type == "text_special" and child.content[0] == "\\":
            piece = _BACKSLASH if child.markup == "\\\\" else child.content
        else:
            piece = _STANDS.get(child.type, _OTHER * (child.nesting == 0))
        pieces.append(piece)
        starts.append(size + is_break)
        lines.append(line_of(child) + is_break)
        size += len(piece)
    return "".join(pieces), starts, lines


_SHORT = 60


def _written(found: str) -> str:
    words = " ".join(
        found.translate(
            {ord(_CODE): "`…`", ord(_FORMULA): "$…$", ord(_BACKSLASH): "\\\\", ord(_OTHER): "…"}
        ).split()
    )
    words = words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"
    return f"`{words}`" if "`" not in words else words
