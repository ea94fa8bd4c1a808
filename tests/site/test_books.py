"""Books: what EPUB 3.3 asks for, by a validator, and what klsim promises beyond."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from klsim.content.article import CARDS, Card
from klsim.formats.chapters import Surroundings, make_chapter
from klsim.formats.epub import Book, encode_epub
from tests.content.formulas import convert
from tests.content.test_formula_table import TABLE
from tests.site.along import site_along
from tests.site.sites import ROOT

pytestmark = pytest.mark.site
OPF, DC, XHTML = (
    "{http://www.idpf.org/2007/opf}",
    "{http://purl.org/dc/elements/1.1/}",
    "{http://www.w3.org/1999/xhtml}",
)
CHECKER = ROOT / ".venv" / "npm" / "node_modules" / ".bin" / "epubcheck-ts"


@pytest.fixture(scope="module")
def downloads() -> Path:
    return site_along().output / "downloads"


def files(path: Path) -> dict[str, bytes]:
    """What is in a book."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def faults(*books: Path) -> str:
    """What the validator has to say of books; nothing where all is well."""
    assert CHECKER.exists(), "the validator of books is not there: `.ci/node` installs it"
    ran = [subprocess.run([CHECKER, book], capture_output=True, text=True, check=False) for book in books]
    return "".join(one.stdout + one.stderr for one in ran if one.returncode or "Warnings: 0" not in one.stdout)


def test_books_of_articles_and_of_series_are_valid(downloads: Path):
    books = sorted(downloads.glob("*.epub"))
    assert [book.stem for book in books] == ["games", "races", "short", "texts", "two"]
    assert faults(*books) == ""


def test_the_validator_finds_faults(tmp_path: Path, downloads: Path):
    path = tmp_path / "faulty.epub"
    with zipfile.ZipFile(path, "w") as book:
        for name, data in files(downloads / "short.epub").items():
            if name != "EPUB/book.css":
                book.writestr(name, data)
    assert "ERROR" in faults(path)


def table_of_formulas() -> bytes:
    """A book of all that formulas may hold."""
    pages = convert(*TABLE)[0].pages
    card = CARDS.encode(Card("table", "A table", None, None, (), "", None, None, False))
    html = "".join(f'<div class="formula">{one}</div>\n' for one in pages)
    article = {"card": card, "html": html.encode(), "headings": b"[]"}
    chapter = make_chapter(article, [], Surroundings("https://klsim.example", {"table": []}, []))
    style = (ROOT / "templates" / "static" / "formulas.css").read_text()
    told = ("A table", ["A. Writer"], "A site", "en", False, "", "https://klsim.example/table.epub", "", "")
    return encode_epub(Book(*told, "1970-01-01T00:00:00Z", None, ("", ""), [chapter], style, {}))


def test_all_that_formulas_may_hold_is_valid_in_books(tmp_path: Path):
    (tmp_path / "table.epub").write_bytes(table_of_formulas())
    assert faults(tmp_path / "table.epub") == ""


def test_the_type_comes_first_unpacked_and_no_entry_has_a_time(downloads: Path):
    for path in downloads.glob("*.epub"):
        with zipfile.ZipFile(path) as book:
            first, *_ = entries = book.infolist()
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            assert not first.extra
            assert {one.date_time for one in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert path.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_a_figure_is_a_picture_that_begins_with_its_end_words_and_a_link_to_its_state(downloads: Path):
    book = files(downloads / "short.epub")
    image = Image.open(io.BytesIO(book["EPUB/images/short/small/picture.gif"]))
    first = image.convert("RGB").tobytes()
    image.seek(image.n_frames - 1)
    assert image.n_frames > 10
    assert image.convert("RGB").tobytes() == first
    tree = ElementTree.fromstring(book["EPUB/short.xhtml"])
    figure = tree.find(f".//{XHTML}figure[@id='small']")
    assert figure is not None
    words = "".join(figure.itertext())
    assert "Watch q look for p." in words
    assert "KL(q, p) · step size 0.2" in words
    assert "from iteration 80 on" in words
    assert "from iteration 80 on" in figure.find(f"{XHTML}img").get("alt")
    links = [link.get("href") for link in figure.iter(f"{XHTML}a")]
    assert links == ["https://klsim.example/sub/short/#small?objective=kl_qp&step_size=0.2"]


def test_links_stay_in_the_book_where_they_can(downloads: Path):
    def links(book: str) -> list[str]:
        tree = ElementTree.fromstring(files(downloads / f"{book}.epub")["EPUB/texts.xhtml"])
        return [link.get("href", "") for link in tree.iter(f"{XHTML}a")][:3]

    site = "https://klsim.example/sub/short/index.html"
    others = [f"{site}#small?step_size=2", "https://example.org/?a=1&b=2"]
    assert links("two") == ["short.xhtml#a-section", *others]
    assert links("texts") == [f"{site}#a-section", *others]


def test_a_book_says_what_it_is_and_to_whom_it_is_open(downloads: Path):
    package = ElementTree.fromstring(files(downloads / "texts.epub")["EPUB/package.opf"])
    told = {one.tag.removeprefix(DC): one.text for one in package.iter() if one.tag.startswith(DC)}
    assert told["title"] == 'All kinds of <text> & "more"'
    assert told["identifier"] == "https://klsim.example/sub/downloads/texts.epub"
    assert told["language"] == "en"
    meta = [(one.get("property"), one.text) for one in package.iter(f"{OPF}meta")]
    assert ("dcterms:modified", "2026-02-04T08:00:00Z") in meta
    assert ("belongs-to-collection", "Two parts") in meta
    names = {name for name, _ in meta}
    assert names >= {
        f"schema:{name}"
        for name in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard")
    }
    assert ("schema:accessibilityFeature", "MathML") in meta


def test_a_series_has_its_parts_in_order_with_their_sections(downloads: Path):
    book = files(downloads / "two.epub")
    contents = book["EPUB/_contents.xhtml"].decode()
    toc = re.findall(r'<li><a href="([^"]*)">', contents)
    assert toc == [
        *("short.xhtml", "short.xhtml#a-section", "games.xhtml", "texts.xhtml"),
        *("texts.xhtml#formulas-sets", "texts.xhtml#lists"),
    ]
    assert book["EPUB/images/cover.png"] == (downloads.parent / "card.png").read_bytes()
    spine = re.findall(r'<itemref idref="([^"]*)"/>', book["EPUB/package.opf"].decode())
    assert spine == ["cover", "nav", "chapter-0", "chapter-1", "chapter-2"]
