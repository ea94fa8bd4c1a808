"""At most 256 colours that stand for all, and the index of each pixel among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from klsim.render.canvas import Pixels
from klsim.scene.theme import Colour

Indices = NDArray[np.uint8]
Keys = NDArray[np.uint32]
"""Colours as red · 65536 + green · 256 + blue."""

_COMMON = 64  # colours kept exactly because much is painted in them
_COMMON_SHARE = 2e-4
_CELLS = 32  # of red, of green and of blue in the table


@dataclass(frozen=True, eq=False)
class Palette:
    """Colours (n, 3), n ≤ 256, and for speed the nearest to each cell of 8 × 8 × 8 colours, (32768,)."""

    colours: Pixels
    table: Indices


def choose_palette(samples: Iterable[Pixels], exact: Sequence[Colour], size: int) -> Palette:
    """A palette of at most `size` colours for pixels like the samples, each (…, 3), the `exact` colours first."""
    keys, _, counts = _distinct(np.concatenate([_pack(sample).ravel() for sample in samples]))
    colours = _choose(keys, counts, exact, size)
    return Palette(colours, _table(colours))


def reduce_colours(rgb: Pixels, size: int) -> tuple[Indices, Pixels]:
    """A picture (h, w, 3) as places (h, w) in at most `size` colours (n, 3) that suit it."""
    keys, places, counts = _distinct(_pack(rgb).ravel())
    colours = _choose(keys, counts, (), size)
    return _nearest(colours, _unpack(keys))[places].reshape(rgb.shape[:-1]), colours


def _choose(keys: Keys, counts: NDArray[np.int64], exact: Sequence[Colour], size: int) -> Pixels:
    """At most `size` colours for those packed in `keys`, which occur so often.

    First are the `exact` ones, then what covers most, then the means of a median cut of all others
    (P. Heckbert, "Color image quantization for frame buffer display", 1982), by the roots of their counts.
    """
    wanted = _pack(np.array(exact, dtype=np.uint8).reshape(-1, 3))
    order = np.argsort(-counts, kind="stable")[:_COMMON]
    common = keys[order][counts[order] > _COMMON_SHARE * counts.sum()]
    kept = np.concatenate([wanted, common])
    kept = kept[np.sort(np.unique(kept, return_index=True)[1])][:size]
    others = ~np.isin(keys, kept)
    means = _median_cut(_unpack(keys[others]), np.sqrt(counts[others]), size - len(kept))
    return np.concatenate([_unpack(kept), means])


def nearest_index(colours: Pixels, rgb: Pixels) -> Indices:
    """For each pixel of rgb (…, 3) the index of the nearest colour; ties go to the first."""
    keys, places, _ = _distinct(_pack(rgb).ravel())
    return _nearest(colours, _unpack(keys))[places].reshape(rgb.shape[:-1])


def table_index(palette: Palette, words: NDArray[np.uint32]) -> Indices:
    """The index of pixels given as red + 256·green + 65536·blue + …, by the table: fast, and nearly nearest."""
    cells = (words & 0xF8) << 7 | (words & 0xF800) >> 6 | (words & 0xF80000) >> 19
    found: Indices = palette.table[cells]
    return found


def _distinct(pixels: Keys) -> tuple[Keys, NDArray[np.intp], NDArray[np.int64]]:
    """The colours of packed pixels (n,), sorted; the place of each pixel among them; how often each occurs.

    Neighbours are mostly alike: only the first of a run of them is sorted.
    """
    starts = np.flatnonzero(np.concatenate([[True], pixels[1:] != pixels[:-1]]))
    lengths = np.diff(starts, append=len(pixels))
    keys, places = np.unique(pixels[starts], return_inverse=True)
    counts = np.bincount(places, weights=lengths, minlength=len(keys)).astype(np.int64)
    return keys, np.repeat(places, lengths), counts


def _pack(rgb: Pixels) -> Keys:
    parts = rgb.astype(np.uint32)
    return (parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]).astype(np.uint32, copy=False)


def _unpack(keys: Keys) -> Pixels:
    return np.stack([keys >> 16 & 255, keys >> 8 & 255, keys & 255], axis=-1).astype(np.uint8)


def _median_cut(colours: Pixels, weights: NDArray[np.float64], size: int) -> Pixels:
    """At most `size` colours (k, 3) for those given (n, 3) with weights (n,)."""
    if len(colours) <= size or size == 0:
        return colours[:size]
    boxes = [_weigh(colours.astype(np.float64), weights)]
    while len(boxes) < size:
        worst = max(range(len(boxes)), key=lambda k: boxes[k].error)
        boxes[worst : worst + 1] = _halves(boxes[worst])
    return np.rint([box.mean for box in boxes]).astype(np.uint8)


class _Box(NamedTuple):
    """Colours (n, 3) with weights (n,), their mean (3,), and the weighted sum of squares about it."""

    error: float
    mean: NDArray[np.float64]
    colours: NDArray[np.float64]
    weights: NDArray[np.float64]


def _weigh(colours: NDArray[np.float64], weights: NDArray[np.float64]) -> _Box:
    column = weights[:, np.newaxis]
    mean = (colours * column).sum(axis=0) / column.sum(axis=0)  # as np.average, which takes five times as long
    return _Box(float(weights @ np.square(colours - mean).sum(axis=1)), mean, colours, weights)


def _halves(box: _Box) -> list[_Box]:
    """A box of different colours cut at the weighted median of its longest side."""
    colours, weights = box.colours, box.weights
    axis = int(np.ptp(colours, axis=0).argmax())
    order = np.argsort(colours[:, axis], kind="stable")
    passed = np.cumsum(weights[order])
    cut = min(max(int(np.searchsorted(passed, passed[-1] / 2)), 1), len(order) - 1)
    return [_weigh(colours[part], weights[part]) for part in (order[:cut], order[cut:])]


def _nearest(colours: Pixels, wanted: Pixels) -> Indices:
    """Index of the nearest of colours (k, 3) to each wanted (n, 3): |c|² − 2 c·w is least, exact in float32."""
    have, want = colours.astype(np.float32), wanted.astype(np.float32)
    distance = np.square(have).sum(axis=1) - 2 * want @ have.T
    nearest: Indices = distance.argmin(axis=1).astype(np.uint8)
    return nearest


def _table(colours: Pixels) -> Indices:
    """Nearest to the middle of each cell, except that a cell with colours of the palette has the first of them."""
    steps = np.arange(_CELLS, dtype=np.uint8) * 8 + 4
    middles = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    table = _nearest(colours, middles)
    red, green, blue = (colours[::-1] >> 3).astype(np.int64).T
    table[(red * _CELLS + green) * _CELLS + blue] = np.arange(len(colours), dtype=np.uint8)[::-1]
    return table
