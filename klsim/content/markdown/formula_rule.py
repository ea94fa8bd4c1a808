r"""Formulas: `$…$`, ``$`…`$``, `$$…$$`, `\(…\)`, `\[…\]` and bare `\begin{align}…\end{align}` become tokens.

A token `formula` has in its `meta` the LaTeX, whether it is displayed, the text as written, and, where something
is wrong with it, what.
"""

import re
from collections.abc import Mapping

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from klsim.content.markdown.attributes import parse_attributes

LONGEST_INLINE = 8000
"""No formula within a line is longer, in characters: a dollar's partner is not looked for beyond."""
MOST_LINES = 100
"""So many lines a formula of a paragraph has at most, and one that is not between dollars."""
_MOST_TEXTS = 20
"""So many texts within each other are none: something is not closed."""
_ENVIRONMENTS = (
    "equation|align|alignat|gather|multline|flalign|eqnarray|displaymath|math|aligned|gathered|split|cases|dcases"
    "|array|matrix|pmatrix|bmatrix|Bmatrix|vmatrix|Vmatrix|smallmatrix"
)
_BEGIN = re.compile(rf"\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}")
_OPENING = re.compile(rf"\$\$|\\\[|{_BEGIN.pattern}")
_CLOSERS = {"$$": "$$", "\\[": "\\]"}
_STEP = re.compile(
    r"(?P<text>\\(?:text|mbox|textbf|textit|textrm|textsf|texttt|textup|hbox)\s*\{)|\\.|[{}$`\n]", re.DOTALL
)
_BARE = re.compile(r"\\.|[$`\n]", re.DOTALL)
_LINK_WITHIN = re.compile(r"[^\[]*\]\(")
_TAG_WITHIN = re.compile(r"<[a-zA-Z][^<>]*=\s*[\"']")
_BETWEEN_MARKS = re.compile(r"\$`(?P<latex>[^`]+)`\$")
"""GitHub's form of a formula within a line."""
_WORDS = re.compile(r"\s*[^\W\d_]{2,}(?:[\s,]+[^\W\d_]{2,})+\s*")
_MATHEMATICAL = re.compile(r"[\\^_={}]")
_TEXT = re.compile(r"(?:#|<|>|[-*+]\s|\d+[.)]\s|```|~~~|:::|!!!|\{%)|(?:[^\W\d_]+['’,.:;]?\s+){4}")
"""How a line begins that goes on after a formula that is never closed, and is no part of it."""
_LABEL = re.compile(r"\((?P<label>[\w:.-]+)\)")
"""What MyST writes behind a formula that has a label."""
_NUMBER = re.compile(r"(?:[A-Z]\.?)?\d+(?:[.-]\d+)*[a-z]?|[a-zA-Z]")
"""A label that is the number to be shown, such as 3, 2.1, 4.2a, A.1, S1 or A."""
_REFERENCE = re.compile(r"\\(?P<kind>eqref|ref)\{(?P<label>[^{}\s]+)\}")
_AFTER = re.compile(r"[\s.,;:!?)]*")


def inline_formula(state: StateInline, silent: bool) -> bool:
    r"""`$…$`, ``$`…`$``, `\(…\)` and, amid a line, `$$…$$` and `\[…\]`."""
    if state.src[state.pos] not in "$\\":
        return False
    found = find_formula(state.src, state.pos, state.posMax)
    if found is None:
        if not state.src.startswith("$$", state.pos):
            return False
        if not silent:  # these two are not one and a formula that begins with the second
            state.append_pending("$$")
        state.pos += 2
        return True
    end, latex, display = found
    if not silent:
        token = state.push("formula", "math", 0)
        token.meta = {"latex": latex, "display": display, "written": state.src[state.pos : end]}
        is_environment = state.src.startswith("\\begin", state.pos)
        token.meta["amid"] = display and not is_environment and is_amid(state.src, state.pos, end)
    state.pos = end
    return True


