"""What a reader reads of a built page: its text without figures, and what its head tells."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "noscript"})
_SIMULATION = "simulation"
"""The class of figures that play."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class PageText:
    """The text of a page, and its title and description in its head."""

    text: str
    head: tuple[str, str]


def read_page(page: bytes) -> PageText:
    """The text of the article on a page, or of its main part where it has none."""
    reader = _Reader()
    reader.feed(page.decode(errors="replace"))
    reader.close()
    text = reader.article or reader.main
    return PageText(_SPACE.sub(" ", "".join(text)).strip(), ("".join(reader.title), reader.description))


@dataclass
class _Reader(HTMLParser):
    """Collects text while it reads tags."""

    article: list[str] = field(default_factory=list)
    main: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    description: str = ""
    depths: dict[str, int] = field(default_factory=dict)
    is_in_figure: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        given = dict(attrs)
        if tag == "figure" and _SIMULATION in (given.get("class") or "").split():
            self.is_in_figure = True
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content") or ""
        if tag == "img" and self._is_read:
            self._add(f" {given.get('src')} {given.get('alt')} ")
        self.depths[tag] = self.depths.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        """Come out of one."""
        if tag == "figure":
            self.is_in_figure = False
        self.depths[tag] = max(self.depths.get(tag, 0) - 1, 0)

    def handle_data(self, data: str) -> None:
        """Text."""
        if self.depths.get("title") and self.depths.get("head"):
            self.title.append(data)
        elif self._is_read:
            self._add(data)

    @property
    def _is_read(self) -> bool:
        return not self.is_in_figure and not any(self.depths.get(tag) for tag in _SILENT)

    def _add(self, text: str) -> None:
        for tag, words in (("article", self.article), ("main", self.main)):
            if self.depths.get(tag):
                words.append(text)
