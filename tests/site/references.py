"""What the pages of a built site refer to, followed as a reader's browser would."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

BASE = "https://klsim.example/sub/"
HERE = "/sub/"
"""How a page that is shown at any address names the top of the site."""
ENTRANCES = ("index.html", "404.html", "feed.xml", "sitemap.xml")
EMBEDDED = "embed.html"
"""The page of a figure, in its folder, which other sites lead to."""

_FILE_WITH_KEY = re.compile(r"[^/\s]+\.[0-9a-f]{12}\.[a-z0-9]+")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.views: list[Any] = []
        self._inside_view = False

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside_view = ("class", "view") in attrs
        for name, value in attrs:
            if name in ("src", "href", "poster", "content") and value:
                self.addresses.append(value)
            if name == "srcset" and value:
                self.addresses += [part.split()[0] for part in value.split(",")]

    def handle_data(self, data: str) -> None:
        if self._inside_view and data.strip():
            self.views.append(json.loads(data))
            self._inside_view = False


def follow(output: Path) -> tuple[set[str], set[str]]:
    """The files that readers can reach once there is a first page, and those of them that are not there."""
    reached: set[str] = set()
    missing: set[str] = set()
    waiting: list[str] = []
    if (output / "index.html").exists():
        embedded = [path.relative_to(output).as_posix() for path in output.glob(f"*/*/{EMBEDDED}")]
        waiting = [*(name for name in ENTRANCES if (output / name).exists()), *embedded]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        if not (output / path).is_file():
            missing.add(path)
        elif path.endswith((".html", ".xml", ".css", "figure.json")):
            waiting += _referred(output, path)
    return reached, missing


def views(page: Path) -> list[Any]:
    """What the script of a page is told of each of its figures, in their order."""
    reader = _Page()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.views


def _referred(output: Path, path: str) -> Iterator[str]:
    text = (output / path).read_text(encoding="utf-8")
    if path.endswith(".json"):
        yield from _files(json.loads(text), dirname(path))
        return
    if path.endswith(".css"):
        yield from (normpath(join(dirname(path), name)) for name in re.findall(r"url\(\"?([^\"#:)]+)\"?\)", text))
        return
    if path.endswith(".xml"):
        found = re.findall(r"<loc>([^<]*)</loc>|<link href=\"([^\"]*)\"", text)
        yield from filter(None, (_inside("".join(address), path) for address in found))
        return
    page = _Page()
    page.feed(text)
    yield from filter(None, (_inside(address, path) for address in page.addresses))
    for view in page.views:
        folder = dirname(path) if path.endswith(EMBEDDED) else join(dirname(path), view["id"])
        yield from _files(view, folder)
        if "runs" in view:
            yield f"{folder}/figure.json"


def _inside(address: str, page: str) -> str | None:
    """The file of the site that an address leads to; None for what lies elsewhere."""
    place = unquote(address.partition("#")[0].partition("?")[0])
    if place.startswith((BASE, HERE)):
        page, place = "", place.removeprefix(BASE).removeprefix(HERE) or "index.html"
    elif not re.fullmatch(r"(\.\./)*[\w./-]+\.[a-z0-9]+", place):
        return None
    target = normpath(join(dirname(page), place))
    return target if "." in target.rpartition("/")[2] else f"{target}/index.html"


def _files(value: Any, folder: str) -> Iterator[str]:
    """All names of files with keys in some JSON."""
    if isinstance(value, str) and _FILE_WITH_KEY.fullmatch(value):
        yield f"{folder}/{value}"
    elif isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _files(below, folder)
