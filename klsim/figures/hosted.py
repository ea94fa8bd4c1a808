"""What is klsim's in a page of another generator: blocks and links to runs. All else is not ours to judge."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from klsim.content.article import Article, File
from klsim.content.source import EMPTY, Source
from klsim.diagnostics import Code, Diagnostic
from klsim.fences import FIGURES, Fence, find_fences

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(
    r"\[(?P<text>[^\[\]]*)\]\(\s*<?(?P<href>(?:run|value):[^\s<>()]+)>?(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
)


def find_blocks(source: Source) -> list[Fence]:
    """The blocks of figures, as far as they begin at the left edge."""
    return [fence for fence in find_fences(source.lines, FIGURES) if not fence.is_indented]


def parse_host_page(slug: str, folder: Path, file: File) -> tuple[Article, Source]:
    """A page of another generator as an article: a text that is nothing but its links to runs and its blocks.

    Nothing else of the page counts, not even its title: whatever is changed there makes no figure anew.
    """
    article = Article(slug, page=True, slug=slug, location=file.start, folder=folder)
    source = EMPTY
    for part in (*_links(file.source), *(_block(file.source, one) for one in find_blocks(file.source))):
        source = source + part + Source(("",), part.locations[-1:])
    return article, source


def told_of_host_page(file: File) -> Iterator[Diagnostic]:
    """Blocks that no figure comes of."""
    for fence in find_fences(file.source.lines, FIGURES):
        if fence.is_indented:
            message = f"this `{fence.kind}` block does not begin at the left edge, and no figure comes of it"
            yield file.source.locations[fence.first].warning(
                Code.INDENTED_BLOCK, message, "move it there, out of lists, tabs and notes"
            )


def _block(source: Source, fence: Fence) -> Source:
    return source[fence.first : fence.last + 1]


def _links(source: Source) -> Iterator[Source]:
    """Each link to a run as a line of its own."""
    lines = list(source.lines)
    for fence in find_fences(source.lines):
        lines[fence.first : fence.last + 1] = [""] * (fence.last + 1 - fence.first)
    text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code.group()), "\n".join(lines))
    for found in _LINK.finditer(text):
        words = " ".join(found["text"].split())
        location = source.locations[text.count("\n", 0, found.start())]
        yield Source((f"[{words}](<{unescape(found['href'])}>)",), (location,))
