"""No build is ever stale: whatever changes in the program, the next build is what a clean one is."""

import ast
import os
import pickle
import random
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from klsim.engine.closure import CODE, Closures
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.formats.faces import FACES
from klsim.publication import make, prepare
from klsim.session import Session
from tests.changed_program import ENDLESS, PACKAGE, Program, choose, modules
from tests.site.sites import ROOT, built_site, tree, write_site

SEED = int(os.environ.get("KLSIM_SEED", "11"))
MODULES = modules()
CHOSEN = random.Random(SEED).sample(MODULES, 12)

ARTICLE = """\
---
title: A short one
date: 2026-01-02
summary: What it says.
---

The lead, with a *word* and $x^2$ and [a run](run:small?step_size=0.2), still [unfinished](value:small#status).

```animation
id: small
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 12
sweep:
  step_size: [0.1, 0.2]
```

```animation
id: walk
simulation: terrain-descent
caption: Watch the walker.
terrain: {curvature: 0.05, slope: -0.8}
start: 1
step_size: 0.1
iterations: 9
```

```animation
id: mixed
simulation: mixture-descent
caption: Two bells.
target: {means: [-1, 2], variances: [1, 1]}
start: {means: [0, 1], variances: [2, 2]}
domain: [-15, 15]
step_size: 0.1
iterations: 9
```

```match
id: by-hand
simulation: gaussian-match
caption: Find p.
targets: [{means: [-1, 2], variances: [1, 1]}, {mean: 3, variance: 1}]
```
"""


@pytest.fixture(scope="module")
def built() -> Path:
    """A site with one of everything, built; not to be changed."""
    return built_site(ARTICLE).root


def check(module: str, built: Path, folder: Path, seed: int, *, fonts: bool) -> None:
    """Change a constant of a module, build on, and compare with a clean build of the changed program."""
    program = Program.copied(folder, built)
    constant = choose(module, seed)
    program.change(constant)
    min((program.site / "output").rglob("*.gif")).unlink()  # so that there is something to write
    after = program.build()
    if after[0] == ENDLESS:
        return  # what was changed is what ran
    output = tree(program.site / "output")
    program.clean(fonts=fonts)
    if program.build()[0] == after[0] == 0:
        assert output == tree(program.site / "output"), (module, constant)
    else:
        assert after[0] != 0, (module, constant, "a clean build fails, the one before did not", after[1])


@pytest.mark.site
@pytest.mark.parametrize("module", CHOSEN)
def test_a_changed_constant_is_noticed_wherever_it_is(module: str, built: Path, tmp_path: Path):
    check(module, built, tmp_path, SEED, fonts=False)


@pytest.mark.site
def test_comments_docstrings_and_other_line_breaks_make_nothing_anew(built: Path, tmp_path: Path):
    program = Program.copied(tmp_path, built)
    assert program.build()[0] == 0
    before = tree(program.site / "output")
    for path in sorted((program.package / "klsim").rglob("*.py")):
        parsed = ast.parse(path.read_text(encoding="utf-8"))
        if (first := ast.get_docstring(parsed, clean=False)) is not None:
            parsed.body[0] = ast.Expr(ast.Constant(f"{first} And more."))
        path.write_text(f"# another comment\n{ast.unparse(parsed)}\n", encoding="utf-8")
    code, told = program.build("--explain")
    assert (code, tree(program.site / "output")) == (0, before)
    assert "nothing was made again" in told
    assert "0 drawn" in told


LOAD = """\
import pickle, sys
from klsim.engine.task import call
function, arguments = pickle.load(sys.stdin.buffer)
products = call(function, arguments)
files = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
pickle.dump((products, files), sys.stdout.buffer)
"""


def references(function: str, values: Sequence[Any]) -> tuple[str, ...]:
    """A function, and those that it is told to call, or the modules that have them."""
    return (function, *(value for value in values if isinstance(value, str) and value.startswith("klsim.")))


class Apart(Executor):
    """Runs the first task of each kind in a process of its own, and keeps what that has loaded of the program."""

    def __init__(self) -> None:
        self.loaded: dict[tuple[str, ...], set[str]] = {}

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """What comes of it."""
        kind = references(args[0], args[1])
        if kind in self.loaded:
            return Serial().submit(fn, *args, **kwargs)
        done = subprocess.run(
            [sys.executable, "-c", LOAD], input=pickle.dumps(args), capture_output=True, check=True, cwd=ROOT
        )
        products, files = pickle.loads(done.stdout)
        self.loaded[kind] = {name for name, file in files.items() if file and Path(file).is_relative_to(PACKAGE)}
        future: Future[Any] = Future()
        future.set_result(products)
        return future


@pytest.mark.site
def test_the_closure_of_a_task_has_every_module_that_it_really_loads(tmp_path: Path):
    config = write_site(tmp_path / "site", ARTICLE)
    with closing(sqlite3.connect(config.store / "traces.db")) as traces, traces:
        traces.execute(
            "delete from traces where name = ?", (f"assets/{FACES[-1].name}",)
        )  # one font is cut as well
    workers = Apart()
    with Store(config.store) as store:
        session = Session(config, store, workers, Silent(), store.next_build(0))
        site = prepare(session)
        session.diagnostics.raise_errors()
        make(session, site)
    assert len(workers.loaded) > 15
    closures = Closures(None)
    for task in session.tasks.values():
        closure = {name.removeprefix(CODE) for name in closures.of(task.module, *task.code)}
        assert workers.loaded[references(task.function, task.values)] <= closure | {"klsim.engine.task"}, task.name
