"""What a build leaves behind for the next one, so that an article which is as it was need not be read again.

It is a file in the output folder, made from nothing but the inputs, like all files there. It says nothing of
whether other files are still there and whole: that is for the ledger to tell.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from klsim.content.article import Article
from klsim.content.references import Link
from klsim.content.source import Origin
from klsim.disk.digests import digest
from klsim.disk.output import Output
from klsim.formats.summaries import Picture
from klsim.site.inputs import Inputs, is_among

PATH = ".klsim.memory"


@dataclass(frozen=True)
class Note:
    """An article as it was at the last build.

    key:        of its files, and of all that every page depends on
    page_key:   of what else its page shows: neighbours, and links from elsewhere to its figures
    links:      those to runs, with or without numbers
    files:      what it has in the output folder besides its page, and the keys of these
    images:     the digests of the images that it shows, some of which may lie in another article's folder
    characters: those of its formulas
    script:     the one that its page needs, empty where it needs none
    """

    slug: str
    title: str
    date: date
    summary: str
    series: str | None
    part: int | None
    draft: bool
    origin: Origin
    key: str
    page_key: str = ""
    still: Picture | None = None
    links: tuple[Link, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    characters: str = ""
    script: str = ""
    figures: int = 0
    runs: int = 0
    gifs: int = 0

    @property
    def page(self) -> str:
        """The path of its page."""
        return f"{self.slug}/index.html"


@dataclass(frozen=True)
class Memory:
    """All of the last build: inputs, articles by slug, the keys of the files of no article, and warnings."""

    inputs: Inputs
    notes: Mapping[str, Note]
    shared: Mapping[str, str]
    warnings: tuple[str, ...] = ()

    @property
    def files(self) -> Mapping[str, str]:
        """Every file of the site but this one, with its key: what has a name to keep may be of another build."""
        files = dict(self.shared)
        for note in self.notes.values():
            if not note.draft:
                files |= {**note.files, note.page: note.page_key}
        return files


def draft_note(article: Article, key: str) -> Note:
    """What to remember of an article that has no page."""
    fields = {name: getattr(article, name) for name in ("slug", "title", "date", "summary", "series", "part")}
    return Note(**fields, draft=article.draft, origin=article.origin, key=key)


def remember(memory: Memory, output: Output) -> None:
    """Write the memory down."""
    notes = [asdict(note) | {"date": note.date.isoformat()} for note in memory.notes.values()]
    content = {"inputs": memory.inputs, "notes": notes, "shared": memory.shared, "warnings": memory.warnings}
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    output.write(PATH, digest(data), data)


def recall(output: Output, inputs: Inputs) -> Memory | None:
    """What was written down last, if it is there and whole.

    Notes of another version of klsim are left out: nothing that they say could be taken over.
    """
    if not output.intact(PATH):
        return None
    content = json.loads(output.read(PATH))
    notes = [_note(fields) for fields in content["notes"]] if _code(content["inputs"]) == _code(inputs) else []
    warnings = tuple(content.get("warnings", ()))  # versions that had none wrote none
    return Memory(content["inputs"], {note.slug: note for note in notes}, content["shared"], warnings)


def _code(inputs: Inputs) -> Inputs:
    return {name: key for name, key in inputs.items() if is_among(name, ["klsim"])}


def _note(fields: Mapping[str, Any]) -> Note:
    return Note(
        **{
            **fields,
            "date": date.fromisoformat(fields["date"]),
            "origin": Origin(*fields["origin"]),
            "still": Picture(**fields["still"]) if fields["still"] else None,
            "links": tuple(_link(link) for link in fields["links"]),
        }
    )


def _link(fields: Mapping[str, Any]) -> Link:
    return Link(fields["href"], fields["text"], Origin(*fields["origin"]))
