"""What articles show of each other, and so when an article's page must follow another's change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from klsim.content.article import Card
from klsim.content.site import Site
from klsim.disk.digests import digest
from klsim.disk.output import Output
from klsim.figures.animation.links import RunLink, page_address, parse_link
from klsim.formats.summaries import Neighbours, Teaser, find_neighbours, group_by_series, tease
from klsim.site.inputs import Inputs, owner
from klsim.site.memory import Memory, Note
from klsim.site.results import Written

ALONE = Neighbours()


@dataclass(frozen=True)
class Outline:
    """The neighbours of each article in its series, and the links of the whole site to its figures, by slug."""

    neighbours: Mapping[str, Neighbours]
    links: Mapping[str, Sequence[RunLink]]


def make_outline(cards: Iterable[Card], links: Iterable[Written], site: Site) -> Outline:
    """The outline of the published articles, from links that are known to be right."""
    teasers = [tease(card, site, None) for card in cards]
    leading: defaultdict[str, list[RunLink]] = defaultdict(list)
    for slug, link in links:
        parsed = parse_link(link.href, slug, link.origin)
        leading[parsed.article].append(parsed)
    return Outline(find_neighbours(group_by_series(teasers, site)), leading)


def page_key(outline: Outline, slug: str, key: str, shared: str) -> str:
    """The key of an article's page: of the article, of what else it shows, and of the files that pages share."""
    beside = outline.neighbours.get(slug, ALONE)
    shown = [
        _told(beside.before),
        _told(beside.after),
        *(page_address(to, slug) for to in outline.links.get(slug, ())),
    ]
    return digest(key, shared, *shown)


def _told(teaser: Teaser | None) -> str:
    return f"{teaser.slug} {teaser.title}" if teaser else ""


def article_keys(inputs: Inputs, slugs: Iterable[str]) -> Mapping[str, str]:
    """A key for each article, of its own files and of all that is no article's own."""
    own: dict[str, list[str]] = {slug: [] for slug in slugs}
    common: list[str] = []
    for name, content in inputs.items():
        own.get(owner(name), common).extend((name, content))
    shared = digest(*common)
    return {slug: digest(shared, *parts) for slug, parts in own.items()}


def take_over(memory: Memory | None, keys: Mapping[str, str], inputs: Inputs, output: Output) -> dict[str, Note]:
    """The notes of articles that are as they were, and whose files are all there and whole."""

    def still_holds(note: Note) -> bool:
        if note.key != keys.get(note.slug) or any(inputs.get(name) != now for name, now in note.images.items()):
            return False
        files = {} if note.draft else {**note.files, note.page: note.page_key}
        return all(output.fresh(path, key) for path, key in files.items())

    return {slug: note for slug, note in memory.notes.items() if still_holds(note)} if memory else {}
