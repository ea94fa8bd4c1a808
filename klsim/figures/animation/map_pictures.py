"""The maps of a figure: a picture of each, a table of all outcomes for the page, and what is said of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from klsim.engine.task import Products
from klsim.figures.animation.map_words import MAP_WORDS, MapWords
from klsim.figures.animation.pixels import PIXELS, PixelOutcomes, stack
from klsim.render.fonts import typeface
from klsim.render.outcome_picture import SHADES, draw_map, map_panel, mixed, pixel_scale
from klsim.render.palette import Indices
from klsim.scene.marks import Panel
from klsim.scene.theme import Colour, Theme
from klsim.simulation import DECLARATIONS, Declaration
from klsim.statuses import OTHERS, words_of_endings

FIRST_CODE = 0xA1
"""Characters from here on stand for outcomes: none of them has to be escaped in a script."""

STEPS = 5
"""How many shades the legend shows."""

OWN_SHARE = 0.6
"""Of the colour of a status that a simulation declares, beside paper."""

_FIRST_COLOURS = {"stuck": "stuck", "diverged": "diverged", "left_domain": "out-of-domain"}


Side: TypeAlias = tuple[str, Sequence[float], Sequence[str], str]
"""Of x or y the label, the values, what readers see of each, and how they are spaced."""


def make_maps(
    figure: str,
    declaration: str,
    axes: Sequence[Side],
    colour: str,
    iterations: int,
    slabs: Sequence[int],
    light: Mapping[str, Colour],
    dark: Mapping[str, Colour],
    styles: Sequence[str],
    *rest: Any,
) -> Products:
    """Of each map the pictures `<n>` and `<n>-dark` and the script `<n>.js`; for all of them the `words`.

    figure:     its id
    axes:       x and y
    iterations: of a run that goes on to its end
    slabs:      of each map how many of the products have its rows
    rest:       the fonts of the site, and the products with outcomes
    """
    declared = DECLARATIONS.decode(declaration.encode(), Declaration)
    products = rest[len(styles) :]
    parts = iter([PIXELS.decode(one["outcomes"], PixelOutcomes) for one in products])
    maps = [stack([next(parts) for _ in range(count)]) for count in slabs]
    words = [word for word in words_of_endings(declared.statuses) if any(word in one.words for one in maps)]
    x, y = (pixel_scale(label, values, spacing) for label, values, _, spacing in axes)
    panel = map_panel(x, y, len(axes[0][1]), len(axes[1][1]))
    numbers = [_numbers(one, colour, iterations) for one in maps]
    seen = np.concatenate([several[several >= 0] for several in numbers]) if numbers else np.empty(0)
    ends = (int(seen.min()), int(seen.max())) if len(seen) else (0, 0)
    made: dict[str, bytes] = {}
    with typeface(styles, rest[: len(styles)]):
        for n, (one, several) in enumerate(zip(maps, numbers, strict=True)):
            levels = _levels(one, several, ends, words)
            for suffix, scheme in (("", light), ("-dark", dark)):
                theme = Theme.of(scheme)
                colours = [_colour(word, theme, declared) for word in words]
                made[f"{n}{suffix}"] = draw_map(panel, levels, colours, theme)
            made[f"{n}.js"] = _table(figure, n, one, iterations)
    texts = tuple(_tell(one, declared, axes) for one in maps)
    legend = (*_scale(ends, colour, has_any=bool(len(seen))), *_endings(words, declared, colour))
    return {
        **made,
        "panel": _frame(panel),
        "words": MAP_WORDS.encode(MapWords(legend, texts)),
    }


def _numbers(outcomes: PixelOutcomes, colour: str, iterations: int) -> NDArray[np.int64]:
    """What shades tell of each run, −1 where they tell nothing."""
    if colour == "status":
        return np.full_like(outcomes.last, -1)
    if colour == "ends_at":
        return np.where(outcomes.last < iterations, outcomes.last, -1)
    return outcomes.converged_at


def _levels(
    outcomes: PixelOutcomes, numbers: NDArray[np.int64], ends: tuple[int, int], words: Sequence[str]
) -> Indices:
    """Which colour each run has: a shade by the logarithm of its number, else that of its status."""
    places = np.array([SHADES + words.index(word) for word in outcomes.words])[outcomes.status]
    low, high = np.log1p(ends)
    shares = (np.log1p(np.maximum(numbers, 0)) - low) / max(high - low, 1e-9)
    return np.where(numbers >= 0, np.rint(shares * (SHADES - 1)), places).astype(np.uint8)


def _colour(word: str, theme: Theme, declared: Declaration) -> Colour:
    """The colour of runs that end so."""
    if word == "converged":
        return theme.colour("speed-2")
    if word == "unfinished":
        return theme.paper
    status = next((one for one in (*declared.statuses, *OTHERS) if one.word == word and one.sign), None)
    if status is not None:
        return mixed(theme.colour(status.role), theme.paper, OWN_SHARE)
    return theme.colour(_FIRST_COLOURS.get(word, "muted"))


def _scale(ends: tuple[int, int], colour: str, *, has_any: bool) -> list[tuple[str, str]]:
    """Some shades with the iterations that they stand for."""
    if not has_any:
        return []
    low, high = np.log1p(ends)
    shown = range(STEPS) if ends[1] > ends[0] + STEPS else (0,)
    told = [float(f"{np.expm1(low + (high - low) * n / (STEPS - 1)):.2g}") for n in shown]
    words = [str(int(number)) for number in told]
    words[0] = f"{'arrives' if colour == 'converged_at' else 'ends'} at {words[0]}"
    words[-1] += " iterations" if len(words) > 1 else ""
    return [(f"speed-{n + 1}", text) for n, text in zip(shown, words, strict=True)]


def _endings(words: Sequence[str], declared: Declaration, colour: str) -> list[tuple[str, str]]:
    """The statuses that occur, as the key of a map of cells has them."""
    told = []
    for word in words:
        if word == "converged" and colour != "status":
            continue
        status = next((one for one in (*declared.statuses, *OTHERS) if one.word == word and one.sign), None)
        kind = "speed-2" if word == "converged" else f"declared {status.role}" if status else word
        told.append((kind, words_of_endings(declared.statuses)[word]))
    return told


def _tell(outcomes: PixelOutcomes, declared: Declaration, axes: Sequence[Side]) -> str:
    """A map in words: how many of its runs end how, and which is the quickest."""
    count = outcomes.status.size
    told = words_of_endings(declared.statuses)
    shares = {word: int((outcomes.status == n).sum()) for n, word in enumerate(outcomes.words)}
    ranked = sorted(shares.items(), key=lambda one: -one[1])
    text = f"Of {count:,} runs: {', '.join(f'{told[word]}: {_share(number, count)}' for word, number in ranked)}."
    if shares.get("converged"):
        arrived = np.where(outcomes.converged_at >= 0, outcomes.converged_at, outcomes.converged_at.max() + 1)
        row, column = np.unravel_index(int(arrived.argmin()), arrived.shape)
        (across, _, x, _), (up, _, y, _) = axes
        where = f"{across} {x[int(column)]} and {up} {y[int(row)]}"
        text += f" The quickest arrives at {arrived[row, column]}, with {where}."
    return text


def _share(number: int, count: int) -> str:
    percent = 100 * number / count
    return f"{percent:.0f} %" if percent >= 1 else "less than 1 %"


def _table(figure: str, number: int, outcomes: PixelOutcomes, iterations: int) -> bytes:
    """A script that hands over the outcome of each run, from the lowest row up: a character for each."""
    ended = np.where(outcomes.last < iterations, outcomes.last, -1)
    told = np.where(outcomes.converged_at >= 0, outcomes.converged_at, ended)
    most = int(told.max()) + 2
    distinct, places = np.unique(outcomes.status.ravel() * most + told.ravel() + 1, return_inverse=True)
    codes = [[outcomes.words[key // most], key % most - 1] for key in distinct.tolist()]
    pixels = (places + FIRST_CODE).astype("<u2").tobytes().decode("utf-16-le")
    table = json.dumps({"map": number, "codes": codes}, separators=(",", ":"))[:-1] + f',"pixels":"{pixels}"}}'
    return f'(self.klsim=self.klsim||[]).push(["{figure}",null,{table}]);\n'.encode()


def _frame(panel: Panel) -> bytes:
    """Where the runs lie in the picture, for the page."""
    scales = {
        name: {"label": one.label, "low": one.low, "high": one.high, "kind": one.kind}
        for name, one in (("x", panel.x), ("y", panel.y))
    }
    return json.dumps({"size": [panel.width_px, panel.height_px], "box": panel.box_px, **scales}).encode()
