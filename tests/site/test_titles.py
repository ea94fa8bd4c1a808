"""Titles are text: whatever an author writes in front matter stands in the pages letter by letter."""

import json
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from klsim.cli import main
from klsim.config import Config
from tests.site.sites import copy_site, write_site

HTML = "{http://www.w3.org/1999/xhtml}"
ODD = (
    "C#",
    "<b>x",
    "</script><script>document.title = 1</script>",
    "*a* [b](c) $x$ `code`",
    "{#id}",
    "A {: #own }",
    "&amp; &lt; & <",
    '"It\'s" -- so... (c) ![i](j.png) [^1] ~~no~~ <https://a.test> www.a.test',
    "# x ##",
    "\\* a\\",
    "1. first | second",
    "<!-- gone -->",
    "{{ title }} {% raw %}",
    "Ünï ‘code’ 日本語 🙂",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A site whose article, series and sections have odd titles, built by the command."""
    config = write_site(tmp_path_factory.mktemp("titles"))
    (config.content / "short" / "index.md").unlink()
    head = "\n".join(f"{key}: {json.dumps(ODD[2])}" for key in ("title", "summary"))
    (config.content / "short" / "index.md").write_text(
        f"---\n{head}\ndate: 2026-01-02\nseries: two\n---\n\nText.\n"
    )
    for number, title in enumerate(ODD, 1):
        section = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\nText.\n"
        (config.content / "short" / f"{number}-odd.md").write_text(section, encoding="utf-8")
    yaml = config.content / "site.yaml"
    yaml.write_text(yaml.read_text().replace("Two parts", json.dumps(ODD[2])))
    assert main(["--root", str(config.root), "--jobs", "1"]) == 0
    return config


def parsed(path: Path) -> ElementTree.Element:
    return html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def texts(page: ElementTree.Element, path: str) -> list[str]:
    return ["".join(found.itertext()).strip() for found in page.iterfind(path)]


def test_a_section_is_headed_by_its_title_as_typed(site: Config):
    page = parsed(site.output / "short" / "index.html")
    assert texts(page, f".//{HTML}h2") == [f"{title} #" for title in ODD]  # the link to the section itself
    assert not page.findall(f".//{HTML}h2//{HTML}b")


def test_the_contents_have_the_titles_as_typed_and_lead_to_them(site: Config):
    page = parsed(site.output / "short" / "index.html")
    contents = page.findall(f".//{HTML}nav[@class='contents']//{HTML}a")
    assert ["".join(link.itertext()) for link in contents] == list(ODD)
    anchors = [heading.get("id") for heading in page.iter(f"{HTML}h2")]
    assert [link.get("href") for link in contents] == [f"#{anchor}" for anchor in anchors]


def test_an_article_and_a_series_are_called_by_their_titles_as_typed(site: Config):
    page, index = parsed(site.output / "short" / "index.html"), parsed(site.output / "index.html")
    assert texts(page, f".//{HTML}h1") == [ODD[2]]
    assert texts(page, f".//{HTML}title") == [f"{ODD[2]} · A small site"]
    assert texts(index, f".//{HTML}li/{HTML}a") == texts(index, f".//{HTML}h2") == [ODD[2]]
    feed = ElementTree.parse(site.output / "feed.xml")
    atom = "{http://www.w3.org/2005/Atom}"
    assert [found.text for found in feed.iterfind(f".//{atom}entry/{atom}title")] == [ODD[2]]


def test_links_to_the_file_of_a_section_lead_to_its_anchor(site: Config, tmp_path: Path):
    config = copy_site(site, tmp_path / "site")
    other = "---\ntitle: O\ndate: 2026-01-02\nsummary: S\n---\n\n[x](short/4-odd.md)\n"
    (config.content / "other.md").write_text(other)
    assert main(["--root", str(config.root), "--jobs", "1"]) == 0
    links = parsed(config.output / "other" / "index.html").iter(f"{HTML}a")
    assert [link.get("href") for link in links if link.text == "x"] == ["../short/index.html#a-b-c-x-code"]


@pytest.mark.sample(4)
@pytest.mark.parametrize("title", ODD)
def test_a_new_section_has_the_title_that_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], title: str
):
    config = write_site(tmp_path)
    command = ["new", "section", "short", "--root", str(config.root), "--", title]
    assert main(command) == 0
    written = Path(capsys.readouterr().out.strip())
    written.write_text(written.read_text(encoding="utf-8").partition("```")[0], encoding="utf-8")
    (config.content / "short" / "index.md").write_text("---\ntitle: O\ndate: 2026-01-02\nsummary: S\n---\n")
    assert main(["--root", str(config.root), "--jobs", "1"]) == 0
    assert texts(parsed(config.output / "short" / "index.html"), f".//{HTML}h2") == [f"{title} #"]
