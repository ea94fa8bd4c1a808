"""All pictures of a site, in a folder: pages on screens and on paper, figures and games, films."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.pages import serve
from tests.look.camera import figure_picture, opened, page_picture, show_all, steady
from tests.look.films import film_pictures
from tests.look.folders import begin_folder
from tests.look.processes import Map
from tests.look.states import states_of_article
from tests.look.still_site import StillSite

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
TALL: dict[str, Any] = {"viewport": {"width": 1280, "height": 1600}}  # the largest figure fits in
SCREENS = {
    "desktop": DESKTOP,
    "phone": PHONE,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "no-script": DESKTOP | {"java_script_enabled": False},
}
"""How the browser is set for each picture of a whole page."""

PARTS = (*SCREENS, "paper", "figures", "films")
PIXELS_PER_POINT = 96 / 72


@dataclass(frozen=True)
class Job:
    """Pictures that one process takes: one part of one page of a site. The front page is the page "."."""

    site: Path
    page: str
    part: str
    folder: Path

    @property
    def target(self) -> Path:
        """The folder of the pictures of the page."""
        return self.folder / ("index" if self.page == "." else self.page)

    def address(self, root: str) -> str:
        """The address of the page on the server at `root`."""
        return f"{root}/{PurePosixPath(self.page, 'index.html')}"


def plan(site: Path, folder: Path) -> list[Job]:
    """Everything to be taken of a built site. Raises FileNotFoundError where there is none."""
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site}: no built site here")
    pages = [".", *sorted(path.parent.relative_to(site).as_posix() for path in site.glob("*/index.html"))]
    return [Job(site, page, part, folder) for part in reversed(PARTS) for page in pages]


def take_all(site: Path, folder: Path, map: Map = map) -> Iterator[tuple[Job, int]]:
    """Take all pictures of a built site; gives each job when it is done, and how many pictures it took.

    Raises FileNotFoundError where there is no site, FileExistsError where the folder is not one of pictures.
    """
    jobs = plan(site, folder)
    begin_folder(folder)
    yield from zip(jobs, map(take, jobs), strict=True)


def take(job: Job) -> int:
    """Take the pictures of a job; gives how many."""
    job.target.mkdir(parents=True, exist_ok=True)
    if job.part == "films":
        return take_films(job)
    with sync_playwright() as playwright, serve(job.site, StillSite) as root:
        browser = launch(playwright)
        try:
            return take_with(browser, root, job)
        finally:
            browser.close()


def take_with(browser: Browser, root: str, job: Job) -> int:
    """Take the pictures of a job that needs a browser; the site is served at `root`."""
    if job.part == "figures":
        return take_figures(browser, root, job)
    if job.part == "paper":
        return take_paper(browser, root, job)
    with opened(browser, job.address(root), **SCREENS[job.part]) as page:
        (job.target / f"{job.part}.png").write_bytes(page_picture(page))
    return 1


def take_paper(browser: Browser, root: str, job: Job) -> int:
    """Each sheet as a printer has it, from the PDF that the browser makes."""
    with opened(browser, job.address(root), **DESKTOP) as page:
        show_all(page)
        sheets = steady(lambda: sheets_of(page.pdf(format="A4")))
    for number, sheet in enumerate(sheets, start=1):
        sheet.save(job.target / f"paper-{number:02}.png")
    return len(sheets)


def sheets_of(pdf: bytes) -> list[Image.Image]:
    """The sheets of a PDF, a pixel for each pixel of CSS."""
    return [sheet.render(scale=PIXELS_PER_POINT).to_pil() for sheet in pypdfium2.PdfDocument(pdf)]


def take_figures(browser: Browser, root: str, job: Job) -> int:
    """Each figure and game in each of its states, reached by address."""
    states = list(states_of_article(job.site / job.page))
    for state in states:
        path = job.target / state.figure / f"{state.name}.png"
        path.parent.mkdir(exist_ok=True)
        with opened(browser, f"{job.address(root)}#{state.figure}?{state.query}", **TALL) as page:
            path.write_bytes(figure_picture(page, state.figure))
    return len(states)


def take_films(job: Job) -> int:
    """The frames of all GIFs of an article's figures."""
    figures = sorted(path.parent for path in (job.site / job.page).glob("*/figure.json"))
    return sum(film_pictures(figure, job.target / figure.name / "films") for figure in figures)
