"""What a page of another generator needs to know: where it stands, and what `klsim figures` has made for it."""

import json
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

FOLDER, FILE, SCHEMA = "klsim", "manifest.json", "klsim/manifest/1"
"""What klsim writes among the sources of another generator, and what says there what there is."""

SETTINGS = "klsim.yaml"
"""The file beside these that says what there is to say of all figures; none is needed."""

_INDICES = ("index.md", "README.md")
_CLEAN = "zensical build --clean"


@dataclass(frozen=True)
class Page:
    """A page under way.

    docs:   the folder of the sources
    root:   what leads from the page to the top of the site
    source: the file of the page from there; empty where the generator does not say
    again:  what has the generator read pages again that it has read before and that are as they were
    """

    docs: Path
    root: str
    source: str
    again: str = ""


def find_page(md: Any, docs: str, root: str) -> Page:
    """Where a conversion is: by the options `docs` and `root`, else by what MkDocs or Zensical say of it."""
    page = _in_mkdocs(md) or _in_zensical(md) or Page(Path("docs"), "", "")
    return replace(page, docs=Path(docs or page.docs).resolve(), root=root or page.root)


def _in_mkdocs(md: Any) -> Page | None:
    if "relpath" not in md.treeprocessors:
        return None
    host = md.treeprocessors["relpath"]
    return Page(Path(host.config.docs_dir), _way_up(host.file.url), host.file.src_uri)


def _in_zensical(md: Any) -> Page | None:
    if "rendering_context" in md.preprocessors:
        host = md.preprocessors["rendering_context"]
        # Versions that change addresses in Python have done so before; others do it later, to all that there are.
        place = host.page.url if "zrelpath" in md.treeprocessors else host.page.path
        return Page(Path(host.config["docs_dir"]), _way_up(place), host.page.path, _CLEAN)
    if "zrelpath" not in md.treeprocessors:
        return None
    host = md.treeprocessors["zrelpath"]
    folder, _, name = host.path.rpartition("/")
    url = f"{folder}/" * bool(folder)
    if name not in _INDICES:
        url += f"{name.removesuffix('.md')}/" if host.use_directory_urls else name
    config = sys.modules["zensical.config"].get_config()
    return Page(Path(config["docs_dir"]), _way_up(url), host.path, _CLEAN)


def _way_up(url: str) -> str:
    """What leads from an address below the top of a site to the top."""
    return "../" * url.removeprefix("./").lstrip("/").count("/") or "./"


@dataclass(frozen=True)
class Manifest:
    """What is there for some pages.

    sources: by file what `klsim/manifest/1` has for it
    script:  where that of figures is
    blocks:  HTML by digest, once the page is known
    """

    sources: Mapping[str, Any]
    script: str = ""
    blocks: Mapping[str, str] = field(default_factory=dict)
    _links: Mapping[str, Any] = field(default_factory=dict)

    def of(self, source: str, blocks: Collection[str]) -> "Manifest":
        """What is there for a page, which is told by its file or, where that is not known, by its blocks."""
        if source:
            meant = [self.sources.get(source, {})]
        else:
            known = [
                one for one in self.sources.values() if not blocks or not one["blocks"].keys().isdisjoint(blocks)
            ]
            meant = sorted(known, key=lambda one: -len(one["blocks"].keys() & set(blocks)))
        html = {digest: one["html"] for told in reversed(meant) for digest, one in told.get("blocks", {}).items()}
        links = {
            _key(href): address
            for told in reversed(meant)
            for href, address in {**told.get("runs", {}), **told.get("values", {})}.items()
        }
        return Manifest(self.sources, self.script, html, links)

    def address(self, href: str, text: str) -> str | None:
        """Where a link leads from the folder of the manifest; None where it is new or states another number."""
        found = self._links.get(_key(href))
        if found is None or isinstance(found, str):
            return found
        return str(found["address"]) if text in found["numbers"] else None


def read_manifest(page: Page) -> Manifest:
    """What there is for the pages of a project; nothing where no manifest is, or one that cannot be read."""
    try:
        return _parse((page.docs / FOLDER / FILE).read_bytes())
    except (OSError, ValueError):
        return Manifest({})


@lru_cache(maxsize=2)
def _parse(data: bytes) -> Manifest:
    told = json.loads(data)
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        return Manifest({})
    return Manifest(told["sources"], told["script"])


def _key(href: str) -> str:
    """An address as it was meant, however it was written."""
    return unquote(unescape(href))
