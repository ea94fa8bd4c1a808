"""The one-way flow: a module imports only from floors below its own, and the wings keep to themselves."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "klsim"
FLOORS = (
    ("errors", "config", "shutdown"),
    ("mathematics", "text", "disk"),
    ("simulations",),
    ("sweep", "scene", "games"),
    ("painting", "records"),
    ("pages",),
    ("site",),
    ("preview", "scaffold"),
    ("terminal", "options"),
    ("command",),
    ("__main__",),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path: Path) -> str:
    """The wing or lone module that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_floors_below_its_own(path: Path):
    here = part_of(path)
    for module in imports(path):
        if module.startswith("klsim."):
            there = module.split(".")[1]
            assert there == here or FLOOR_OF[there] < FLOOR_OF[here], f"{here} imports {module}"


def importers(library: str) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name == library or name.startswith(f"{library}.") for name in imports(path))
    }


def test_matplotlib_is_only_in_painting():
    assert {path.split("/")[0] for path in importers("matplotlib")} == {"painting"}


def test_pillow_is_only_in_the_gif_writer():
    assert importers("PIL") == {"painting/gif.py"}


def test_no_module_uses_pyplot_a_clock_or_hidden_randomness():
    for library in ("matplotlib.pyplot", "random", "secrets", "uuid", "datetime.datetime"):
        assert importers(library) == set()
    assert importers("time") == {"command.py"}


def test_a_build_with_nothing_to_do_imports_neither_numpy_nor_matplotlib(small_site):
    heavy = (
        *("numpy", "matplotlib", "PIL", "contourpy", "fontTools", "watchfiles", "http.server", "webbrowser"),
        *("klsim.preview", "klsim.new", "klsim.site.check"),
    )
    code = (
        "import sys; from klsim.cli import main; "
        f"code = main(['--root', {str(small_site.root)!r}]); "
        f"print(code, [name for name in {heavy} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "0 drawn, 6 reused" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "0 []"
