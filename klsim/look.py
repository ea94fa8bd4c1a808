"""The look of a site: what its theme changes of klsim's own, checked, and the files that it names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from klsim.config import Config
from klsim.content.decoding import decode
from klsim.content.references import is_external
from klsim.content.site import Site
from klsim.content.tags import find_tags
from klsim.content.theme import SCHEMES, NamedFile, SiteTheme, ThemeColour, ThemeFont
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location, nearest
from klsim.formats.faces import Face, split_faces
from klsim.formats.families import (
    FontFile,
    closest,
    drawn_styles,
    find_family,
    installed_families,
    package_file,
    read_styles,
    site_cuts,
)
from klsim.scene.contrast import contrast, nearest_seen
from klsim.scene.stylesheet import colour_names, parse_palette, parse_themes
from klsim.scene.theme import Colour, Themes, hex_code
from klsim.template_files import STATIC, TemplateFiles

TEXT, MARKS = 4.5, 3.0
"""The least contrast of words and of what is drawn, by WCAG 2.2."""

_SHEET = f"{STATIC}theme.css"
_FETCHING = ("(?i:script|iframe|img|link|source|video|audio|embed)",)
_FETCHED = frozenset({"stylesheet", "preload", "modulepreload", "icon", "preconnect", "dns-prefetch"})
_MARKS = ("object", *(f"series-{n}" for n in range(1, 9)))
_PAIRS = (
    *((name, ground, TEXT) for name in ("ink", "muted") for ground in ("paper", "wash")),
    ("target", "paper", TEXT),
    *((name, "paper", MARKS) for name in _MARKS),
    *((f"speed-{n}", "paper", TEXT) for n in (1, 2)),
    *((f"speed-{n}", "ink", TEXT) for n in (4, 5)),
    *((name, "ink-on-light", TEXT) for name in ("speed-3", "stuck", "diverged", "out-of-domain")),
)
"""What is seen on what, or has what written on it, and the least contrast of the two."""

_FALLBACKS = {
    "text": 'system-ui, "Segoe UI", Roboto, Georgia, serif',
    "headings": 'system-ui, "Segoe UI", Roboto, Georgia, serif',
    "code": 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
}
_STYLED = {"text": ("--serif", "--sans"), "headings": ("--headings",), "code": ("--mono",)}
_PICTURES = {"logo": (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"), "icon": (".svg", ".png")}


@dataclass(frozen=True)
class Look:
    """A site's theme with what it names, found and checked.

    themes:   the colours of figures
    families: the files of the typefaces that it names, by role
    files:    those beside site.yaml, by what they are: `logo`, `icon`, `head`, `foot`
    """

    theme: SiteTheme
    themes: Themes
    families: Mapping[str, Sequence[FontFile]]
    files: Mapping[str, Path]

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """The faces of pages."""
        return split_faces(site_cuts(self.families))

    def font_path(self, face: Face) -> Path:
        """Where the file of a face is."""
        known = {one.label: one.path for files in self.families.values() for one in files}
        return known[face.file] if face.file in known else package_file(face.file)

    @property
    def css(self) -> str:
        """The style rules that come after those of `theme.css`."""
        fonts = "".join(
            f'  {name}: "Article {role.title()}", {_FALLBACKS[role]};\n'
            for role in self.families
            for name in _STYLED[role]
        )
        return theme_css(self.theme, fonts)

    @property
    def used(self) -> frozenset[Path]:
        """Its files beside site.yaml."""
        fonts = (one.path for files in self.families.values() for one in files)
        return frozenset(chain(self.files.values(), fonts))


def theme_css(theme: SiteTheme, more: str = "") -> str:
    """The colours and the width of a theme as style rules; `more` are further lines of the root."""
    light, dark = (
        "".join(f"  --{one.role}: {one.value};\n" for one in theme.colours if one.scheme == scheme)
        for scheme in SCHEMES
    )
    width = f"  --text: {theme.width};\n  --wide: max(60rem, {theme.width});\n" if theme.width else ""
    rules = f":root {{\n{light}{width}{more}}}\n" if light or width or more else ""
    media = "@media screen and (prefers-color-scheme: dark)"
    return rules + (f"{media} {{ :root:not(.printing) {{\n{dark}}} }}\n" if dark else "")


def read_look(config: Config, site: Site | None, templates: TemplateFiles, diagnostics: Diagnostics) -> Look:
    """The look of a site; what is wrong with it is told. Raises ContentError where klsim's sheet is no text."""
    theme = site.theme if site else SiteTheme()
    sheet = templates.named(_SHEET)
    css = decode(sheet.path.read_bytes(), sheet.label).text
    unknown = tuple(_unknown_roles(theme, css))
    diagnostics.add(*unknown)
    themes = parse_themes(f"{css}\n{theme_css(theme)}", diagnostics, sheet.label)
    if theme.colours and not unknown:
        diagnostics.add(*_poor_contrasts(theme, css))
    named: dict[str, NamedFile | None] = {"logo": theme.logo, "icon": theme.icon}
    if site:
        named |= {"head": site.head, "foot": site.foot}
    files = {}
    for what, file in named.items():
        if file:
            wrong = _file_mistake(config, what, file)
            if wrong:
                diagnostics.add(wrong)
            else:
                files[what] = config.content / file.path
                if site and what in ("head", "foot"):
                    diagnostics.add(*_from_elsewhere(config, files[what], site))
    families = dict(_families(config, theme.fonts, diagnostics))
    drawn = drawn_styles(families.get("text", ()))
    fonts = tuple((one.label, one.path) for one in drawn.values())
    return Look(theme, replace(themes, styles=tuple(drawn), fonts=fonts), families, files)


