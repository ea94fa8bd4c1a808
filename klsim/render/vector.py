"""The last frame of a film as SVG: the same shapes and words as in its GIF, sharp at any size.

Words are outlines, so that no fonts are needed; what they say is told by the title and the description.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from matplotlib.path import Path

from klsim.render.background import items_below
from klsim.render.header import count_lines_of, header_words
from klsim.render.layout import NUMBER_BASELINE_PX, Layout, lay_out, room_px
from klsim.render.legend import ending_words
from klsim.render.movie import Reel
from klsim.render.moving import plan_mark
from klsim.render.outlines import outline_words, short
from klsim.render.panel import standing_items
from klsim.render.shapes import Box, Fill, Shape, Stroke
from klsim.render.words import Item, Words
from klsim.scene.numbers import format_number
from klsim.scene.theme import Theme, hex_code
from klsim.scene.wider import panel_in
from klsim.scene.zooming import factors_at

_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}

ALMOST_IN_LINE_PX = 0.05
"""How far a point may be from the line between its neighbours to be left out."""


def draw_still(reel: Reel, theme: Theme, header_lines: int | None = None) -> str:
    """The last frame, laid out as in GIFs; unless it is told how many lines it has above the panels, with as many
    as it needs.
    """
    lines = header_lines or count_lines_of(reel.words.title, reel.words.endings[-1:], room_px(reel.scene))
    layout = lay_out(reel.scene, lines)
    size = f"{layout.width_px} {layout.height_px}"
    title, told = reel.words.title, " · ".join(_told(reel))
    label = quoteattr(" · ".join(filter(None, (title, told))))
    body = [*_panels(reel, layout, theme), *_lines(_items_around(reel, layout, theme))]
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{layout.width_px}" ',
            f'height="{layout.height_px}" role="img" aria-label={label}>\n',
            f"<title>{escape(title)}</title>\n<desc>{escape(told)}</desc>\n" if title else "",
            f'<rect width="100%" height="100%" fill="{hex_code(theme.paper)}"/>\n',
            *body,
            "</svg>\n",
        ]
    )


def _told(reel: Reel) -> Iterator[str]:
    """What came of the run, or of each of those that share the picture."""
    if reel.words.endings[-1]:
        yield reel.words.endings[-1]
    for key, several in zip(reel.scene.legend, reel.endings, strict=False):
        yield f"{key.label}: {several[-1][1]}" if several else key.label


def _panels(reel: Reel, layout: Layout, theme: Theme) -> Iterator[str]:
    last = reel.film.frames[-1]
    for n, (first, (x, y)) in enumerate(zip(reel.scene.panels, layout.corners, strict=True)):
        panel = panel_in(first, n, reel.wider, factors_at(reel.film.zooms, n, last))
        moving = [plan_mark(mark, panel, theme, reel.series, [last])(0) for mark in panel.moving]
        standing = standing_items(panel, theme, layout.letters)
        items: list[Item] = [*standing, *(shape for shapes in moving for shape in shapes)]
        boxes = dict.fromkeys(item.clip for item in items if not isinstance(item, Words) and item.clip is not None)
        ids = {box: f"box-{n}-{k}" for k, box in enumerate(boxes)}
        yield f'<g transform="translate({x} {y})">\n'
        for (left, top, width, height), name in ids.items():
            box = f'<rect x="{left}" y="{top}" width="{width}" height="{height}"/>'
            yield f'<clipPath id="{name}">{box}</clipPath>\n'
        yield from _lines(items, ids)
        yield "</g>\n"


def _items_around(reel: Reel, layout: Layout, theme: Theme) -> Iterator[Item]:
    """The header, the legend with what came of its runs, and the numbers."""
    last = reel.film.frames[-1]
    yield from header_words(reel.words.title, reel.words.endings[-1], layout, theme)
    yield from items_below(reel.scene, layout, theme)
    for entry, several in enumerate(reel.endings):
        for _, told in several[-1:]:
            yield ending_words(layout, entry, reel.scene.legend[entry], theme, told)
    for readout, (x, top) in zip(reel.scene.readouts, layout.places, strict=False):
        number = format_number(float(reel.series[readout.series][last]), readout.decimals)
        yield Words(number, (x, top + NUMBER_BASELINE_PX), layout.number_px, theme.colour(readout.role))


def _lines(items: Iterable[Item], clips: dict[Box, str] | None = None) -> Iterator[str]:
    for item in items:
        line = _words(item) if isinstance(item, Words) else _shape(item, clips or {})
        if line:
            yield f"{line}\n"


def _shape(shape: Shape, clips: dict[Box, str]) -> str:
    opacity = "" if shape.opacity == 1 else f' opacity="{short(shape.opacity)}"'
    clip = "" if shape.clip is None else f' clip-path="url(#{clips[shape.clip]})"'
    path = f'<path d="{_path(shape)}"{opacity}{clip}'
    match shape:
        case Fill():
            return f'{path} fill="{hex_code(shape.colour)}"/>'
        case Stroke():
            dashes = f' stroke-dasharray="{" ".join(map(short, shape.dashes))}"' if shape.dashes else ""
            ends = ' stroke-linecap="round" stroke-linejoin="round"'
            width = f' stroke-width="{short(shape.width_px)}"'
            return f'{path} fill="none" stroke="{hex_code(shape.colour)}"{width}{ends}{dashes}/>'


def _path(shape: Shape) -> str:
    """The data of a path, without the points that lie all but in line; a fill is closed by itself."""
    path = Path(np.asarray(shape.xy, dtype=float), shape.codes)
    path.simplify_threshold = ALMOST_IN_LINE_PX
    return "".join(
        "Z" if code == Path.CLOSEPOLY else _LETTERS[code] + " ".join(map(short, places.tolist()))
        for places, code in path.iter_segments(simplify=True)
    )


def _words(words: Words) -> str:
    path, advance = outline_words(words.text, words.size_px, words.weight)
    if not path:
        return ""
    x, y = words.pen[0] - words.share * advance, words.pen[1]
    turned = f"translate(0 {words.turned_px}) rotate(-90) " if words.turned_px else ""
    edge = ""
    if words.halo:
        width = f'stroke-width="{short(2 * words.halo.radius_px)}" stroke-linejoin="round"'
        edge = f' stroke="{hex_code(words.halo.colour)}" {width} paint-order="stroke"'
    move = f'transform="{turned}translate({short(x)} {short(y)})"'
    return f'<path {move} fill="{hex_code(words.colour)}"{edge} d="{path}"/>'
