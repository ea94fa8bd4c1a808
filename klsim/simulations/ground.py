"""The setting that is a terrain: a parabola, and a list of bumps on it.

It reads its value from YAML as the kinds in `settings` do.
"""

from collections.abc import Callable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from klsim.content.settings import Group, Number, number_text, read_number, reject_unknown
from klsim.content.yaml import Mapping, Node, Sequence
from klsim.diagnostics import Code, each

LARGEST = 1e6
FLATTEST, NARROWEST = 1e-6, 1e-3
MOST_BUMPS = 100

BUMP = Group(
    "bump",
    "bump",
    (
        Number("height", "height", -LARGEST, LARGEST),
        Number("centre", "centre", -LARGEST, LARGEST),
        Number("width", "width", NARROWEST, LARGEST),
    ),
)
CURVATURE = Number("curvature", "curvature", FLATTEST, LARGEST)
SLOPE = Number("slope", "slope", -LARGEST, LARGEST)

Bumps: TypeAlias = tuple[AbstractMapping[str, float], ...]


@dataclass(frozen=True)
class Ground:
    """curvature·x² + slope·x + Σ height·exp(−(x − centre)² / (2 width²)), over the bumps.

    `curvature` must be given and above 0; `slope` is 0 and `bumps` are none where they are left out.
    """

    name: str
    label: str
    default: None = None

    def read(self, node: Node) -> AbstractMapping[str, float | Bumps]:
        """The terrain as written, what was left out filled in."""
        if not isinstance(node, Mapping):
            hint = "write {curvature: …, slope: …, bumps: [{height: …, centre: …, width: …}]}"
            raise node.location.failure(Code.WRONG_TYPE, f"{self.name} must be a group", hint)
        reject_unknown(node, tuple(_READERS), f"key in {self.name}")
        if node.get("curvature") is None:
            raise node.location.failure(Code.MISSING_KEY, f"{self.name} has no curvature", "add `curvature: …`")

        def read(name: str) -> tuple[str, float | Bumps]:
            below = node.get(name)
            return name, _LEFT_OUT[name] if below is None else _READERS[name](below)

        return dict(each(read, _READERS))


def _read_curvature(node: Node) -> float:
    value = read_number(node, "curvature")
    if value <= 0:
        what = f"with curvature {number_text(value)} the terrain has no lowest point"
        hint = "write a number above 0, such as 0.05, so that the ground rises far out on both sides"
        raise node.location.failure(Code.OUT_OF_RANGE, what, hint)
    return CURVATURE.read(node)


def _read_bumps(node: Node) -> Bumps:
    if not isinstance(node, Sequence):
        hint = "write `bumps: [{height: -1, centre: 0, width: 0.5}]`"
        raise node.location.failure(Code.WRONG_TYPE, "bumps must be a list", hint)
    if len(node.items) > MOST_BUMPS:
        raise node.location.failure(Code.TOO_MANY, f"{len(node.items)} bumps are too many", f"keep {MOST_BUMPS}")
    return tuple(each(BUMP.read, node.items))


_READERS: AbstractMapping[str, Callable[[Node], float | Bumps]] = MappingProxyType(
    {"curvature": _read_curvature, "slope": SLOPE.read, "bumps": _read_bumps}
)
_LEFT_OUT: AbstractMapping[str, float | Bumps] = MappingProxyType({"slope": 0.0, "bumps": ()})
