"""The tasks of the files that pages share, and where these files go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from klsim.content.document import Document
from klsim.engine.results import Product, Results
from klsim.engine.task import Task
from klsim.figures.kind import file_name
from klsim.figures.kinds import KINDS
from klsim.formats.assets import Assets
from klsim.formats.faces import MORE_PART, Face, font_face_css, math_face_css
from klsim.template_files import SCRIPTS, STATIC, TemplateFiles

_FOLDER = "assets"
FIRST = "first"
"""The script that every page begins with."""

FRAMED = "embed"
"""The script of pages that other pages show in frames."""

ELEMENT = "klsim-figure"
"""The script by which any page has an element of this name. It is always at the same address."""

MOVED = "moved"
"""The script of pages at old addresses."""

WITHIN = "within"
"""The bundle by which a page finds what it needs within itself."""

ELEMENT_PATH = f"{_FOLDER}/{ELEMENT}.js"

ALONE = (FIRST, FRAMED, ELEMENT, MOVED)
"""Scripts that each begin with a module of their name, whatever figures there are."""

_STYLES = (f"{STATIC}theme.css", f"{STATIC}formulas.css", f"{STATIC}style.css")


def font_tasks(characters: Iterable[str], faces: Mapping[Face, Path]) -> Iterator[Task]:
    """What cuts the fonts.

    characters: those of all formulas of the site
    faces:      those of its pages, and where their files are
    """
    for face, path in faces.items():
        yield Task(
            f"{_FOLDER}/{face.name}",
            "klsim.formats.fonts:cut_face",
            values=(face.file, face.family, face.weight, face.style, face.characters),
            files=((face.file, path),),
        )
    if symbols := "".join(sorted(set(characters))):
        yield Task(f"{_FOLDER}/article-math", "klsim.formats.fonts:cut_math", values=(symbols,))


@dataclass(frozen=True)
class Given:
    """What a site gives to all its pages.

    icon, logo: their endings, and the files; size of the logo in px, 0 where unknown
    head, foot: HTML
    """

    icon: tuple[str, Product]
    logo: tuple[str, Product] | None = None
    logo_size: tuple[int, int] = (0, 0)
    head: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Fonts:
    """The fonts, by path: those of the faces, and that of formulas, empty where there are none."""

    files: Mapping[str, Product]
    faces: Mapping[Face, str]
    formulas: str


def find_fonts(made: Results, used: Sequence[Face]) -> Fonts:
    """The fonts that have been cut, for the faces that pages use."""
    names = [*(face.name for face in used), "article-math"]
    products = {
        name: made.product(f"{_FOLDER}/{name}", "woff2") for name in names if f"{_FOLDER}/{name}" in made.made
    }
    paths = {name: f"{_FOLDER}/{file_name(name, 'woff2', product)}" for name, product in products.items()}
    faces = {face: paths[face.name] for face in used}
    return Fonts(
        {paths[name]: product for name, product in products.items()}, faces, paths.get("article-math", "")
    )


def shared_tasks(fonts: Fonts, scripts: Sequence[str], templates: TemplateFiles, css: str) -> Iterator[Task]:
    """What makes the style sheet, `css` being the site's own rules, and its scripts."""
    faces = [font_face_css(face, Path(path).name) for face, path in fonts.faces.items()]
    math = [math_face_css(Path(fonts.formulas).name)] if fonts.formulas else []
    styles = [templates.named(name) for name in _STYLES]
    yield Task(
        f"{_FOLDER}/style",
        "klsim.formats.assets:make_style_sheet",
        values=("".join([*faces, *math]), css, [one.label for one in styles]),
        files=tuple((one.label, one.path) for one in styles),
    )
    yield from (script_task(script, templates) for script in scripts)


def script_task(script: str, templates: TemplateFiles) -> Task:
    """What makes a script, `js`."""
    modules = templates.below(SCRIPTS, ".js")
    return Task(
        f"{_FOLDER}/{script}",
        "klsim.formats.scripts:make_script",
        values=(script_entries(script), [label for label, _ in modules]),
        files=modules,
    )


def find_shared(
    made: Results, fonts: Fonts, scripts: Sequence[str], given: Given
) -> tuple[Assets, Mapping[str, str], Mapping[str, Product]]:
    """How pages call the shared files, where each script is, and all these files by path."""
    files = dict(fonts.files)

    def put(name: str, ending: str, product: Product) -> str:
        path = f"{_FOLDER}/{file_name(name, ending, product)}"
        files[path] = product
        return path

    def fonts_of(part: str, style: str, *, code: bool = False) -> tuple[str, ...]:
        faces = (face for face in fonts.faces if (face.part, face.style) == (part, style))
        return tuple(fonts.faces[face] for face in faces if face.family.endswith(" Code") == code)

    hashed = [script for script in scripts if script != ELEMENT]
    paths = {script: put(script, "js", made.product(f"{_FOLDER}/{script}", "js")) for script in hashed}
    assets = Assets(
        style=put("style", "css", made.product(f"{_FOLDER}/style", "css")),
        first=paths[FIRST],
        icon=put("icon", *given.icon),
        upright=fonts_of("", "normal"),
        italic=next(iter(fonts_of("", "italic")), ""),
        further=fonts_of(MORE_PART, "normal"),
        sloping=next(iter(fonts_of(MORE_PART, "italic")), ""),
        code=fonts_of("", "normal", code=True),
        formulas=fonts.formulas,
        logo=(put("logo", *given.logo), *given.logo_size) if given.logo else None,
        head=given.head,
        foot=given.foot,
        embed=paths.get(FRAMED, ""),
        moved=paths.get(MOVED, ""),
    )
    if ELEMENT in scripts:
        files[ELEMENT_PATH] = made.product(f"{_FOLDER}/{ELEMENT}", "js")
    return assets, paths, files


def needed_alone(documents: Iterable[Document]) -> Sequence[str]:
    """Which of these scripts a site with such articles needs."""
    known = list(documents)
    has_figures, has_aliases = any(one.figures for one in known), any(one.article.aliases for one in known)
    return (FIRST, *((FRAMED, ELEMENT) if has_figures else ()), *((MOVED,) if has_aliases else ()))


def script_name(bundles: Iterable[str]) -> str:
    """The script of a page whose figures need these bundles; empty where it has none."""
    wanted = set(bundles)
    return "-and-".join(bundle for bundle in _bundles() if bundle in wanted)


def script_entries(script: str) -> Sequence[str]:
    """The modules that a script begins with: those of each bundle in it."""
    if script in ALONE:
        return [script]
    modules = _bundles()
    return [module for bundle in script.split("-and-") for module in modules[bundle]]


def plain(assets: Assets) -> Mapping[str, Any]:
    """Assets as plain values."""
    return asdict(assets)


def _bundles() -> Mapping[str, tuple[str, ...]]:
    """The modules of each bundle, of all kinds in their order, and what comes to them in a single file."""
    of_kinds = {bundle: modules for kind in KINDS.values() for bundle, modules in kind.bundles.items()}
    return {**of_kinds, WITHIN: (WITHIN,)}
