"""What a link to a figure is about: one of its runs, several that are summed up, or the best of them."""

from klsim.diagnostics import Code
from klsim.figures.animation.links import RunLink, find_runs
from klsim.figures.animation.reduction import grid_figure, shown_figure
from klsim.figures.animation.sweep import Figure
from klsim.figures.kind import Target

RUN, GRID, SHOWN = "run", "grid", "shown"
"""The stages that links may be about: the runs, what maps show, and what pages show."""


def find_target(link: RunLink, figure: Figure) -> Target:
    """What a link is about. Raises ContentError for what is not there, and for an axis by which nobody chooses.

    A number may be stated of any run: what the link does not name of such axes, is summed up, or at its best.
    """
    best, over = (None if n is None else figure.axes[n].name for n in (figure.best, figure.over))
    named = {*link.chosen, *link.pinned}
    for name, reason in ((best, "each is shown at its best"), (over, "all are shown as one, summed up")):
        if name in named and link.scheme == "run":
            message = f"nobody chooses {name} in figure {figure.id!r}: {reason}"
            raise link.location.failure(Code.UNKNOWN_SETTING, message, f"leave `{name}=…` out")
    if over in named and best is not None and best not in named:
        message = f"the link names {over}, but not {best}, whose best is told of all together"
        raise link.location.failure(Code.INVALID_LINK, message, f"name {best} too, or leave `{over}=…` out")
    for stage, smaller in ((SHOWN, shown_figure(figure)), (GRID, grid_figure(figure))):
        if smaller is not figure and _has_axes(smaller, named, figure):
            return Target(stage, smaller.places[find_runs(link, smaller)[0].at])
    return Target(RUN, figure.places[find_runs(link, figure)[0].at])


def _has_axes(smaller: Figure, named: set[str], figure: Figure) -> bool:
    """Whether a figure has those of the axes of the whole figure that a link names."""
    known = {axis.name for axis in figure.axes}
    return named & known <= {axis.name for axis in smaller.axes}
