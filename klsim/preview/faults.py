"""Where in the program or in a template an unexpected error arose."""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateNotFound

from klsim.config import Config
from klsim.preview.messages import Crashed

_PRINTED = re.compile(r'File "([^"]+)", line ([0-9]+)')


def locate_printed(printed: str, package: Path) -> str:
    """The same from what a process printed before it ended, such as when it could not even begin."""
    named = [(Path(path), line) for path, line in _PRINTED.findall(printed)]
    own = [(path, line) for path, line in named if _is_own(path, package, package)]
    fault = (printed.strip().splitlines() or ["the building process ended without a word"])[-1]
    return f"{_short(own[-1][0], package.parent, package)}:{own[-1][1]}: {fault}" if own else fault


def locate(error: Exception, config: Config, package: Path) -> Crashed:
    """The error as a fault with `file:line`: the innermost place that is the site's own or the program's."""
    root = config.root
    fault = f"{type(error).__name__}: {error}"
    named = [(path, line) for path, line in _places(error) if _is_own(path, root, package)]
    if isinstance(error, TemplateNotFound):
        fault = f"{_short(config.templates / str(error.name), root, package)} is not there"
    elif named:
        path, line = named[-1]
        fault = f"{_short(path, root, package)}:{line}: {fault}"
    return Crashed(fault, "".join(traceback.format_exception(error)))


def _places(error: Exception) -> Iterator[tuple[Path, int]]:
    """Frames from the outermost on; a syntax error, of Python or a template, tells its own place besides."""
    for frame in traceback.extract_tb(error.__traceback__):
        yield Path(frame.filename), frame.lineno or 1
    name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if isinstance(name, str) and isinstance(line, int):
        yield Path(name), line


def _is_own(path: Path, root: Path, package: Path) -> bool:
    if "site-packages" in path.parts:
        return False
    return path.is_relative_to(root) or path.is_relative_to(package)


def _short(path: Path, root: Path, package: Path) -> str:
    base = root if path.is_relative_to(root) else package.parent
    return path.relative_to(base).as_posix()
