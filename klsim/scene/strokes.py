"""How thick, how large and how opaque moving marks are: the same numbers for both painters.

Only what Agg and a canvas draw alike: straight polylines with round joins and caps, discs, triangles.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Strokes:
    """Sizes in px at scale 1, opacities from 0 to 1; `dataclasses.asdict` gives them to the page's script.

    curve_px, fill_alpha:      the curve of a density, and the tint from there down to the foot of the box
    thin_px:                   the curve of a thin one
    bell_reach, bell_samples:  beside its even samples, a density is evaluated at so many evenly spaced places
                               from −reach to +reach standard deviations around the mean of each of its laws,
                               as far as they are on the scale: a bell narrower than the samples still shows
    trail_px, trail_alpha:     the path
    step_radius_px:            a disc on the path at each iteration
    point_radius_px:           the disc of a point
    arrow_px:                  length and width of the triangle for a point outside of the box
    point_edge_px:             the line of paper colour along the edge of disc or triangle, half of it outside
    far_px:                    positions are clamped to the plot box grown by so much on each side
    bar_share, slim_share:     how much of its place a bar fills, from 0 to 1, and how much of that a slim one
    band_alpha:                a band between two series, and a box
    shaft_px, head_px:         an arrow: how thick its shaft is, and how long its head
    halo_px:                   how much broader a line of paper colour lies below it
    shortest_px, longest_px:   the lengths of those with a scale of their own
    """

    curve_px: float = 2.25
    fill_alpha: float = 0.16
    thin_px: float = 1.25
    bell_reach: float = 4
    bell_samples: int = 25
    trail_px: float = 1.5
    trail_alpha: float = 0.75
    step_radius_px: float = 1.75
    point_radius_px: float = 6
    arrow_px: float = 13
    point_edge_px: float = 1.5
    far_px: float = 10_000
    bar_share: float = 0.8
    slim_share: float = 0.12
    band_alpha: float = 0.2
    shaft_px: float = 2.25
    head_px: float = 10
    halo_px: float = 2.5
    shortest_px: float = 16
    longest_px: float = 70


OF_ARROWS = ("shaft_px", "head_px", "halo_px", "shortest_px", "longest_px")

STROKES = Strokes()
