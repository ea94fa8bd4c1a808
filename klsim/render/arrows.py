"""Arrows as shapes: of steps, of vectors in the units of their panel, and of vectors with a scale of their own.

The page's script draws the same shapes (templates/scripts/arrows.js).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from klsim.numerics.distributions import Array
from klsim.render.shapes import Box, Fill, Shape, Stroke, closed
from klsim.scene.marks import Arrow, Dashes, Panel
from klsim.scene.strokes import STROKES
from klsim.scene.theme import Colour, Theme

LEAST_PX = 2.0
"""What is shorter has no direction that could be seen."""

HEAD_SHARE = 0.6
"""A head is no longer than this share of its arrow."""


def arrow_ends(mark: Arrow, panel: Panel, series: Mapping[str, Array]) -> tuple[Array, Array]:
    """Where an arrow begins and ends at each iteration, both (N + 1, 2) in px of the panel."""
    start = panel.to_px(series[mark.x], series[mark.y])
    if not mark.across:
        return start, np.concatenate([start[1:], start[-1:]])
    _, _, width, height = panel.box_px
    units = np.array([width / (panel.x.high - panel.x.low), -height / (panel.y.high - panel.y.low)])
    vectors = units * np.stack([series[mark.across], series[mark.up]], axis=-1)
    if not mark.scaled:
        return start, start + vectors
    lengths = np.hypot(vectors[:, 0], vectors[:, 1])
    lengths[~np.isfinite(lengths)] = 0
    shares = np.sqrt(lengths / (lengths.max(initial=0) or 1))
    wanted = STROKES.shortest_px + (STROKES.longest_px - STROKES.shortest_px) * shares
    factors = np.divide(wanted, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return start, start + factors[:, np.newaxis] * np.nan_to_num(vectors)


def arrow_shapes(
    start: Array, end: Array, colour: Colour, paper: Colour, dashes: Dashes = (), clip: Box | None = None
) -> tuple[Shape, ...]:
    """An arrow from one place (2,) to another, edged in paper colour; nothing if it is too short to be seen."""
    length = float(np.hypot(*(end - start)))
    if not length >= LEAST_PX:
        return ()
    along = (end - start) / length
    head_px = min(STROKES.head_px, HEAD_SHARE * length)
    neck = end - head_px * along
    aside = 0.45 * head_px * np.array([-along[1], along[0]])
    head, shaft = np.stack([end, neck + aside, neck - aside]), np.stack([start, neck])
    halo = STROKES.shaft_px + 2 * STROKES.halo_px
    return (
        Stroke(shaft, paper, halo, clip=clip),
        Stroke(closed(head), paper, 2 * STROKES.halo_px, clip=clip),
        Stroke(shaft, colour, STROKES.shaft_px, clip=clip, dashes=dashes),
        Fill(head, colour, clip=clip),
    )


def frames_of_arrow(
    mark: Arrow, panel: Panel, theme: Theme, series: Mapping[str, Array], frames: Sequence[int]
) -> list[tuple[Shape, ...]]:
    """The shapes of an arrow at each of the frames."""
    start, end = arrow_ends(mark, panel, series)
    colour, box = theme.colour(mark.role), panel.box_px
    return [arrow_shapes(start[n], end[n], colour, theme.paper, mark.dashes, box) for n in frames]
