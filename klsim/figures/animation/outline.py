"""The outline of a figure: what is known of it before it is computed."""

from dataclasses import dataclass

from klsim.engine.codec import Codec

OBJECTIONS, OUTLINE = "objections", "outline"
"""Products of the task that makes it."""

LACKING, HEADER_LINES = "lacking", "header_lines"
"""Products of the task that looks at its words."""

SIZES = "sizes"
"""The product of runs that says how many numbers each series has at each iteration, null for one number."""

VIEWS_OF_RUNS = "runs"
"""The product of the task that makes panels which have zoomed out: to which of them each run comes."""

DIFFERENCE = "difference"
"""The product of the task that computes a run again."""

AGAIN, TOGETHER = "again", "together"
"""How it was computed when it differed."""


@dataclass(frozen=True)
class Outline:
    """What is known of a figure before it is computed; nothing where its simulation objects to it.

    count:        how many scenes it has
    scene_of_run: which of them each run has
    together:     how many runs are simulated together
    zooming:      the numbers of the scenes with a panel that zooms out after what leaves it
    """

    count: int
    scene_of_run: tuple[int, ...]
    together: int
    zooming: tuple[int, ...] = ()


OUTLINES = Codec.of(Outline)
