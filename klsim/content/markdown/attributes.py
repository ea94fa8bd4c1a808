"""Attribute lists, `{#id .class key=value}` or kramdown's `{: … }`: of spans, headings, blocks and cells."""

import re
from collections.abc import Mapping, Sequence

from markdown_it.token import Token

from klsim.content.markdown.places import opener

_SPANS = frozenset({"em_close", "strong_close", "link_close", "image", "code_inline", "s_close", "formula"})
_HOLDERS = frozenset({"heading_open", "th_open", "td_open", "dt_open"})
_LIST = re.compile(r"\{:?\s*(?P<inside>[#.\w-][^{}\n]*)\}")
_ITEM = re.compile(
    r"(?P<key>[a-zA-Z_:][\w:.-]*)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'{}=]+))(?=\s|\Z)"
    r"|#(?P<id>[^\s\"'{}#=]+)(?=\s|\Z)|(?P<classes>(?:\.[^\W\d][\w:-]*)+)(?=\s|\Z)|-(?=\s|\Z)"
)
"""One of a list: a key with its value, an id, classes, or the hyphen by which a heading has no number."""
_WHOLE = re.compile(r"[ \t]*(?:\{:?[^{}\n]*\})[ \t]*")


def parse_attributes(text: str) -> tuple[int, Mapping[str, str]] | None:
    """How long the attribute list is with which a text begins, and what it gives; None if it begins with none."""
    found = _LIST.match(text)
    if found is None:
        return None
    attributes = _read(found["inside"].strip())
    return None if attributes is None else (found.end(), attributes)


def _read(inside: str) -> dict[str, str] | None:
    """What a list gives; None where something in it is none of its items."""
    attributes: dict[str, str] = {}
    classes: list[str] = []
    at = 0
    while at < len(inside):
        item = _ITEM.match(inside, at)
        if item is None:
            return None
        if item["key"]:
            attributes[item["key"]] = item["double"] or item["single"] or item["bare"] or ""
        elif item["id"]:
            attributes["id"] = item["id"]
        else:
            classes += item["classes"].split(".")[1:] if item["classes"] else ["unnumbered"]
        at = item.end()
        while inside[at : at + 1].isspace():
            at += 1
    if classes or "class" in attributes:
        attributes["class"] = " ".join([*attributes.get("class", "").split(), *classes])
    return attributes


def attach_attributes(tokens: list[Token]) -> None:
    """Give the attributes of every list to what it belongs to, and take the list out of the text."""
    alone: list[int] = []
    _attach_to_tables(tokens)
    for number, block in enumerate(tokens):
        if block.type != "inline" or "{" not in block.content or not block.children:
            continue
        _attach_to_spans(block.children)
        if tokens[number - 1].type in _HOLDERS:
            _attach_at_end(tokens[number - 1], block.children)
        elif tokens[number - 1].type == "paragraph_open" and _attach_to_block(tokens, number):
            alone.append(number)
    for number in reversed(alone):
        del tokens[number - 1 : number + 2]


def _attach_to_tables(tokens: list[Token]) -> None:
    """A list right below a table is read as its last row, with one cell."""
    for close in reversed([number for number, token in enumerate(tokens) if token.type == "table_close"]):
        first = close - 1
        while first > 0 and tokens[first].type != "tr_open":
            first -= 1
        cells = [token.content for token in tokens[first:close] if token.type == "inline"]
        found = parse_attributes(cells[0]) if cells and not any(cells[1:]) else None
        if found is None or found[0] != len(cells[0]) or tokens[close - 1].type != "tbody_close":
            continue
        opening = opener(tokens, close)
        for name, value in found[1].items():
            opening.attrs[name] = value
        last = close - 1 if tokens[first - 1].type != "tbody_open" else close
        del tokens[first - (last == close) : last]


def _attach_to_spans(children: list[Token]) -> None:
    for at in range(len(children) - 1, 0, -1):
        text = children[at]
        if text.type == "text" and text.content.startswith("{") and children[at - 1].type in _SPANS:
            _take(text, 0, opener(children, at - 1))
            if not text.content:
                del children[at]


def _attach_at_end(holder: Token, children: Sequence[Token]) -> None:
    last = children[-1]
    if last.type == "text" and last.content.rstrip().endswith("}"):
        start = last.content.rfind("{")
        if _take(last, start, holder):
            last.content = last.content.rstrip()


def _attach_to_block(tokens: list[Token], number: int) -> bool:
    """The list on the last line of a paragraph, on its first, or one alone, which is then to be removed."""
    children = tokens[number].children or []
    holder = tokens[number - 1]
    item = tokens[number - 2] if holder.hidden and number > 1 else None
    if item is not None and item.type == "list_item_open":
        holder = item
    if len(children) == 1 and children[0].type == "text" and _WHOLE.fullmatch(children[0].content):
        target = _neighbour(tokens, number)
        return target is not None and _take_whole(children[0], target)
    if len(children) > 1 and children[1].type == "softbreak" and _take_whole(children[0], holder):
        del children[:2]
    if len(children) > 1 and children[-2].type == "softbreak" and _take_whole(children[-1], holder):
        del children[-2:]
    return False


def _take_whole(text: Token, target: Token) -> bool:
    """Give the list that a whole text is to the target."""
    is_list = text.type == "text" and _WHOLE.fullmatch(text.content)
    return bool(is_list) and _take(text, text.content.find("{"), target)


def _neighbour(tokens: list[Token], number: int) -> Token | None:
    """The block right above a paragraph if no empty line is between, else the one below."""
    opening, before = tokens[number - 1], tokens[number - 2] if number > 1 else None
    after = tokens[number + 2] if number + 2 < len(tokens) else None
    if before is not None and before.nesting <= 0 and opening.map:
        above = opener(tokens, number - 2)
        if above.map and above.map[1] == opening.map[0]:
            return above
    return after if after is not None and after.nesting >= 0 else None


def _take(text: Token, start: int, target: Token) -> bool:
    """Give the list that begins at `start` of a text to the target."""
    found = parse_attributes(text.content[start:]) if start >= 0 else None
    if found is None:
        return False
    length, attributes = found
    for name, value in attributes.items():
        if name == "class":
            target.attrJoin("class", value)
        else:
            target.attrs[name] = value
    text.content = text.content[:start] + text.content[start + length :]
    return True
