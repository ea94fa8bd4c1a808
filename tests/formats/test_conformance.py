"""Pages as the HTML standard has them: html5lib for the syntax, and rules for what elements and attributes may be where.

The rules are those parts of the standard's content models that klsim's own templates touch.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from klsim.figures.place import EMBED

HTML = "{http://www.w3.org/1999/xhtml}"
NO_AUTOCOMPLETE = {"checkbox", "radio", "file", "submit", "image", "reset", "button"}
INTERACTIVE = {"a", "button", "details", "iframe", "input", "label", "select", "textarea"}
LABELABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}
PHRASING_ONLY = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "button",
    "span",
    "label",
    "summary",
    "legend",
    "dt",
    "pre",
}
FLOW_ONLY = {"div", "p", "ul", "ol", "dl", "table", "figure", "section", "article", "nav", "header", "footer", "details", "fieldset", "blockquote", "hr"}  # fmt: skip
METADATA = {"base", "link", "meta", "noscript", "script", "style", "template", "title"}
OBSOLETE = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "valign"}
REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
NEEDED = {"img": ("src", "alt"), "source": ("srcset",), "html": ("lang",), "a": ("href",), "link": ("href", "rel")}


def parse(page: str) -> Element:
    """The tree of a page; a fault of its syntax is raised."""
    return html5lib.HTMLParser(strict=True).parse(page)


def walk(element: Element, above: tuple[str, ...] = ()) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Each element, with the names of those around it, the outermost first."""
    yield element, above
    for child in element:
        if isinstance(child.tag, str):
            yield from walk(child, (*above, name_of(element)))


def name_of(element: Element) -> str:
    """The name of an HTML element; others keep their namespace."""
    return element.tag.removeprefix(HTML)


def faults(tree: Element) -> list[str]:
    """What is not as the standard has it."""
    elements = list(walk(tree))
    ids = Counter(element.get("id") for element, _ in elements if element.get("id"))
    found = [f"id {name!r} is given twice" for name, count in ids.items() if count > 1]
    for element, above in elements:
        name = name_of(element)
        found += [f"<{name}> {told}" for told in (*_attributes(element, name, ids), *_place(element, name, above))]
    return found


def _attributes(element: Element, name: str, ids: Counter[str | None]) -> Iterator[str]:
    kind = element.get("type", "text")
    if name == "input" and kind in NO_AUTOCOMPLETE and "autocomplete" in element.attrib:
        yield f"of type {kind} has autocomplete"
    yield from (f"has the obsolete {key}" for key in OBSOLETE & element.attrib.keys() if HTML in element.tag)
    yield from (f"has no {key}" for key in NEEDED.get(name, ()) if key not in element.attrib)
    for key in REFERRING:
        yield from (
            f"{key} names {word}, which is not there" for word in element.get(key, "").split() if not ids[word]
        )
    if any(character.isspace() for character in element.get("id", "")):
        yield "has an id with a space"
    if name == "meter":
        low, now, high = (
            float(element.get(f"aria-value{part}", element.get(part, "0"))) for part in ("min", "now", "max")
        )
        if not low <= now <= high:
            yield "has a value out of its range"


def _place(element: Element, name: str, above: tuple[str, ...]) -> Iterator[str]:
    parent = above[-1] if above else ""
    if name in INTERACTIVE - {"input", "label"} and INTERACTIVE & {*above} - {"details", "label"}:
        yield "is interactive within what is interactive"
    if name in FLOW_ONLY and PHRASING_ONLY & {*above}:
        yield f"is within {' '.join(above)}, which takes words only"
    if parent == "head" and name not in METADATA:
        yield "is in the head"
    if parent in ("ul", "ol") and name not in ("li", "script", "template"):
        yield f"is a child of {parent}"
    if name == "li" and parent not in ("ul", "ol", "menu"):
        yield f"is a child of {parent}"
    if name in ("dt", "dd") and parent not in ("dl", "div"):
        yield f"is a child of {parent}"
    children = [name_of(child) for child in element if isinstance(child.tag, str)]
    captions = [n for n, child in enumerate(children) if child == "figcaption"]
    if name == "figure" and captions not in ([], [0], [len(children) - 1]):
        yield f"has its caption neither first nor last: {children}"
    if "legend" in children[1:] or (name != "fieldset" and "legend" in children):
        yield "has a legend that is not the first in a fieldset"
    if name == "details" and children[:1] != ["summary"]:
        yield "does not begin with its summary"
    if name == "label" and sum(child in LABELABLE for child in children) > 1:
        yield "labels several"


def pages_of(site: Path) -> Iterator[Path]:
    """Every page of a built site."""
    return iter(sorted(site.rglob("*.html")))


def test_every_page_of_the_shipped_site_conforms(shipped_site: Path):
    told = {page: faults(parse(page.read_text(encoding="utf-8"))) for page in pages_of(shipped_site)}
    frames = [page for page in told if page.name == EMBED]
    assert len(told) - len(frames) == 12  # five of them single files
    assert {page.parent for page in frames} == {page.parent for page in shipped_site.glob("*/*/*.json")}
    assert {page.relative_to(shipped_site): found for page, found in told.items() if found} == {}


def test_what_a_page_has_for_those_without_script_conforms_too(shipped_site: Path):
    for page in pages_of(shipped_site):
        bare = page.read_text(encoding="utf-8").replace("<noscript>", "").replace("</noscript>", "")
        assert faults(html5lib.parse(bare)) == [], page


BODY = "<!doctype html><html lang=en><head><title>t</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('<input type="radio" autocomplete="off">', "has autocomplete"),
        (
            "<figure><img src=a alt=b><figcaption>c</figcaption><script></script></figure>",
            "neither first nor last",
        ),
        ("<p id=a></p><p id=a></p>", "given twice"),
        ("<label for=x>a</label>", "which is not there"),
        ("<button><a href=x>a</a></button>", "interactive within"),
        ("<span><div>a</div></span>", "words only"),
        ("<details>a</details>", "summary"),
        ("<fieldset><p>a</p><legend>b</legend></fieldset>", "legend"),
        ("<img src=a>", "has no alt"),
        ("<ul><p>a</p></ul>", "is a child of ul"),
    ],
)
def test_the_rules_find_what_is_wrong(part: str, told: str):
    assert any(told in fault for fault in faults(parse(BODY.format(part))))
