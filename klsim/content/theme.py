"""What `theme:` in site.yaml says: colours by role, typefaces, logo, icon, and how wide the text is."""

import re
from dataclasses import dataclass
from posixpath import normpath

from klsim.content.schema import Field, as_written, read_fields, text, texts
from klsim.content.yaml import Mapping, Node, Scalar
from klsim.diagnostics import Code, Location, each

SCHEMES = ("light", "dark")
FONT_ROLES = ("text", "headings", "code")
NARROWEST, WIDEST = 20, 80
"""Of the text, in rem."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT = re.compile(r"#[0-9a-fA-F]{3}")
_WIDTH = re.compile(r"(\d+(?:\.\d+)?) *(rem|px)")
_FONT_FILE = re.compile(r"\.(ttf|otf)$", re.IGNORECASE)


@dataclass(frozen=True)
class ThemeColour:
    """A colour of a scheme, `light` or `dark`: what has it, and #rrggbb in small letters."""

    scheme: str
    role: str
    value: str
    location: Location


@dataclass(frozen=True)
class NamedFile:
    """A file beside site.yaml that is named there, by its path."""

    path: str
    location: Location


@dataclass(frozen=True)
class ThemeFont:
    """A typeface: the name of a family, or files with its styles.

    role: `text`, `headings` or `code`
    """

    role: str
    family: str
    files: tuple[NamedFile, ...]
    location: Location


@dataclass(frozen=True)
class SiteTheme:
    """What a site changes of klsim's look; `width` is that of the text in CSS, empty where it stays."""

    colours: tuple[ThemeColour, ...] = ()
    fonts: tuple[ThemeFont, ...] = ()
    logo: NamedFile | None = None
    icon: NamedFile | None = None
    width: str = ""


PLAIN = SiteTheme()
"""The theme of a site that changes nothing."""


def read_theme(node: Node, name: str) -> SiteTheme:
    """The theme that a mapping describes. Raises ContentError with every mistake in it."""
    if isinstance(node, Scalar) and node.is_null:
        return PLAIN
    if not isinstance(node, Mapping):
        hint = 'such as `light: {object: "#b3225e"}`'
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be a mapping", hint)
    read = read_fields(node, FIELDS, node.location, name)
    colours = tuple(one for scheme in SCHEMES for one in read.pop(scheme, ()))
    return SiteTheme(colours=colours, **read)


def _colours(node: Node, scheme: str) -> tuple[ThemeColour, ...]:
    if isinstance(node, Scalar) and node.is_null:
        return ()
    if not isinstance(node, Mapping):
        message = f"{scheme} must be `role: colour` lines"
        raise node.location.failure(Code.WRONG_TYPE, message, 'such as `object: "#b3225e"`')

    def read(item: tuple[Scalar, Node]) -> ThemeColour:
        key, below = item
        if isinstance(below, Scalar) and below.is_null:
            hint = 'YAML takes what follows # for a comment; write it in quotes, "#rrggbb"'
            raise below.location.failure(Code.EMPTY_VALUE, f"{key.text} is empty", hint)
        word = text(below, key.text)
        if not _COLOUR.fullmatch(word):
            message = f"{key.text} {word!r} is no colour as a theme has it"
            raise below.location.failure(Code.INVALID_VALUE, message, _nearest_colour(word))
        return ThemeColour(scheme, key.text, word.lower(), key.location)

    return tuple(each(read, node.items))


def _nearest_colour(word: str) -> str:
    """What a colour that is written otherwise may be meant to be."""
    from tinycss2.color4 import parse_color  # mistakes are seldom

    if _SHORT.fullmatch(word):
        return f'write "#{"".join(2 * digit for digit in word[1:].lower())}"'
    if re.fullmatch(r"[0-9a-fA-F]{6}", word):
        return f'write "#{word.lower()}"'
    colour = parse_color(word)
    if (
        colour is None
        or isinstance(colour, str)
        or colour.alpha != 1
        or colour.space not in ("srgb", "hsl", "hwb")
    ):
        return 'write it as "#rrggbb"'
    parts = (round(255 * min(max(part, 0), 1)) for part in colour.to("srgb").coordinates)
    return f'write "#{"".join(f"{part:02x}" for part in parts)}"'


def named_file(node: Node, name: str) -> NamedFile:
    """A file beside site.yaml."""
    path = text(node, name)
    place = normpath(path.replace("\\", "/"))
    if place.startswith(("/", "../")) or place in (".", "..") or ":" in place:
        message = f"{name} {path!r} does not lie beside site.yaml"
        raise node.location.failure(Code.OUTSIDE_SITE, message, "copy it there, and write its name")
    return NamedFile(place, node.location)


def _fonts(node: Node, name: str) -> tuple[ThemeFont, ...]:
    if not isinstance(node, Mapping):
        message = f"{name} must be `{'`, `'.join(FONT_ROLES)}` lines"
        raise node.location.failure(Code.WRONG_TYPE, message, "such as `text: Roboto`")
    fields = [Field(role, as_written) for role in FONT_ROLES]
    found = read_fields(node, fields, node.location, name)

    def read(role: str) -> ThemeFont:
        words = texts(found[role], role)
        files = [word for word in words if _FONT_FILE.search(word)]
        if (files and len(files) < len(words)) or (len(words) > 1 and not files):
            message = f"{role} is the name of one family, or files of one that end with .ttf or .otf"
            raise found[role].location.failure(Code.WRONG_TYPE, message)
        items = getattr(found[role], "items", (found[role],))
        places = tuple(each(lambda item: named_file(item, role), items)) if files else ()
        return ThemeFont(role, "" if files else words[0], places, found[role].location)

    return tuple(each(read, [role for role in FONT_ROLES if role in found]))


def _width(node: Node, name: str) -> str:
    word = text(node, name)
    found = _WIDTH.fullmatch(word)
    rem = float(found[1]) / (16 if found[2] == "px" else 1) if found else 0
    if not NARROWEST <= rem <= WIDEST:
        nearest = f"{min(max(rem, NARROWEST), WIDEST):g}rem" if found else "40rem"
        message = f"{name} {word!r} is no width of a text, {NARROWEST}rem to {WIDEST}rem"
        raise node.location.failure(Code.INVALID_VALUE, message, f"write {nearest}")
    return f"{rem:g}rem"


FIELDS = (
    *(
        Field(scheme, _colours, about=f'colours of the {scheme} scheme by role, `{{object: "#b3225e"}}`')
        for scheme in SCHEMES
    ),
    Field(
        "fonts", _fonts, about="`text`, `headings`, `code`: a family of an installed font package, or files of one"
    ),
    Field("logo", named_file, about="a picture beside the title of the site"),
    Field("icon", named_file, about="what stands in the tabs of browsers, SVG or PNG"),
    Field("width", _width, about=f"that of the text, `{NARROWEST}rem` to `{WIDEST}rem`"),
)
