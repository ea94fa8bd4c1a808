"""What the descents on a divergence and on a terrain have in common."""

from klsim.numerics.objectives import OBJECTIVES
from klsim.settings.limits import LARGEST_COORDINATE, LARGEST_ITERATIONS
from klsim.settings.scalars import Choice, Integer, Number, Setting
from klsim.statuses import Status

DESCENT: tuple[Setting, ...] = (
    Number("step_size", -1000, 1000),
    Number("momentum", 0, 1, default=0.0),
    Integer("iterations", 1, LARGEST_ITERATIONS, default=400),
    Number("tolerance", 0, 1e6, above_low=True, default=0.001),
)
"""The settings of heavy-ball descent."""

OBJECTIVE = Choice("objective", OBJECTIVES, "what goes downhill", default="kl_qp")
MEAN = Number("mean", -LARGEST_COORDINATE, LARGEST_COORDINATE)
VARIANCE = Number("variance", 0, LARGEST_COORDINATE, above_low=True)

NO_WIDTH_LEFT = Status("left_domain", "Variance reached zero at iteration {next}.", "variance reaches zero")
