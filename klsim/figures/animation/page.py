"""An animation in its page."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from klsim.figures.animation.height import estimate_height
from klsim.figures.animation.links import RunLink
from klsim.figures.animation.map_block import COLOUR
from klsim.figures.animation.no_script import arrange_no_script, film_css, portrait_css, selection_css
from klsim.figures.animation.overview import make_overview
from klsim.figures.animation.view import VIEWS, AnimationView, describe_picture
from klsim.figures.animation.view_data import view_data
from klsim.figures.place import NARROW, Place
from klsim.scene.marks import Outline
from klsim.scene.strokes import STROKES
from klsim.scene.together import FEW


def render(
    environment: Environment, encoded: bytes, links: Sequence[RunLink], number: int | None, place: Place
) -> Markup:
    """A figure as HTML, from its view, all links of the site that lead to it, and the number of its caption."""
    view = _view(encoded)
    figure, start = view.figure, view.start
    bests = [run.outcome.best for run in view.runs if run.outcome.best]
    axes = [
        {
            "index": n,
            "name": axis.name,
            "label": axis.label,
            "labels": axis.labels,
            "default": axis.default,
            "slider": axis.numeric,
        }
        for n, axis in enumerate(figure.axes)
        if n != figure.together
    ]
    html = environment.get_template("figure.html").render(
        figure=figure,
        folder=place.top + figure.id,
        place=place,
        snippet=place.snippet(figure.id, figure.caption, height(encoded)),
        caption=figure.caption,
        number=number,
        axes=axes,
        presets=figure.presets,
        count=len(view.outcomes),
        what="The runs" if start.outcome.summary else "This run",
        whose="the median of the runs" if start.outcome.summary else "this run",
        kind="settings" if start.outcome.summary else "runs",
        panels=view.scenes[start.scene],
        readouts=view.readouts,
        is_drawn=figure.declaration.is_drawn,
        sources=[place.top + quote(name) for name in figure.recording.sources] if figure.recording else (),
        film=dict(zip(("width", "height"), view.film, strict=True)),
        films=arrange_no_script(figure, view.runs, links),
        portrait=view.portrait,
        narrow=NARROW,
        start={
            "title": start.outcome.title,
            "told": describe_picture(view, start),
            "last": max(view.runs[n].outcome.last for n in figure.first_picture),
            "gif": start.gif,
            "data": start.data,
            "is_packed": start.index is not None,
        },
        legend=_legend(view),
        tints=_describe_tints(view),
        overview=None if view.maps else make_overview(view.grid, view.outcomes, figure, bests),
        map=_map(view),
        starts=json.loads(view.starts) if view.starts else None,
        arrows=[
            {
                "kind": arrow.kind,
                "label": arrow.label,
                "role": "ink" if figure.together is not None else arrow.role,
                "dashes": " ".join(f"{length:g}" for length in arrow.dashes),
                "is_on": figure.arrows[arrow.kind],
            }
            for arrow in view.arrows
        ],
        view=Markup(view_data(view).replace("<", "\\u003c")),
    )
    return Markup(html)


def _map(view: AnimationView) -> Mapping[str, object] | None:
    """The maps of outcomes, of which that with the present run is shown."""
    found = view.figure.map
    if found is None:
        return None
    return {
        "title": f"{len(found.x.values) * len(found.y.values):,} runs, and {COLOUR.options[found.colour]}",
        "size": json.loads(view.frame)["size"],
        "label": f"{found.x.label} across, {found.y.label} up",
        "maps": [{"picture": one, "is_shown": one == view.first_map} for one in view.maps],
        "legend": view.colours,
    }


def _describe_tints(view: AnimationView) -> str:
    """What lines and tints are where runs are summed up."""
    summary = view.start.outcome.summary
    if summary is None:
        return ""
    counts = {run.outcome.summary.count for run in view.runs if run.outcome.summary}
    several = f"{summary.count} runs" if len(counts) == 1 else "all runs"
    line = f"Lines and numbers: the median over {summary.over.replace('_', ' ')}, of {several}."
    if max((len(legend) for legend in view.legends), default=0) > FEW:
        return f"{line} Tinted: where the middle half of them is."
    return f"{line} Tinted: where the middle half and, fainter, the middle four fifths of them are."


def _legend(view: AnimationView) -> Sequence[Mapping[str, object]]:
    """The entries of the legend, one for each value of the axis whose values share a picture."""
    figure = view.figure
    if figure.together is None:
        return ()
    axis = figure.axes[figure.together]
    keys = {key.runner: key for keys in view.legends for key in keys}
    there = {figure.positions[n][figure.together] for n in figure.first_picture}
    return [
        {
            "index": n,
            "label": axis.tell(n),
            "role": keys[n].role,
            "dashes": " ".join(f"{length:g}" for length in keys[n].dashes),
            "marker": _marker(keys[n].outline),
            "is_front": n == axis.default,
            "is_there": n in there,
        }
        for n in sorted(keys)
    ]


def _marker(outline: Outline) -> str:
    """A marker as a path in the middle of a sample line of 44 × 16 px."""
    if not outline:
        return "M28 8a6 6 0 1 1-12 0a6 6 0 1 1 12 0z"
    radius = STROKES.point_radius_px
    return f"M{'L'.join(f'{22 + radius * x:g} {8 + radius * y:g}' for x, y in outline)}z"


def without_script(encoded: Sequence[bytes], top: str = "") -> str:
    """The style rules by which readers choose among the films of all animations of a page where no script runs."""
    views = list(map(_view, encoded))
    films = (film_css(one.figure, one.runs, top, is_within=not one.chunks) for one in views)
    narrow = (portrait_css(one.figure, one.portrait, top) for one in views if one.portrait)
    return selection_css(view.figure for view in views) + "".join([*films, *narrow])


def height(encoded: bytes) -> int:
    """How high a figure is in a page that shows it alone, about, in px."""
    return estimate_height(_view(encoded))


@lru_cache(maxsize=4)
def _view(encoded: bytes) -> AnimationView:
    """Decoded once for all that a process makes of it."""
    return VIEWS.decode(encoded, AnimationView)
