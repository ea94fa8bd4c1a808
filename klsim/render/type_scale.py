"""How large letters in pictures are, in px as readers see them: one scale for all.

Hardly any picture is shown in the size in which it was drawn: a panel that stands alone in a page is half as large
again, one of three a little smaller. So whoever draws a picture knows how it will be shown, and its letters are
`letters` times as large as they are here.
"""

from collections.abc import Sequence

from klsim.render.narrow import WIDTH_PX
from klsim.scene.marks import Panel

HEADING_PX = 16.5
"""The setting of a run, above its panels."""

TOLD_PX = 15.0
"""What came of it."""

TITLE_PX = 14.5
"""Of a panel."""

LABEL_PX = 14.0
"""What names axes, places, numbers and runs."""

TICK_PX = 12.0
NUMBER_PX = 19.0

LEAST_PX = 11.0
"""Nothing is smaller where readers see it."""

PAGE_PX, LARGEST = 960, 1.5
"""The width of a figure in a page, and by how much larger than it was drawn a picture may be there."""

BESIDE_MAP_PX = 384
"""How wide a panel is beside a map of outcomes."""

MAP_PX = 536
"""How wide a map of outcomes is beside that."""

GAME_PX = 556
"""How wide the panel of a game is beside its score, and its still where no script runs, in the middle."""

PHONE_PX, ALONE_PX, SWIPED_PX = 350, 366, 308
"""On a phone of 390 px: the width of a figure, of a panel that is alone in it, and of one of several."""

OF_TWO, OF_MORE = (0.8, 24.0), (0.74, 9.6)
"""How much smaller panels may become to stand beside each other, and the px between them: of two, and of more."""

MOST_LETTERS = 1.25
"""The margins of panels have room for no larger ones."""

LARGEST_FILM = 1.25
"""GIFs have one pixel for each px, and are shown as they were drawn, too, in a README or a feed: their letters are
no smaller than if they were enlarged so much.
"""


def letters_in_page(panels: Sequence[Panel], *, is_beside_map: bool = False) -> float:
    """Those of panels in a page, side by side as far as there is room."""
    return min(1 / _shown_in_page(panels, is_beside_map=is_beside_map), MOST_LETTERS)


def letters_in_film(panels: Sequence[Panel]) -> float:
    """Those of panels in a GIF."""
    return max(letters_in_page(panels), 1 / LARGEST_FILM)


def letters_on_phone(count: int) -> float:
    """Those of narrow panels, of which a figure has so many."""
    return WIDTH_PX / (ALONE_PX if count == 1 else SWIPED_PX)


LETTERS_IN_PORTRAIT = WIDTH_PX / PHONE_PX
"""Those of narrow panels in a film for narrow screens."""


def letters_of_game(panel: Panel) -> tuple[float, float]:
    """Those of a game in a page, and on a phone."""
    return panel.width_px / GAME_PX, min(panel.width_px / PHONE_PX, MOST_LETTERS)


def letters_of_map(width_px: int) -> tuple[float, float]:
    """Those of a map of outcomes in a page, and on a phone."""
    return width_px / min(MAP_PX, width_px), width_px / PHONE_PX


def _shown_in_page(panels: Sequence[Panel], *, is_beside_map: bool = False) -> float:
    widths = [panel.width_px for panel in panels]
    if len(widths) == 1:
        return min(BESIDE_MAP_PX if is_beside_map else PAGE_PX, LARGEST * widths[0]) / widths[0]
    least, gap = OF_TWO if len(widths) == 2 else OF_MORE
    count = len(widths)
    while count > 1 and least * sum(widths[:count]) + gap * (count - 1) > PAGE_PX:
        count -= 1
    return min((PAGE_PX - gap * (count - 1)) / sum(widths[:count]), LARGEST)
