"""What each simulation lets an author set, and what its runs record. No numpy here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from klsim.simulations.settings import Choice, Group, Number, Setting, Settings, Whole

LARGEST_ITERATIONS = 100_000
LARGEST_COORDINATE = 1e6


@dataclass(frozen=True)
class Declaration:
    """The half of a simulation that authors see.

    name:     as in `simulation: …`
    settings: in the order in which they are listed and recorded
    state:    names of the coordinates that are stepped
    measures: names of what is recorded beside the state
    pictured: the settings that the standing part of the picture depends on
    descends: the measure that goes downhill, or the setting whose value names it
    labels:   what readers see of measures
    """

    name: str
    settings: tuple[Setting, ...]
    state: tuple[str, ...]
    measures: tuple[str, ...]
    pictured: tuple[str, ...]
    descends: str
    labels: Mapping[str, str]

    def descended(self, settings: Settings) -> str:
        """The measure that a run with these settings descends."""
        return str(settings.get(self.descends, self.descends))

    def setting(self, name: str) -> Setting | None:
        """The declared setting of that name."""
        return next((setting for setting in self.settings if setting.name == name), None)


OBJECTIVES = MappingProxyType({"kl_qp": "KL(q, p)", "kl_pq": "KL(p, q)"})

_MEAN = Number("mean", "mean", -LARGEST_COORDINATE, LARGEST_COORDINATE)
_VARIANCE = Number("variance", "variance", 0, LARGEST_COORDINATE, above_low=True)

_DESCENT: tuple[Setting, ...] = (
    Number("step_size", "step size", -1000, 1000),
    Number("momentum", "momentum", 0, 1, default=0.0),
    Whole("iterations", "iterations", 1, LARGEST_ITERATIONS, default=400),
    Number("tolerance", "tolerance", 0, 1e6, above_low=True, default=0.001),
)

GAUSSIAN_DESCENT = Declaration(
    name="gaussian-descent",
    settings=(
        Group("target", "target", (_MEAN, _VARIANCE)),
        Group("start", "start", (_MEAN, _VARIANCE)),
        Choice("objective", "what goes downhill", OBJECTIVES, default="kl_qp"),
        *_DESCENT,
    ),
    state=("mean", "variance"),
    measures=("kl_qp", "kl_pq"),
    pictured=("target", "start", "objective"),
    descends="objective",
    labels=OBJECTIVES,
)

CATALOGUE: Mapping[str, Declaration] = MappingProxyType({"gaussian-descent": GAUSSIAN_DESCENT})
