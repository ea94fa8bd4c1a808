"""Brackets and environments of formulas: each with its partner, and not too many within each other."""

from collections.abc import Iterator

from klsim.content.formulas.faults import Fault
from klsim.content.formulas.tokens import Reader, Token, Tokens, join
from klsim.diagnostics import Code

_TOO_DEEP = Code.TOO_COMPLEX
_DEEPEST = 100
_MOST_COMMANDS = 400
"""math-core goes a level deeper with each bracket, and with each command that works on what follows it. Where its
stack ends it ends the process: with 1 MB that is at 250 brackets. So many commands in a row are no formula."""


def check_brackets(tokens: Tokens) -> Iterator[Fault]:
    """What is wrong with the brackets of a formula; after the first, that is a guess."""
    opened: list[tuple[str, str, int]] = []
    commands, pending = [0], 0
    reader = Reader(tokens)
    while token := reader.take():
        name = _environment(reader) if token.text in ("\\begin", "\\end") else ""
        written = f"{token.text}{{{name}}}" if name else token.text
        if closer := _closer(token, name):
            opened.append((closer, written, token.start))
            commands.append(0)
        elif token.text in ("}", "\\end", "\\right"):
            if not opened or opened[-1][0] != written:
                hint = f"expected `{opened[-1][0]}`" if opened else ""
                yield Fault(token.start, f"`{written}` closes nothing in this formula", hint)
                continue
            opened.pop()
            pending -= commands.pop()
        elif token.text == "\\middle" and not any(closer == "\\right" for closer, _, _ in opened):
            hint = "write `\\mid`, or `\\left. … \\right.` around it"
            yield Fault(token.start, "`\\middle` is between no `\\left` and `\\right`", hint)
        elif token.text in ("&", "\\\\"):
            pending, commands[-1] = pending - commands[-1], 0
        elif token.is_word:
            pending, commands[-1] = pending + 1, commands[-1] + 1
        if len(opened) > _DEEPEST or pending > _MOST_COMMANDS:
            yield _too_deep(token, len(opened))
            return
    for closer, written, start in reversed(opened):
        yield Fault(start, f"`{written}` is never closed in this formula", f"add `{closer}`")


def _environment(reader: Reader) -> str:
    return join(reader.argument() or ()).strip()


def _closer(token: Token, name: str) -> str | None:
    if token.text == "\\begin":
        return f"\\end{{{name}}}"
    if token.text == "\\left":
        return "\\right"
    return "}" if token.text == "{" else None


def _too_deep(token: Token, levels: int) -> Fault:
    if levels > _DEEPEST:
        return Fault(token.start, f"this formula is nested too deeply: more than {_DEEPEST} levels", "", _TOO_DEEP)
    return Fault(
        token.start, f"more than {_MOST_COMMANDS} commands in a row", "break the formula into several", _TOO_DEEP
    )
