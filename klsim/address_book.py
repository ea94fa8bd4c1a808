"""The addresses that a site has ever had, as its author keeps them in `content/.addresses`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from klsim.addresses import REMEDY
from klsim.articles import Articles
from klsim.config import Config
from klsim.content.decoding import read_source
from klsim.diagnostics import Code, Diagnostic, Location
from klsim.engine.whole_file import write_whole
from klsim.figures.kinds import KINDS
from klsim.figures.place import DEFAULT, DEFAULTS, EMBED
from klsim.formats.aliases import alias_pages
from klsim.formats.downloads import download_paths

NAME = ".addresses"
_HEAD = """\
# Addresses that this site has had: klsim tells when one would be lost. `klsim addresses --keep` adds new ones.
# Remove a line whose address may go.
"""


def book_path(config: Config) -> Path:
    """Where the file is."""
    return config.content / NAME


def addresses_of(articles: Articles) -> frozenset[str]:
    """The paths on which links from elsewhere may rely: pages, figures alone, their pictures, downloads."""
    found: set[str] = set()
    for document in articles.published:
        pages = alias_pages(document)
        found |= {document.page, *pages}
        for folder, declared in zip(document.folders, document.figures, strict=True):
            pictures = [name for name in DEFAULTS if name in KINDS[declared.kind].files]
            olds = [one.path for one in document.article.aliases if one.is_folder]
            places = [folder, *(f"{old}/{declared.figure.id}" for old in olds)]
            found |= {f"{place}/{name}" for place in places for name in (EMBED, *pictures)}
    if articles.site:
        found |= set(download_paths(articles.published, articles.site))
    return frozenset(found)


def read_book(config: Config) -> Mapping[str, Location]:
    """The addresses that are kept, and where; none without the file. Raises ContentError if it is no text."""
    if not book_path(config).exists():
        return {}
    source = read_source(book_path(config), config)
    lines = zip(source.lines, source.locations, strict=True)
    return {line.strip(): location for line, location in lines if line.strip() and not line.startswith("#")}


def lost_addresses(config: Config, articles: Articles) -> Iterator[Diagnostic]:
    """What there is to say of addresses that are kept and would not be there, folder by folder."""
    kept = read_book(config)
    lost = sorted(kept.keys() - addresses_of(articles)) if kept and articles.is_whole else []
    folders: dict[str, list[str]] = {}
    for path in lost:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    for folder, paths in folders.items():
        if f"{folder.rpartition('/')[0]}/index.html" in lost and "/" in folder:
            continue
        more = f", and {len(paths) - 1} more in this folder" if len(paths) > 1 else ""
        message = f"the address {paths[0]} would be lost{more}"
        yield kept[paths[0]].warning(Code.LOST_ADDRESS, message, _hint(folder, paths, articles))


def _hint(folder: str, paths: list[str], articles: Articles) -> str:
    slug, _, name = folder.partition("/")
    is_figure = any(path.endswith((f"/{EMBED}", f"/{DEFAULT}.png")) for path in paths)
    if is_figure and any(one.slug == slug for one in articles.published):
        return f"give a figure of {slug} the id {name!r} again; if it may go, remove its lines"
    if folder == "downloads":
        return "put the format back into `formats`; if it may go, remove its line"
    old = folder if f"{folder}/index.html" in paths else paths[0]
    return f"{REMEDY.replace('old/name', old)}; if it may go, remove its line"


def write_book(config: Config, articles: Articles) -> tuple[int, int]:
    """Add what is new to the file, in order; gives how many addresses it has, and how many of them are new."""
    kept, present = read_book(config).keys(), addresses_of(articles)
    lines = sorted({*kept, *present})
    write_whole(book_path(config), (_HEAD + "".join(f"{line}\n" for line in lines)).encode())
    return len(lines), len(present - kept)
