"""Code: its language, what is said beside it, and its colours."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, get_all_lexers
from pygments.util import ClassNotFound

from klsim.content.source import Source
from klsim.diagnostics import Code, Diagnostic, nearest

_CELLS = frozenset({"code-cell", "code-block", "code", "sourcecode", "prompt", "ipython", "literalinclude"})
"""Words of MyST in braces that say that code follows, in a language that stands behind them."""
_DIAGRAMS = frozenset({"mermaid", "graphviz", "dot", "plantuml", "tikz", "dataview", "dataviewjs"})
_UNCOLORED = frozenset({"plain", "plaintext", "nohighlight", "no-highlight", "none", "txt", "csv", "tsv", "log"})
"""Words of other programs for code without colours."""
_OTHER_NAMES = {"jsonc": "json", "cmd": "bat", "vb": "vbnet"}
"""Words of other programs for languages that are highlighted under another name."""
_DIRECTIVE_HINTS = {
    **dict.fromkeys(("contents", "tableofcontents", "toctree"), "klsim makes the contents itself; leave it out"),
    **dict.fromkeys(("figure", "image"), 'write `![what it shows](name.png "The caption")`'),
    **dict.fromkeys(("index", "margin", "sidebar", "raw", "include"), "write its text itself, or leave it out"),
}
_ANY_HINT = "write an image as `![…](…)`, a note as `!!! note`, code as ```` ```python ````"
_COMMON_LIST = (
    "bash c c# c++ cmake console cpp csharp css diff docker dockerfile fortran go haskell html http ini java "
    "javascript json julia kotlin latex lua makefile markdown matlab nginx ocaml output perl php powershell "
    "python r ruby rust scala shell sql stan swift text toml typescript xml yaml"
)
_COMMON = frozenset(_COMMON_LIST.split())
"""Languages that an author may have meant by one that is unknown."""
_INFO = re.compile(r"\s*(?P<brace>\{?)\s*(?P<dot>\.?)(?P<kind>(?:(?![\w-]+=)[^\s{},]+)?)(?P<rest>.*)", re.DOTALL)
_ATTRIBUTE = re.compile(r"(?P<name>[\w-]+)=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s}]+))")
_CLASS, _ID = re.compile(r"\.([\w-]+)"), re.compile(r"#([\w:-]+)")
_LINES = re.compile(r"\{([\d,\s-]+)\}")
_OPTION = re.compile(r"(?::[\w-]+:[^\n]*\n)+\n?")
_MOST_LINES = 100_000
_PLAIN = '<div class="highlight scroll"><pre><span></span><code>{}</code></pre></div>'


@dataclass(frozen=True)
class Info:
    """What stands behind the marks of a fence: the language, and whether it is given as in MyST or Quarto."""

    language: str = ""
    word: str = ""
    is_directive: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    lines: str = ""


@lru_cache(maxsize=1024)
def parse_info(info: str) -> Info:
    """The meaning of the words behind the marks of a fence."""
    found = _INFO.match(info)
    assert found is not None
    word, rest = found["kind"].lower(), found["rest"]
    attributes = {
        one["name"]: one["double"] or one["single"] or one["bare"] or "" for one in _ATTRIBUTE.finditer(rest)
    }
    bare = _ATTRIBUTE.sub("", rest)
    if found["brace"]:
        attributes["class"] = " ".join(_CLASS.findall(bare))
        if named := _ID.search(bare):
            attributes["id"] = named[1]
    lines = _LINES.search(rest)
    is_directive = bool(found["brace"]) and not found["dot"]
    language = word
    if is_directive and word in _CELLS:
        behind = re.search(r"\}\s*([\w+#.-]+)", rest)
        language = behind[1].lower() if behind else "python" if word == "code-cell" else ""
        if language not in languages():
            language = "python" if language.startswith("ipython") else ""
    if language not in languages():
        language = "text" if language in _UNCOLORED else _OTHER_NAMES.get(language, language)
    return Info(language, word, is_directive, attributes, lines[1] if lines else "")


def check_code(tokens: Iterable[Token], source: Source, blocks: Iterable[str]) -> Iterator[Diagnostic]:
    """Languages that cannot be highlighted, and blocks that are never closed."""
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        location = source.locations[token.map[0]]
        if not _is_closed(token, source):
            hint = f"add a line `{token.markup}` at its end"
            yield location.error(Code.UNCLOSED_BLOCK, "this block is never closed", hint)
            continue
        info = parse_info(token.info)
        if not info.language or info.language in languages():
            continue
        if info.language in blocks:
            message = f"this `{info.language}` block does not begin at the left edge"
            yield location.error(Code.INDENTED_BLOCK, message, "move it there, out of lists and quotations")
        else:
            yield location.error(Code.UNKNOWN_LANGUAGE, *_unknown(info, blocks))


def _unknown(info: Info, blocks: Iterable[str]) -> tuple[str, str]:
    if info.word in _DIAGRAMS:
        return (
            f"klsim draws no {info.word} diagrams",
            "save it as an image, and write `![what it shows](name.svg)`",
        )
    if info.is_directive:
        return f"there is no directive `{{{info.word}}}`", _DIRECTIVE_HINTS.get(info.word, _ANY_HINT)
    hint = nearest(info.language, {*_COMMON, *blocks})
    meant = hint if hint.startswith("did you mean") else "write `text` for what is not to be highlighted"
    return f"code in an unknown language, {info.language!r}", meant


def _is_closed(token: Token, source: Source) -> bool:
    assert token.map is not None
    first, last = token.map
    line = source.lines[min(last, len(source.lines)) - 1].strip(" \t>")
    return last - 1 > first and line.startswith(token.markup) and not line.strip(token.markup[0])


def render_code(content: str, info: Info) -> str:
    """Code as HTML in a box that may scroll, with its colours."""
    if info.is_directive:
        content = _OPTION.sub("", content, count=1) if _OPTION.match(content) else content
    options = info.attributes
    if content and not content.endswith("\n"):
        content += "\n"
    if not content or not (info.language or info.lines or {"hl_lines", "linenums"} & options.keys()):
        page = _PLAIN.format(html.escape(content, quote=False))
    else:
        kind = _lexer(info.language or "text") or _lexer("text")
        assert kind is not None
        page = highlight(content, kind(stripnl=False), _formatter(*_options(info))).strip()
    if title := options.get("title") or options.get("filename"):
        page = page.replace("<pre>", f'<span class="filename">{html.escape(title)}</span><pre>', 1)
    if added := options.get("class"):
        page = page.replace('class="highlight scroll', f'class="{html.escape(added)} highlight scroll', 1)
    if named := options.get("id"):
        page = page.replace("<div ", f'<div id="{html.escape(named)}" ', 1)
    return page + "\n"


def _options(info: Info) -> tuple[tuple[int, ...], int]:
    numbers: set[int] = set()
    for part in re.split(r"[\s,]+", info.attributes.get("hl_lines", "") or info.lines):
        first, _, last = part.partition("-")
        if first.isdigit():
            numbers |= set(range(int(first), min(int(last) if last.isdigit() else int(first), _MOST_LINES) + 1))
    start = info.attributes.get("linenums", "")
    return tuple(sorted(numbers)), int(start) if start.isdigit() else 0


@lru_cache(maxsize=64)
def _formatter(lines: tuple[int, ...] = (), first: int = 0) -> HtmlFormatter[str]:
    return HtmlFormatter(
        cssclass="highlight scroll",
        wrapcode=True,
        hl_lines=list(lines),
        linenos="inline" if first else False,
        linenostart=first or 1,
    )


@cache
def _lexer(language: str) -> type[Lexer] | None:
    try:
        return find_lexer_class_by_name(language)
    except ClassNotFound:
        return None


@cache
def languages() -> frozenset[str]:
    """The names of all languages that can be highlighted."""
    return frozenset(alias.lower() for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)
