"""Landscapes from NPZ files: x (n,), y (m,), and heights z (m, n)."""

import numpy as np

from klsim.diagnostics import Code, Location, nearest
from klsim.numerics.distributions import Array
from klsim.recordings.npz_runs import read_arrays

MOST = 400
"""So many places across and down are drawn; of finer grids every second, every third …"""


def read_grid(data: bytes, file: str) -> dict[str, Array]:
    """The arrays x, y and z of a file. Raises ContentError where they are not there, or do not fit."""
    arrays, start = read_arrays(data, file), Location(file, 1)
    for name in "xyz":
        if name not in arrays:
            raise start.failure(Code.UNKNOWN_FIELD, f"there is no array {name!r}", nearest(name, arrays, "arrays"))
        if arrays[name].dtype.kind not in "fiu":
            raise start.failure(Code.WRONG_TYPE, f"the array {name!r} holds no numbers")
    x, y, z = (arrays[name].astype(np.float64) for name in "xyz")
    if x.ndim != 1 or y.ndim != 1 or z.shape != (len(y), len(x)) or min(z.shape) < 2:
        shapes = ", ".join(
            f"{name} {' × '.join(map(str, one.shape))}" for name, one in zip("xyz", (x, y, z), strict=True)
        )
        turned = z.ndim == 2 and z.shape == (len(x), len(y))
        hint = "turn it: z.T" if turned else "x has n places, y has m, and z is m × n"
        raise start.failure(Code.WRONG_LENGTH, f"the grid does not fit: {shapes}", hint)
    for name, values in (("x", x), ("y", y)):
        if not (np.diff(values) > 0).all():
            raise start.failure(
                Code.WRONG_ORDER, f"{name} does not rise from place to place", "sort the grid by it"
            )
    if not np.isfinite(z).all():
        raise start.failure(
            Code.WRONG_TYPE, "z has heights that are no finite numbers", "clip them before you save"
        )
    across, down = (max(1, -(-len(values) // MOST)) for values in (x, y))
    return {"x": x[::across], "y": y[::down], "z": z[::down, ::across]}