def find_formula(text: str, at: int, limit: int) -> tuple[int, str, bool] | None:
    """Where the formula that begins at `at` ends, its LaTeX, and whether it is displayed."""
    if environment := _BEGIN.match(text, at, limit):
        last = f"\\end{{{environment['name']}}}"
        end = text.find(last, environment.end(), min(limit, at + LONGEST_INLINE)) + len(last)
        return (end, text[at:end], True) if end >= len(last) else None
    if text.startswith("$$", at):
        end = _closing(text, at + 2, min(limit, at + LONGEST_INLINE), "$$")
        latex = text[at + 2 : end]
        return (end + 2, latex, True) if end > 0 and latex.strip() else None
    if between := _BETWEEN_MARKS.match(text, at, min(limit, at + LONGEST_INLINE)):
        return (between.end(), between["latex"], False) if between["latex"].strip() else None
    if text[at] == "$":
        return _find_dollar(text, at, limit)
    closer = {"\\(": "\\)", "\\[": "\\]"}.get(text[at : at + 2])
    end = text.find(closer, at + 2, min(limit, at + LONGEST_INLINE)) if closer else -1
    latex = text[at + 2 : end]
    if end < 0 or not latex.strip() or _LINK_WITHIN.match(latex):
        return None
    if closer == "\\]":  # elsewhere these are brackets that are no link, `array\[0\]`
        return (end + 2, latex, True) if _MATHEMATICAL.search(latex) and re.search(r"\w", latex) else None
    return None if _WORDS.fullmatch(latex) else (end + 2, latex, False)


def _find_dollar(text: str, at: int, limit: int) -> tuple[int, str, bool] | None:
    if at + 1 >= limit or text[at + 1].isspace():
        return None
    end = _closing(text, at + 1, min(limit, at + LONGEST_INLINE), "$")
    latex = text[at + 1 : end]
    if end < 0 or latex[-1:].isspace() or text[end + 1 : end + 2].isdigit():
        return None
    if _LINK_WITHIN.match(latex) or _TAG_WITHIN.search(latex):
        return None
    return end + 1, latex, False


def _closing(text: str, at: int, limit: int, closer: str) -> int:
    """Where the formula ends, or −1; dollars in `\\text{…}` are its own, if that is ever closed."""
    closing = _walk(text, at, limit, closer, _STEP)
    return closing if closing > 0 else _walk(text, at, limit, closer, _BARE)


def _walk(text: str, at: int, limit: int, closer: str, step: re.Pattern[str]) -> int:
    braces: list[bool] = []  # whether each open brace is that of a text
    texts = inner = 0
    for found in step.finditer(text, at, limit):
        sign = found[0]
        if sign == "$":
            if texts or inner:
                inner = 1 - inner
            elif text.startswith(closer, found.start()):
                return found.start()
            elif closer == "$":
                return -1
        elif sign == "`" and closer == "$" and not texts:
            return -1
        elif sign == "}" and braces:
            texts -= braces.pop()
        elif sign[-1] == "{" and sign != "\\{":
            braces.append(len(sign) > 1)
            texts += braces[-1]
            if texts > _MOST_TEXTS:
                return -1
    return -1


def equation_reference(state: StateInline, silent: bool) -> bool:
    r"""`\eqref{label}` and `\ref{label}` within text."""
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("equation_reference", "a", 0)
        token.meta = {"label": found["label"], "brackets": found["kind"] == "eqref"}
    state.pos = found.end()
    return True


def is_amid(text: str, at: int, end: int) -> bool:
    """Whether more than signs of punctuation stands before or after it on its lines."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    after = text[end:].split("\n", 1)[0]
    return bool(before.strip() or not _AFTER.fullmatch(after))


def block_formula(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A formula on lines of its own; it may follow a line of text, or stand right above one."""
    begin = state.bMarks[line] + state.tShift[line]
    if state.src[begin : begin + 1] not in ("$", "\\") or state.is_code_block(line):
        return False
    opening = _OPENING.match(state.src, begin)
    if opening is None:
        return False
    if silent and state.sCount[line] < state.blkIndent:
        return False  # it goes on in the paragraph of a list, as any other line would
    text, last = _lines_to(state, line, end, _CLOSERS.get(opening[0]) or f"\\end{{{opening['name']}}}")
    found = _find_block(text)
    if found is None:
        return text.startswith("$$") and _block_without_end(state, line, last, end, text, silent)
    if not silent:
        latex, stop = found
        after = text[stop:].split("\n", 1)[0].strip()
        token = _push(state, line, line + text.count("\n", 0, stop) + 1)
        token.meta = {"latex": latex, "display": True, "written": text[:stop], "amid": False}
        token.meta["number"] = _number(after)
        token.attrs = dict(_attributes(after) or {})
    return True


