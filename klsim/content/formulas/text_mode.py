"""Words within formulas: `\\text{…}` and its kin, with what math-core does not read in them."""

from collections.abc import Mapping
from types import MappingProxyType

from klsim.content.formulas.draft import Draft, Handler, Reference
from klsim.content.formulas.tokens import Reader, Token, Tokens, join

_STYLES = frozenset(
    f"\\{name}"
    for name in ["text", "textbf", "textit", "textrm", "textsc", "textsf", "texttt", "emph", "underbar", "fbox"]
)
_ESCAPED = {"_": r"\_{}", "#": r"\#{}", "&": r"\&{}", "^": r"\textasciicircum{}"}
_RUNS = {"``": "“", "''": "”", "---": "—", "--": "–"}
_MATHS = frozenset({"\\ensuremath", "\\hspace", "\\color", "\\textcolor", "\\colorbox", "\\rule"})


def _rewrite_text(draft: Draft, reader: Reader, token: Token) -> None:
    content = reader.argument()
    if content is None:
        draft.out.append(token)
        return
    if any(one.text in ("$", "\\(", "\\ref", "\\eqref") or one.text in _MATHS for one in content):
        with draft.group(token.start):
            _put_pieces(draft, content, (token.text,), token.start)
    else:
        _put_words(draft, content, (token.text,), token.start)


def _put_pieces(draft: Draft, content: Tokens, styles: tuple[str, ...], start: int) -> None:
    """Words with mathematics amid them, each stretch for itself, in all the styles that are around it."""
    reader, words = Reader(content), list[Token]()

    def put_words() -> None:
        if words:
            _put_words(draft, words, styles, start)
            words.clear()

    while one := reader.take():
        if one.text in ("$", "\\("):
            put_words()
            _put_mathematics(draft, reader, one)
        elif one.text in _STYLES and (inner := reader.argument()) is not None:
            put_words()
            _put_pieces(draft, inner, (*styles, one.text), start)
        elif one.text in ("\\ref", "\\eqref"):
            put_words()
            rewrite_reference(draft, reader, one)
        elif one.text in _MATHS:
            put_words()
            draft.run([one, *_arguments(reader, one)])
        else:
            words.append(one)
    put_words()


def _put_mathematics(draft: Draft, reader: Reader, opening: Token) -> None:
    closing = "$" if opening.text == "$" else "\\)"
    inside: list[Token] = []
    depth = 0
    while (one := reader.take()) and (one.text != closing or depth):
        depth += (one.text == "{") - (one.text == "}")
        inside.append(one)
    if one is None:
        draft.fault(opening, f"`{opening.text}` is never closed within \\text{{…}}", f"add `{closing}`")
    with draft.group(opening.start):
        draft.run(inside)


def _arguments(reader: Reader, command: Token) -> list[Token]:
    """What a command works on, as written: an option, and one argument or two."""
    tokens: list[Token] = []
    if command.text == "\\ensuremath":
        return list(reader.argument() or ())
    if (option := reader.option()) is not None:
        tokens += [Token("[", command.start), *option, Token("]", command.start)]
    for _ in range(1 if command.text in ("\\hspace", "\\color") else 2):
        tokens += [Token("{", command.start), *(reader.argument() or ()), Token("}", command.start)]
    return tokens


def _put_words(draft: Draft, content: Tokens, styles: tuple[str, ...], start: int) -> None:
    for style in styles:
        draft.emit(f"{style}{{", start)
    reader = Reader(content)
    while one := reader.take():
        draft.emit(_word(reader, one), one.start)
    for _ in styles:
        draft.emit("}", start)


def _word(reader: Reader, token: Token) -> str:
    text = token.text
    if text in _ESCAPED:
        return _ESCAPED[text]
    if text in "`'-":
        run = text
        while len(run) < 3 and reader.follows(text):
            run += text
            if run in ("``", "''"):
                break
        return _RUNS.get(run, run)
    if text[0] == "\\" and not token.is_word and text[1:2] in "%_&#${}":
        return text + "{}"  # math-core would take the space after it away
    return text


def rewrite_reference(draft: Draft, reader: Reader, token: Token) -> None:
    """`\\ref{…}` and `\\eqref{…}`: a link to an equation."""
    label = join(reader.argument() or ()).strip()
    with draft.group(token.start):
        draft.mark(Reference(label, token.text == "\\eqref", token.start), token.start)
        draft.emit("\\text{?}", token.start)


def _rewrite_letter(draft: Draft, _: Reader, token: Token) -> None:
    draft.emit(f"\\text{{{token.text}}}", token.start)


_LETTERS = "aa AA ae AE oe OE o O ss l L textregistered textdegree textdollar textsterling textyen textellipsis"
_LETTERS += " textendash textemdash textbackslash textless textgreater textbar textasciitilde textasciicircum"
TEXT_HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        **dict.fromkeys(_STYLES, _rewrite_text),
        **{f"\\{name}": _rewrite_letter for name in _LETTERS.split()},
        "\\ref": rewrite_reference,
        "\\eqref": rewrite_reference,
    }
)
