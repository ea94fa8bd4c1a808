"""Families of typefaces: those of installed font packages, `font-roboto` and its like, and files of a site."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from pkgutil import iter_modules

from klsim.formats.faces import CUTS, Cut

_PREFIX = "font_"
_ENDINGS = (".ttf", ".otf")
_ITALIC = re.compile(r"(italic|oblique|it)$")
_WEIGHTS = {
    **dict.fromkeys(("", "regular", "normal", "book", "roman"), 400),
    **dict.fromkeys(("thin", "hairline"), 100),
    **dict.fromkeys(("extralight", "ultralight"), 200),
    "light": 300,
    "medium": 500,
    **dict.fromkeys(("semibold", "demibold"), 600),
    "bold": 700,
    **dict.fromkeys(("extrabold", "ultrabold"), 800),
    **dict.fromkeys(("black", "heavy"), 900),
}
"""Weights as the names of files tell them."""


@dataclass(frozen=True)
class FontFile:
    """A file of a family: how messages call it, where it is, and what its name says of its weight and style."""

    label: str
    path: Path
    weight: int
    italic: bool


def installed_families() -> Sequence[str]:
    """The families of all installed font packages, as their packages spell them."""
    names = (module.name for module in iter_modules() if module.name.startswith(_PREFIX))
    return sorted(name.removeprefix(_PREFIX).replace("_", " ").title() for name in names)


def find_family(family: str) -> Sequence[FontFile]:
    """The files of an installed family; none where there is no package of this name."""
    module = _PREFIX + re.sub(r"[\s-]+", "_", family.strip().lower())
    spec = find_spec(module) if module.isidentifier() else None
    if spec is None:
        return ()
    tops = [Path(folder) for folder in spec.submodule_search_locations or ()]
    found = (
        (f"{module}/{path.relative_to(top).as_posix()}", path) for top in tops for path in sorted(top.rglob("*"))
    )
    return read_styles((label, path) for label, path in found if path.suffix.lower() in _ENDINGS)


def package_file(label: str) -> Path:
    """The file in a package that a label, "package/files/name.otf", means."""
    package, _, rest = label.partition("/")
    spec = find_spec(package)
    folders = (spec.submodule_search_locations if spec else None) or [package]
    return Path(folders[0], rest)


def read_styles(files: Iterable[tuple[str, Path]]) -> Sequence[FontFile]:
    """Files with what their names say of weight and style; those that say neither are regular ones."""
    return [FontFile(label, path, *_style(PurePosixPath(label).stem)) for label, path in files]


def _style(stem: str) -> tuple[int, bool]:
    word = re.sub(r"[\s_]+", "", stem.rpartition("-")[2] if "-" in stem else "").lower()
    upright = _ITALIC.sub("", word)
    return _WEIGHTS.get(upright, 400), upright != word


def closest(files: Sequence[FontFile], weight: int, *, italic: bool) -> FontFile | None:
    """The file of a style whose weight is nearest, a heavier one before a lighter one; TrueType before others."""
    fitting = [one for one in files if one.italic == italic]
    return min(
        fitting,
        key=lambda one: (abs(one.weight - weight), -one.weight, one.path.suffix.lower() != ".ttf", one.label),
        default=None,
    )


def cuts_of(role: str, files: Sequence[FontFile]) -> Sequence[Cut]:
    """The faces that pages have of a family that is in a role: `text`, `headings` or `code`."""
    family = f"Article {role.title()}"
    wanted = {
        "text": ((400, False), (400, True), (600, False)),
        "headings": ((600, False),),
        "code": ((400, False),),
    }[role]
    found = [(closest(files, weight, italic=italic), weight, italic) for weight, italic in wanted]
    chosen: dict[str, Cut] = {}
    for file, weight, italic in found:
        if file and file.label not in chosen:
            chosen[file.label] = (file.label, family, weight, "italic" if italic else "normal")
    return list(chosen.values())


def site_cuts(families: Mapping[str, Sequence[FontFile]]) -> tuple[Cut, ...]:
    """The faces of a site whose roles have these families: its text has one in place of both of klsim's."""
    own = () if "text" in families else CUTS
    return (*own, *(cut for role, files in families.items() for cut in cuts_of(role, files)))


def drawn_styles(files: Sequence[FontFile]) -> Mapping[str, FontFile]:
    """The files by which figures set words, by style, Regular, Semibold, It and SemiboldIt, if there are any."""
    wanted = {"Regular": (400, False), "Semibold": (600, False), "It": (400, True), "SemiboldIt": (600, True)}
    found = {style: closest(files, weight, italic=italic) for style, (weight, italic) in wanted.items()}
    return {style: file for style, file in found.items() if file}
