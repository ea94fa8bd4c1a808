"""What the build process tells the preview, one JSON object a line."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Underway:
    """So many of the site's runs are in place."""

    done: int
    total: int


@dataclass(frozen=True)
class Built:
    """The build is through; what it did, in words, and warnings, each as a line."""

    told: str
    warnings: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True)
class Failed:
    """What the author wrote cannot be built: each mistake as a line, and each warning."""

    mistakes: Sequence[str]
    warnings: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True)
class Waiting:
    """Another build has the output folder; this one begins once that has ended."""

    told: str


@dataclass(frozen=True)
class Broken:
    """The program or a template is at fault: where, and how it got there. The process ends with this."""

    fault: str
    traceback: str


@dataclass(frozen=True)
class Stale:
    """The program has changed: another process has to build. The process ends with this."""


Message: TypeAlias = Underway | Built | Failed | Waiting | Broken | Stale
_KINDS: Mapping[str, Callable[..., Message]] = {
    kind.__name__: kind for kind in (Underway, Built, Failed, Waiting, Broken, Stale)
}


def encode(message: Message) -> str:
    """A message as a line, without its end."""
    return json.dumps({"kind": type(message).__name__, **asdict(message)})


def decode(line: str) -> Message:
    """The message that a line holds."""
    content = json.loads(line)
    return _KINDS[content.pop("kind")](**content)
