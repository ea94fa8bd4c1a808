"""The colours of highlighted code."""

from pygments.token import STANDARD_TYPES, Token, _TokenType

LIGHT = {
    "comment": "#5b6470",
    "keyword": "#8b1a72",
    "text": "#1f6b3a",
    "number": "#96400a",
    "name": "#1b53b5",
    "builtin": "#6a3aa8",
    "operator": "#4a5260",
    "wrong": "#b3001b",
}
DARK = {
    "comment": "#9aa6b5",
    "keyword": "#ee9bd6",
    "text": "#93d6a3",
    "number": "#f2b183",
    "name": "#94bcff",
    "builtin": "#c9adf7",
    "operator": "#b9c2ce",
    "wrong": "#ff9a9a",
}
_KINDS: dict[str, tuple[_TokenType, ...]] = {  # where a kind of token is in two rows, the upper one counts
    "comment": (Token.Comment, Token.Generic.Output),
    "keyword": (Token.Keyword, Token.Operator.Word, Token.Name.Tag),
    "text": (Token.Literal.String, Token.Generic.Inserted),
    "number": (Token.Literal.Number, Token.Literal.Date),
    "name": (Token.Name.Function, Token.Name.Class, Token.Name.Attribute, Token.Generic.Heading),
    "builtin": (Token.Name.Builtin, Token.Name.Decorator, Token.Name.Exception, Token.Name.Namespace),
    "operator": (Token.Operator, Token.Punctuation),
    "wrong": (Token.Error, Token.Generic.Deleted, Token.Generic.Error),
}


def highlight_css() -> str:
    """A style sheet for the classes of highlighted code, light and dark."""
    rules = [
        f":root {{{_variables(LIGHT)}}}",
        f"@media screen and (prefers-color-scheme: dark) {{:root:not(.printing) {{{_variables(DARK)}}}}}",
        *(_rule(kind) for kind in reversed(_KINDS)),
        ".highlight .c, .highlight .c1, .highlight .cm {font-style: italic}",
        ".highlight .gs {font-weight: bold}",
    ]
    return "\n".join(rules) + "\n"


def _rule(kind: str) -> str:
    wanted = set(_KINDS[kind])
    classes = sorted(name for token, name in STANDARD_TYPES.items() if wanted & set(token.split()))
    return f"{', '.join(f'.highlight .{name}' for name in classes)} {{color: var(--code-{kind})}}"


def _variables(colours: dict[str, str]) -> str:
    return "; ".join(f"--code-{kind}: {colour}" for kind, colour in colours.items())
