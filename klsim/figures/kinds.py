"""The kinds of figures that there are, by the word behind their fence."""

from collections.abc import Mapping
from types import MappingProxyType

from klsim.figures.animation.kind import AnimationKind
from klsim.figures.kind import FigureKind
from klsim.figures.match.kind import MatchKind

KINDS: Mapping[str, FigureKind] = MappingProxyType({kind.fence: kind for kind in (AnimationKind(), MatchKind())})
