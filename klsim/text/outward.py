"""Links that lead out of the site: they work on no host, or only on the author's own disk."""

import re
from collections.abc import Iterable, Iterator
from posixpath import join, normpath, relpath
from urllib.parse import unquote, urlsplit

from klsim.errors import Mistake
from klsim.text.references import Link

_DRIVE = re.compile(r"[a-zA-Z]:[\\/]")


def outward_links(links: Iterable[Link]) -> Iterator[Mistake]:
    """What is wrong with links that are no addresses, or that lead above the folder of the site."""
    for link in links:
        address = link.href.strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            yield link.origin.mistake(f"the link {link.href!r} is not an address")
            continue
        if parts.scheme == "file" or _DRIVE.match(address):
            yield link.origin.mistake(f"the link {link.href!r} leads to your own disk", "write a relative link")
        elif not parts.scheme and not parts.netloc:
            yield from _above(link, unquote(parts.path).replace("\\", "/"))


def _above(link: Link, path: str) -> Iterator[Mistake]:
    what = f"the link {link.href!r} leaves the folder of the site"
    if path.startswith("/"):
        hint = f"write {relpath(path, '/article')}: the site must work under any address, and from disk"
        yield link.origin.mistake(what, hint)
    elif path and normpath(join("article", path)).split("/")[0] == "..":
        yield link.origin.mistake(what, "write the whole address, https://…, of what lies elsewhere")
