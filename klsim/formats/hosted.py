"""Figures for the pages of another generator: each alone in a page, and a manifest that says what to put where."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from klsim.articles import text_task
from klsim.content.references import LINKS, Link
from klsim.diagnostics import Location
from klsim.engine.task import Part, Products, Task
from klsim.figures.animation.links import is_run_link, page_address, parse_link
from klsim.figures.kind import POSTER
from klsim.figures.place import DEFAULT, EMBED
from klsim.formats.embeds import embed_tasks
from klsim.formats.format import Outputs, Publication
from klsim.formats.shared import ELEMENT_PATH
from klsim.formats.summaries import read_picture
from klsim.guest import FILE, SCHEMA

SOURCES = "sources"
"""The parameter of the site that says where its sources are, from the root of the project."""

_NOWHERE = Location("", 0)


def hosted(publication: Publication) -> Outputs:
    """All figures, and the manifest."""
    embeds = [task for document in publication.documents for task in embed_tasks(publication, document)]
    return Outputs([*embeds, _manifest_task(publication)])


def _manifest_task(publication: Publication) -> Task:
    pages = [
        [
            one.location.file.removeprefix(f"{publication.site.params[SOURCES]}/"),
            one.slug,
            [
                [f.figure.id, f"{path}/{DEFAULT}.png" in publication.files]
                for path, f in zip(one.folders, one.figures, strict=True)
            ],
        ]
        for one in publication.documents
    ]
    return Task(
        FILE,
        "klsim.formats.hosted:make_manifest",
        values=(pages,),
        needs=(
            *(Part(text_task(one.slug), ("blocks", "links")) for one in publication.documents),
            *(Part(f"{path}/view", (POSTER,)) for one in publication.documents for path in one.folders),
        ),
    )


def make_manifest(pages: Sequence[tuple[str, str, Sequence[tuple[str, bool]]]], *made: Products) -> Products:
    """What stands where in the pages of a project: `klsim/manifest/1`.

    pages: of each its file among the sources, its slug, and of each of its figures the id and whether
           its still is drawn
    made:  of each page its `blocks` and `links`, then of each figure its `poster`
    """
    texts, posters = made[: len(pages)], list(made[len(pages) :])
    sources = {}
    for (file, slug, figures), text in zip(pages, texts, strict=True):
        blocks = {
            digest: _block(f"{slug}/{figure}", posters.pop(0)[POSTER], has_still=has_still)
            for digest, (figure, has_still) in zip(json.loads(text["blocks"]), figures, strict=True)
        }
        links = [link for link in LINKS.decode_many(text["links"], Link) if is_run_link(link.href)]
        sources[file] = {"blocks": blocks, **_links(slug, links)}
    told = {"schema": SCHEMA, "script": ELEMENT_PATH, "sources": sources}
    return {FILE: (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()}


def _block(folder: str, poster: bytes, *, has_still: bool) -> Mapping[str, Any]:
    """What is in the place of a block; its addresses are seen from the folder of the manifest."""
    picture = read_picture(poster)
    address, caption = f"{folder}/{EMBED}", escape(picture.caption)
    still = (
        f'<img src="{folder}/{DEFAULT}.png" alt="{escape(picture.alt)}" width="{picture.width}" loading="lazy">'
        if has_still
        else ""
    )
    html = (
        f'<klsim-figure src="{address}" title="{caption}">{still}'
        f'<p><a href="{address}">{caption}</a></p></klsim-figure>'
    )
    return {"figure": folder, "caption": picture.caption, "html": html}


def _links(slug: str, links: Sequence[Link]) -> Mapping[str, Any]:
    """Where links to runs lead, and the numbers that they state, which have been compared with the runs."""
    runs: dict[str, str] = {}
    values: dict[str, dict[str, Any]] = {}
    for one in links:
        link = parse_link(one.href, slug, _NOWHERE)
        _, _, state = page_address(link, link.article).partition("#")
        address = f"{link.article}/{link.figure}/{EMBED}#{state}"
        if link.scheme == "run":
            runs[one.href] = address
        else:
            values.setdefault(one.href, {"address": address, "numbers": []})["numbers"].append(one.text.strip())
    return {
        "runs": runs,
        "values": {href: {**told, "numbers": sorted(set(told["numbers"]))} for href, told in values.items()},
    }
