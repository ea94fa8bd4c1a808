"""What optimisers are called, and the hyperparameters that they have in torch.optim where nobody gives others.

A figure is planned with these, so nothing is computed here.
"""

from collections.abc import Mapping
from types import MappingProxyType

OPTIMIZER_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "gradient-descent": "gradient descent",
        "momentum": "momentum",
        "nesterov": "Nesterov",
        "adagrad": "Adagrad",
        "rmsprop": "RMSProp",
        "adadelta": "Adadelta",
        "adam": "Adam",
        "adamax": "AdaMax",
        "nadam": "NAdam",
        "amsgrad": "AMSGrad",
        "adamw": "AdamW",
    }
)
"""What authors write, and what readers see."""

OPTIMIZER_SYNONYMS = MappingProxyType(
    {"sgd": "gradient-descent", "gd": "gradient-descent", "heavy-ball": "momentum", "nag": "nesterov"}
)
"""What others call them."""

MAY_CLIMB = ("gradient-descent", "momentum", "nesterov")
"""Those whose step size may be negative."""

CARRIES_MOMENTUM = ("momentum", "nesterov")
CARRIES_MEAN = ("adam", "adamax", "nadam", "amsgrad", "adamw")
"""Those that carry on a share of their last step: their `momentum`, or their `beta_1`."""

_COMMON: Mapping[str, float] = MappingProxyType(
    {
        "step_size": 1e-3,
        "momentum": 0.9,
        "beta_1": 0.9,
        "beta_2": 0.999,
        "decay": 0.99,
        "epsilon": 1e-8,
        "weight_decay": 0.0,
    }
)
_OWN: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "adagrad": {"step_size": 1e-2, "epsilon": 1e-10},
        "rmsprop": {"step_size": 1e-2},
        "adadelta": {"step_size": 1.0, "decay": 0.9, "epsilon": 1e-6},
        "adamax": {"step_size": 2e-3},
        "nadam": {"step_size": 2e-3},
        "adamw": {"weight_decay": 1e-2},
    }
)

OPTIMIZER_DEFAULTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {name: MappingProxyType({**_COMMON, **_OWN.get(name, {})}) for name in OPTIMIZER_LABELS}
)
"""By optimiser; `momentum` alone has no default in torch, and 0.9 here."""
