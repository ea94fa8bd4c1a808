"""The pages: each article, the index of all, and what feeds and search engines read."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from klsim.content.references import rewrite_links
from klsim.figures.animation.links import RunLink, is_run_link, page_address, parse_link
from klsim.figures.animation.no_script import film_rules
from klsim.figures.animation.plan import FigurePlan
from klsim.figures.match.game import GamePlan
from klsim.figures.match.page import render_game
from klsim.formats.html import Renderer
from klsim.formats.summaries import Teaser, group_by_series, newest_first
from klsim.site.make import Complete
from klsim.site.outline import ALONE, Outline
from klsim.site.prepare import Plan, Prepared


def render_article(renderer: Renderer, done: Complete, teaser: Teaser, outline: Outline) -> bytes:
    """The page of an article."""
    views: Mapping[str, bytes] = {figure.plan.folder: figure.view for figure in done.made}
    article = done.prepared

    def links_to(figure: str) -> Sequence[RunLink]:
        return [link for link in outline.links.get(done.slug, ()) if link.figure == figure]

    def part(piece: str | Plan) -> Markup:
        if isinstance(piece, FigurePlan):
            return renderer.figure(piece, views[piece.folder], links_to(piece.figure.id))
        if isinstance(piece, GamePlan):
            return render_game(renderer.environment, piece, views[piece.folder])
        return Markup(rewrite_links(piece, lambda href: _address(href, article)))

    beside = outline.neighbours.get(done.slug, ALONE)
    return renderer.page(
        "article.html",
        "../",
        article=teaser,
        headings=[heading for heading in article.rendered.headings if heading.level == 2],
        parts=[part(piece) for piece in article.parts],
        fonts=renderer.assets.fonts(article.rendered.html),
        script=renderer.assets.scripts.get(article.script),
        film_rules=Markup(film_rules(plan.figure for plan in article.plans) if article.plans else ""),
        previous=beside.before,
        next=beside.after,
    )


def render_others(renderer: Renderer, teasers: Sequence[Teaser]) -> Mapping[str, bytes]:
    """The pages that belong to no article, by path."""
    newest, groups = newest_first(teasers), group_by_series(teasers, renderer.site)
    updated = f"{newest[0].date.isoformat()}T00:00:00Z" if newest else "1970-01-01T00:00:00Z"
    return {
        "404.html": renderer.page("404.html", ""),
        "feed.xml": renderer.page("feed.xml", "", articles=newest, updated=updated),
        "sitemap.xml": renderer.page("sitemap.xml", "", articles=newest),
        "index.html": renderer.page("index.html", "", groups=groups, fonts=renderer.assets.fonts("")),
    }


def _address(href: str, article: Prepared) -> str:
    """Links to runs lead to the state of their figure; all others stay as they are."""
    if not is_run_link(href):
        return href
    slug = article.article.slug
    return page_address(parse_link(href, slug, article.article.origin), slug)
