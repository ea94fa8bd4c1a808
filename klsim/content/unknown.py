"""Things that Markdown would pass over in silence: languages of code that do not exist, and footnotes astray."""

import re
from collections.abc import Iterator
from functools import cache

from pygments.lexers import get_all_lexers

from klsim.content.code_mask import mask_code
from klsim.content.fences import find_fences
from klsim.content.source import Source
from klsim.diagnostics import Code, Diagnostic, nearest

_INDENT = 4
"""So many spaces make code of a fence, unless it stands in a list; nobody can tell which from the line alone."""
_BLOCKS = ("animation", "match")
_NOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\]\s]+)\](?P<colon>:?)")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)


def unknown(source: Source) -> Iterator[Diagnostic]:
    """Every mention of a language or a footnote that does not exist."""
    yield from unknown_languages(source)
    yield from unknown_footnotes(source)


def unknown_languages(source: Source) -> Iterator[Diagnostic]:
    """Fences whose first word is no language that can be highlighted."""
    for fence in find_fences(source.lines):
        indented = len(fence.prefix.expandtabs(_INDENT)) >= _INDENT and ">" not in fence.prefix
        if fence.kind and not indented and fence.kind.lower() not in _languages():
            if fence.kind in _BLOCKS:
                what = f"this `{fence.kind}` block does not begin at the left edge"
                yield source.locations[fence.first].error(
                    Code.INDENTED_BLOCK, what, "move it there, out of lists and quotations"
                )
                continue
            what = f"code in an unknown language, {fence.kind!r}"
            hint = nearest(fence.kind.lower(), {*_languages(), *_BLOCKS})
            meant = hint if hint.startswith("did you mean") else "write `text` for what is not to be highlighted"
            yield source.locations[fence.first].error(Code.UNKNOWN_LANGUAGE, what, meant)


def unknown_footnotes(source: Source) -> Iterator[Diagnostic]:
    """Marks of footnotes that are written nowhere, and footnotes that are written twice or have no mark."""
    text = _FORMULA.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), mask_code(source))
    notes, marks = [], []
    for found in _NOTE.finditer(text):
        if found["colon"] and _begins_line(text, found.start()):
            notes.append(found)
        elif text[found.end() : found.end() + 1] not in ("(", "["):
            marks.append(found)
    written, marked = {note["name"] for note in notes}, {mark["name"] for mark in marks}
    for mark in marks:
        if mark["name"] not in written:
            hint = nearest(mark["name"], written) if written else f"write it in a line `[^{mark['name']}]: …`"
            yield source.at(mark.start()).error(
                Code.MISSING_FOOTNOTE, f"there is no footnote {mark['name']!r}", hint
            )
    seen = set()
    for note in notes:
        name = note["name"]
        if name in seen:
            yield source.at(note.start()).error(
                Code.DUPLICATE_FOOTNOTE,
                f"the footnote {name!r} is written twice",
                "give one of the two another name",
            )
        elif name not in marked and marked <= written:  # else a mark astray may be meant for it
            what = f"no mark leads to the footnote {name!r}"
            yield source.at(note.start()).error(Code.UNUSED_FOOTNOTE, what, f"write [^{name}] in the text")
        seen.add(name)


def _begins_line(text: str, position: int) -> bool:
    return not text[text.rfind("\n", 0, position) + 1 : position].strip()


@cache
def _languages() -> frozenset[str]:
    return frozenset(alias.lower() for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)