def _from_elsewhere(config: Config, path: Path, site: Site) -> Iterator[Diagnostic]:
    """What a piece of HTML would fetch from other sites that are not allowed."""
    start = start_of(config, path)
    page = decode(path.read_bytes(), start.file).text
    for tag in find_tags(page, *_FETCHING):
        attributes = tag.attributes
        is_link = tag.name.lower() == "link"
        address = attributes.get("href" if is_link else "src", "").strip()
        if is_external(address) and not site.text_options.allows_external(address):
            if is_link and not _FETCHED & set(attributes.get("rel", "").lower().split()):
                continue
            message = f"every page fetches {address!r} from another site"
            hint = f"`allow_external: [{urlsplit(address).hostname}]` in site.yaml says that it is meant"
            yield start.down(page.count("\n", 0, tag.start)).warning(Code.EXTERNAL_MEDIA, message, hint)


def _unknown_roles(theme: SiteTheme, css: str) -> Iterator[Diagnostic]:
    known = colour_names(css)
    for one in theme.colours:
        if one.role not in known:
            message = f"no colour has the role {one.role!r}"
            yield one.location.error(Code.UNKNOWN_KEY, message, nearest(one.role, known, "roles"))


def _poor_contrasts(theme: SiteTheme, css: str) -> Iterator[Diagnostic]:
    names = sorted({name for name, ground, _ in _PAIRS} | {ground for _, ground, _ in _PAIRS})
    for scheme in SCHEMES:
        own = {one.role: one for one in theme.colours if one.scheme == scheme}
        palette = parse_palette(f"{css}\n{theme_css(theme)}", scheme, names)
        for name, ground, least in _PAIRS:
            if not {name, ground} <= palette.keys() or not {name, ground} & own.keys():
                continue
            ratio = contrast(palette[name], palette[ground])
            if ratio < least:
                at = own[name if name in own else ground]
                yield _poor(at, scheme, (name, palette[name]), (ground, palette[ground]), ratio, least)


def _poor(
    at: ThemeColour,
    scheme: str,
    seen: tuple[str, Colour],
    ground: tuple[str, Colour],
    ratio: float,
    least: float,
) -> Diagnostic:
    what = "words need" if least == TEXT else "marks need"
    message = (
        f"in the {scheme} scheme {seen[0]} {hex_code(seen[1])} has a contrast of {ratio:.1f} with {ground[0]} "
        f"{hex_code(ground[1])}; {what} {least:g}"
    )
    better = nearest_seen(seen[1], ground[1], least)
    hint = f"perhaps {seen[0]} {hex_code(better)}" if better else ""
    return at.location.warning(Code.POOR_CONTRAST, message, hint)


def _file_mistake(config: Config, what: str, file: NamedFile) -> Diagnostic | None:
    """What is wrong with a file that site.yaml names, if anything is."""
    path = config.content / file.path
    endings = _PICTURES.get(what, (".html", ".htm", ".txt") if what in ("head", "foot") else (".ttf", ".otf"))
    if not path.is_file():
        beside = sorted(
            one.relative_to(config.content).as_posix()
            for one in path.parent.glob("*")
            if one.is_file() and one.suffix.lower() in endings
        )
        hint = nearest(file.path, beside, f"files of this kind in {config.content.name}/")
        return file.location.error(Code.MISSING_FILE, f"there is no {what} file {file.path!r}", hint)
    if not path.resolve().is_relative_to(config.content.resolve()):
        message = f"the {what} file {file.path!r} leads out of content/"
        return file.location.error(Code.OUTSIDE_SITE, message, "copy it there")
    if what in _PICTURES and path.suffix not in endings:
        message = f"{what} {file.path!r} is no picture that browsers show"
        return file.location.error(Code.INVALID_VALUE, message, f"name one that ends with {', '.join(endings)}")
    if what == "icon" and not _is_picture(path):
        message = f"the icon {file.path!r} is not what its ending says"
        return file.location.error(Code.INVALID_VALUE, message, "save it as SVG or PNG")
    return None


def _is_picture(path: Path) -> bool:
    start = path.read_bytes()[:1000]
    return (
        start.startswith(b"\x89PNG\r\n\x1a\n") if path.suffix == ".png" else b"<svg" in start or b"<?xml" in start
    )


def _families(
    config: Config, fonts: Sequence[ThemeFont], diagnostics: Diagnostics
) -> Iterator[tuple[str, Sequence[FontFile]]]:
    for font in fonts:
        if font.files:
            wrong = [found for one in font.files if (found := _file_mistake(config, "font", one))]
            diagnostics.add(*wrong)
            files = read_styles((f"content/{one.path}", config.content / one.path) for one in font.files)
        else:
            wrong, files = [], find_family(font.family)
            if not files:
                message = f"no font package has the family {font.family!r}"
                installed = nearest(font.family, installed_families(), "installed families")
                package = f"font-{font.family.lower().replace(' ', '-')}"
                hint = f"{installed}; or install one (`pip install {package}`), or name files"
                diagnostics.add(font.location.error(Code.MISSING_FILE, message, hint))
        if files and not wrong:
            if closest(files, 400, italic=False) is None:
                message = f"{font.role} has no upright face among its files"
                diagnostics.add(font.location.error(Code.MISSING_FILE, message, "add the regular one"))
            else:
                yield font.role, files


def read_insert(path: Path, label: str) -> str:
    """A piece of HTML that a site puts into all pages. Raises ContentError where it is no text."""
    return decode(path.read_bytes(), label).text


def start_of(config: Config, path: Path) -> Location:
    """The beginning of a file, as messages call it."""
    return Location(path.relative_to(config.root).as_posix(), 1)