def _next(state: StateBlock, sign: str, begin: int) -> int:
    """Where a sign stands next; whoever asks from further down, but above it, is answered without a search."""
    known: dict[str, tuple[int, int]] = state.env.setdefault("next", {})
    first, at = known.get(sign, (0, -1))
    if not first <= begin <= at:
        at = state.src.find(sign, begin)
        at = at if at >= 0 else len(state.src)
        known[sign] = begin, at
    return at


def _lines_to(state: StateBlock, line: int, end: int, closer: str) -> tuple[str, int]:
    """The lines of a block up to that which closes a formula, or to the next empty line, and where they end."""
    limit = end if closer == "$$" else min(end, line + MOST_LINES)
    begin, last = state.bMarks[line] + state.tShift[line] + 2, line
    if _next(state, closer, begin) > state.eMarks[limit - 1]:
        limit = end if closer == "$$" else line + 1
    while last < limit and not state.isEmpty(last) and (last == line or state.sCount[last] >= state.blkIndent):
        last += 1
        if state.src.find(closer, max(begin, state.bMarks[last - 1]), state.eMarks[last - 1]) >= 0:
            text = state.getLines(line, last, state.blkIndent, False).lstrip(" \t")
            if closer != "$$" or _closing(text, 2, len(text), "$$") > 0:
                return text, last
    return state.getLines(line, last, state.blkIndent, False).lstrip(" \t"), last


def _find_block(text: str) -> tuple[str, int] | None:
    """The LaTeX and the end of a formula with which these lines begin, if nothing but a label follows it."""
    if text.startswith("$$"):
        end, size = _closing(text, 2, len(text), "$$"), 2
        latex = text[2:end]
    elif text.startswith("\\["):
        end, size = text.find("\\]", 2), 2
        latex = text[2:end]
        if not latex.strip() or ("\n" not in latex and not re.search(r"[\\^_={}\s]", latex)):
            return None  # `\[1\]`
    elif found := _BEGIN.match(text):
        closer = f"\\end{{{found['name']}}}"
        end, size = text.find(closer), len(closer)
        latex = text[: end + size]
    else:
        return None
    if end < 0:
        return None
    after = text[end + size :].split("\n", 1)[0].strip()
    return None if after and _attributes(after) is None else (latex, end + size)


def _attributes(after: str) -> Mapping[str, str] | None:
    """What a list of attributes, or a label, behind a formula gives; None where there is anything else."""
    if label := _LABEL.fullmatch(after):
        return {"id": label["label"]}
    found = parse_attributes(after)
    return found[1] if found is not None and found[0] == len(after) else None


def _number(after: str) -> str:
    """The number that stands by hand behind a formula; empty where there is none."""
    label = _LABEL.fullmatch(after)
    return label["label"] if label and _NUMBER.fullmatch(label["label"]) else ""


def _block_without_end(state: StateBlock, line: int, last: int, end: int, text: str, silent: bool) -> bool:
    """`$$` that is closed below an empty line, or nowhere; but not one that is closed amid a line."""
    if _closing(text, 2, len(text), "$$") > 0:
        return False
    if silent:
        return True
    below = last
    while below < end and state.sCount[below] >= (0 if state.isEmpty(below) else state.blkIndent):
        words = state.getLines(below, below + 1, state.blkIndent, False).strip()
        if words.endswith("$$") and (words == "$$" or not words.startswith("$$")):
            last = below + 1
            break
        if words.startswith("$$") or _TEXT.match(words):
            break
        below += 1
    token = _push(state, line, last)
    token.meta = {"latex": "", "display": True, "written": text, "amid": False, "open": True}
    return True


def _push(state: StateBlock, line: int, last: int) -> Token:
    state.line = last
    token = state.push("formula", "math", 0)
    token.map = [line, last]
    return token
