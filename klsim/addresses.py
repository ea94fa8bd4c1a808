"""Addresses that readers and other pages keep: pages, and files whose names do not change with what is in them."""

import re
from collections.abc import Iterable

from klsim.figures.place import DEFAULTS, EMBED, OEMBED

REMEDY = (
    "put back what was there, or name its old address in the front matter of what takes its place, "
    "`aliases: [old/name]`"
)
"""What to do about addresses that lead nowhere."""

_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+\Z")
_PAGE = re.compile(r"(?!assets/)[^/]+(?:/[^/]+)*/index\.html|downloads/[^/]+")
_OF_FIGURE = re.compile(rf"[^/]+/[^/]+/(?:{'|'.join(map(re.escape, (EMBED, *DEFAULTS)))})")


def lasting(paths: Iterable[str]) -> frozenset[str]:
    """Those of the paths of a site that are not named by what is in them."""
    return frozenset(path for path in paths if not _HASHED.search(path))


def kept(paths: Iterable[str]) -> frozenset[str]:
    """Those that are promised, but for what every site has: pages, files to take along, stable ones of figures."""
    return frozenset(path for path in paths if _PAGE.fullmatch(path) or _OF_FIGURE.fullmatch(path))


def is_page(path: str) -> bool:
    """Whether it is the path of a page for readers, rather than for frames."""
    return path.endswith(".html") and not path.endswith(f"/{EMBED}")


def article_of(path: str) -> str:
    """The article that a path belongs to; empty for what belongs to the site."""
    top, slash, _ = path.partition("/")
    return top if slash and top != "assets" else ""


def figure_of(path: str) -> str:
    """The folder of the figure that a path belongs to; empty where it belongs to none."""
    if path.endswith(OEMBED):
        return path.removesuffix(OEMBED)
    folder, _, name = path.rpartition("/")
    return folder if name and folder.count("/") == 1 else ""
