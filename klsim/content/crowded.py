"""Lines over which Markdown would sit for minutes: it tries every bracket with every other."""

from collections.abc import Iterator

from klsim.content.code_mask import mask_code
from klsim.content.source import Source
from klsim.diagnostics import Code, Diagnostic

_MOST_BRACKETS = 3000


def crowded(source: Source) -> Iterator[Diagnostic]:
    """Lines with more opening brackets, code aside, than can be read within seconds."""
    if source.text.count("[") <= _MOST_BRACKETS:
        return
    for line, location in zip(mask_code(source).split("\n"), source.locations, strict=True):
        if (count := line.count("[")) > _MOST_BRACKETS:
            yield location.error(
                Code.TOO_COMPLEX, f"a line has {count} opening brackets", f"at most {_MOST_BRACKETS} can be read"
            )
