"""Numbers of the prose that runs do not give: listed, and the runs' own put in their places.

A number is replaced where its link says it and nowhere else; all other bytes of a file stay.
"""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import zip_longest

from klsim.config import Config
from klsim.content.markdown.parser import parser
from klsim.engine.os_errors import wrap_os_errors
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.engine.whole_file import write_whole
from klsim.figures.animation.values import Difference
from klsim.publication import prepare
from klsim.session import Session

_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\n).)*?(?<!`)\1(?!`)|<!--.*?-->", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")
_ADDRESS = re.compile(r"(?<=\]\()\s*<?(?P<href>value:[^\s<>()]+)", re.IGNORECASE)
_ANCHOR = re.compile(
    r"<a\s[^>]*?href\s*=\s*[\"']?(?P<href>value:[^\s\"'>]+)[^>]*>(?P<label>[^<]*)</a>", re.IGNORECASE
)


@dataclass(frozen=True)
class _Place:
    """A link that states a number: its address, the line (from 1) of that, and the span of its label."""

    href: str
    line: int
    start: int
    end: int


def find_differences(config: Config, executor: Executor, now: int) -> tuple[Difference, ...]:
    """The stated numbers that differ from what runs give, in the order of their places. Nothing is written.

    Raises ContentError with every other mistake, BuildError where the store cannot be used.
    """
    with Store(config.store, packages=config.packages) as store:
        session = Session(config, store, executor, Silent(), store.next_build(now))
        site = prepare(session)
        session.diagnostics.raise_errors()
    found = [one for several in site.differences.values() for one in several]
    return tuple(sorted(found, key=lambda one: (one.diagnostic.location, one.number)))


def write_differences(config: Config, differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """Put what runs give in the place of numbers that differ, each file whole or not at all; gives those written.

    Raises BuildError where a file cannot be read or written.
    """
    written: list[Difference] = []
    for name in dict.fromkeys(one.diagnostic.location.file for one in differences):
        path = config.root / name
        with wrap_os_errors(f"{path} cannot be written"):
            several = [one for one in differences if one.diagnostic.location.file == name]
            data, done = replace_numbers(path.read_bytes(), several)
            if done:
                write_whole(path, data)
            written += done
    return tuple(written)


def replace_numbers(data: bytes, differences: Sequence[Difference]) -> tuple[bytes, tuple[Difference, ...]]:
    """The UTF-8 bytes of a file with numbers replaced, and which of them.

    Left as they are those that nothing can take the place of, and those whose link does not say them in one piece,
    such as a link whose address stands elsewhere.
    """
    text = data.decode()
    ends = _LINE_END.findall(text)
    plain = _LINE_END.sub("\n", text)
    free, edits, done = list(_places(plain)), [], []
    for one in differences:
        found = next((place for place in free if _says(place, one, plain)), None)
        if found is not None and one.replacement:
            free.remove(found)
            start = plain.index(one.stated, found.start, found.end)
            edits.append((start, start + len(one.stated), one.replacement))
            done.append(one)
    for start, end, number in sorted(edits, reverse=True):
        plain = plain[:start] + number + plain[end:]
    lines = zip_longest(plain.split("\n"), ends, fillvalue="")
    return "".join(line + end for line, end in lines).encode(), tuple(done)


def _says(place: _Place, difference: Difference, text: str) -> bool:
    is_here = (place.href, place.line) == (difference.href, difference.diagnostic.location.line)
    return is_here and text.count(difference.stated, place.start, place.end) == 1


def _places(text: str) -> Iterator[_Place]:
    """The links that state numbers, outside of code, in their order."""
    masked = _mask_code(text)
    spans = [*_inline_links(masked), *_anchors(masked)]
    for address, href, start, end in sorted(spans):
        yield _Place(href, masked.count("\n", 0, address) + 1, start, end)


def _mask_code(text: str) -> str:
    """The text with a blank for each character of code and of comments, line breaks aside."""
    lines = text.split("\n")
    for token in parser().parse(text, {}):
        if token.type in ("fence", "code_block") and token.map:
            lines[token.map[0] : token.map[1]] = [" " * len(line) for line in lines[token.map[0] : token.map[1]]]
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), "\n".join(lines))


def _inline_links(text: str) -> Iterator[tuple[int, str, int, int]]:
    """`[label](address)`: where the address begins, the address, and the span of the label."""
    for found in _ADDRESS.finditer(text):
        end = found.start() - 2
        start = _opening(text, end)
        if start is not None:
            yield found.start("href"), found["href"], start, end


def _opening(text: str, end: int) -> int | None:
    """Where the label begins that ends at a bracket."""
    depth = 0
    for at in range(end - 1, -1, -1):
        if text[at] in "[]" and text[at - 1 : at] != "\\":
            if text[at] == "[" and depth == 0:
                return at + 1
            depth += 1 if text[at] == "]" else -1
    return None


def _anchors(text: str) -> Iterator[tuple[int, str, int, int]]:
    """The same of links that are written as HTML."""
    for found in _ANCHOR.finditer(text):
        yield found.start("href"), found["href"], *found.span("label")
