"""Pages: templates filled in for articles, the index of all, and what feeds and search engines read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from klsim.content.article import CARDS, Card
from klsim.content.headings import HEADINGS, Heading
from klsim.content.references import rewrite_links
from klsim.content.slots import Slot, split_slots
from klsim.engine.task import Products, resolve
from klsim.figures.animation.links import RunLink
from klsim.figures.kind import COVER, VIEW
from klsim.figures.place import OEMBED, Place
from klsim.formats.citation import bibtex
from klsim.formats.differences import mark_differences
from klsim.formats.link_addresses import link_address, links_to
from klsim.formats.page_sheet import rarer_sheets, sheets, size_rules, without_script_rules
from klsim.formats.renderer import make_renderer, place_of, template_errors
from klsim.formats.structured import describe_article, describe_site
from klsim.formats.summaries import (
    CARD_SIZE,
    ArticleSummary,
    Picture,
    group_by_series,
    newest_first,
    read_picture,
    summarize,
)
from klsim.formats.vignettes import Vignette

_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)


def render_article(
    site: str,
    assets: Mapping[str, Any],
    navigation: Sequence[tuple[str, str]],
    is_draft: bool,
    markdown: Mapping[str, str],
    image: Sequence[Any],
    card_file: str,
    script: str,
    pages: Sequence[str],
    ids: Sequence[str],
    cover_of: int,
    beside: Sequence[bool],
    differences: Sequence[tuple[int, str, str]],
    downloads: Sequence[tuple[str, str]],
    names: Sequence[str],
    *rest: Any,
) -> Products:
    """The page of an article and its style sheets, by path.

    Raises ContentError for what is wrong with a template.

    navigation: the label and the address of each link of the site's navigation
    is_draft: whether it is marked as a draft
    markdown: where its links to Markdown lead
    image: path, width, height (0 where unknown) and words of the picture that its front matter names, if any
    card_file: the path of its card, or of that of the site; empty where there is none
    script: where its script is; empty where it needs none
    pages:  for each of its figures the module that puts that into a page
    ids:    the ids of its figures
    cover_of: the number of the one that stands for it
    beside: whether there is an article before and one after it in its series
    differences: of numbers that are not what their runs give the link, the true number, if any, and what to say
    downloads: words and path of each file to take along
    names:  the labels of the templates
    rest:   the templates; the article; each of its figures; the articles beside it; all articles that link to it
    """
    templates, article, figures, others = _split(rest, len(names), len(pages))
    renderer = make_renderer(site, assets, navigation, dict(zip(names, templates, strict=True)))
    card, html = CARDS.decode(article["card"], Card), article["html"].decode()
    summaries = [summarize(CARDS.decode(one["card"], Card), renderer.site, None) for one in others[: sum(beside)]]
    before = summaries.pop(0) if beside[0] else None
    after = summaries.pop(0) if beside[1] else None
    links = [link for other in others[sum(beside) :] for link in links_to(card.slug, other)]
    cover = figures[cover_of][COVER] if figures else None
    summary = summarize(card, renderer.site, cover, is_draft=is_draft)
    picture = (
        Picture(*image) if image else _card(card_file, f"{summary.title}: {renderer.site.title}", summary.still)
    )
    with template_errors(names):
        body = _Body(
            renderer.environment,
            card.slug,
            list(pages),
            [figure[VIEW] for figure in figures],
            ids,
            links,
            markdown,
            place_of(card.slug, renderer.site),
        )
        pieces = split_slots(mark_differences(html, differences))
        parts = [body.part(piece) for piece in pieces]
        drawn = [part for piece, part in zip(pieces, parts, strict=True) if isinstance(piece, Slot)]
        own = sheets(
            {
                "figures": size_rules(drawn) + renderer.rules(rarer_sheets(drawn)),
                "without-script": without_script_rules(body.without_script()) if drawn else "",
            }
        )
        captions = _CAPTION.findall("".join(map(str, parts)))
        data = renderer.page(
            "article.html",
            "../",
            article=summary,
            here=f"{card.slug}/index.html",
            picture=picture,
            structured=describe_article(summary, renderer.site, picture),
            headings=[one for one in HEADINGS.decode_many(article["headings"], Heading) if one.level == 2],
            parts=parts,
            fonts=renderer.assets.fonts(html, [card.title, card.summary, *captions]),
            script=script or None,
            oembed=(
                f"{body.place.address}/{ids[cover_of]}{OEMBED}",
                read_picture(figures[cover_of][COVER]).caption,
            )
            if ids
            else None,
            citation=bibtex(summary, renderer.site),
            downloads=downloads,
            sheets=[own["figures"][0]] if "figures" in own else [],
            without_script=own["without-script"][0] if drawn else None,
            previous=before,
            next=after,
        )
    return {f"{card.slug}/{name}": one for name, one in (("index.html", data), *own.values())}


def _words(summaries: Iterable[ArticleSummary]) -> Iterator[str]:
    """What articles say of themselves on the first page."""
    for one in summaries:
        yield from (one.title, one.summary)


def render_others(
    site: str,
    assets: Mapping[str, Any],
    navigation: Sequence[tuple[str, str]],
    card_file: str,
    drafts: Sequence[str],
    covers: Sequence[bool],
    vignettes: Mapping[str, Mapping[str, Any]],
    opening: str,
    texts: Sequence[str],
    names: Sequence[str],
    *rest: Any,
) -> Products:
    """The pages that belong to no article, by path. Raises ContentError for what is wrong with a template.

    card_file: the path of the site's card; empty where there is none
    drafts:  the slugs of articles that are marked as such
    covers:  of each article whether it has one
    vignettes: by the slug of the article; that of the first page has none
    opening: the slug of the article whose figure the first page opens with
    texts:   the slugs of articles whose texts are in the feed
    rest:    the templates; the cards of all articles; their covers, and that of the first page; these texts
    """
    stages = (len(names), len(names) + len(covers), len(names) + len(covers) + sum(covers) + bool(opening))
    templates, cards = rest[: stages[0]], rest[stages[0] : stages[1]]
    found, entries = list(rest[stages[1] : stages[2]]), rest[stages[2] :]
    renderer = make_renderer(site, assets, navigation, dict(zip(names, templates, strict=True)))
    known = [CARDS.decode(one["card"], Card) for one in cards]
    shown = {slug: Vignette(**one) for slug, one in vignettes.items()}
    summaries = [
        summarize(
            card,
            renderer.site,
            found.pop(0)[COVER] if has_cover else None,
            is_draft=card.slug in drafts,
            vignette=shown.get(card.slug),
        )
        for card, has_cover in zip(known, covers, strict=True)
    ]
    opens_with = read_picture(found.pop()[COVER]) if opening else None
    public = [one for one in summaries if not one.draft]
    ready = newest_first([one for one in public if not one.page])
    groups = group_by_series(summaries, renderer.site)
    changes = sorted((one.changed for one in ready if one.changed), key=lambda moment: moment.seconds)
    updated = changes[-1].instant if changes else "1970-01-01T00:00:00Z"
    text = {slug: one["entry"].decode() for slug, one in zip(texts, entries, strict=True)}
    words = (
        f"{renderer.site.title}: {renderer.site.description}" if renderer.site.description else renderer.site.title
    )
    picture = _card(card_file, words, opens_with or next((one.still for one in ready if one.still), None))
    with template_errors(names):
        front = sheets({"front": renderer.rules(["front.css"])})
        return {
            **dict(front.values()),
            "404.html": renderer.page(
                "404.html", renderer.site.path, here="", fonts=renderer.assets.fonts(""), sheets=[]
            ),
            "feed.xml": renderer.page("feed.xml", "", articles=ready, updated=updated, texts=text),
            "sitemap.xml": renderer.page("sitemap.xml", "", articles=newest_first(public)),
            "robots.txt": renderer.page("robots.txt", ""),
            "index.html": renderer.page(
                "index.html",
                "",
                groups=groups,
                opening=opens_with and {"slug": opening, "picture": opens_with, "vignette": shown[""]},
                here="index.html",
                picture=picture,
                structured=describe_site(renderer.site),
                fonts=renderer.assets.fonts("", _words(summaries)),
                sheets=[name for name, _ in front.values()],
            ),
        }


def _card(path: str, words: str, still: Picture | None) -> Picture | None:
    """A card with what it shows in words; where there is none, the still alone."""
    if not path:
        return still
    alt = f"{words}. {still.alt}" if still and still.alt else words
    return Picture(path, *CARD_SIZE, alt)


@dataclass(frozen=True)
class _Body:
    """The body of an article's page.

    pages, views: of each figure the module that puts it into a page, and its view
    links:        all that lead to its figures
    markdown:     where its links to Markdown lead
    place:        where its figures stand
    """

    environment: Environment
    slug: str
    pages: Sequence[str]
    views: Sequence[bytes]
    ids: Sequence[str]
    links: Sequence[RunLink]
    markdown: Mapping[str, str]
    place: Place

    def part(self, piece: str | Slot) -> Markup:
        """A piece of prose, its links to runs leading to the states of figures, or a figure."""
        if not isinstance(piece, Slot):
            return Markup(rewrite_links(piece, self._address))
        n = int(piece.id)
        links = [link for link in self.links if link.figure == self.ids[n]]
        render = resolve(f"{self.pages[n]}:render")
        html: Markup = render(self.environment, self.views[n], links, piece.number, self.place)
        return html

    def without_script(self) -> str:
        """The style rules of all figures for where no script runs."""
        views = {
            page: [view for one, view in zip(self.pages, self.views, strict=True) if one == page]
            for page in self.pages
        }
        return "".join(resolve(f"{page}:without_script")(several) for page, several in views.items())

    def _address(self, href: str) -> str:
        return link_address(href, self.slug, self.markdown)


def _split(
    rest: Sequence[Any], templates: int, figures: int
) -> tuple[Sequence[bytes], Products, Sequence[Products], Sequence[Products]]:
    after = templates + 1 + figures
    return rest[:templates], rest[templates], rest[templates + 1 : after], rest[after:]
