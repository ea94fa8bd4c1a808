"""Words within formulas: `\\text{…}` and its kin, with what math-core does not read in them."""

from collections.abc import Mapping
from types import MappingProxyType

from klsim.content.formulas.colors import color_command, read_color_argument
from klsim.content.formulas.draft import Draft, Handler, Reference
from klsim.content.formulas.tokens import Reader, Token, Tokens, join

_STYLES = frozenset(
    f"\\{name}"
    for name in ["text", "textbf", "textit", "textrm", "textsc", "textsf", "texttt", "emph", "underbar", "fbox"]
)
_ESCAPED = {"_": r"\_{}", "#": r"\#{}", "&": r"\&{}", "^": r"\textasciicircum{}"}
_RUNS = {"``": "“", "''": "”", "---": "—", "--": "–"}
_SWITCHES = {"it": "textit", "bf": "textbf", "rm": "textrm", "sf": "textsf", "tt": "texttt", "em": "emph"}
_SWITCHES |= {"itshape": "textit", "bfseries": "textbf", "sffamily": "textsf", "ttfamily": "texttt"}
_KNOWN = """
AA AE H Huge L LARGE Large O OE P S aa ae c checkmark circledR dag ddag degree dots enspace footnotesize huge i j l
large ldots lq maltese medspace normalsize o oe quad r rq scriptsize sect small ss textasciicircum textasciitilde
textbackslash textbar textbardbl textbraceleft textbraceright textdagger textdaggerdbl textdegree textdollar
textellipsis textemdash textendash textgreater textless textquotedblleft textquotedblright textquoteleft
textquoteright textregistered textsterling textunderscore textyen thickspace thinspace tiny u v yen
"""
_WORDS = frozenset(f"\\{name}" for name in _KNOWN.split()) | _STYLES
"""The commands that math-core knows among words; others are mathematics."""


def _rewrite_text(draft: Draft, reader: Reader, token: Token) -> None:
    content = reader.argument()
    if content is None:
        draft.out.append(token)
    elif any(one.text in ("$", "\\(") or (one.is_word and one.text not in _WORDS) for one in content):
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
        name = one.text[1:]
        if not (one.text in ("$", "\\(", "{") or (one.is_word and one.text not in _WORDS) or one.text in _STYLES):
            words.append(one)
            continue
        put_words()
        if one.text in ("$", "\\("):
            _put_mathematics(draft, reader, one)
        elif one.text == "{":
            reader.put([one])
            _put_pieces(draft, reader.argument() or (), styles, start)
        elif one.text in _STYLES:
            _put_pieces(draft, reader.argument() or (), (*styles, one.text), start)
        elif name in _SWITCHES:
            _put_pieces(draft, reader.rest(), (*styles, f"\\{_SWITCHES[name]}"), start)
        elif name in ("color", "textcolor"):
            with draft.group(start):
                draft.emit(color_command(read_color_argument(draft, reader, one)), one.start)
                _put_pieces(draft, reader.rest() if name == "color" else reader.argument() or (), styles, start)
        elif name in ("ref", "eqref"):
            rewrite_reference(draft, reader, one)
        else:
            _put_command(draft, reader, one)
    put_words()


def _put_command(draft: Draft, reader: Reader, command: Token) -> None:
    """A command of mathematics, with the arguments that follow it in brackets."""
    if command.text == "\\ensuremath":
        draft.run(reader.argument() or ())
        return
    tokens = [command]
    if (option := reader.option()) is not None:
        tokens += [Token("[", command.start), *option, Token("]", command.start)]
    while reader.peek() == "{":
        tokens += [Token("{", command.start), *(reader.argument() or ()), Token("}", command.start)]
    draft.run(tokens)


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


def _put_words(draft: Draft, content: Tokens, styles: tuple[str, ...], start: int) -> None:
    for style in styles:
        draft.emit(f"{style}{{", start)
    reader = Reader(content)
    while one := reader.take():
        if one.text == "\\\\":
            draft.fault(one, "`\\\\` breaks no line within \\text{…}", "write `\\text{a} \\\\ \\text{b}`")
            continue
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
