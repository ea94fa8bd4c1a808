"""What the build process tells the preview, one JSON object a line."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class BuildProgress:
    """So many of the tasks are done; `is_drawing` once pages can be seen and only GIFs are left."""

    done: int
    total: int
    is_drawing: bool = False


@dataclass(frozen=True)
class Shown:
    """Pages can be seen.

    told:     what was done, in words
    store:    the folder of the store that has all files
    manifest: the digest of the list of these files
    left:     how many drawings are still to be made
    warnings: each as a line
    mistakes: those of drafts whose pages stay as they were, as lines, by slug
    """

    summary: str
    store: str
    manifest: str
    left: int = 0
    warnings: Sequence[str] = field(default_factory=list)
    mistakes: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Failed:
    """What the author wrote cannot be built: each mistake as a line, and each warning."""

    mistakes: Sequence[str]
    warnings: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True)
class Crashed:
    """The program or a template is at fault: where, and how it got there. The process ends with this."""

    fault: str
    traceback: str


@dataclass(frozen=True)
class CodeChanged:
    """The program has changed: another process has to build. The process ends with this."""


Message: TypeAlias = BuildProgress | Shown | Failed | Crashed | CodeChanged
_KINDS: Mapping[str, Callable[..., Message]] = {
    kind.__name__: kind for kind in (BuildProgress, Shown, Failed, Crashed, CodeChanged)
}


def encode(message: Message) -> str:
    """A message as a line, without its end."""
    return json.dumps({"kind": type(message).__name__, **asdict(message)})


def decode(line: str) -> Message:
    """The message that a line holds."""
    content = json.loads(line)
    return _KINDS[content.pop("kind")](**content)
