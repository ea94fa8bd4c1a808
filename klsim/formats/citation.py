"""An article as BibTeX, for those who cite it."""

import re
from unicodedata import normalize

from klsim.content.site import Site
from klsim.formats.summaries import ArticleSummary

_SPECIAL = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(article: ArticleSummary, site: Site) -> str:
    """The entry of an article; empty for what has no date."""
    if article.date is None:
        return ""
    authors = article.authors or (site.author,)
    day = article.date.day
    fields = {
        "author": " and ".join(map(_name, authors)),
        "title": f"{{{_escaped(article.title)}}}",
        "howpublished": _escaped(site.title),
        "year": str(day.year),
        "month": str(day.month),
        "url": f"{site.base_url}/{article.slug}/".translate(_IN_ADDRESS),
        **({"note": f"Updated {article.updated.day.isoformat()}"} if article.updated else {}),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{_key(authors[0], day.year, article.slug)},\n{lines}}}"


def _key(author: str, year: int, slug: str) -> str:
    """Such as `crosby2018gradient`: ASCII letters and digits, which every program of the TeX world takes."""
    plain = normalize("NFKD", author).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return f"{words[-1] if words else ''}{year}{slug.partition('-')[0]}"


def _name(author: str) -> str:
    """A name; braces keep together one that has the word `and` in it, or a comma."""
    escaped = _escaped(author)
    return f"{{{escaped}}}" if re.search(r"\band\b|,", author) else escaped


def _escaped(words: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in words)
