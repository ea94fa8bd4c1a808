"""The cards of a site, the pictures that links elsewhere show: of each article with a figure, and of the site."""

from collections.abc import Collection, Iterator, Mapping

from klsim.articles import Articles
from klsim.engine.task import Part, Task
from klsim.figures.kind import FigurePlan
from klsim.scene.theme import Themes

CARD = "card.png"
"""What it is called in an article's folder, and at the top for the site."""


def card_task(slug: str) -> str:
    """The name of the task that draws the card of an article, or with an empty slug that of the site."""
    return f"{slug}/card" if slug else "card"


def card_path(slug: str) -> str:
    """Where the card of an article is, or with an empty slug that of the site."""
    return f"{slug}/{CARD}" if slug else CARD


def card_tasks(
    articles: Articles,
    plans: Mapping[str, FigurePlan],
    themes: Themes,
    drawn: Collection[str],
    taken: Collection[str],
) -> Mapping[str, Task]:
    """By slug, empty for the site, what draws its card.

    Articles without a figure have none, nor do those whose still is not among the tasks that are `drawn`; they
    share that of the site. Nor do those that name a picture of their own, or have a file of this name, among those
    that are `taken`.
    """
    site = articles.site
    assert site is not None
    stills = {one.slug: part for one in articles.published if (part := _cover(one.cover, plans, drawn))}
    newest = sorted(
        (one for one in articles.published if one.slug in stills and one.slug not in articles.marked),
        key=lambda one: (-(one.article.date.seconds if one.article.date else 0), one.slug),
    )
    cards = dict(_articles(articles, stills, themes))
    chosen = _cover(articles.cover, plans, drawn)
    still = [chosen] if chosen else [stills[newest[0].slug]] if newest else []
    names = [site.author, site.base_url.partition("//")[2]]
    return {
        slug: task
        for slug, task in {**cards, "": _task("", site.title, names, themes, still)}.items()
        if card_path(slug) not in taken
    }


def _articles(articles: Articles, stills: Mapping[str, Part], themes: Themes) -> Iterator[tuple[str, Task]]:
    assert articles.site is not None
    for one in articles.published:
        if one.slug in stills and one.article.image is None:
            authors = ", ".join(one.article.authors) or articles.site.author
            names = [articles.site.title, authors]
            yield one.slug, _task(one.slug, one.article.title, names, themes, [stills[one.slug]])


def _task(slug: str, title: str, names: list[str], themes: Themes, stills: list[Part]) -> Task:
    return Task(
        card_task(slug),
        "klsim.render.card:draw_card",
        values=(title, names, themes.light.colours, themes.styles),
        files=themes.fonts,
        needs=tuple(stills),
    )


def _cover(folder: str, plans: Mapping[str, FigurePlan], drawn: Collection[str]) -> Part | None:
    """The picture of the figure that stands for an article or for the site, if that is drawn."""
    plan = plans.get(folder)
    part = plan.cover if plan else None
    return part if part and part.task in drawn else None
