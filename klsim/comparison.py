"""What is new, gone and changed in a built site, seen from an older one, in words."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from klsim.addresses import article_of, figure_of, is_page, kept, lasting
from klsim.built_site import BuiltSite
from klsim.figure_changes import figure_changes, is_figure
from klsim.page_text import read_page

NEW, GONE, CHANGED, LOST = "new", "gone", "changed", "lost"
_SHARED = "assets/"
_DERIVED = frozenset({"feed.xml", "sitemap.xml"})
"""What only repeats what pages have."""


@dataclass(frozen=True)
class Change:
    """What has become of a path: one of the four words, and for what has changed in which way."""

    kind: str
    path: str
    ways: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind:8}{self.path}" + (f": {'; '.join(self.ways)}" if self.ways else "")


def compare_sites(old: BuiltSite, new: BuiltSite) -> tuple[Change, ...]:
    """Pages first, then other files that stay, then what all pages share, and addresses that lead nowhere now."""
    before, after = lasting(old.digests), lasting(new.digests)
    pages = sorted(path for path in before | after if is_page(path))
    others = sorted(
        path
        for path in (before | after) - _DERIVED
        if not is_page(path) and not path.startswith(_SHARED) and not _is_of_figure(path, old, new)
    )
    return (
        *(change for path in pages if (change := _page_change(path, old, new))),
        *(change for path in others if (change := _file_change(path, old, new))),
        *_shared_change(old, new),
        *_lost(kept(old.digests) - kept(new.digests)),
    )


def _is_of_figure(path: str, old: BuiltSite, new: BuiltSite) -> bool:
    folder = figure_of(path)
    return bool(folder) and (is_figure(folder, old) or is_figure(folder, new))


def _lost(paths: Collection[str]) -> Iterator[Change]:
    """Addresses that there were, folder by folder."""
    folders: dict[str, list[str]] = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, []).append(name)
    for folder, names in folders.items():
        yield Change(LOST, f"{folder}/", (", ".join(names),))


def _page_change(path: str, old: BuiltSite, new: BuiltSite) -> Change | None:
    if path not in old.digests:
        return Change(NEW, path)
    if path not in new.digests:
        return Change(GONE, path)
    ways = tuple(_ways(path, old, new))
    return Change(CHANGED, path, ways) if ways else None


def _ways(path: str, old: BuiltSite, new: BuiltSite) -> Iterator[str]:
    """In which ways a page is no longer as it was."""
    is_same = old.digests[path] == new.digests[path]
    before, after = (read_page(site.read(path)) for site in (old, new))
    found = []
    if before.text != after.text:
        found.append("the text")
    if before.head != after.head:
        found.append("title or summary")
    found += _figures(article_of(path), old, new) if path.endswith("/index.html") else ()
    yield from found or (
        [] if is_same else ["only what holds it together, such as names of files and links around it"]
    )


def _figures(article: str, old: BuiltSite, new: BuiltSite) -> Iterator[str]:
    paths = (path for site in (old, new) for path in site.digests if path.startswith(f"{article}/"))
    for folder in sorted({figure_of(path) for path in paths} - {""}):
        name, was, is_there = folder.partition("/")[2], is_figure(folder, old), is_figure(folder, new)
        if was != is_there:
            yield f"figure {name} is {'new' if is_there else 'gone'}"
        elif is_there and (ways := list(figure_changes(folder, old, new))):
            yield f"figure {name}: {', '.join(ways)}"


def _file_change(path: str, old: BuiltSite, new: BuiltSite) -> Change | None:
    before, after = old.digests.get(path), new.digests.get(path)
    if before == after:
        return None
    return Change(NEW if before is None else GONE if after is None else CHANGED, path)


def _shared_change(old: BuiltSite, new: BuiltSite) -> Iterator[Change]:
    """What style sheets, scripts and typefaces have become, in one line."""
    before, after = ({one for one in site.digests if one.startswith(_SHARED)} for site in (old, new))
    count = len(after - before) + sum(old.digests[one] != new.digests[one] for one in before & after)
    if count or before - after:
        told = f"{count} new or other, {len(before - after)} gone"
        yield Change(CHANGED, _SHARED, (f"style sheets, scripts, typefaces: {told}",))
