"""Blocks around others: `!!! note "Title"`, `??? note`, `::: {.callout-note}` and MyST's ```` ```{note} ````."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it.rules_block import StateBlock

from klsim.content.markdown.attributes import parse_attributes

_ADMONITIONS_LIST = (
    "note tip hint important warning caution danger attention error seealso info question abstract summary "
    "success failure bug example quote todo admonition definition theorem lemma proposition corollary proof "
    "remark exercise solution conjecture algorithm axiom property assumption observation"
)
ADMONITIONS = frozenset(_ADMONITIONS_LIST.split())
"""Words that make a box with a title."""
_PREFIXES = {
    **{"thm": "theorem", "lem": "lemma", "cor": "corollary", "prp": "proposition", "cnj": "conjecture"},
    **{"def": "definition", "exm": "example", "exr": "exercise", "sol": "solution", "rem": "remark"},
}
"""What the ids of Quarto say of a block, `#thm-line`."""
_ADMONITION = re.compile(r'(?P<mark>!!!|\?\?\?\+?) ?(?P<kinds>[\w-]+(?: +[\w-]+)*)(?: +"(?P<title>.*?)")?[ \t]*')
_COLONS = re.compile(r":{3,}")
_DIV = re.compile(r"(?P<marks>:{3,})[ \t]*(?P<info>[^:\s].*?)[ \t]*:*[ \t]*")
_DIRECTIVE = re.compile(r"(?P<marks>`{3,}|~{3,})[ \t]*\{(?:prf:)?(?P<kind>[\w-]+)\}[ \t]*(?P<title>[^`]*)")
_OPTION = re.compile(r":[\w-]+:.*")


def admonition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`!!! note "Title"`, its body below it by four spaces; with `???` it is closed until a reader opens it."""
    begin = state.bMarks[line] + state.tShift[line]
    if state.src[begin : begin + 3] not in ("!!!", "???") or state.is_code_block(line):
        return False
    found = _ADMONITION.fullmatch(state.src, begin, state.eMarks[line])
    if not found or silent:
        return bool(found)
    last, indent = line + 1, state.blkIndent + 4
    while last < end and (state.isEmpty(last) or state.sCount[last] >= indent):
        last += 1
    while last > line + 1 and state.isEmpty(last - 1):
        last -= 1
    box = _Box(found["kinds"].lower().split(), found["title"], folds=found["mark"] != "!!!")
    box.is_open = found["mark"].endswith("+")
    box.push(state, (line, last), line + 1, indent)
    state.line = last
    return True


