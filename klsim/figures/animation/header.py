"""What the headers of a figure's GIFs may have to show, told before any of its runs is computed."""

import re
from collections.abc import Sequence
from heapq import nlargest

from klsim.declaration import Declaration
from klsim.figures.animation.sweep import Figure

CANDIDATES = 8
"""How many of the longest words of an axis are measured: letters differ in width."""

ARRIVED = "Arrived: within 0.001 of the lowest point from iteration 1000 on."
ENDED = "Ended after 1000 iterations."
SUMMED = (
    "12 of 16 arrive, the median of all at iteration 1000, the first at 1000 and the last at 1000."
    " Still on the way: 4."
    " In the end KL(q, p) is 0.0001 in the median, and from 0.0001 to 0.0001 for the middle half."
)
LEFT_OUT = "1000 iterations later"

_FIELD = re.compile(r"\{\w+\}")
_NUMBER = "−0.0000"


def longest_values(figure: Figure) -> Sequence[Sequence[str]]:
    """For each axis what titles say of its values, of many only the longest; one in a legend is in no title.

    figure: with the axes by which readers choose
    """
    axes = [axis for n, axis in enumerate(figure.axes) if n != figure.together]
    return [nlargest(CANDIDATES, map(axis.tell, range(len(axis.values))), key=len) for axis in axes]


def endings_in_header(figure: Figure) -> Sequence[str]:
    """How the runs of a figure end as a rule; where they share pictures, the legend says it."""
    if figure.together is not None:
        return [LEFT_OUT]
    return usual_endings(figure.declaration) if figure.over is None else [SUMMED]


def usual_endings(declaration: Declaration) -> Sequence[str]:
    """How runs of a simulation end as a rule, with numbers of usual length; rare ones may be longer."""
    usual = {"converged": ARRIVED} if declaration.objective else {"finished": ENDED}
    declared = {status.word: _FIELD.sub(_NUMBER, status.sentence) for status in declaration.statuses}
    return list((usual | declared).values())
