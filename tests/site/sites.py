"""Small sites for tests: real content, few runs."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from jsonschema import Draft202012Validator

from klsim.build import build
from klsim.config import Config
from klsim.engine.digest import digest
from tests.content.writing import replaced
from tests.shared import made_once
from tests.site.stores import begin_store

ROOT = Path(__file__).parents[2]

SITE = """\
title: A small site
base_url: https://klsim.example/sub
author: A. Writer
language: en
series:
  two: Two parts
"""

ARTICLE = """\
---
title: A short one
date: 2026-01-02
summary: What it says.
series: two
part: 1
---

The lead, with a *word* and $\\mathrm{KL}(q, p)$.

## A section

```animation
id: small
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 120
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [-0.5, 0.2, 2]
default: {step_size: 0.2}
presets:
  Too far: {step_size: 2}
```

It moves: [a giant](run:small?step_size=2) after [80](value:small?step_size=0.2#converged_at) steps.
"""

SPARSE = ARTICLE.replace("presets:", "gif: default\npresets:")
"""The same, of which only the default run has a GIF."""


def write_site(root: Path, article: str = ARTICLE, simulations: Mapping[str, str] | None = None) -> Config:
    """A site of one article below `root`, with the shipped templates, and simulations of its own by file name."""
    (root / "content" / "short").mkdir(parents=True)
    put(root / "simulations", {name: text.encode() for name, text in (simulations or {}).items()})
    (root / "content" / "site.yaml").write_text(SITE, encoding="utf-8")
    (root / "content" / "short" / "index.md").write_text(article, encoding="utf-8")
    shutil.copytree(ROOT / "templates", root / "templates")
    config = Config.at(root)
    begin_store(config.store)
    return config


def built_site(
    article: str = ARTICLE, more: Mapping[str, str] | None = None, simulations: Mapping[str, str] | None = None
) -> Config:
    """The site of an article, and of `more` content by name, built once for all who want it; not to be changed."""

    def make(folder: Path) -> None:
        config = write_site(folder, article, simulations)
        for name, text in (more or {}).items():
            (config.content / name).write_text(text, encoding="utf-8")
        build(config)

    return Config.at(made_once(digest(json.dumps([article, more, simulations]).encode()), make))


def copy_site(config: Config, root: Path) -> Config:
    """A copy of a whole site: content, output and store.

    What a database has beside it while another process reads it comes and goes, and is no part of a closed one.
    """
    shutil.copytree(config.root, root, ignore=shutil.ignore_patterns("*-shm", "*-wal"))
    return Config.at(root)


def edit(config: Config, old: str, new: str, slug: str = "short") -> None:
    """Save an article with one thing in place of another."""
    path = config.content / slug / "index.md"
    path.write_text(replaced(path.read_text(encoding="utf-8"), (old, new)), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".klsim.lock"
    }


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by relative path, as `tree` gives them."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def copied_program(folder: Path) -> Path:
    """A copy of the program, made in another order than it stands on the disk."""
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    for path in sorted([ROOT / "build.py", *(ROOT / "klsim").rglob("*.py"), *templates], reverse=True):
        put(folder, {path.relative_to(ROOT).as_posix(): path.read_bytes()})
    return folder


SCHEMAS = ROOT / "klsim" / "schemas"
FIRST_SCHEMAS = ROOT / "tests" / "data" / "schemas"
"""Formats as they were before sites had simulations of their own."""


def validator(name: str, folder: Path = SCHEMAS) -> Draft202012Validator:
    """The JSON Schema of a format of the package, itself checked."""
    content = json.loads((folder / f"{name}.json").read_text())
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def strict_json(path: Path) -> dict:
    """The content of a JSON file; NaN and infinities are refused."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{path} has {word}")

    return json.loads(path.read_bytes(), parse_constant=refuse)


def gifs_of_runs(folder: Path) -> list[str]:
    """The GIFs of a figure, each once: without that at a name that stays, and those for lists and narrow screens."""
    names = sorted(path.name for path in folder.glob("*.gif"))
    return [
        name for name in names if name.partition(".")[0] not in ("default", "listed", "listed-dark", "portrait")
    ]
