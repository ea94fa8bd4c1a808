"""What a site is written as: pages, and files to take along."""

from klsim.content.schema import text
from klsim.content.yaml import Node, Sequence
from klsim.diagnostics import Code, each, nearest

HTML, SINGLE, EPUB = "html", "single", "epub"
FORMATS = (HTML, SINGLE, EPUB)
"""As authors call them."""

HOSTED = "hosted"
"""Figures alone, for pages of another generator: nothing that a site could ask for."""

LINKED, ALL = "linked", "all"
"""Which runs a single file has: those that are linked to, or every one; a number is so many of each figure."""


def read_formats(node: Node, name: str) -> tuple[str, ...]:
    """A list of formats, in their usual order. Raises ContentError for unknown ones, and without pages."""

    def read(item: Node) -> str:
        word = text(item, f"an item of {name}")
        if word not in FORMATS:
            hint = nearest(word, FORMATS, "formats")
            raise item.location.failure(Code.UNKNOWN_VALUE, f"unknown format {word!r} in {name}", hint)
        return word

    chosen = each(read, node.items if isinstance(node, Sequence) else (node,))
    if HTML not in chosen:
        hint = f"write [{', '.join(one for one in FORMATS if one == HTML or one in chosen)}]"
        message = f"{name} leaves {HTML} out, the pages that lead to all else"
        raise node.location.failure(Code.MISSING_KEY, message, hint)
    return tuple(one for one in FORMATS if one in chosen)


def read_runs_within(node: Node, name: str) -> str:
    """`linked`, `all`, or a whole number from 1."""
    word = text(node, name)
    if word in (LINKED, ALL) or (word.isascii() and word.isdigit() and len(word) < 10 and int(word) >= 1):
        return word
    hint = f"write {LINKED}, {ALL}, or how many runs of each figure, such as 20"
    raise node.location.failure(Code.UNKNOWN_VALUE, f"{name} {word!r} is none of its values", hint)
