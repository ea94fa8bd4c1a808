"""The one-way flow: a module imports only from floors below its own, and never, on any way, itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from klsim.config import Config
from klsim.engine.closure import Closures
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.engine.task import Task
from klsim.publication import make, prepare
from klsim.session import Session
from tests.site.games import ARTICLE as GAMES
from tests.site.sites import copy_site

PACKAGE = Path(__file__).parents[1] / "klsim"
FLOORS = (
    ("codes", "fences", "guest"),
    ("beginnings", "site_beginnings", "diagnostics", "config", "shutdown"),
    ("engine",),
    ("source_lines", "template_files"),
    ("numerics", "content", "simulation_faults"),
    ("fields",),
    ("settings", "scene", "statuses"),
    ("trajectory", "render", "pointing"),
    ("declaration", "trajectory_soundness"),
    ("simulation", "batch"),
    ("simulation_soundness",),
    ("recordings",),
    ("simulations", "figures"),
    ("catalogue", "declaring"),
    ("session", "summary"),
    ("snapshot", "data_files"),
    ("articles",),
    ("markdown_links",),
    ("formats", "site_files"),
    ("navigation", "look"),
    ("explanation", "estimate", "addresses"),
    ("address_book",),
    ("publication",),
    ("build",),
    ("page_links", "page_sizes"),
    ("built_site", "page_text"),
    ("figure_changes",),
    ("check", "values", "work", "notebook", "films", "paper", "archive", "comparison", "hosts", "figures_command"),
    ("commands",),
    ("preview", "new", "export_arguments", "markdown", "mkdocs", "pelican"),
    ("arguments", "terminal", "new_site"),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}

MODULES = {
    ".".join((PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
INNER = [name for name in MODULES if name != PACKAGE.name]
Needs = Mapping[str, Sequence[str]]


def part_of(module: str) -> str:
    """The wing or lone module that a module belongs to."""
    return module.split(".")[1]


@cache
def imports(module: str) -> set[str]:
    """Every module that a module imports, wherever in it; of packages also what is taken from them."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(package, node)
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def _absolute(package: str, node: ast.ImportFrom) -> str:
    above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def own_imports(module: str) -> set[str]:
    """The modules of the program that a module imports; of a package and what is taken from it only the latter."""
    found = {name for name in imports(module) if name in MODULES}
    return {name for name in found if not any(other.startswith(f"{name}.") for other in found)}