def div(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`::: {.callout-note}` … `:::`, or `::: note Title`; one within another ends first."""
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", begin) or state.is_code_block(line):
        return False
    found = _DIV.fullmatch(state.src, begin, state.eMarks[line])
    if not found:
        return False
    last = _div_end(state, line, end)
    box = None if last is None else _div_box(found["info"])
    if box is None or last is None or silent:
        return box is not None
    first = _below_options(state, line + 1, last) if found["info"].startswith("{") else line + 1
    box.push(state, (line, last + 1), first, state.blkIndent, last)
    state.line = last + 1
    return True


def _below_options(state: StateBlock, first: int, last: int) -> int:
    """The line below those that say how MyST shows a block, `:class: dropdown`."""
    while first < last and _OPTION.fullmatch(state.getLines(first, first + 1, state.blkIndent, False).strip()):
        first += 1
    return first


def _div_end(state: StateBlock, line: int, end: int) -> int | None:
    """The line that closes a div; those of all that begin below are found in the same pass."""
    known: dict[int, int] = state.env.setdefault("div ends", {})
    if line not in known:
        known |= {line: -1} | _pair_divs(state, line, end)
    return known[line] if line < known[line] < end else None


def _pair_divs(state: StateBlock, line: int, end: int) -> dict[int, int]:
    """For each line that opens a div the one that closes it, or −1; code is passed over."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    fence = ""
    for number in range(line, end):
        begin = state.bMarks[number] + state.tShift[number]
        first = state.src[begin : begin + 3]
        if first in ("```", "~~~"):
            marks = re.compile(r"`+|~+").match(state.src, begin)
            assert marks is not None
            if not fence:
                fence = marks[0]
            elif marks[0].startswith(fence) and not state.src[marks.end() : state.eMarks[number]].strip():
                fence = ""
        elif first == ":::" and not fence:
            if not _COLONS.fullmatch(state.src[begin : state.eMarks[number]].strip()):
                opened.append(number)
            elif opened:
                pairs[opened.pop()] = number
    return dict.fromkeys(opened, -1) | pairs


def _div_box(info: str) -> "_Box | None":
    """The box that the words behind the colons ask for; None where something of them would be lost."""
    attributes: dict[str, str] = {}
    title: str | None = None
    if found := parse_attributes(info):
        attributes = dict(found[1])
    else:
        word, _, title = info.partition(" ")
        name = word.strip("{}.").removeprefix("prf:")
        attributes["class"] = name.lower() if name.lower() in ADMONITIONS else name
        title = title.strip() or None
        if word.startswith("{") and name.lower() not in ADMONITIONS:
            return None
    title = attributes.pop("title", attributes.pop("name", title))
    classes = [name.removeprefix("callout-") for name in attributes.pop("class", "").split()]
    if kind := _PREFIXES.get(attributes.get("id", "").partition("-")[0]):
        classes.insert(0, kind)
    folds = attributes.pop("collapse", "")
    classes = [name for name in classes if name != "callout"]
    attributes = {name: value for name, value in attributes.items() if name in ("id", "lang", "dir")}
    box = _Box(classes, title, folds=folds == "true", attributes=attributes)
    box.is_plain = not ADMONITIONS & set(classes)
    return None if box.is_plain and title else box


def directive(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """MyST's ```` ```{note} Title ```` … ```` ``` ````, whose body is Markdown."""
    begin = state.bMarks[line] + state.tShift[line]
    if state.src[begin : begin + 3] not in ("```", "~~~") or state.is_code_block(line):
        return False
    found = _DIRECTIVE.fullmatch(state.src, begin, state.eMarks[line])
    if not found or found["kind"].lower() not in ADMONITIONS or silent:
        return bool(found) and found["kind"].lower() in ADMONITIONS  # type: ignore[index]
    last = next((n for n in range(line + 1, end) if _closes(state, n, found["marks"])), None)
    if last is None:
        return False
    first = _below_options(state, line + 1, last)
    kind = found["kind"].lower()
    title = found["title"].strip() or None
    box = _Box([] if kind == "admonition" else [kind], title)
    box.push(state, (line, last + 1), first, state.blkIndent, last)
    state.line = last + 1
    return True


def _closes(state: StateBlock, line: int, marks: str) -> bool:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    return text.startswith(marks) and not text.strip(marks[0])


class _Box:
    """A box: its words, of which the first is its kind, its title, and whether it folds."""

    def __init__(
        self, kinds: Sequence[str], title: str | None, *, folds: bool = False, attributes: Any = None
    ) -> None:
        self.kinds, self.title, self.folds = list(kinds), title, folds
        self.attributes: dict[str, str] = attributes or {}
        self.is_open = self.is_plain = False

    def push(
        self, state: StateBlock, lines: tuple[int, int], first: int, indent: int, last: int | None = None
    ) -> None:
        """Its tokens, those of its body, from `first` to before `last`, included."""
        tag = "details" if self.folds else "div"
        token = state.push("admonition_open", tag, 1)
        token.map = list(lines)
        token.attrs = {**self.attributes}
        classes = self.kinds if self.is_plain else ["admonition", *self.kinds]
        if classes:
            token.attrs["class"] = " ".join(classes)
        if self.is_open:
            token.attrs["open"] = ""
        if not self.is_plain:
            self._push_title(state, lines[0])
        _tokenize(state, first, lines[1] if last is None else last, indent)
        state.push("admonition_close", tag, -1)

    def _push_title(self, state: StateBlock, line: int) -> None:
        title = self.title
        words = (self.kinds[0] if self.kinds else "note").capitalize() if title is None else title
        if words:
            push_title(state.push, words, line, folds=self.folds, is_own=title is None)


def push_title(push: Any, words: str, line: int, *, folds: bool = False, is_own: bool = False) -> None:
    """The tokens of a title; one that is klsim's own and no author's is English."""
    tag = "summary" if folds else "p"
    token = push("admonition_title_open", tag, 1)
    token.attrs = {"class": "admonition-title"}
    token.meta = {"english": is_own}
    text = push("inline", "", 0)
    text.content, text.map, text.children = words, [line, line + 1], []
    push("admonition_title_close", tag, -1)


def _tokenize(state: StateBlock, first: int, last: int, indent: int) -> None:
    parent: Any = state.parentType
    limit, before = state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "container", last, indent
    state.md.block.tokenize(state, first, last)
    state.parentType, state.lineMax, state.blkIndent = parent, limit, before
