"""The tasks of the files that pages share, and where these files go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from klsim.engine.results import Product, Results
from klsim.engine.task import Task
from klsim.figures.kind import FigureKind, file_name
from klsim.figures.kinds import KINDS
from klsim.formats.assets import Assets
from klsim.formats.faces import FACES
from klsim.template_files import SCRIPTS, STATIC, TemplateFiles

_FOLDER = "assets"
FIRST = "first"
"""The script that every page begins with."""

_STYLES = (f"{STATIC}theme.css", f"{STATIC}style.css")


def font_tasks(characters: Iterable[str]) -> Iterator[Task]:
    """What cuts the fonts; `characters` are those of all formulas of the site."""
    for face in FACES:
        yield Task(f"{_FOLDER}/{face.name}", "klsim.formats.fonts:cut_face", values=(face.name,))
    if symbols := "".join(sorted(set(characters))):
        yield Task(f"{_FOLDER}/article-math", "klsim.formats.fonts:cut_math", values=(symbols,))


@dataclass(frozen=True)
class Fonts:
    """The fonts, by path: those of the faces by name, and that of formulas, empty where there are none."""

    files: Mapping[str, Product]
    faces: Mapping[str, str]
    formulas: str


def find_fonts(made: Results) -> Fonts:
    """The fonts that have been cut."""
    names = [*(face.name for face in FACES), "article-math"]
    products = {
        name: made.product(f"{_FOLDER}/{name}", "woff2") for name in names if f"{_FOLDER}/{name}" in made.made
    }
    paths = {name: f"{_FOLDER}/{file_name(name, 'woff2', product)}" for name, product in products.items()}
    faces = {face.name: paths[face.name] for face in FACES}
    return Fonts(
        {paths[name]: product for name, product in products.items()}, faces, paths.get("article-math", "")
    )


def shared_tasks(fonts: Fonts, scripts: Iterable[str], templates: TemplateFiles) -> Iterator[Task]:
    """What makes the style sheet, and those scripts that some page has."""
    names = {name: Path(path).name for name, path in fonts.faces.items()}
    styles = [templates.named(name) for name in _STYLES]
    yield Task(
        f"{_FOLDER}/style",
        "klsim.formats.assets:make_style_sheet",
        values=(names, Path(fonts.formulas).name if fonts.formulas else "", [one.label for one in styles]),
        files=tuple((one.label, one.path) for one in styles),
    )
    modules = templates.below(SCRIPTS, ".js")
    for script in (FIRST, *scripts):
        yield Task(
            f"{_FOLDER}/{script}",
            "klsim.formats.scripts:make_script",
            values=(script_entries(script), [label for label, _ in modules]),
            files=modules,
        )


def find_shared(
    made: Results, fonts: Fonts, scripts: Iterable[str], icon: Product
) -> tuple[Assets, Mapping[str, str], Mapping[str, Product]]:
    """How pages call the shared files, where each script is, and all these files by path."""
    files = dict(fonts.files)

    def put(name: str, ending: str, product: Product) -> str:
        path = f"{_FOLDER}/{file_name(name, ending, product)}"
        files[path] = product
        return path

    common = [face for face in FACES if not face.part]
    (italic,) = (fonts.faces[face.name] for face in common if face.style == "italic")
    further = sorted((face for face in FACES if face.part), key=lambda face: face.style == "italic")
    assets = Assets(
        style=put("style", "css", made.product(f"{_FOLDER}/style", "css")),
        first=put(FIRST, "js", made.product(f"{_FOLDER}/{FIRST}", "js")),
        icon=put("icon", "svg", icon),
        upright=tuple(fonts.faces[face.name] for face in common if face.style == "normal"),
        italic=italic,
        further=tuple(fonts.faces[face.name] for face in further),
        formulas=fonts.formulas,
    )
    paths = {script: put(script, "js", made.product(f"{_FOLDER}/{script}", "js")) for script in scripts}
    return assets, paths, files


def script_name(kinds: Iterable[str]) -> str:
    """The script of a page with figures of these kinds; empty where it has none."""
    return "-and-".join(kind.bundle for kind in _in_order(kinds))


def script_entries(script: str) -> Sequence[str]:
    """The modules that a script begins with: those of each kind of figure that it is for."""
    if script == FIRST:
        return [FIRST]
    bundles = script.split("-and-")
    return [module for kind in KINDS.values() if kind.bundle in bundles for module in kind.scripts]


def plain(assets: Assets) -> Mapping[str, Any]:
    """Assets as plain values."""
    return asdict(assets)


def _in_order(kinds: Iterable[str]) -> list[FigureKind]:
    wanted = set(kinds)
    return [kind for fence, kind in KINDS.items() if fence in wanted]
