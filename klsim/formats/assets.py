"""The files that pages share: style sheet, icon and fonts; and where they are."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klsim.content.decoding import decode
from klsim.engine.task import Products
from klsim.formats.faces import MORE

_MORE = frozenset(MORE)
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)


@dataclass(frozen=True)
class Assets:
    """Where the shared files stand, relative to the output folder.

    first:    the script that comes before the text
    upright:  the fonts that every page needs at once
    italic:   the font of emphasis; empty where there is none
    further:  the upright fonts with what only some texts need
    sloping:  the same of emphasis
    code:     the fonts of code, where the site has its own
    formulas: the font of formulas; empty where the site has none
    logo:     the picture beside the title: path, width and height, 0 where unknown; None where there is none
    head, foot: HTML of the site at the end of the head and of the body
    embed:    the script of pages that have nothing but a figure
    moved:    that of pages at old addresses
    """

    style: str
    first: str
    icon: str
    upright: tuple[str, ...]
    italic: str
    further: tuple[str, ...]
    sloping: str
    code: tuple[str, ...]
    formulas: str
    logo: tuple[str, int, int] | None = None
    head: str = ""
    foot: str = ""
    embed: str = ""
    moved: str = ""

    @property
    def icon_type(self) -> str:
        """The media type of the icon."""
        return "image/png" if self.icon.endswith(".png") else "image/svg+xml"

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Assets":
        """The assets that plain values tell."""
        lists = {name: tuple(values[name]) for name in ("upright", "further", "code")}
        return cls(**{**values, **lists})

    def fonts(self, text: str, beside: Iterable[str] = ()) -> tuple[str, ...]:
        """The fonts that a page with this text, as HTML, and other words beside it needs at once."""
        has_emphasis = "<em" in text
        words = "".join([_FORMULA.sub("", text), *beside])
        has_more = not _MORE.isdisjoint(html.unescape(words))
        needed = (
            (self.italic, has_emphasis),
            *((font, has_more) for font in self.further),
            (self.sloping, has_more and has_emphasis),
            *((font, "<code" in text) for font in self.code),
            (self.formulas, "<math" in text),
        )
        return (*self.upright, *(font for font, is_needed in needed if is_needed and font))


def make_style_sheet(
    faces: str, site: str, files: Sequence[str], theme: bytes, formulas: bytes, style: bytes
) -> Products:
    """The style sheet, `css`.

    faces: the rules that make it know its fonts
    site:  those of the site's theme, which come after klsim's
    files: how messages call those of the theme, of formulas and of the style

    Raises ContentError where they are no text.
    """
    from klsim.content.highlight import highlight_css  # Pygments is slow to import, and seldom needed

    for file, data in zip(files, (theme, formulas, style), strict=True):
        decode(data, file)
    return {
        "css": "".join([faces, theme.decode(), site, formulas.decode(), style.decode(), highlight_css()]).encode()
    }
