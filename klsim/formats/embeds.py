"""The tasks of the pages that have nothing but a figure, for frames in other pages."""

from collections.abc import Iterator

from klsim.articles import text_task
from klsim.content.document import Document
from klsim.content.outputs import HTML
from klsim.engine.task import Part, Task
from klsim.figures.kind import POSTER, VIEW
from klsim.figures.kinds import KINDS, needed_bundles
from klsim.figures.place import DEFAULT, EMBED
from klsim.formats.format import Publication
from klsim.formats.shared import plain, script_name


def embed_tasks(publication: Publication, document: Document) -> Iterator[Task]:
    """What renders each figure of an article alone, with the script of its article."""
    templates = publication.templates.pages
    script = publication.scripts.get(script_name(needed_bundles(document.figures)), "")
    for folder, declared in zip(document.folders, document.figures, strict=True):
        figure, page = declared.figure.id, KINDS[declared.kind].page
        drawn = publication.files.get(f"{folder}/{DEFAULT}.png")
        still = [drawn.origin] if drawn and isinstance(drawn.origin, Part) else []
        linking = {
            one.slug
            for one in publication.references
            if (one.link.article, one.link.figure) == (document.slug, figure)
        }
        yield Task(
            f"{folder}/{EMBED}",
            "klsim.formats.embedded:render_embed",
            values=(
                publication.site_of_pages,
                plain(publication.assets),
                script,
                page,
                figure,
                HTML in publication.formats,
                bool(still),
                [label for label, _ in templates],
            ),
            files=tuple(templates),
            needs=(
                Part(text_task(document.slug), ("card",)),
                Part(f"{folder}/view", (VIEW, POSTER)),
                *still,
                *(Part(text_task(slug), ("card", "links")) for slug in sorted(linking)),
            ),
            code=(page,),
        )
