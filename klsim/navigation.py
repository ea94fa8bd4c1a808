"""The navigation of a site: where its links lead, once it is known what there is."""

import re
from collections.abc import Collection, Iterator, Sequence

from klsim.articles import Articles
from klsim.content.external_links import refused_link
from klsim.content.site import NavigationItem
from klsim.diagnostics import Code, ContentError, Diagnostics, nearest
from klsim.formats.destinations import is_elsewhere


def resolve_navigation(
    articles: Articles, files: Collection[str], diagnostics: Diagnostics
) -> Sequence[tuple[str, str]]:
    """The label and the address of each link that there is, an address being whole or a path in the site.

    files: the paths of files that are published as they are
    """
    items = articles.site.navigation if articles.site else ()
    return tuple(
        link
        for found in diagnostics.attempt_each(lambda one: [*_resolve(one, articles, files, diagnostics)], items)
        for link in found
    )


def _resolve(
    item: NavigationItem, articles: Articles, files: Collection[str], diagnostics: Diagnostics
) -> Iterator[tuple[str, str]]:
    """The link, if there is anything where it leads. Raises ContentError where there never is."""
    target = item.target.removesuffix("/index.html").strip("/")
    if is_elsewhere(item.target):
        if wrong := list(refused_link(item.target, item.location)):
            raise ContentError(wrong)
        yield item.label or re.sub(r"^[a-z]+:(//)?", "", item.target), item.target
        return
    titles = {document.slug: document.article.title for document in articles.published}
    if target in titles:
        yield item.label or titles[target], f"{target}/index.html"
    elif item.target in files:
        yield item.label or item.target, item.target
    elif target in articles.drafts:
        message = f"{target!r} in the navigation is a draft, and left out with it"
        diagnostics.add(item.location.warning(Code.UNKNOWN_ARTICLE, message))
    elif articles.is_whole:
        hint = nearest(target, [*titles, *files], "articles")
        message = f"the navigation leads to {item.target!r}, which is no article and no address"
        raise item.location.failure(Code.UNKNOWN_ARTICLE, message, hint)
