"""What each simulation lets an author set, and what its runs record. No numpy here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from klsim.content.columns import Column, Interval, Table
from klsim.content.settings import Choice, Group, Number, Setting, Settings, Whole
from klsim.simulations.ground import Bumps, Ground
from klsim.simulations.limits import LARGEST_COORDINATE, LARGEST_ITERATIONS, LARGEST_POINTS, MOST_COMPONENTS
from klsim.simulations.sampling import Blindness, find_blindness


@dataclass(frozen=True)
class Declaration:
    """The half of a simulation that authors see.

    name:     as in `simulation: …`
    settings: in the order in which they are listed and recorded
    state:    names of the coordinates that are stepped; see `coordinates`
    measures: names of what is recorded beside the state
    pictured: the settings that the standing part of the picture depends on
    descends: the measure that goes downhill, or the setting whose value names it
    labels:   what readers see of measures
    stands:   how words say where a run is, from the label and the value of what it descends
    left:     what words say of a run that left its domain, from the iteration at which it would have been out
    leaves:   the same as a key to a map says it of all such runs
    counted:  a table and a column of it whose length says how many there are of each coordinate
    places:   how many evaluations one iteration of a run with these settings takes
    sizes:    what makes a run take more of them
    blind:    what a run with these settings could not see of the values of its settings
    sampled:  the settings that decide how much it sees
    """

    name: str
    settings: tuple[Setting, ...]
    state: tuple[str, ...]
    measures: tuple[str, ...]
    pictured: tuple[str, ...]
    descends: str
    labels: Mapping[str, str]
    counted: tuple[str, str] | None = None
    stands: str = "at {label} = {value}"
    left: str = "Left its domain at iteration {iteration}."
    leaves: str = "leaves its domain"
    places: Callable[[Settings], int] = lambda _: 1
    sizes: tuple[str, ...] = ("iterations",)
    blind: Callable[[Settings], Sequence[Blindness]] = lambda _: ()
    sampled: tuple[str, ...] = ()

    def coordinates(self, settings: Settings) -> tuple[str, ...]:
        """The coordinates of a run with these settings: `state`, or mean_1, mean_2, … where they are counted."""
        if self.counted is None:
            return self.state
        count = self.count(settings)
        return tuple(f"{name}_{k}" for name in self.state for k in range(1, count + 1))

    def count(self, settings: Settings) -> int:
        """How many there are of each coordinate in a run with these settings."""
        if self.counted is None:
            return 1
        table, column = self.counted
        return len(cast(Mapping[str, tuple[float, ...]], settings[table])[column])

    def held(self, settings: Settings) -> int:
        """How many numbers the largest array has that a run with these settings needs while it is simulated."""
        series = len(self.coordinates(settings)) + len(self.measures)
        return max(cast(int, settings["iterations"]) * series, self.places(settings))

    def descended(self, settings: Settings) -> str:
        """The measure that a run with these settings descends."""
        return str(settings.get(self.descends, self.descends))

    def setting(self, name: str) -> Setting | None:
        """The declared setting of that name."""
        return next((setting for setting in self.settings if setting.name == name), None)


OBJECTIVES = MappingProxyType({"kl_qp": "KL(q, p)", "kl_pq": "KL(p, q)"})

_NO_WIDTH_LEFT = "Variance reached zero at iteration {iteration}."
_LOSES_WIDTH = "variance reaches zero"

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
    left=_NO_WIDTH_LEFT,
    leaves=_LOSES_WIDTH,
)

_MEANS, _VARIANCES = Column("means", _MEAN), Column("variances", _VARIANCE)
_WEIGHTS = Column("weights", Number("weight", "weight", 0, LARGEST_COORDINATE, above_low=True, default=1.0))


def _mixture_places(settings: Settings) -> int:
    """Each component at each sample."""
    laws = (cast(Mapping[str, tuple[float, ...]], settings[name]) for name in ("target", "start"))
    return cast(int, settings["points"]) * max(len(law["means"]) for law in laws)


MIXTURE_DESCENT = Declaration(
    name="mixture-descent",
    settings=(
        Table("target", "target", (_MEANS, _VARIANCES, _WEIGHTS), MOST_COMPONENTS),
        Table("start", "start", (_MEANS, _VARIANCES), MOST_COMPONENTS),
        Interval("domain", "domain", Number("domain", "domain", -LARGEST_COORDINATE, LARGEST_COORDINATE)),
        Whole("points", "points", 11, LARGEST_POINTS, default=401),
        Choice("objective", "what goes downhill", OBJECTIVES, default="kl_qp"),
        *_DESCENT,
    ),
    state=("mean", "variance"),
    measures=("kl_qp", "kl_pq"),
    pictured=("target", "start", "domain", "objective", "iterations"),
    descends="objective",
    labels=OBJECTIVES,
    counted=("start", "means"),
    places=_mixture_places,
    sizes=("iterations", "points", "components"),
    blind=find_blindness,
    sampled=("target", "start", "domain", "points"),
    left=_NO_WIDTH_LEFT,
    leaves=_LOSES_WIDTH,
)

SIZES = MappingProxyType({"small": "small", "medium": "medium", "large": "large"})


def _terrain_places(settings: Settings) -> int:
    """The parabola and each bump."""
    return 1 + len(cast(Bumps, cast(Mapping[str, object], settings["terrain"])["bumps"]))


TERRAIN_DESCENT = Declaration(
    name="terrain-descent",
    settings=(
        Ground("terrain", "terrain"),
        Number("start", "start", -LARGEST_COORDINATE, LARGEST_COORDINATE),
        Choice("size", "size of the walker", SIZES, default="medium"),
        *_DESCENT,
    ),
    state=("position",),
    measures=("height", "slope"),
    pictured=("terrain", "start", "size"),
    descends="height",
    labels=MappingProxyType({"height": "height"}),
    stands="{value} above the lowest point",
    places=_terrain_places,
    sizes=("iterations", "bumps"),
)

CATALOGUE: Mapping[str, Declaration] = MappingProxyType(
    {
        "gaussian-descent": GAUSSIAN_DESCENT,
        "mixture-descent": MIXTURE_DESCENT,
        "terrain-descent": TERRAIN_DESCENT,
    }
)
