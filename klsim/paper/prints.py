"""Articles as PDF files: their pages made ready and printed by a browser."""

import base64
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import MappingProxyType

from klsim.articles import Articles
from klsim.config import Config
from klsim.content.document import Document
from klsim.content.moment import Present
from klsim.diagnostics import UsageError, nearest
from klsim.engine.os_errors import wrap_os_errors
from klsim.engine.progress import Progress
from klsim.engine.publish import Manifest, content_of
from klsim.engine.store import Store
from klsim.engine.whole_file import write_whole
from klsim.paper.chromium import Browser, BrowserError, browser
from klsim.paper.states import printed_figures
from klsim.publication import Prepared, make_without_drawing, prepare
from klsim.session import Session
from klsim.template_files import STATIC

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType({"a4": (8.27, 11.69), "letter": (8.5, 11)})
"""Width and height in inches."""

STYLE = f"{STATIC}paper.css"
SCRIPT = Path(__file__).parent / "scripts" / "paper.js"
SMALL = "font: 7.5pt sans-serif; color: #555; width: 100%; margin: 0 18mm;"
APART = f"{SMALL} display: flex; justify-content: space-between"
NOTHING = "<span></span>"


@dataclass(frozen=True)
class PrintOrder:
    """What is asked for on the command line.

    articles: their slugs; all where none is named
    paper:    a4 or letter
    folder:   where the files go
    browser:  the path of the browser
    """

    articles: Sequence[str]
    paper: str
    folder: Path
    browser: str


def print_articles(
    config: Config, order: PrintOrder, executor: Executor, progress: Progress, now: int, present: Present
) -> Iterator[Path]:
    """Print articles, `<article>.pdf` each; gives the path of each as soon as it is there, whole.

    Drafts are printed where they are named.

    Raises ContentError with every mistake of the site, UsageError for an article that is not there, BrowserError
    where the browser does not do it, BuildError where there is no room.
    """
    with Store(config.store, packages=config.packages) as store:
        session = Session(config, store, executor, progress, store.next_build(now), present)
        site = prepare(session, lambda slug: slug in order.articles)
        chosen = _choose(site.articles, order.articles)
        session.diagnostics.raise_errors()
        manifest = make_without_drawing(session, site)
        css = site.templates.named(STYLE).path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="klsim-paper-") as folder, browser(order.browser) as started:
            _put(
                manifest,
                Path(folder),
                {one.slug for one in site.articles.published} - {one.slug for one in chosen},
            )
            for document in chosen:
                data = _print(started, site, document, Path(folder), css, order.paper)
                path = order.folder / f"{document.slug}.pdf"
                write_whole(path, data)
                yield path


def _choose(articles: Articles, slugs: Sequence[str]) -> Sequence[Document]:
    known = {one.slug: one for one in articles.published}
    for slug in slugs:
        if slug not in known and articles.is_known(slug):
            raise UsageError(f"there is no article {slug!r}; {nearest(slug, known, 'articles')}")
    return [known[slug] for slug in dict.fromkeys(slugs) if slug in known] or [
        one for one in articles.published if not one.article.page
    ]


def _put(manifest: Manifest, folder: Path, others: set[str]) -> None:
    """The files of pages below a folder, but for those of other articles."""
    for path, file in manifest.items():
        if path.partition("/")[0] in others:
            continue
        with wrap_os_errors(f"{folder} cannot be written"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content_of(file))


def _print(started: Browser, site: Prepared, document: Document, folder: Path, css: str, paper: str) -> bytes:
    assert site.articles.site is not None
    target = started.call("Target.createTarget", url="about:blank")["targetId"]
    session = started.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    started.call("Page.enable", session)
    light = [
        {"name": "prefers-color-scheme", "value": "light"},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    started.call("Emulation.setEmulatedMedia", session, features=light)
    script = SCRIPT.read_text(encoding="utf-8")
    started.call("Page.addScriptToEvaluateOnNewDocument", session, source=script)
    started.call("Page.navigate", session, url=(folder / document.slug / "index.html").as_uri())
    started.wait("Page.loadEventFired", session)
    wishes = {
        "address": f"{site.articles.site.base_url}/{document.slug}/index.html",
        "css": css,
        "figures": [one.plain for one in printed_figures(document, site.references)],
    }
    told = started.call(
        "Runtime.evaluate",
        session,
        expression=f"preparePaper({json.dumps(wishes)})",
        awaitPromise=True,
        returnByValue=True,
    )
    if "exceptionDetails" in told:
        details = told["exceptionDetails"]
        raise BrowserError(
            f"{document.slug} cannot be printed: {details['exception'].get('description', details)}"
        )
    width, height = PAPERS[paper]
    printed = started.call(
        "Page.printToPDF",
        session,
        paperWidth=width,
        paperHeight=height,
        printBackground=True,
        generateTaggedPDF=True,
        generateDocumentOutline=True,
        displayHeaderFooter=True,
        headerTemplate=NOTHING,
        footerTemplate=_footer(document, site.articles.site.title),
    )
    started.call("Target.closeTarget", targetId=target)
    return base64.b64decode(printed["data"])


def _footer(document: Document, title: str) -> str:
    """The names of the article and the site, and which of how many pages it is."""
    names = f"{escape(document.article.title)} · {escape(title)}"
    page = '<span class="pageNumber"></span> / <span class="totalPages"></span>'
    return f'<div style="{APART}"><span>{names}</span><span>{page}</span></div>'
