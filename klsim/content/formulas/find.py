"""Finding `$…$` and `$$…$$` in Markdown, and keeping Markdown's hands off them.

Each formula is replaced by a mark that means nothing to Markdown; `restore` puts MathML in its place, or the
text as written where the mark has ended up in code or in a tag.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from klsim.content.code_mask import mask_code
from klsim.content.source import Source
from klsim.diagnostics import Code, ContentError, Location

_DISPLAY = r"\$\$(?P<display>(?:\\.|[^\\])*?)(?P<end>\$\$|\n[ \t>]*(?=\n|\Z)|\Z)"
_INLINE = r"\$(?![\s$])(?P<inline>(?:\\.|[^\\$\n]|\n(?![ \t>]*\n))+?)(?<!\s)\$(?!\d)"
_FORMULA = re.compile(rf"\\.|{_DISPLAY}|{_INLINE}", re.DOTALL)
_QUOTED = re.compile(r"^[ \t]*>[ \t>]*")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # no text contains them: see reading.NEVER_TEXT
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")

_TAG = r"</?[a-zA-Z](?:[^'\">]++|\"[^\"]*+\"|'[^']*+')*+>"
_VERBATIM = r"<(?P<raw>script|style)\b.*?</(?P=raw)>|<!--.*?-->"
_CODE = rf"<(?P<code>pre|code|textarea)\b.*?</(?P=code)>|{_TAG}"
_TAG_WITHOUT = rf"</?[a-zA-Z](?:[^'\">{_OPEN}]++|\"[^\"{_OPEN}]*+\"|'[^'{_OPEN}]*+')*+>"
_NOTHING = rf"(?:[^<{_OPEN}]++|(?!<(?:script|style|pre|code|textarea)\b|<p>{_OPEN}){_TAG_WITHOUT})++"
_RESTORED = re.compile(
    rf"(?P<nothing>{_NOTHING})|(?P<verbatim>{_VERBATIM})|<p>{_OPEN}(?P<alone>[0-9]+){_CLOSE}</p>|(?P<kept>{_CODE})"
    rf"|{_OPEN}(?P<amid>[0-9]+){_CLOSE}",
    re.DOTALL,
)


@dataclass(frozen=True)
class Formula:
    """LaTeX, whether it stands on lines of its own, the text as written, and where it begins."""

    latex: str
    display: bool
    written: str
    location: Location


def take_formulas(source: Source) -> tuple[str, tuple[Formula, ...]]:
    """Markdown with a mark in place of each formula, and the formulas in the order of their marks.

    Raises ContentError for a formula that is empty or never closed.
    """
    text = source.text
    pieces: list[str] = []
    formulas: list[Formula] = []
    mistakes = []
    end = 0
    for found in _FORMULA.finditer(mask_code(source)):
        if found.group()[0] == "\\":
            continue
        location = source.at(found.start())
        if found["display"] is not None and (found["end"] != "$$" or not found["display"].strip()):
            what = "this formula is empty" if found["end"] == "$$" else "this formula is never closed"
            mistakes.append(
                location.error(Code.INVALID_FORMULA, what, "write it as `$$…$$`, without an empty line")
            )
            continue
        written = text[found.start() : found.end()]
        formulas.append(
            _formula(written, found["display"] is not None, location, _line_before(text, found.start()))
        )
        pieces += [text[end : found.start()], f"{_OPEN}{len(formulas) - 1}{_CLOSE}"]
        end = found.end()
    if mistakes:
        raise ContentError(mistakes)
    return "".join([*pieces, text[end:]]), tuple(formulas)


def _line_before(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1 : position]


def _formula(written: str, display: bool, location: Location, before: str) -> Formula:
    latex = written[2:-2] if display else written[1:-1]
    if _QUOTED.match(before):
        latex = "\n".join(_QUOTED.sub("", line) for line in latex.split("\n"))
    return Formula(latex, display, written, location)


def restore(page: str, formulas: Sequence[Formula], rendered: Sequence[str]) -> str:
    """HTML with each mark replaced by its rendering, or in code and tags by what the author wrote."""

    def write(found: re.Match[str]) -> str:
        if nothing := found["nothing"]:  # a long stretch at once: most of a page
            return nothing
        if verbatim := found["verbatim"]:
            return _MARK.sub(lambda mark: formulas[int(mark[1])].written, verbatim)
        if kept := found["kept"]:
            return _MARK.sub(lambda mark: html.escape(formulas[int(mark[1])].written), kept)
        alone = found["alone"]
        number = int(alone or found["amid"])
        if not formulas[number].display:
            return f"<p>{rendered[number]}</p>" if alone else rendered[number]
        tag = "div" if alone else "span"
        return f'<{tag} class="formula scroll">{rendered[number]}</{tag}>'

    return _RESTORED.sub(write, page) if formulas else page
