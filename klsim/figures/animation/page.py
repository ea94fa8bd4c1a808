"""An animation in its page."""

from collections.abc import Sequence

from jinja2 import Environment
from markupsafe import Markup

from klsim.figures.animation.links import RunLink
from klsim.figures.animation.no_script import arrange_no_script, film_css, selection_css
from klsim.figures.animation.overview import make_overview
from klsim.figures.animation.view import VIEWS, AnimationView, view_data


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
        film=dict(zip(("width", "height"), view.film, strict=True)),
        films=arrange_no_script(figure, view.runs, links),
        start={
            "title": start.outcome.title,
            "outcome": start.outcome.outcome,
            "last": start.outcome.last,
            "gif": start.gif,
            "data": start.data,
        },
        overview=make_overview(figure, [run.outcome for run in view.runs]),
        view=Markup(view_data(view).replace("<", "\\u003c")),
    )
    return Markup(html)


def without_script(encoded: Sequence[bytes]) -> str:
    """The style rules by which readers choose among the films of all animations of a page where no script runs."""
    views = [VIEWS.decode(one, AnimationView) for one in encoded]
    return selection_css(view.figure for view in views) + "".join(film_css(one.figure, one.runs) for one in views)
