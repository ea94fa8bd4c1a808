"""The kinds of figures that there are, by the word behind their fence."""

from collections.abc import Mapping
from types import MappingProxyType

from klsim.figures.animation.kind import Animation
from klsim.figures.kind import FigureKind
from klsim.figures.match.kind import Match

KINDS: Mapping[str, FigureKind] = MappingProxyType({kind.fence: kind for kind in (Animation(), Match())})
