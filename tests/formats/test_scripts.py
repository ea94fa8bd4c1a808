"""Modules of the page's script: how they read, and how they are joined."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from klsim.diagnostics import ContentError
from klsim.figures.kinds import KINDS
from klsim.formats.scripts import Module, in_order, make_script, read_module
from klsim.formats.shared import ALONE, WITHIN, script_entries
from tests.site.sites import ROOT

PAGES, PREVIEW = ROOT / "templates" / "scripts", ROOT / "klsim" / "preview" / "scripts"
MODULES = {path.stem: path for path in sorted(PAGES.glob("*.js"))}
FILES = [*MODULES.values(), *sorted(PREVIEW.glob("*.js"))]
MOST_LINES = 200
MOST_CHARACTERS = 120
BUNDLES = ("figures", "games", "figures-and-games")

RUN = """script => {
  const before = new Set(Object.getOwnPropertyNames(self));
  const element = document.createElement("script");
  element.text = script;
  document.head.append(element);
  return Object.getOwnPropertyNames(self).filter(name => !before.has(name));
}"""


def join(entry: str, **modules: str) -> str:
    """The script of a few modules."""
    files = [f"templates/scripts/{name}.js" for name in modules]
    return make_script([entry], files, *(text.encode() for text in modules.values()))["js"].decode()


def mistakes(entry: str, **modules: str) -> list[str]:
    """What is told of modules that cannot be joined."""
    with pytest.raises(ContentError) as told:
        join(entry, **modules)
    return str(told.value).splitlines()


def bundle(name: str) -> str:
    """A script as pages get it."""
    files = [f"{name}.js" for name in MODULES]
    return make_script(script_entries(name), files, *(path.read_bytes() for path in MODULES.values()))[
        "js"
    ].decode()


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_module_says_what_it_is_about_and_is_short(path: Path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert re.match(r"/\* [A-Z][^*]*\. \*/\n\n", text)
    assert text.count("/*") == 1
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= MOST_CHARACTERS


def read(folder: Path) -> dict[str, Module]:
    """The modules of a folder."""
    return {path.stem: read_module((path.name, path.read_bytes())) for path in sorted(folder.glob("*.js"))}


@pytest.mark.parametrize(
    ("folder", "entries"),
    [
        (
            PAGES,
            [
                *ALONE,
                WITHIN,
                *(one for kind in KINDS.values() for modules in kind.bundles.values() for one in modules),
            ],
        ),
        (PREVIEW, ["preview"]),
    ],
)
def test_every_module_is_part_of_a_script_and_uses_what_it_imports(folder: Path, entries: list[str]):
    modules = read(folder)
    assert {module.name for module in in_order(entries, modules)} == set(modules)
    for module in modules.values():
        words = set(re.findall(r"\w+", re.sub(r"//.*", "", module.body)))
        assert {name for one in module.imports for name in one.names} <= words, module.name


@pytest.mark.parametrize("folder", [PAGES, PREVIEW])
def test_every_export_is_imported_somewhere_or_held_to_its_twin(folder: Path):
    twins = (ROOT / "tests" / "twins" / "test_javascript.py").read_text(encoding="utf-8")
    modules = read(folder).values()
    imported = {(one.module, name) for module in modules for one in module.imports for name in one.names}
    exported = {(module.name, name) for module in modules for name in module.exports}
    assert imported <= exported
    assert all(f"m.{name}(" in twins for _, name in exported - imported)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_script_parses_and_leaves_nothing_behind_but_where_chunks_register(browser: Browser, name: str):
    page = browser.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    assert page.evaluate(RUN, bundle(name)) == (["klsim"] if "figures" in name else [])
    page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    page.close()


def test_modules_come_after_those_that_they_import_and_once():
    script = join(
        "a",
        a='import { b } from "./b.js";\nimport { c } from "./c.js";\nself.a = b + c;\n',
        b='import { c } from "./c.js";\nconst own = 1;\nexport const b = own + c;\n',
        c="const own = 2;\nexport const c = own;\n",
        d="export const d = 4;\n",
    )
    assert script.startswith('"use strict";(()=>{')
    assert script.count("const c=own") == 1
    assert script.index("const c=") < script.index("const b=") < script.index("self.a=")
    assert "const d" not in script


def test_comments_stay_behind_and_texts_do_not():
    assert "why" not in join("a", a="// why\nself.a = `it's /* so */`;\n")
    assert "`it's /* so */`" in join("a", a="// why\nself.a = `it's /* so */`;\n")


def test_what_cannot_be_joined_is_told_all_at_once_with_its_line():
    forms = 'write `import { name } from "./module.js";` and `export const name`, `class` or `function`'
    assert mistakes(
        "a",
        a='/* A. */\n\nimport c from "./c.js";\nexport default 1;\n',
        b='import "./a.js";\nexport let b = 1;\n',
    ) == [
        f'templates/scripts/a.js:3: `import c from "./c.js";` cannot be joined; {forms}',
        f"templates/scripts/a.js:4: `export default 1;` cannot be joined; {forms}",
        f'templates/scripts/b.js:1: `import "./a.js";` cannot be joined; {forms}',
        f"templates/scripts/b.js:2: `export let b = 1;` cannot be joined; {forms}",
    ]


def test_what_is_not_there_is_told_with_the_nearest_that_is():
    assert mistakes(
        "a",
        a='import {\n  clmp,\n  clamp,\n} from "./numbers.js";\nimport { b } from "./numbres.js";\n',
        numbers="export const clamp = 1;\n",
    ) == [
        "templates/scripts/a.js:1: numbers.js does not export 'clmp'; did you mean 'clamp'?",
        "templates/scripts/a.js:5: there is no module 'numbres'; did you mean 'numbers'?",
    ]
    assert mistakes("figures", a="") == ["figures.js:1: this file is not there; install klsim again"]


def test_a_circle_and_a_name_given_twice_are_told():
    assert mistakes(
        "a",
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='\nimport { a } from "./a.js";\nexport const b = 1;\n',
    ) == ["templates/scripts/b.js:2: a circle of imports: a → b → a"]
    assert mistakes(
        "a",
        a='import { x } from "./b.js";\nexport const y = x;\n',
        b='import { z } from "./c.js";\nexport const x = z;\nexport const y = 2;\n',
        c="export const z = 1;\n",
    ) == ["templates/scripts/a.js:2: 'y' is exported by b.js too; choose another name"]
