"""Writes tests/data/torch-runs.json: where torch.optim goes, and its derivatives at kinks.

    python tests/write_torch_runs.py          in an environment that has torch; the tests have none

For each case the places after some iterations, and up to which iteration they are to be relied on: as long as torch
goes the same way, within 1e-10, from a start that is moved by one unit in the last place.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

PATH = Path(__file__).parent / "data" / "torch-runs.json"
ITERATIONS = 400
SHOWN = (1, 2, 3, 5, 10, 20, 40, 60, 80, 120, 160, 200, 250, 300, 350, 400)
CLOSE = 1e-10

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "beale": lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "saddle": lambda x, y: x**2 - y**2,
    "ackley": lambda x, y: (
        -20 * torch.exp(-0.2 * torch.sqrt(0.5 * (x**2 + y**2)))
        - torch.exp(0.5 * (torch.cos(2 * math.pi * x) + torch.cos(2 * math.pi * y)))
        + math.e
        + 20
    ),
}
PLACES = (
    ("rosenbrock", (-1.5, 2.0), 2e-4, 0.05),
    ("beale", (1.0, 1.5), 2e-3, 0.1),
    ("himmelblau", (-0.5, 0.25), 5e-3, 0.3),
    ("saddle", (1.0, 1e-6), 0.05, 0.02),
    ("ackley", (2.3, -1.7), 0.02, 0.1),
)
"""A function, a start, a step size that suits the first three optimisers, and one for the others."""

OPTIMIZERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "gradient-descent": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "adadelta": ("Adadelta", {}),
    "adam": ("Adam", {}),
    "adamax": ("Adamax", {}),
    "nadam": ("NAdam", {}),
    "amsgrad": ("Adam", {"amsgrad": True}),
    "adamw": ("AdamW", {}),
}
OTHERWISE: Mapping[str, Mapping[str, float]] = {
    "gradient-descent": {"weight_decay": 0.05},
    "momentum": {"momentum": 0.7, "weight_decay": 0.05},
    "nesterov": {"momentum": 0.6, "weight_decay": 0.05},
    "adagrad": {"epsilon": 1e-3, "weight_decay": 0.05},
    "rmsprop": {"decay": 0.8, "epsilon": 1e-4, "weight_decay": 0.05},
    "adadelta": {"decay": 0.7, "epsilon": 1e-3, "weight_decay": 0.05},
    "adam": {"beta_1": 0.7, "beta_2": 0.95, "epsilon": 1e-4, "weight_decay": 0.05},
    "adamax": {"beta_1": 0.7, "beta_2": 0.95, "epsilon": 1e-4, "weight_decay": 0.05},
    "nadam": {"beta_1": 0.7, "beta_2": 0.95, "epsilon": 1e-4, "weight_decay": 0.05},
    "amsgrad": {"beta_1": 0.7, "beta_2": 0.8, "epsilon": 1e-4, "weight_decay": 0.05},
    "adamw": {"beta_1": 0.7, "beta_2": 0.95, "epsilon": 1e-4, "weight_decay": 0.1},
}
SCHEDULES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "step": ("StepLR", {"step_size": 15, "gamma": 0.5}),
    "exponential": ("ExponentialLR", {"gamma": 0.97}),
    "cosine": ("CosineAnnealingLR", {"T_max": 400}),
    "warm-up": ("LinearLR", {"start_factor": 0.2, "total_iters": 25}),
}
STEERED: Mapping[str, Mapping[str, float]] = {
    "step": {"schedule_length": 15, "schedule_factor": 0.5},
    "exponential": {"schedule_factor": 0.97},
    "cosine": {"schedule_length": 400},
    "warm-up": {"schedule_length": 25, "schedule_factor": 0.2},
}
KINKS: tuple[tuple[str, Callable[..., Any], tuple[float, float]], ...] = (
    ("abs(x) + y", lambda x, y: torch.abs(x) + y, (0.0, 1.0)),
    ("abs(x - y)", lambda x, y: torch.abs(x - y), (2.0, 2.0)),
    ("max(x, y)", torch.maximum, (1.0, 1.0)),
    ("min(x, y)", torch.minimum, (-2.0, -2.0)),
    ("max(x**2, y)", lambda x, y: torch.maximum(x**2, y), (2.0, 4.0)),
    ("max(x, y, 1)", lambda x, y: torch.maximum(torch.maximum(x, y), torch.ones_like(x)), (1.0, 1.0)),
    ("min(x, y, x*y)", lambda x, y: torch.minimum(torch.minimum(x, y), x * y), (1.0, 1.0)),
    ("max(x, 0) + y**2", lambda x, y: torch.maximum(x, torch.zeros_like(x)) + y**2, (0.0, 3.0)),
    ("sqrt(x) + y", lambda x, y: torch.sqrt(x) + y, (0.0, 1.0)),
    ("x**0 + y", lambda x, y: x**0 + y, (0.0, 1.0)),
    ("x**1.5 + y", lambda x, y: x**1.5 + y, (0.0, 1.0)),
    ("x**y", lambda x, y: x**y, (0.0, 2.0)),
    ("x**y", lambda x, y: x**y, (2.0, 0.0)),
    ("2**x + y", lambda x, y: 2**x + y, (0.0, 1.0)),
    ("log(x) + y", lambda x, y: torch.log(x) + y, (0.0, 1.0)),
)


def walk(function: str, start: tuple[float, ...], name: str, given: Mapping[str, Any], schedule: str) -> list[Any]:
    """The places from the start on, one after each iteration."""
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    kind, fixed = OPTIMIZERS[name]
    optimizer = getattr(torch.optim, kind)([theta], **{**fixed, **given})
    scheduler = None
    if schedule:
        kind, fixed = SCHEDULES[schedule]
        scheduler = getattr(torch.optim.lr_scheduler, kind)(optimizer, **fixed)
    places = [theta.detach().tolist()]
    for _ in range(ITERATIONS):
        optimizer.zero_grad()
        FUNCTIONS[function](theta[0], theta[1]).backward()
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        places.append(theta.detach().tolist())
    return places


def case(function: str, start: tuple[float, float], name: str, given: Mapping[str, float], schedule: str) -> Any:
    """One case as it is written."""
    words = {"step_size": "lr", "decay": "rho" if name == "adadelta" else "alpha", "epsilon": "eps"}
    own = {words.get(key, key): value for key, value in given.items() if not key.startswith("beta")}
    if "beta_1" in given:
        own["betas"] = (given["beta_1"], given["beta_2"])
    places = walk(function, start, name, own, schedule)
    moved = (math.nextafter(start[0], math.inf), math.nextafter(start[1], math.inf))
    twins = walk(function, moved, name, own, schedule)
    apart = [
        n
        for n, (one, other) in enumerate(zip(places, twins, strict=True))
        if not all(abs(a - b) <= CLOSE for a, b in zip(one, other, strict=True))
    ]
    return {
        "function": function,
        "start": start,
        "settings": {
            "optimizer": name,
            **given,
            **({"schedule": schedule, **STEERED[schedule]} if schedule else {}),
        },
        "reliable": min(apart, default=ITERATIONS + 1) - 1,
        "places": {n: places[n] for n in SHOWN if all(map(math.isfinite, places[n]))},
    }


def cases() -> Iterator[Any]:
    """Every optimiser on every function, with other hyperparameters, with torch's own, and with schedules."""
    for function, start, small, large in PLACES:
        for name in OPTIMIZERS:
            steps = {"step_size": small if OPTIMIZERS[name][0] == "SGD" else 1.0 if name == "adadelta" else large}
            yield case(function, start, name, steps, "")
            if function == "himmelblau":
                yield case(function, start, name, {**steps, **OTHERWISE[name]}, "")
            if function == "beale":
                yield case(function, start, name, {}, "")
    for schedule in SCHEDULES:
        for name, steps in (("momentum", 2e-3), ("adam", 0.2)):
            yield case("beale", (1.0, 1.5), name, {"step_size": steps}, schedule)


def kinks() -> Iterator[Any]:
    """Expressions at places where they have no derivative, and what torch says it is."""
    for text, function, place in KINKS:
        x, y = (torch.tensor(one, dtype=torch.float64, requires_grad=True) for one in place)
        function(x, y).backward()
        slopes = [0.0 if one.grad is None else one.grad.item() for one in (x, y)]
        yield {"expression": text, "place": place, "gradient": [str(slope) for slope in slopes]}


if __name__ == "__main__":
    torch.set_num_threads(1)
    runs = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases())
    there = ",\n".join(json.dumps(one, separators=(",", ":")) for one in kinks())
    head = f'{{"torch": "{torch.__version__.partition("+")[0]}",'
    PATH.write_text(f'{head}\n"runs": [\n{runs}\n],\n"kinks": [\n{there}\n]}}\n')
