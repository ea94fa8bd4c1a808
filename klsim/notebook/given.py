"""The simulation of a figure in Python: a name, a file, an object, or a function whose runs are recorded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from klsim.figures.animation.record import SCHEMA, encode_content
from klsim.figures.animation.recorded_block import FIELDS as RECORDED_KEYS
from klsim.figures.animation.recording import NAME as RECORDED
from klsim.notebook.errors import FigureError
from klsim.notebook.held import hold
from klsim.settings.views import RunSettings
from klsim.simulation import Simulation

RunFunction: TypeAlias = Callable[[Any], Any]
"""From the settings of one run to its series: arrays by name, or these values, iteration by iteration."""

SIMULATIONS, BESIDE = "simulations", "content/figure"
"""The folders of a site for simulations, and for what lies beside the article of the figure."""

OBJECT = "from_notebook"
DATA = "runs.json"
MOST_ITERATIONS = 1_000_000


@dataclass(frozen=True)
class Given:
    """What a figure is made of.

    keys:  of its block, `simulation` among them
    files: by their paths in the site
    """

    keys: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)


def take(simulation: str | Path | Simulation | RunFunction, keys: Mapping[str, Any]) -> Given:
    """A figure of a simulation with these keys. Raises FigureError, and what a function raises."""
    if isinstance(simulation, Simulation):
        files = {f"{SIMULATIONS}/{OBJECT}.py": hold(simulation).encode()}
        return Given({"simulation": OBJECT.replace("_", "-"), **keys}, files)
    if isinstance(simulation, Path) or (isinstance(simulation, str) and simulation.endswith(".py")):
        return _of_file(Path(simulation), keys)
    if isinstance(simulation, str):
        files = dict(_data_files(keys)) if simulation == RECORDED else {}
        named = {name: Path(str(keys[name])).name for name in ("data",) if files and name in keys}
        return Given({"simulation": simulation, **keys, **named}, files)
    if callable(simulation):
        return _of_function(simulation, keys)
    what = type(simulation).__name__
    raise FigureError(
        [f"simulation: a {what} is none; give a name, the path of a file, a Simulation or a function"]
    )


def _of_file(path: Path, keys: Mapping[str, Any]) -> Given:
    """A file as those in the `simulations/` of a site, with the helpers beside it."""
    if not path.is_file():
        raise FigureError([f"simulation: there is no file {str(path)!r}"])
    helpers = (one for one in path.resolve().parent.glob("_*.py"))
    files = {f"{SIMULATIONS}/{one.name}": one.read_bytes() for one in (path, *helpers)}
    return Given({"simulation": path.stem.replace("_", "-"), **keys}, files)


def _data_files(keys: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files of recorded runs, which may lie anywhere, and the landscapes beside them."""
    data = Path(str(keys.get("data", "")))
    folder = data.parent
    panels = keys.get("panels", ())
    grids = [str(one["contours"]) for one in panels if isinstance(one, Mapping) and "contours" in one]
    for path in (*sorted(folder.glob(data.name) if data.name else ()), *(folder / name for name in grids)):
        if path.is_file():
            yield f"{BESIDE}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _of_function(function: RunFunction, keys: Mapping[str, Any]) -> Given:
    """The runs of a function, computed here, as recorded ones."""
    known = {one.name for one in RECORDED_KEYS}
    sweep = keys.get("sweep") or {}
    settings = {name: value for name, value in keys.items() if name not in known and name != "sweep"}
    if wrong := [name for name, values in sweep.items() if np.ndim(values) != 1 or not len(values)]:
        raise FigureError(f"sweep.{name}: a function is called with each of a list of values" for name in wrong)
    runs = []
    for values in product(*(_listed(one) for one in sweep.values())):
        setting = dict(zip(sweep, values, strict=True))
        series = _series(function(RunSettings({**settings, **setting})), setting)
        runs.append({"schema": SCHEMA, "setting": setting, **series})
    block = {name: value for name, value in keys.items() if name in known}
    return Given({"simulation": RECORDED, "data": DATA, **block}, {f"{BESIDE}/{DATA}": encode_content(runs)})


def _listed(values: Any) -> list[Any]:
    return list(values.tolist() if hasattr(values, "tolist") else values)


def _series(result: Any, setting: Mapping[str, Any]) -> Mapping[str, np.ndarray[Any, Any]]:
    """What a function gave for one run, as arrays. Raises FigureError for what is no such thing."""
    told = ", ".join(f"{name} {value}" for name, value in setting.items())
    where = f"the function, at {told}," if told else "the function"
    if isinstance(result, Iterator):
        rows = [row for row, _ in zip(result, range(MOST_ITERATIONS), strict=False)]
        if not rows or not all(isinstance(row, Mapping) for row in rows):
            raise FigureError([f"{where} yields no dicts; yield the values of each iteration, `{{'x': 1.0}}`"])
        result = {name: [row.get(name, np.nan) for row in rows] for name in rows[0]}
    if not isinstance(result, Mapping) or not result:
        what = type(result).__name__
        raise FigureError(
            [f"{where} gives a {what}; return a dict of arrays, or yield the values of each iteration"]
        )
    try:
        return {str(name): np.asarray(one, dtype=float) for name, one in result.items()}
    except (TypeError, ValueError) as error:
        raise FigureError([f"{where} gives what are no numbers: {error}"]) from None
