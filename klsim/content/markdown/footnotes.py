"""Footnotes: those astray, and the list of all at the end of the article."""

from collections.abc import Callable, Iterator, Mapping

from markdown_it.token import Token

from klsim.content.markdown.places import inlines, line_of
from klsim.diagnostics import Code, Diagnostic, Location, nearest


def check_footnotes(tokens: list[Token], at: Callable[[Token], Location]) -> Iterator[Diagnostic]:
    """Marks of footnotes that are written nowhere, and footnotes that are written twice or have no mark."""
    notes = [token for token in tokens if token.type == "footnote_reference_open"]
    marks = [child for block in inlines(tokens) for child in block.children or () if child.type == "footnote_ref"]
    written, marked = {note.meta["label"] for note in notes}, {mark.meta["label"] for mark in marks}
    for mark in marks:
        if (name := mark.meta["label"]) not in written:
            hint = nearest(name, written) if written else f"write it in a line `[^{name}]: …`"
            yield at(mark).error(Code.MISSING_FOOTNOTE, f"there is no footnote {name!r}", hint)
    seen = set()
    for note in notes:
        name = note.meta["label"]
        if name in seen:
            message = f"the footnote {name!r} is written twice"
            yield at(note).error(Code.DUPLICATE_FOOTNOTE, message, "give one of the two another name")
        elif name not in marked and marked <= written:  # else a mark astray may be meant for it
            message = f"no mark leads to the footnote {name!r}"
            yield at(note).error(Code.UNUSED_FOOTNOTE, message, f"write [^{name}] in the text")
        seen.add(name)


def move_footnotes(tokens: list[Token], numbers: Mapping[int, Mapping[str, object]]) -> None:
    """Put the notes behind the text, in the order of their marks, each with links back."""
    notes: dict[str, list[Token]] = {}
    kept: list[Token] = []
    name = None
    for token in tokens:
        if token.type == "footnote_reference_open":
            name = token.meta["label"]
            notes.setdefault(name, [])
        elif token.type == "footnote_reference_close":
            name = None
        else:
            (kept if name is None else notes[name]).append(token)
    listed = [(number, str(note["label"]), int(str(note["count"]))) for number, note in numbers.items()]
    listed = [note for note in listed if note[1] in notes]
    if listed:
        line = line_of(tokens[-1])
        kept.append(_token("footnote_block_open", 1, line))
        for number, label, marks in listed:
            kept += _note(number, label, marks, notes[label], line)
        kept.append(_token("footnote_block_close", -1, line))
    tokens[:] = kept


def _note(number: int, label: str, marks: int, body: list[Token], line: int) -> Iterator[Token]:
    meta = {"id": number, "label": label}
    yield _token("footnote_open", 1, line, **meta)
    back = [_token("footnote_anchor", 0, line, **meta, subId=mark) for mark in range(max(marks, 1))]
    if body and body[-1].type == "paragraph_close":
        yield from (*body[:-1], *back, body[-1])
    else:
        yield from (*body, *back)
    yield _token("footnote_close", -1, line)


def _token(name: str, nesting: int, line: int, **meta: object) -> Token:
    return Token(name, "", nesting, map=[line, line + 1], meta=dict(meta), block=True)  # type: ignore[arg-type]
