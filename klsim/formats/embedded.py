"""A figure alone in a page, which other pages show in a frame, and what it says of itself by oEmbed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from klsim.content.article import CARDS, Card
from klsim.content.picture_size import picture_size
from klsim.content.site import Site
from klsim.engine.task import Products, resolve
from klsim.figures.kind import POSTER, VIEW
from klsim.figures.place import DEFAULT, EMBED, EMBED_WIDTH, OEMBED, frame
from klsim.formats.link_addresses import links_to
from klsim.formats.page_sheet import rarer_sheets, sheets, size_rules, without_script_rules
from klsim.formats.renderer import make_renderer, place_of, template_errors
from klsim.formats.summaries import ArticleSummary, read_picture, summarize
from klsim.guest import SETTINGS

_TOP, _ROOT = "../", "../../"
"""From the folder of a figure to that of its article, and to the top of the site."""


def render_embed(
    site: str,
    assets: Mapping[str, Any],
    script: str,
    page: str,
    figure: str,
    has_home: bool,
    has_still: bool,
    names: Sequence[str],
    *rest: Any,
) -> Products:
    """The page of a figure alone with its style sheets, and its oEmbed, by path.

    Raises ContentError for what is wrong with a template.

    script: where its script is
    page:   the module that puts it into a page
    figure: its id
    has_home: whether the page of its article is in the same site: else there is nothing that leads there
    has_still: whether its still is drawn
    names:  the labels of the templates
    rest:   the templates; the article; the figure; its still, if any; all articles that link to its article
    """
    templates = dict(zip(names, rest[: len(names)], strict=True))
    article, made, *others = rest[len(names) :]
    renderer = make_renderer(site, assets, (), templates)
    card = CARDS.decode(article["card"], Card)
    still = picture_size(next(iter(others.pop(0).values()))) if has_still else None
    summary, poster = summarize(card, renderer.site, None), read_picture(made[POSTER])
    place = place_of(card.slug, renderer.site, _TOP)
    place = place if has_home else replace(place, settings=SETTINGS)
    home = (f"{place.address}/" if place.has_address else f"{_TOP}index.html") if has_home else ""
    links = [link for other in others for link in links_to(card.slug, other) if link.figure == figure]
    with template_errors(names):
        html = resolve(f"{page}:render")(renderer.environment, made[VIEW], links, None, place)
        own = sheets(
            {
                "embed": size_rules([html]) + renderer.rules([*rarer_sheets([html]), "embed.css"]),
                "without-script": without_script_rules(resolve(f"{page}:without_script")([made[VIEW]], _TOP)),
            }
        )
        data = renderer.page(
            EMBED,
            _ROOT,
            top=_TOP,
            article=summary,
            id=figure,
            caption=poster.caption,
            figure=Markup(html),
            fonts=renderer.assets.fonts("", [poster.caption, summary.title, renderer.site.title]),
            script=script,
            sheets=[own["embed"][0]],
            without_script=own["without-script"][0],
            home=home,
            oembed=f"{place.address}/{figure}{OEMBED}",
        )
    folder, files = f"{card.slug}/{figure}", {EMBED: data, **dict(own.values())}
    pages = {f"{folder}/{name}": one for name, one in files.items()}
    if not has_home:
        return pages
    height = resolve(f"{page}:height")(made[VIEW])
    told = _describe(summary, renderer.site, poster.caption, still, f"{place.address}/{figure}", height)
    return {f"{folder}{OEMBED}": told, **pages}


def _describe(
    article: ArticleSummary, site: Site, caption: str, still: tuple[int, int] | None, folder: str, height: int
) -> bytes:
    """A figure as oEmbed 1.0 tells it, https://oembed.com: of type `rich`.

    still:  the size of its still in px, if that is drawn
    folder: the address of its files
    """
    width_px, height_px = still or (0, 0)
    thumbnail = {
        "thumbnail_url": f"{folder}/{DEFAULT}.png",
        "thumbnail_width": width_px,
        "thumbnail_height": height_px,
    }
    content = {
        "version": "1.0",
        "type": "rich",
        "title": caption,
        "author_name": ", ".join(article.authors) or site.author,
        "author_url": f"{site.base_url}/{article.slug}/",
        "provider_name": site.title,
        "provider_url": f"{site.base_url}/",
        **(thumbnail if still else {}),
        "html": frame(f"{folder}/{EMBED}", caption, height),
        "width": EMBED_WIDTH,
        "height": height,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
