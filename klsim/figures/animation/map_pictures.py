"""The maps of a figure: a picture of each, a table of all outcomes for the page, and what is said of them."""

import json
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

import numpy as np

from klsim.declaration import Declaration
from klsim.engine.task import Products
from klsim.figures.animation.map_colours import MapColours
from klsim.figures.animation.map_words import MAP_WORDS, MapWords
from klsim.figures.animation.pixels import PixelOutcomes
from klsim.render.fonts import typeface
from klsim.render.outcome_picture import draw_map, map_panel, pixel_scale
from klsim.render.panel_image import NARROW
from klsim.render.type_scale import letters_of_map
from klsim.scene.marks import Panel
from klsim.scene.theme import Colour, Theme
from klsim.statuses import OTHERS, words_of_endings

FIRST_CODE = 0xA1
"""Characters from here on stand for outcomes: none of them has to be escaped in a script."""

STEPS = 5
"""How many shades the legend shows."""

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
    """Of each map the pictures `<n>` and `<n>-narrow`, each with `-dark` too, and `<n>.js`; the `words` of all.

    figure:     its id
    axes:       x and y
    iterations: of a run that goes on to its end
    slabs:      of each map how many of the products have its rows
    rest:       the fonts of the site, and the products with outcomes
    """
    maps = MapColours.of(declaration, colour, iterations, slabs, rest[len(styles) :])
    x, y = (pixel_scale(label, values, spacing) for label, values, _, spacing in axes)
    panel = map_panel(x, y, len(axes[0][1]), len(axes[1][1]))
    schemes = ("", light), ("-dark", dark)
    sizes = tuple(zip(("", NARROW), letters_of_map(panel.width_px), strict=True))
    made: dict[str, bytes] = {}
    with typeface(styles, rest[: len(styles)]):
        for n, one in enumerate(maps.outcomes):
            for (suffix, scheme), (ending, letters) in product(schemes, sizes):
                theme = Theme.of(scheme)
                made[f"{n}{ending}{suffix}"] = draw_map(panel, maps.levels(n), maps.colours(theme), theme, letters)
            made[f"{n}.js"] = _table(figure, n, one, iterations)
    texts = tuple(_tell(one, maps.declared, axes) for one in maps.outcomes)
    legend = (*_scale(maps.ends, colour), *_endings(maps.words, maps.declared, colour))
    return {
        **made,
        "panel": _frame(panel),
        "words": MAP_WORDS.encode(MapWords(legend, texts)),
    }


def _scale(ends: tuple[int, int] | None, colour: str) -> list[tuple[str, str]]:
    """Some shades with the iterations that they stand for."""
    if ends is None:
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
