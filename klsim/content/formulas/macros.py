"""The author's own commands: defined, and replaced by what they stand for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from klsim.content.formulas.faults import failure
from klsim.content.formulas.tokens import Reader, Token, Tokens, tokenize

_MOST_EXPANSIONS = 1000
_LONGEST = 50_000
_PREFIXES = frozenset({"\\global", "\\long", "\\protected", "\\outer"})
_NEW = frozenset({"\\newcommand", "\\renewcommand", "\\providecommand"})
_DEF = frozenset({"\\def", "\\gdef", "\\edef", "\\xdef"})
_OPERATOR = "\\DeclareMathOperator"
_LET = "\\let"
DEFINING = frozenset({*_PREFIXES, *_NEW, *_DEF, _OPERATOR, _LET})
"""The commands that define others."""
_NAME = re.compile(r"\\(?:[a-zA-Z]+|[^a-zA-Z\s])")


@dataclass(frozen=True)
class Macro:
    """What a command stands for.

    body:       may hold `#1` to `#9`
    parameters: how many there are
    default:    of the first, which then stands in square brackets; None where it has none
    is_final:   whether the body is not looked through for macros again
    """

    body: tuple[Token, ...]
    parameters: int = 0
    default: tuple[Token, ...] | None = None
    is_final: bool = False

    @classmethod
    def of(cls, latex: str, parameters: int = 0) -> "Macro":
        """The macro with a body given as LaTeX."""
        return cls(tuple(tokenize(latex)), parameters)


def highest_parameter(latex: str) -> int:
    """The highest n of the `#n` in a body; 0 where there is none."""
    return max((int(number) for number in re.findall(r"(?<!\\)#([1-9])", latex)), default=0)


class MacroExpander:
    """Replaces macros, those that are given and those that the formulas of an article define as it goes on."""

    def __init__(self, macros: Mapping[str, Macro]) -> None:
        self._macros = dict(macros)

    def leaves(self, commands: Iterable[str]) -> bool:
        """Whether none of these commands is a macro."""
        return self._macros.keys().isdisjoint(commands)

    def expand(self, tokens: Tokens) -> list[Token]:
        """The tokens without macros and definitions; what is defined holds for what comes later, too.

        Raises FormulaError for what cannot be read as a definition, and for macros that never end.
        """
        if (
            self._macros.keys().isdisjoint(commands := {token.text for token in tokens})
            and not DEFINING & commands
        ):
            return list(tokens)
        expanded: list[Token] = []
        reader = Reader(tokens)
        expansions = length = 0
        while token := reader.take():
            if token.text in DEFINING:
                self._define(token, reader)
            elif macro := self._macros.get(token.text):
                body = _filled(token, macro, reader)
                expansions, length = expansions + 1, length + len(body)
                if expansions > _MOST_EXPANSIONS or length > _LONGEST:
                    raise failure(token.start, *self._endless(token.text))
                if macro.is_final:
                    expanded += body
                else:
                    reader.put(body)
            else:
                expanded.append(token)
        return expanded

    def _endless(self, name: str) -> tuple[str, str]:
        seen, found = set(), [name]
        while found:
            for token in self._macros[found.pop()].body:
                if token.text == name:
                    return f"the macro `{name}` stands for itself, without end", "define it by other commands"
                if token.text in self._macros and token.text not in seen:
                    seen.add(token.text)
                    found.append(token.text)
        return f"macros make more than {_MOST_EXPANSIONS} steps of this formula", "write some of them out"

    def _define(self, token: Token, reader: Reader) -> None:
        if token.text in _PREFIXES:
            return
        is_starred = token.text not in _DEF and reader.skip("*")
        name = _name(token, reader)
        if token.text == _LET:
            reader.skip("=")
            self._macros[name] = self._meaning(_name(token, reader))
        elif token.text == _OPERATOR:
            operator = r"\operatorname*" if is_starred else r"\operatorname"
            body = _body(token, name, reader)
            braces = Token("{", token.start), Token("}", token.start)
            self._macros[name] = Macro((*tokenize(operator), braces[0], *body, braces[1]))
        elif token.text in _DEF:
            self._macros[name] = _defined(token, name, reader)
        else:
            macro = _new(token, name, reader)
            if token.text != "\\providecommand" or name not in self._macros:
                self._macros[name] = macro

    def _meaning(self, name: str) -> Macro:
        """What a command means now, whatever it may be redefined as."""
        return self._macros.get(name) or Macro((Token(name, 0),), is_final=True)


def _name(token: Token, reader: Reader) -> str:
    if (bare := reader.peek()) == "{":
        written = [one.text for one in reader.argument() or () if not one.text.isspace()]
    else:
        written = [bare] if reader.skip(bare) else []
    if len(written) != 1 or not _NAME.fullmatch(written[0]):
        raise failure(
            token.start,
            f"`{token.text}` wants the name of a command, such as `\\E`",
            r"write `\newcommand{\E}{\mathbb{E}}`",
        )
    return written[0]


def _body(token: Token, name: str, reader: Reader) -> tuple[Token, ...]:
    body = reader.argument()
    if body is None:
        raise failure(token.start, f"`{token.text}` does not say what `{name}` stands for", "write it in braces")
    return tuple(body)


def _new(token: Token, name: str, reader: Reader) -> Macro:
    """What follows the name in `\\newcommand{\\E}[2][x]{…}`."""
    count, default = reader.option(), reader.option()
    written = "".join(one.text for one in count or ()).strip()
    if count is not None and written not in "0123456789":
        raise failure(token.start, f"`[{written}]` is not a number of parameters", "write 0 to 9")
    body = _body(token, name, reader)
    return _checked(token, name, Macro(body, int(written or "0"), None if default is None else tuple(default)))


def _defined(token: Token, name: str, reader: Reader) -> Macro:
    """What follows the name in `\\def\\E#1#2{…}`."""
    parameters = 0
    while reader.skip("#"):
        parameters += 1
        if not reader.skip(str(parameters)):
            raise failure(token.start, f"the parameters of `{name}` are not `#1`, `#2` and so on", "")
    if reader.peek() != "{":
        hint = r"use `\newcommand`, whose parameters stand in braces"
        raise failure(token.start, f"`{token.text}{name}` has more than parameters before its braces", hint)
    return _checked(token, name, Macro(_body(token, name, reader), parameters))


def _checked(token: Token, name: str, macro: Macro) -> Macro:
    highest = highest_parameter("".join(one.text for one in macro.body))
    if highest > macro.parameters:
        hint = f"write `\\newcommand{{{name}}}[{highest}]{{…}}`"
        raise failure(
            token.start, f"`{name}` uses `#{highest}`, but has {macro.parameters or 'no'} parameters", hint
        )
    return macro


def _filled(token: Token, macro: Macro, reader: Reader) -> list[Token]:
    """The body with what is written for its parameters; its own tokens stand where the macro does."""
    given: list[Tokens] = []
    if macro.default is not None:
        option = reader.option()
        given.append(macro.default if option is None else option)
    while len(given) < macro.parameters:
        argument = reader.argument()
        if argument is None:
            raise failure(
                token.start,
                f"the macro `{token.text}` lacks its argument {len(given) + 1} of {macro.parameters}",
                f"write `{token.text}{'{…}' * macro.parameters}`",
            )
        given.append(argument)
    body: list[Token] = []
    inside = iter(macro.body)
    for one in inside:
        if one.text == "#" and macro.parameters:
            number = next(inside, one).text
            body += given[int(number) - 1] if number.isdigit() else [Token("#", token.start)]
        else:
            body.append(Token(one.text, token.start))
    return body