def circles(needs: Needs) -> list[list[str]]:
    """The groups of names that all need each other, by Tarjan's algorithm; one that needs itself is a group."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in needs[name]:
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            at = stack.index(name)
            group = stack[at:]
            del stack[at:]
            if len(group) > 1 or name in needs[name]:
                found.append(sorted(group))

    for name in needs:
        if name not in number:
            visit(name)
    return sorted(found)


@pytest.mark.parametrize("module", INNER)
def test_a_module_imports_only_from_floors_below_its_own(module: str):
    here = part_of(module)
    for other in own_imports(module) - {PACKAGE.name}:
        there = part_of(other)
        assert there == here or FLOOR_OF[there] < FLOOR_OF[here], f"{here} imports {other}"


def test_every_part_has_a_floor_and_every_floor_has_its_parts():
    assert {part_of(module) for module in INNER} == set(FLOOR_OF)


def test_no_module_comes_back_to_itself():
    assert circles({name: sorted(own_imports(name)) for name in MODULES}) == []


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["a"]}, [["a"]]),
        ({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["a", "e"], "e": ["d"]}, [["b", "c"], ["d", "e"]]),
    ],
)
def test_circles_are_found(needs: Needs, found: list[list[str]]):
    assert circles(needs) == found


def test_imports_are_seen_wherever_they_stand_and_however_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "module.py"
    path.write_text(
        "import klsim.config\nfrom . import ids\nfrom ..content import source as s\n"
        "def f():\n    from .kind import VIEW\n    if f():\n        import klsim.build as b\n"
    )
    monkeypatch.setitem(MODULES, "klsim.figures.module", path)
    assert own_imports("klsim.figures.module") == {
        *("klsim.config", "klsim.figures.ids", "klsim.content.source", "klsim.figures.kind", "klsim.build")
    }


def importers(library: str) -> set[str]:
    return {
        MODULES[module].relative_to(PACKAGE).as_posix()
        for module in INNER
        if any(name == library or name.startswith(f"{library}.") for name in imports(module))
    }


def test_matplotlib_is_only_in_painting():
    assert {path.split("/")[0] for path in importers("matplotlib")} == {"render"}


def test_pillow_is_only_in_the_gif_writer():
    assert importers("PIL") == {"render/gif.py"}


def test_no_module_uses_pyplot_a_clock_or_hidden_randomness():
    for library in ("matplotlib.pyplot", "random", "secrets", "uuid", "datetime.datetime.now"):
        assert importers(library) == set()
    assert importers("time") == {"cli.py"}


def test_a_build_with_nothing_to_do_imports_neither_numpy_nor_matplotlib_nor_markdown(
    small_site: Config, tmp_path: Path
):
    root = copy_site(small_site, tmp_path / "site").root
    heavy = (
        *("numpy", "matplotlib", "PIL", "contourpy", "fontTools", "watchfiles", "http.server", "webbrowser"),
        *("markdown_it", "mdit_py_plugins", "pygments", "math_core", "uharfbuzz", "ziamath"),
        *("klsim.preview", "klsim.new", "klsim.check"),
    )
    code = (
        "import sys; from klsim.cli import main; "
        f"code = main(['--root', {str(root)!r}]); "
        f"print(code, [name for name in {heavy} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "0 drawn, 6 reused" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "0 []"


ENGINE = [name for name in INNER if part_of(name) == "engine"]


def test_the_engine_imports_nothing_of_klsim_but_its_diagnostics():
    found = {name for module in ENGINE for name in own_imports(module)}
    assert {name for name in found if part_of(f"{name}.") != "engine"} == {"klsim.diagnostics"}


def test_the_engine_knows_nothing_of_articles():
    for module in ENGINE:
        text = MODULES[module].read_text(encoding="utf-8").lower()
        for word in ("article", "figure", "markdown", "simulation"):
            assert word not in text, f"{module} speaks of {word}"


@pytest.fixture(scope="module")
def tasks(small_site: Config, tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    """All that there is to do for a site with a figure of each kind."""
    config = copy_site(small_site, tmp_path_factory.mktemp("tasks") / "site")
    (config.content / "games").mkdir()
    (config.content / "games" / "index.md").write_text(GAMES.replace("part: 1", "part: 2"), encoding="utf-8")
    with Store(config.store) as store:
        session = Session(config, store, Serial(), Silent(), store.next_build(0))
        make(session, prepare(session))
    return list(session.tasks.values())


def computed(task: Task, closures: Closures) -> Iterator[tuple[str, int]]:
    """Where the code of a task imports what its source does not name: module and line."""
    for module in (task.module, *task.code):
        for name, lines in closures.computed(module).items():
            yield from ((name, line) for line in lines)


def lines_of(module: str, function: str) -> set[tuple[str, int]]:
    """The lines of a function at the top of a module."""
    (node,) = (
        node
        for node in ast.parse(MODULES[module].read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == function
    )
    return {(module, line) for line in range(node.lineno, (node.end_lineno or 0) + 1)}


def test_a_task_imports_by_computed_names_only_what_it_says_it_does(tasks: list[Task]):
    assert len({task.function for task in tasks}) >= 14
    allowed = {*lines_of("klsim.engine.task", "resolve"), *lines_of("klsim", "__getattr__")}
    closures = Closures(None)
    for function, task in {task.function: task for task in tasks}.items():
        assert set(computed(task, closures)) <= allowed, function


TELLS_ONLY = "klsim.figures.reading:read_document"
"""It puts the names of simulations into figures, and calls none of them."""


def test_a_task_that_is_given_functions_names_their_modules_as_code(tasks: list[Task]):
    given = {task.function: task.code for task in tasks if task.code}
    assert given
    for task in tasks:
        if task.function == TELLS_ONLY:
            continue
        for word in _words(task.values):
            module, _, name = word.partition(":")
            if module in INNER and (name.isidentifier() or not name):
                assert module in task.code, f"{task.name} is given {word}"


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (word for below in value.values() for word in _words(below))
    elif isinstance(value, Sequence):
        yield from (word for below in value for word in _words(below))
