"""The files that pages share: style sheet, icon and fonts; and where they are."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klsim.content.decoding import decode
from klsim.engine.task import Products
from klsim.formats.faces import FACES, MORE, font_face_css, math_face_css

_MORE = frozenset(MORE)
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)


@dataclass(frozen=True)
class Assets:
    """Where the shared files stand, relative to the output folder.

    first:    the script that comes before the text
    upright:  the fonts that every page needs at once
    italic:   the font of emphasis
    further:  the fonts, upright and then that of emphasis, with what only some texts need
    formulas: the font of formulas; empty where the site has none
    """

    style: str
    first: str
    icon: str
    upright: tuple[str, ...]
    italic: str
    further: tuple[str, ...]
    formulas: str

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Assets":
        """The assets that plain values tell."""
        lists = {name: tuple(values[name]) for name in ("upright", "further")}
        return cls(**{**values, **lists})

    def fonts(self, text: str, beside: Iterable[str] = ()) -> tuple[str, ...]:
        """The fonts that a page with this text, as HTML, and other words beside it needs at once."""
        has_emphasis = "<em" in text
        words = "".join([_FORMULA.sub("", text), *beside])
        has_more = not _MORE.isdisjoint(html.unescape(words))
        *further, italic = self.further
        needed = (
            (self.italic, has_emphasis),
            *((font, has_more) for font in further),
            (italic, has_more and has_emphasis),
            (self.formulas, "<math" in text),
        )
        return (*self.upright, *(font for font, is_needed in needed if is_needed))


def make_style_sheet(
    fonts: Mapping[str, str], formulas: str, files: Sequence[str], theme: bytes, style: bytes
) -> Products:
    """The style sheet, `css`: fonts are the file names of the faces by name, `formulas` that of the math font.

    files: how messages call those of the theme and of the style. Raises ContentError where they are no text.
    """
    from klsim.content.highlight import highlight_css  # Pygments is slow to import, and seldom needed

    faces = [font_face_css(face, fonts[face.name]) for face in FACES]
    rules = [*faces, *([math_face_css(formulas)] if formulas else [])]
    for file, data in zip(files, (theme, style), strict=True):
        decode(data, file)
    texts = [theme.decode("utf-8"), style.decode("utf-8"), highlight_css()]
    return {"css": "".join([*rules, *texts]).encode()}
