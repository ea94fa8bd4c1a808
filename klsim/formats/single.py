"""Single files: an article with all that it needs within it, which plays without any other file or request."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from klsim.content.document import Document
from klsim.content.outputs import ALL, LINKED
from klsim.diagnostics import Code, Diagnostic
from klsim.engine.results import Results
from klsim.engine.task import Part, Task
from klsim.figures.kind import Enclosed
from klsim.figures.kinds import needed_bundles
from klsim.formats.downloads import portable, single_path
from klsim.formats.format import Outputs, Publication
from klsim.formats.pages import Within, page_task_of
from klsim.formats.parcel import pack
from klsim.formats.shared import WITHIN, script_name, script_task

MOST_BYTES = 8 * 2**20
"""Of a single file, unless it has all runs."""

_SCRIPT = "assets/script.js"
"""How the page calls its script before that is put into it."""


def single(publication: Publication) -> Outputs:
    """A single file of each article."""
    files: list[Task] = []
    before: dict[str, Task] = {}
    for document in portable(publication.documents):
        figures = _enclosed(publication, document)
        script = _script(publication, document)
        page = page_task_of(
            publication,
            document,
            Within(f"{document.slug}/within", _SCRIPT if script else "", [one.view for one in figures]),
        )
        tasks = [*(task for one in figures for task in one.tasks), *([script] if script else []), page]
        before |= {task.name: task for task in tasks}
        files.append(_file(publication, document, figures, page, script))
    return Outputs(files, tuple(before.values()), lambda made: _oversized(publication, made))


def _script(publication: Publication, document: Document) -> Task | None:
    """What makes the script of its single file, if it needs one."""
    bundles = [*needed_bundles(document.figures)]
    return script_task(script_name([*bundles, WITHIN]), publication.templates) if bundles else None


def _enclosed(publication: Publication, document: Document) -> Sequence[Enclosed]:
    """The figures of an article as they are in its single file."""
    asked = publication.site.single_file_runs
    count = None if asked == ALL else 0 if asked == LINKED else int(asked)
    return [
        publication.plans[folder].enclose(
            [one.link for one in publication.references if one.folder == folder], count, publication.made
        )
        for folder in document.folders
    ]


def _file(
    publication: Publication, document: Document, figures: Sequence[Enclosed], page: Task, script: Task | None
) -> Task:
    of_figures = [
        f"{folder}/{name}" for folder, one in zip(document.folders, figures, strict=True) for name in one.files
    ]
    packs = {
        f"{folder}/{name}": places
        for folder, one in zip(document.folders, figures, strict=True)
        for name, places in one.packs.items()
    }
    origins = publication.origins([*_beside(publication, document), *of_figures])
    parcel = pack({**origins, **({_SCRIPT: Part(script.name, ("js",))} if script else {})})
    return Task(
        single_path(document.slug),
        "klsim.formats.enclosing:enclose_page",
        values=(
            document.slug,
            publication.site.base_url,
            publication.assets.first,
            of_figures,
            packs,
            parcel.plain_label,
            len(parcel.files),
        ),
        files=parcel.files,
        needs=(Part(page.name), *parcel.needs),
    )


def _beside(publication: Publication, document: Document) -> Iterator[str]:
    """The files that its page may show but for those of figures: shared ones, its pictures, files of the site."""
    assets = publication.assets
    given = f"{assets.head}{assets.foot}"
    pictures = {f"{document.slug}/{image.path}" for image in document.pictures}
    for path in publication.files:
        is_shared = path.startswith("assets/") and not path.endswith(".js")
        if is_shared or path in pictures or (PurePosixPath(path).name in given and path.count("/") != 2):
            yield path


def _oversized(publication: Publication, made: Results) -> Iterator[Diagnostic]:
    """What there is to say of single files that are larger than they should be."""
    if publication.site.single_file_runs == ALL:
        return
    for document in portable(publication.documents):
        path = single_path(document.slug)
        size = len(made.read(path, path))
        if size > MOST_BYTES:
            message = f"{path} has {size / 2**20:.1f} MB, more than {MOST_BYTES / 2**20:.0f}"
            hint = "link to fewer runs, or allow it: `single_file_runs: all` in site.yaml"
            yield document.location.warning(Code.TOO_LARGE, message, hint)
