"""What pages say of themselves to machines, as JSON-LD in the words of schema.org."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from klsim.content.site import Site
from klsim.formats.summaries import ArticleSummary, Picture

_CONTEXT = "https://schema.org"
_ESCAPED = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def describe_article(article: ArticleSummary, site: Site, picture: Picture | None) -> Markup:
    """An article, or a page without a date, for the inside of a script element."""
    address = f"{site.base_url}/{article.slug}/"
    return _json(
        {
            "@type": "WebPage" if article.page else "BlogPosting",
            "headline": article.title,
            "description": article.summary,
            "url": address,
            "mainEntityOfPage": address,
            "inLanguage": site.language,
            "datePublished": article.date and article.date.text,
            "dateModified": article.changed and article.changed.text,
            "author": [{"@type": "Person", "name": name} for name in article.authors or (site.author,)],
            "image": picture and f"{site.base_url}/{picture.path}",
            "isPartOf": {"@type": "WebSite", "name": site.title, "url": f"{site.base_url}/"},
        }
    )


def describe_site(site: Site) -> Markup:
    """The whole site."""
    return _json(
        {
            "@type": "WebSite",
            "name": site.title,
            "description": site.description,
            "url": f"{site.base_url}/",
            "inLanguage": site.language,
            "author": {"@type": "Person", "name": site.author},
        }
    )


def _json(said: Mapping[str, Any]) -> Markup:
    known = {"@context": _CONTEXT, **{name: value for name, value in said.items() if value}}
    return Markup(json.dumps(known, ensure_ascii=False).translate(_ESCAPED))
