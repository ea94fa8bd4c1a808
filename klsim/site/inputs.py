"""All that decides the bytes of a site, by name: what two builds have in common, and in what they differ."""

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from klsim.config import Config
from klsim.disk.digests import digest

PACKAGE = Path(__file__).parents[1]

Inputs: TypeAlias = Mapping[str, str]
"""A digest for each file, `content/…`, `templates/…` and `klsim/…`, and the version of each library."""

TYPEFACES = ("font-source-serif-pro", "font-source-sans-pro")
FONTS = (*TYPEFACES, "ziamath", "uharfbuzz", "fonttools", "brotli")
DRAWERS = ("numpy", "matplotlib", "contourpy", "pillow")
SCRIPTS = ("rjsmin",)
READERS = ("markdown", "pymdown-extensions", "pygments", "pyyaml", "latex2mathml", "jinja2")
LIBRARIES = (*DRAWERS, *FONTS, *READERS, *SCRIPTS)

THEME = "templates/static/theme.css"
RECORD_INPUTS = ("klsim/numerics", "klsim/simulations", "klsim/figures/animation/record.py", "numpy")
DRAWING_INPUTS = ("klsim/scene", "klsim/render", "klsim/figures/animation", *DRAWERS, *TYPEFACES)
VIEW_INPUTS = ("klsim/pages", "klsim/figures/match")
FONT_INPUTS = ("klsim/formats/fonts.py", "klsim/formats/math_font.py", *FONTS)


def read_inputs(config: Config) -> Inputs:
    """The inputs of a build as they are now, in the order of their names."""
    files = {
        **_digests("content", config.content),
        **_digests("templates", config.templates),
        **_digests("klsim", PACKAGE, ".py"),
    }
    return dict(sorted((files | {name: version(name) for name in LIBRARIES}).items()))


def key_of(inputs: Inputs, names: Iterable[str]) -> str:
    """A key of the inputs with one of the names, and of those below the folders named."""
    chosen = tuple(names)
    return digest(*(part for name in inputs if is_among(name, chosen) for part in (name, inputs[name])))


def is_among(name: str, names: Iterable[str]) -> bool:
    """Whether an input is one of those named, or lies in a folder that is."""
    return any(name == one or name.startswith(f"{one}/") for one in names)


def owner(name: str) -> str:
    """The article that a file of the content would belong to; empty for other inputs."""
    top, _, rest = name.partition("/")
    first, below, _ = rest.partition("/")
    return first.removesuffix(".md") if top == "content" and (below or first.endswith(".md")) else ""


def _digests(top: str, folder: Path, suffix: str = "") -> dict[str, str]:
    files = (path for path in _files(folder, set()) if path.name.endswith(suffix))
    return {f"{top}/{path.relative_to(folder).as_posix()}": _digest(path) for path in files}


def _digest(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return "unreadable"  # whoever needs the file will say so


def _files(folder: Path, above: set[Path]) -> Iterator[Path]:
    """The files below a folder, through links too, save those that lead back to a folder above."""
    real = Path(os.path.realpath(folder))
    if real in above or not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_dir() and path.name != "__pycache__":
            yield from _files(path, above | {real})
        elif path.is_file():
            yield path
