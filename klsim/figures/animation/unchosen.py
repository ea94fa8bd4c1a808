"""Axes by which readers do not choose, since a block says that their best is shown, or that they are summed up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from klsim.content import yaml
from klsim.diagnostics import Code, Location
from klsim.figures.animation.choice import Axes
from klsim.figures.animation.reduction import sum_over
from klsim.figures.animation.sharing import BEST, FEWEST_SUMMED, OVER
from klsim.figures.animation.sweep import Figure, Position

Unchosen: TypeAlias = Mapping[str, str]
"""Their names, and the key of the block that says so."""


def unchosen_axes(axes: Axes, best: int | None, over: int | None) -> Unchosen:
    """Those of a block that names the axes with these numbers."""
    return {axes[n].name: key for key, n in ((BEST, best), (OVER, over)) if n is not None}


def check_chosen(node: yaml.Node, unchosen: Unchosen, subject: str) -> None:
    """Raise ContentError for such an axis, which a combination names all the same."""
    for key, _ in node.items if isinstance(node, yaml.Mapping) else ():
        if key.text in unchosen:
            message = f"{subject}: {key.text} is not for choosing, since `{unchosen[key.text]}` names it"
            raise key.location.failure(Code.UNKNOWN_KEY, message, "leave it out")


def present_defaults(axes: Axes, positions: Sequence[Position], unchosen: Unchosen) -> Axes:
    """Axes, of which such ones have as default what is there beside the defaults of the others."""
    usual = tuple(axis.default for axis in axes)
    hidden = [n for n, axis in enumerate(axes) if axis.name in unchosen]
    there = (at for at in positions if all(at[n] == usual[n] for n in range(len(axes)) if n not in hidden))
    first = min(there, key=lambda at: [at[n] != usual[n] for n in hidden], default=usual)
    return tuple(replace(axis, default=index) for axis, index in zip(axes, first, strict=True))


def check_groups(figure: Figure, location: Location) -> None:
    """Raise ContentError where so many runs are excluded that a median would say nothing."""
    reduced = sum_over(figure)
    if reduced is None or figure.over is None:
        return
    name = figure.axes[figure.over].name
    for run, members in zip(reduced.figure.runs, reduced.members, strict=True):
        if len(members) < FEWEST_SUMMED:
            title = reduced.figure.title(run) or "this figure"
            count = f"{len(members)} {'value' if len(members) == 1 else 'values'} of {name}"
            message = f"over: {title} has {count} left, and a median needs {FEWEST_SUMMED}"
            raise location.failure(Code.OUT_OF_RANGE, message, "exclude fewer")
