"""Panels for narrow screens: of the same scales and marks, but drawn for the width that a telephone has for them.

A picture of 840 px has letters of half their size there. A narrow panel is laid out anew, with letters as large as
ever.
"""

from dataclasses import replace

from klsim.scene.marks import Margins, Panel, Raster

WIDTH_PX = 320
"""How wide a narrow panel is."""

WIDEST_MARGINS = Margins(46, 30, 18, 42)
"""What is beyond that around a plot centres it, and is there no more."""

FLATTEST = 0.72
"""The height of a plot as a share of its breadth, at the least."""

TRUE = 0.005
"""By so much, at the most, a unit across differs from one up where a panel is true to scale."""


def narrow_panel(panel: Panel, highest: float = 1) -> Panel:
    """The panel, 320 px wide; one that is true to scale stays so.

    highest: the height of a plot as a share of the breadth that there is for it, at the most
    """
    if any(isinstance(mark, Raster) for mark in panel.moving):
        return replace(panel, width_px=WIDTH_PX, height_px=_even(panel.height_px * WIDTH_PX / panel.width_px))
    most, own = WIDEST_MARGINS, panel.margins
    left, right = min(own.left, most.left), min(own.right, most.right)
    top, bottom = min(own.top, most.top), min(own.bottom, most.bottom)
    breadth = WIDTH_PX - left - right
    _, _, width, height = panel.box_px
    share = height / width
    if not _is_true_to_scale(panel):
        share = max(share, min(FLATTEST, highest))
    tall = min(share, highest) * breadth
    aside = breadth - round(tall / share) if _is_true_to_scale(panel) else 0
    whole = _even(top + tall + bottom)
    margins = Margins(left + aside // 2, top, right + aside - aside // 2, bottom)
    return replace(panel, width_px=WIDTH_PX, height_px=whole, margins=margins)


def shaped_as(panel: Panel, narrow: Panel) -> Panel:
    """A panel that has zoomed out, in the shape that it has on narrow screens as it is at first."""
    return replace(panel, width_px=narrow.width_px, height_px=narrow.height_px, margins=narrow.margins)


def _is_true_to_scale(panel: Panel) -> bool:
    """Whether a unit of x is as long as a unit of y."""
    if panel.x.kind != "linear" or panel.y.kind != "linear":
        return False
    _, _, width, height = panel.box_px
    across, up = width / (panel.x.high - panel.x.low), height / (panel.y.high - panel.y.low)
    return abs(across - up) <= TRUE * up


def _even(length_px: float) -> int:
    """The nearest even number: one and a half times as many pixels are whole."""
    return 2 * round(length_px / 2)
