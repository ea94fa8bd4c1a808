"""Pages at old addresses, which lead to where their articles are now."""

from collections.abc import Mapping, Sequence
from typing import Any

from klsim.content.article import CARDS, Card
from klsim.engine.task import Products
from klsim.formats.renderer import make_renderer, template_errors


def render_moved(
    site: str, assets: Mapping[str, Any], pages: Mapping[str, str], names: Sequence[str], *rest: Any
) -> Products:
    """Pages by path. Raises ContentError for what is wrong with a template.

    pages: where each of them leads, by path
    names: the labels of the templates
    rest:  the templates; the article
    """
    renderer = make_renderer(site, assets, (), dict(zip(names, rest, strict=False)))
    card = CARDS.decode(rest[len(names)]["card"], Card)
    with template_errors(names):
        return {
            path: renderer.page(
                "moved.html",
                root := "../" * path.count("/"),
                title=card.title,
                to=root + target,
                address=f"{renderer.site.base_url}/{card.slug}/",
                fonts=(),
            )
            for path, target in pages.items()
        }
