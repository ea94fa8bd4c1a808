"""Writing the pages: each article, the index of all, and what feeds and search engines read."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from markupsafe import Markup

from klsim.disk.digests import digest
from klsim.disk.output import Output
from klsim.games.game import GamePlan
from klsim.pages.play import render_game
from klsim.pages.render import Group, Picture, Renderer, Teaser, group_by_series, tease
from klsim.site.figures import MadeFigure
from klsim.site.games import MadeGame
from klsim.site.prepare import Prepared
from klsim.sweep.links import is_run_link, page_address, parse_link
from klsim.sweep.plan import FigurePlan
from klsim.text.references import rewrite_links

Made: TypeAlias = MadeFigure | MadeGame
"""What an article shows between its prose."""


def write_pages(
    renderer: Renderer, articles: Sequence[Prepared], made: Sequence[Sequence[Made]], output: Output
) -> list[str]:
    """Write every page that differs from what is there; the paths of all."""
    teasers = [
        tease(article.article, renderer.site, _still(figures))
        for article, figures in zip(articles, made, strict=True)
    ]
    groups = group_by_series(teasers, renderer.site)
    pages = {
        f"{article.article.slug}/index.html": _article(renderer, article, figures, teaser, groups)
        for article, figures, teaser in zip(articles, made, teasers, strict=True)
    }
    newest = sorted(teasers, key=lambda t: (-t.date.toordinal(), t.slug))
    updated = f"{newest[0].date.isoformat()}T00:00:00Z" if newest else "1970-01-01T00:00:00Z"
    pages["404.html"] = renderer.page("404.html", "")
    pages["feed.xml"] = renderer.page("feed.xml", "", articles=newest, updated=updated)
    pages["sitemap.xml"] = renderer.page("sitemap.xml", "", articles=newest)
    pages["index.html"] = renderer.page("index.html", "", groups=groups)
    # New pages first: whatever ends the build, no page that readers know links to one that is not there yet.
    for path, data in sorted(pages.items(), key=lambda page: (output.root / page[0]).exists()):
        output.write(path, digest(data), data)
    return list(pages)


def _article(
    renderer: Renderer,
    article: Prepared,
    figures: Sequence[Made],
    teaser: Teaser,
    groups: Sequence[Group],
) -> bytes:
    views: Mapping[str, bytes] = {figure.plan.folder: figure.view for figure in figures}
    slug = article.article.slug

    def part(piece: str | FigurePlan | GamePlan) -> Markup:
        if isinstance(piece, FigurePlan):
            return renderer.figure(piece, views[piece.folder])
        if isinstance(piece, GamePlan):
            return render_game(renderer.environment, piece, views[piece.folder])
        return Markup(rewrite_links(piece, lambda href: _address(href, slug, article)))

    before, after = _neighbours(teaser, groups)
    return renderer.page(
        "article.html",
        "../",
        article=teaser,
        headings=[heading for heading in article.rendered.headings if heading.level == 2],
        parts=[part(piece) for piece in article.parts],
        scripts=renderer.assets.scripts(figures=bool(article.plans), games=bool(article.games)),
        previous=before,
        next=after,
    )


def _address(href: str, slug: str, article: Prepared) -> str:
    """Links to runs lead to the state of their figure; all others stay as they are."""
    if not is_run_link(href):
        return href
    return page_address(parse_link(href, slug, article.article.origin), slug)


def _still(figures: Sequence[Made]) -> Picture | None:
    """The still of an article's first figure, else of its first game."""
    if not figures:
        return None
    view = json.loads(figures[0].view)
    if isinstance(figures[0], MadeGame):
        return Picture(f"{figures[0].plan.folder}/{view['still']['light']}", *view["panel"]["size"])
    return Picture(f"{figures[0].plan.folder}/{view['runs'][view['start']]['still']}", *view["film"])


def _neighbours(teaser: Teaser, groups: Sequence[Group]) -> tuple[Teaser | None, Teaser | None]:
    """The parts before and after an article in its series."""
    if teaser.series is None:
        return None, None
    parts = next(group.articles for group in groups if teaser in group.articles)
    here = parts.index(teaser)
    return (parts[here - 1] if here else None), (parts[here + 1] if here + 1 < len(parts) else None)
