"""Templates filled in: articles, figures, the index, and what feeds and search engines read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from klsim.pages.assets import Assets
from klsim.pages.films import arrange_films
from klsim.sweep.links import RunLink
from klsim.sweep.plan import FigurePlan
from klsim.text.article import Article
from klsim.text.site import Site

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Picture:
    """An image for a list of articles: path below the output folder, size in px."""

    path: str
    width: int
    height: int


@dataclass(frozen=True)
class Teaser:
    """What lists and neighbours show of an article."""

    slug: str
    title: str
    summary: str
    date: date
    part: int | None
    series: str | None
    still: Picture | None

    @property
    def date_text(self) -> str:
        """The date as readers see it."""
        return f"{self.date.day} {MONTHS[self.date.month - 1]} {self.date.year}"


@dataclass(frozen=True)
class Group:
    """The articles of one series, or those of none."""

    title: str
    articles: tuple[Teaser, ...]


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


def tease(article: Article, site: Site, still: Picture | None) -> Teaser:
    """The teaser of an article, its series by title."""
    series = site.series[article.series] if article.series else None
    return Teaser(article.slug, article.title, article.summary, article.date, article.part, series, still)


def group_by_series(teasers: Sequence[Teaser], site: Site) -> tuple[Group, ...]:
    """Series in the order of the site, parts in theirs; then what belongs to none, newest first."""
    series = [Group(title, _parts(teasers, title)) for title in site.series.values()]
    others = sorted((t for t in teasers if t.series is None), key=lambda t: (-t.date.toordinal(), t.slug))
    heading = "Other articles" if any(group.articles for group in series) else ""
    return tuple(group for group in (*series, Group(heading, tuple(others))) if group.articles)


def _parts(teasers: Sequence[Teaser], series: str) -> tuple[Teaser, ...]:
    return tuple(sorted((t for t in teasers if t.series == series), key=lambda t: (t.part or 0, t.date, t.slug)))


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
        panels = [{"size": p["size"], **p["backdrop"]} for p in data["scenes"][runs[data["start"]]["scene"]]]
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
            panels=panels,
            readouts=data["readouts"],
            film=dict(zip(("width", "height"), data["film"], strict=True)),
            films=arrange_films(plan.figure, runs, links),
            start=runs[data["start"]],
            view=Markup(view.decode().replace("<", "\\u003c")),
        )
        return Markup(html)
