"""Templates filled in: articles, figures, the index, and what feeds and search engines read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klsim.content.site import Site
from klsim.figures.animation.links import RunLink
from klsim.figures.animation.no_script import arrange_films
from klsim.figures.animation.overview import make_overview
from klsim.figures.animation.plan import FigurePlan
from klsim.formats.assets import Assets


def make_environment(templates: Path) -> Environment:
    """Jinja with every undefined name an error and everything escaped."""
    return Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@dataclass(frozen=True)
class Renderer:
    """What all pages of a build have in common."""

    environment: Environment
    site: Site
    assets: Assets

    def page(self, template: str, root: str, **context: object) -> bytes:
        """A page from a template; `root` leads from its folder to the output folder."""
        chosen = self.environment.get_template(template)
        return chosen.render(site=self.site, assets=self.assets, root=root, **context).encode()

    def figure(self, plan: FigurePlan, view: bytes, links: Sequence[RunLink]) -> Markup:
        """A figure in its page, from its view and all links that lead to it."""
        data: Mapping[str, Any] = json.loads(view)
        runs = data["runs"]
        axes = [
            {
                "index": n,
                "name": axis.name,
                "label": axis.label,
                "labels": axis.labels,
                "default": axis.default,
                "slider": axis.numeric,
            }
            for n, axis in enumerate(plan.figure.axes)
        ]
        html = self.environment.get_template("figure.html").render(
            figure=plan.figure,
            folder=plan.figure.id,
            caption=plan.figure.caption,
            axes=axes,
            presets=data["presets"],
            panels=data["scenes"][runs[data["start"]]["scene"]],
            readouts=data["readouts"],
            film=dict(zip(("width", "height"), data["film"], strict=True)),
            films=arrange_films(plan.figure, runs, links),
            start=runs[data["start"]],
            overview=make_overview(plan.figure, runs),
            view=Markup(view.decode().replace("<", "\\u003c")),
        )
        return Markup(html)
