"""The numbers of figures, tables and equations, and references to them: `[](#descent)` says "figure 2"."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from klsim.content.formulas.convert import Equation, number_html
from klsim.content.headings import Heading
from klsim.content.markdown.places import inlines
from klsim.diagnostics import Code, Diagnostic, Location, nearest


@dataclass
class Numbers:
    """What may be referred to, by id.

    kinds:   of each the kind: figure, table or equation
    numbers: of each its number among those of its kind, or the tag of an equation
    ids:     of each equation, by its label or id, the id of its place
    """

    kinds: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def words(self, id: str) -> str:
        """How the text speaks of it; empty if it has no number."""
        number = self.numbers.get(id, "")
        kind = self.kinds.get(id, "")
        return f"{kind} ({number})" if kind == "equation" else f"{kind} {number}" if kind else ""

    def html(self, id: str) -> str:
        """The same as HTML, where that is more than the words: the tag of an equation may hold mathematics."""
        is_equation = self.kinds.get(id) == "equation"
        return f"equation ({number_html(self.numbers[id])})" if is_equation else ""


def number_things(tokens: Sequence[Token], figures: Sequence[str], equations: Mapping[str, Equation]) -> Numbers:
    """Number figures, images with captions, and tables with ids; `figures` are the ids of slots.

    equations: those of the text by label; they have their numbers already
    """
    found = Numbers()
    for label, equation in equations.items():
        for name in (label, equation.id):
            found.kinds[name], found.numbers[name] = "equation", equation.number.strip("()")
            found.ids[name] = equation.id
    counts = {"figure": 0, "table": 0}
    slots = 0
    for number, token in enumerate(tokens):
        kind = _kind(token)
        if not kind:
            continue
        counts[kind] += 1
        token.meta["number"] = counts[kind]
        id = token.attrs.get("id")
        if token.type == "figure_slot":
            token.meta["slot"] = slots
            id = figures[slots] if slots < len(figures) else None
            slots += 1
        elif token.type == "figure_open":
            for child in tokens[number + 1].children or ():
                child.meta["number"] = counts[kind]
        if id is not None:
            found.kinds[str(id)], found.numbers[str(id)] = kind, str(counts[kind])
    return found


def _kind(token: Token) -> str:
    if token.type in ("figure_slot", "figure_open"):
        return "figure"
    return "table" if token.type == "table_open" and "id" in token.attrs else ""


def resolve_references(
    tokens: Iterable[Token],
    numbers: Numbers,
    headings: Sequence[tuple[Heading, Token]],
    anchors: Iterable[str],
    at: Callable[[Token], Location],
) -> Iterator[Diagnostic]:
    """Put words into links to parts of this page that have none; wrong are those that lead nowhere."""
    titles: Mapping[str, str] = {heading.anchor: heading.text for heading, _ in headings}
    known = {*anchors, *numbers.kinds}
    for block in inlines(tokens):
        children = block.children or []
        number = 0
        while number < len(children):
            child = children[number]
            number += 1
            if child.type == "equation_reference":
                yield from _resolve_equation(child, numbers, at)
            elif child.type == "link_open" and _is_empty(children, number):
                href = str(child.attrs.get("href", ""))
                words = numbers.words(href[1:]) or titles.get(href[1:], "")
                if words:
                    text = Token("text", "", 0, content=words, map=child.map)
                    text.meta["html"] = numbers.html(href[1:])
                    text.meta["english"] = href[1:] in numbers.kinds
                    children.insert(number, text)
                elif href.startswith("#") and href[1:] not in known:
                    message = f"there is no {href[1:]!r} in this page"
                    yield at(child).error(Code.BROKEN_ANCHOR, message, nearest(href[1:], known, "anchors"))


def _is_empty(children: Sequence[Token], number: int) -> bool:
    return number < len(children) and children[number].type == "link_close"


def _resolve_equation(child: Token, numbers: Numbers, at: Callable[[Token], Location]) -> Iterator[Diagnostic]:
    label = child.meta["label"]
    if numbers.kinds.get(label) != "equation":
        labels = [id for id, kind in numbers.kinds.items() if kind == "equation"]
        yield at(child).error(
            Code.BROKEN_ANCHOR, f"there is no equation {label!r}", nearest(label, labels, "equations")
        )
    number = numbers.numbers.get(label, "")
    child.meta["label"] = numbers.ids.get(label, label)
    child.content = f"({number})" if child.meta["brackets"] else number
