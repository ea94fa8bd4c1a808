"""What the blocks of an article ask of data files, found before the article is read."""

from collections.abc import Iterator, Sequence

from klsim.content.decoding import decode
from klsim.content.markdown.rendering import parse_markdown
from klsim.content.source import Source
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import ContentError, Diagnostics
from klsim.engine.task import Products
from klsim.figures.animation.recorded_block import is_recorded, request_of
from klsim.recordings.survey import SURVEYS, Request

REQUESTS = "requests"
FENCE = "animation"


def find_requests(names: Sequence[str], *files: bytes | None) -> Products:
    """The `requests` of the blocks in some files; what is wrong with these is told when they are read."""
    found: dict[Request, None] = {}
    for name, data in zip(names, files, strict=True):
        found |= dict.fromkeys(_requests(name, data or b""))
    return {REQUESTS: SURVEYS.encode(list(found))}


def _requests(name: str, data: bytes) -> Iterator[Request]:
    try:
        blocks = parse_markdown(_text(decode(data, name, Diagnostics())), frozenset({FENCE})).blocks
    except ContentError:
        return
    for block in blocks:
        try:
            node = parse_yaml(block.body, block.location)
        except ContentError:
            continue
        request = request_of(node) if is_recorded(node) else None
        if request is not None and request.data:
            yield request


def _text(source: Source) -> Source:
    """A file without its front matter."""
    if source.lines and source.lines[0].rstrip() == "---":
        ends = (n for n, line in enumerate(source.lines) if n and line.rstrip() == "---")
        return source[next(ends, 0) + 1 :]
    return source
