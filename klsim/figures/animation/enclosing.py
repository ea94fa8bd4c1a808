"""What the page of an animation knows of it within a single file."""

from dataclasses import replace

from klsim.engine.task import Products
from klsim.figures.animation.view import VIEWS, AnimationView
from klsim.figures.kind import COVER, POSTER, VIEW


def enclose_view(view: Products) -> Products:
    """The `view`, `poster` and `cover` of a figure whose records are in its page; only its start has a GIF."""
    whole = VIEWS.decode(view[VIEW], AnimationView)
    first = whole.figure.first_picture
    runs = tuple(run if n in first else replace(run, gif=None, still=None) for n, run in enumerate(whole.runs))
    enclosed = replace(whole, runs=runs, chunks=(), portrait=None)
    return {VIEW: VIEWS.encode(enclosed), POSTER: view[POSTER], COVER: view[COVER]}
