"""`klsim pdf`: articles printed by a real browser, and what the files say of themselves."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import UsageError
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.paper.chromium import BrowserError, browser, find_browser
from klsim.paper.prints import PrintOrder, print_articles
from tests.browser.chromium import installed
from tests.site.races import RACES
from tests.site.sites import ARTICLE, ROOT, SITE, built_site, copy_site, edit, tree

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATES = """\
still: {objective: kl_pq, step_size: 0.2}
caption_print: On paper q has looked long enough.
presets:"""
PROSE = """
With [the other](run:small?objective=kl_pq&step_size=2), [once more](run:small?objective=kl_pq&step_size=2&i=5),
[back](run:small?step_size=-0.5), [what is printed](run:small?objective=kl_pq), [a part](#a-section),
[the races](../races.md) and [the web](https://example.org/).

### A *part* of it

Words.
"""
PRINTED = "KL(p, q), step size 0.2: still on its way after 120 iterations"
BESIDE = (
    "KL(q, p), step size 2: goes to and fro",
    "KL(p, q), step size 2: arrived",
    "KL(q, p), step size −0.5: ran away",
)


@pytest.fixture(scope="module")
def program(request: pytest.FixtureRequest) -> str:
    """An installed browser, else Playwright's."""
    found = installed()
    return found or request.getfixturevalue("browser").browser_type.executable_path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Two articles, of which one says what is printed; in German."""
    article = ARTICLE.replace("presets:", STATES) + PROSE
    made = built_site(article, {"races.md": RACES, "site.yaml": SITE.replace("language: en", "language: de")})
    return copy_site(made, tmp_path_factory.mktemp("paper") / "site")


def prints(site: Config, program: str, folder: Path, *articles: str, paper: str = "a4") -> list[Path]:
    order = PrintOrder(articles, paper, folder, program)
    return list(print_articles(site, order, Serial(), Silent(), 0, Present.of_epoch(2_000_000_000)))


@pytest.fixture(scope="module")
def short(site: Config, program: str, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    (path,) = prints(site, program, tmp_path_factory.mktemp("pdf"), "short")
    assert path.name == "short.pdf"
    return PdfReader(path)


def texts(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def outline(several: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    for one in several:
        if isinstance(one, Destination):
            yield depth, one.title
        else:
            yield from outline(one, depth + 1)


def links(pdf: PdfReader) -> Iterator[tuple[str, bool]]:
    """Where each link leads, if to the web, and whether it leads to a place in the file."""
    for page in pdf.pages:
        for one in page.get("/Annots", ()):
            annotation = one.get_object()
            yield annotation.get("/A", {}).get("/URI", ""), "/Dest" in annotation


def test_headings_are_bookmarks_and_the_file_is_tagged_in_the_language_of_the_site(short: PdfReader):
    assert list(outline(short.outline)) == [(0, "A short one"), (1, "A section"), (2, "A part of it")]
    root = short.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"].get_object()
    assert short.metadata is not None
    assert short.metadata.title == "A short one · A small site"


def roles(node: Any) -> Iterator[tuple[str, str]]:
    """What each element of the structure is, and what stands for it in words."""
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, list):
        for one in found:
            yield from roles(one)
    elif isinstance(found, dict):
        yield str(found.get("/S", "")), str(found.get("/Alt", ""))
        yield from roles(found.get("/K", []))


def test_pictures_have_words_for_those_who_have_the_file_read_aloud(short: PdfReader):
    found = list(roles(short.trailer["/Root"]["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/H3", "/P", "/Figure", "/Link"} <= {role for role, _ in found}
    told = [words for role, words in found if role == "/Figure"]
    for words in (PRINTED, *BESIDE):
        assert any(one.startswith(words) for one in told), told


def test_the_state_and_the_caption_are_those_that_the_author_chose(short: PdfReader):
    told = texts(short)
    assert "On paper q has looked long enough." in told
    assert "Watch q look for p." not in told
    assert PRINTED in told
    assert all(number in told for number in ("0.4500", "0.2158", "2.998")), "those of its end"


def test_states_that_the_text_leads_to_stand_below_once_each(short: PdfReader):
    told = texts(short)
    places = [told.index(words) for words in BESIDE]
    assert told.index(PRINTED) < places[0] < places[1] < places[2]
    assert [told.count(words) for words in (*BESIDE, PRINTED)] == [1, 1, 1, 1]
    pictures = [image for page in short.pages for image in page.images]
    assert len(pictures) >= 4, "the panels of four states; those that are alike are there once"


def test_links_lead_within_the_file_or_to_the_web_and_never_to_the_disk(short: PdfReader):
    found = list(links(short))
    web = [address for address, _ in found if address]
    assert not [address for address in web if not address.startswith("https://")]
    assert "https://example.org/" in web
    assert "https://klsim.example/sub/races/index.html" in web
    assert "https://klsim.example/sub/short/index.html#small?step_size=-0.5" in web
    assert sum(is_here for _, is_here in found) == 1


@pytest.mark.parametrize(("paper", "size"), [("a4", (595.3, 841.9)), ("letter", (612, 792))])
def test_pages_have_the_size_of_the_paper(
    site: Config, program: str, tmp_path: Path, paper: str, size: tuple[float, float]
):
    (path,) = prints(site, program, tmp_path, "races", paper=paper)
    pdf = PdfReader(path)
    for n, page in enumerate(pdf.pages, 1):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=1)
        assert f"{n} / {len(pdf.pages)}" in page.extract_text()
    assert "arrives at 80" in texts(pdf)


def test_all_articles_are_printed_and_the_site_stays_as_it_is(site: Config, program: str, tmp_path: Path):
    before = tree(site.output)
    assert [path.name for path in prints(site, program, tmp_path)] == ["races.pdf", "short.pdf"]
    assert tree(site.output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["races.pdf", "short.pdf"]


def test_an_article_that_is_not_there_is_told_with_the_nearest(site: Config, program: str, tmp_path: Path):
    with pytest.raises(UsageError, match=r"^there is no article 'shrt'; did you mean 'short'\?$"):
        prints(site, program, tmp_path, "shrt")


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("still", "told"),
    [
        ("{step_size: 0.3}", "still: step_size 0.3 is not in the sweep; nearest: 0.2"),
        ("{stepsize: 0.2}", "unknown axis 'stepsize' in still; did you mean 'step_size'?"),
        ("0.2", "still must name values of the sweep; write `{objective: …}`"),
    ],
)
def test_a_still_that_is_not_there_is_told_with_its_line_and_the_nearest(
    site: Config, tmp_path: Path, still: str, told: str
):
    config = copy_site(site, tmp_path / "site")
    edit(config, "{objective: kl_pq, step_size: 0.2}", still)
    line = (config.content / "short" / "index.md").read_text().splitlines().index(f"still: {still}") + 1
    ran = klsim("pdf", "--root", str(config.root), "--to", str(tmp_path))
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (1, f"content/short/index.md:{line}: {told}")
    assert not list(tmp_path.glob("*.pdf"))


def klsim(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "klsim", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)


def test_a_browser_that_is_missing_is_told(site: Config, tmp_path: Path):
    there = ("pdf", "--root", str(site.root), "--to", str(tmp_path))
    ran = klsim(*there, PATH=str(tmp_path), CHROME="")
    assert (ran.returncode, ran.stderr) == (
        3,
        "printing takes Chromium, Chrome or Edge, and none is on the PATH; install one of them, or name it: "
        "`--browser PATH`, or CHROME=PATH in the environment\n",
    )
    for ran in (klsim(*there, "--browser", "/no/chrome"), klsim(*there, CHROME="/no/chrome")):
        assert ran.returncode == 3
        assert ran.stderr == "there is no browser '/no/chrome'; name the program itself, or leave it out\n"


def test_a_program_that_is_no_browser_is_told():
    with pytest.raises(BrowserError, match="/true has ended by itself"), browser(find_browser("true")) as started:
        started.call("Browser.getVersion")


def test_a_browser_ends_with_its_context_and_leaves_nothing(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with browser(program) as started:
        assert "product" in started.call("Browser.getVersion")
        assert of_folder(tmp_path)
    with pytest.raises(KeyError), browser(program) as started:
        raise KeyError
    assert not of_folder(tmp_path)
    assert not list(tmp_path.iterdir())


def of_folder(folder: Path) -> list[str]:
    """The commands under way that name something in a folder."""
    told = subprocess.run(["ps", "-wweo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in told.splitlines() if str(folder) in line]


def test_what_a_browser_refuses_is_told(program: str):
    with browser(program) as started, pytest.raises(BrowserError, match=r"No\.such"):
        started.call("No.such")
