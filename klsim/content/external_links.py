"""Links that lead out of the site: they work on no host, only on the author's own disk, or run a script."""

import re
from collections.abc import Iterable, Iterator
from posixpath import join, normpath, relpath, splitext
from urllib.parse import unquote, urlsplit

from klsim.content.references import Link, shorten
from klsim.diagnostics import Code, Diagnostic, Location

_DRIVE = re.compile(r"[a-zA-Z]:[\\/]")
_REFUSED = {
    **dict.fromkeys(("javascript", "vbscript"), "runs a script, and texts have none"),
    "data": "holds what it leads to, which browsers do not open",
    **dict.fromkeys(("blob", "filesystem"), "leads to what only one open page has"),
}
"""Schemes that no link may have, and why."""
_SCHEME = re.compile(r"[\0- ]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def outward_links(links: Iterable[Link]) -> Iterator[Diagnostic]:
    """What is wrong with links that are no addresses, or that lead above the folder of the site."""
    for link in links:
        address = link.href.strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            yield link.location.error(Code.INVALID_ADDRESS, f"the link {link.href!r} is not an address")
            continue
        if parts.scheme == "file" or _DRIVE.match(address):
            yield link.location.error(
                Code.INVALID_ADDRESS, f"the link {link.href!r} leads to your own disk", "write a relative link"
            )
        elif not parts.scheme and not parts.netloc:
            yield from _above(link, unquote(parts.path).replace("\\", "/"))


def refused_link(address: str, location: Location) -> Iterator[Diagnostic]:
    """What is wrong with the address of a link, a form or a button whose scheme no page may have."""
    if why := _REFUSED.get(_scheme(address)):
        yield location.error(
            Code.REFUSED_ADDRESS, f"the link {shorten(address)!r} {why}", "write the address of a page"
        )


def _scheme(address: str) -> str:
    """The scheme as browsers see it: they pass over ends of lines and tabs wherever they stand."""
    found = _SCHEME.match(re.sub(r"[\t\r\n]", "", address))
    return found[1].lower() if found else ""


def _above(link: Link, path: str) -> Iterator[Diagnostic]:
    message = f"the link {link.href!r} leaves the folder of the site"
    if path.startswith("/"):
        hint = f"write {relpath(path, '/article')}: the site must work under any address, and from disk"
        yield link.location.error(Code.OUTSIDE_SITE, message, hint)
    elif path and normpath(join("article", path)).split("/")[0] == "..":
        name = _article(path)
        hint = f"write ../{name} for an article, the whole address, https://…, for what lies elsewhere"
        yield link.location.error(Code.OUTSIDE_SITE, message, hint)


def _article(path: str) -> str:
    """The page, seen from the folder of the site, that a path above it was perhaps meant for."""
    name = splitext(path.rstrip("/").split("/")[-1])[0]
    return "index.html" if name in ("", ".", "..", "index") else f"{name}/index.html"
