"""An animation in its page."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from klsim.figures.animation.links import RunLink
from klsim.figures.animation.no_script import arrange_no_script, film_css, selection_css
from klsim.figures.animation.overview import make_overview
from klsim.figures.animation.view import VIEWS, AnimationView, describe_picture, view_data
from klsim.scene.marks import Outline
from klsim.scene.strokes import STROKES


def render(environment: Environment, encoded: bytes, links: Sequence[RunLink], number: int | None) -> Markup:
    """A figure as HTML, from its view, all links of the site that lead to it, and the number of its caption."""
    view = VIEWS.decode(encoded, AnimationView)
    figure, start = view.figure, view.start
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
        folder=figure.id,
        caption=figure.caption,
        number=number,
        axes=axes,
        presets=figure.presets,
        count=len(view.runs),
        panels=view.scenes[start.scene],
        readouts=view.readouts,
        is_drawn=figure.declaration.is_drawn,
        sources=[quote(name) for name in figure.recording.sources] if figure.recording else (),
        film=dict(zip(("width", "height"), view.film, strict=True)),
        films=arrange_no_script(figure, view.runs, links),
        start={
            "title": start.outcome.title,
            "told": describe_picture(view, start),
            "last": max(view.runs[n].outcome.last for n in figure.first_picture),
            "gif": start.gif,
            "data": start.data,
        },
        legend=_legend(view),
        overview=make_overview(figure, [run.outcome for run in view.runs]),
        view=Markup(view_data(view).replace("<", "\\u003c")),
    )
    return Markup(html)


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


def without_script(encoded: Sequence[bytes]) -> str:
    """The style rules by which readers choose among the films of all animations of a page where no script runs."""
    views = [VIEWS.decode(one, AnimationView) for one in encoded]
    return selection_css(view.figure for view in views) + "".join(film_css(one.figure, one.runs) for one in views)
