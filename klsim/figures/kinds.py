"""The kinds of figures that there are, by the word behind their fence."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from klsim.figures.animation.kind import AnimationKind
from klsim.figures.kind import FigureKind
from klsim.figures.match.kind import MatchKind

KINDS: Mapping[str, FigureKind] = MappingProxyType({kind.fence: kind for kind in (AnimationKind(), MatchKind())})


class Declared(Protocol):
    """A figure of a text: the word behind its fence, and itself."""

    @property
    def kind(self) -> str: ...
    @property
    def figure(self) -> Any: ...


def needed_bundles(figures: Iterable[Declared]) -> Iterator[str]:
    """What the script of a page with these figures needs, with repetitions."""
    for one in figures:
        yield from KINDS[one.kind].needed(one.figure)
