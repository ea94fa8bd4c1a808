"""The Content-Security-Policy under which the pages of a site work: `default-src 'self'`, and what a site adds."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from klsim.content.tags import Tag

_ELEMENT = re.compile(r"<(script|style)((?:\s[^>]*)?)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_JAVASCRIPT = ("", "module", "text/javascript", "application/javascript")


def find_policy(pages: Iterable[str], hosts: Sequence[str]) -> str:
    """The value of the header for these pages, as HTML, on a site that allows some hosts, `*` for all.

    Scripts and styles that stand within pages, as an author's `head` may have them, are let through by hashes.
    """
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    for page in pages:
        for name, text in _inline(page):
            found[name].add(_source(text))
    sources = " ".join(["'self'", *("https:" if host == "*" else f"https://{host}" for host in hosts)])
    more = (f"{name}-src {sources} {' '.join(sorted(hashes))}" for name, hashes in found.items() if hashes)
    return "; ".join([f"default-src {sources}", *more])


def _inline(page: str) -> Iterator[tuple[str, str]]:
    """The scripts and styles that a page has in it; scripts with data are none."""
    for element in _ELEMENT.finditer(page):
        attributes = Tag(element[1], element[2], 0, 0).attributes
        is_run = "src" not in attributes and attributes.get("type", "").strip().lower() in _JAVASCRIPT
        if element[1].lower() == "style" or is_run:
            yield element[1].lower(), element[3]


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
