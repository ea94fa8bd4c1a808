"""Import closures: all code that decides, and nothing that does not."""

import ast
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.engine.closure import Closures
from klsim.engine.distributions import canonical, read_distributions
from klsim.engine.processor import processor
from klsim.engine.store import Store
from klsim.engine.syntax import read_syntax
from klsim.engine.task import Task
from tests.engine.processes import ROOT
from tests.engine.running import go

BIG = 10_000


def code_digests(modules: list[str], notes: Path | None = None) -> Mapping[str, str]:
    """What decides what modules do, found as a new process finds it."""
    closures = Closures(notes)
    found = closures.of(*modules)
    closures.save()
    return found


def digest(source: str | bytes) -> str:
    return read_syntax(source.encode() if isinstance(source, str) else source).bare


def code(found: Mapping[str, str]) -> set[str]:
    return {name.removeprefix("code:") for name in found if name.startswith("code:")}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write modules that can be imported; a function that does so."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(**sources: str) -> None:
        for name, source in sources.items():
            path = tmp_path / (name.replace("_init", "__init__").replace("__in__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)

    return write


# What a source says.

SOURCES = sorted((ROOT / "klsim").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES[:: len(SOURCES) // 12], ids=lambda path: path.stem)
def test_another_layout_changes_nothing(path: Path):
    source = path.read_text(encoding="utf-8")
    assert digest(ast.unparse(ast.parse(source))) == digest(source)
    lines = [f"{line}  # a comment" if line.isidentifier() else line for line in source.splitlines()]
    assert digest("# A comment first.\n\n\n" + "\n".join(lines) + "\n\n") == digest(source)


EXPRESSIONS = st.recursive(
    st.integers(0, 99).map(str) | st.sampled_from(["x", "y", "'text'", "1.5", "None", "-x"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "*", "-", "//", "<", "and"]), inner).map(
            lambda p: f"({p[0]} {p[1]} {p[2]})"
        )
        | st.lists(inner, min_size=1, max_size=3).map(lambda items: f"f({', '.join(items)})")
    ),
    max_leaves=5,
)


@st.composite
def bodies(draw: st.DrawFn, depth: int = 0) -> tuple[list[str], list[str]]:
    """The lines of some statements, plain and in another layout, with comments and docstrings."""
    plain, other = [], []
    if depth == 0 and draw(st.booleans()):
        other += ['"""A docstring', "of two lines.", '"""', ""]
    for n in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            other += ["", "# a comment"]
        kind = draw(st.sampled_from(["assign", "function", "class", "if"] if depth < 2 else ["assign"]))
        value = draw(EXPRESSIONS)
        if kind == "assign":
            plain.append(f"x{n} = {value}")
            other += [f"x{n} = (  # why", f"    {value}", ")", "'What x is.'"]
            continue
        head = {"function": f"def f{n}(x, y):", "class": f"class C{n}:", "if": f"if {value}:"}[kind]
        inner = draw(bodies(depth + 1))
        doc = ['    """What it is."""'] if kind != "if" and draw(st.booleans()) else []
        plain += [head, *(f"    {line}" for line in inner[0])]
        other += [head, *doc, *(f"    {line}" for line in inner[1])]
    return plain, other


@given(bodies())
def test_comments_docstrings_and_layout_change_nothing(texts: tuple[list[str], list[str]]):
    plain, other = ("\n".join(lines) + "\n" for lines in texts)
    assert digest(plain) == digest(other)


class _Edit(ast.NodeTransformer):
    """Change the nth constant or operator of a source."""

    def __init__(self, number: int) -> None:
        self.left = number

    def visit(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node, ast.Constant) and self._is_it():
            return ast.Constant(("other", node.value) if node.value != "other" else 1)
        if isinstance(node, ast.BinOp) and self._is_it():
            return ast.BinOp(node.left, ast.Mod(), node.right)
        return node

    def _is_it(self) -> bool:
        self.left -= 1
        return self.left == -1


@given(bodies(), st.integers(0, 20))
def test_any_other_constant_or_operator_changes_it(texts: tuple[list[str], list[str]], number: int):
    plain = "\n".join(texts[0])
    edit = _Edit(number)
    edited = ast.unparse(ast.fix_missing_locations(edit.visit(ast.parse(plain))))
    assert (digest(edited) == digest(plain)) == (edit.left >= 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = u'a'", "x = 'a'"),
        ("x = 'a' 'b'", "x = 'ab'"),
        ("x = 0x10", "x = 16"),
        ("del (a, b)", "del a, b"),
        ("def f():\n    'doc'", "def f():\n    'other'"),
        ("x: int = 1\n'doc of x'\n", "x: int = 1"),
        ("try:\n    f()\nfinally:\n    'text'\n    g()", "try: f()\nfinally: g()"),
        ("# -*- coding: utf-8 -*-\nx = 1", "x = 1"),
        ("match x:\n    case 1:\n        'doc'\n        f()", "match x:\n  case 1: f()"),
        ("_HOME = {'A': 'm.a'}\nx = 1", "_HOME = {'A': 'm.a', 'B': 'm.b'}\nx = 1"),
    ],
)
def test_what_means_the_same_is_the_same(one: str, other: str):
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1", "x = 1.0"),
        ("x = 1", "x = True"),
        ("x = 0.0", "x = -0.0"),
        ("x = 'a'", "x = b'a'"),
        ("x = 'a'", "x = 'b'"),
        ("f'{x}'", "f'{y}'"),
        ("b'bytes'", ""),
        ("x: int", "x: float"),
        ("from __future__ import annotations\nx = 1", "x = 1"),
        ("x = 'é'".encode(), "# -*- coding: latin-1 -*-\nx = 'é'".encode()),
        (
            "x = __doc__\n'a'",
            "x = __doc__\n'b'",
        ),
        ("x = (", "x = ["),
        ("_HOME = {'A': f()}", "_HOME = {'A': g()}"),
    ],
)
def test_what_means_something_else_is_something_else(one: str | bytes, other: str | bytes):
    texts = [text.encode() if isinstance(text, str) else text for text in (one, other)]
    first, second = map(read_syntax, texts)
    assert (first.full if first.reads_docs else first.bare) != (second.full if second.reads_docs else second.bare)


def test_a_source_that_nests_too_deeply_counts_as_it_is():
    deep = "x = " + "(" * 80 + "1" + ")" * 80
    assert digest(deep) == digest("x = 1")
    deep = "x = " + "-" * BIG + "1"
    assert digest(deep) != digest(f"{deep}0")


# What a closure holds.


def test_it_follows_imports_wherever_they_are(package):
    package(
        one="import two\nfrom pack import three\nfrom pack.sub import four as five, value\n"
        "def f():\n    import six_\n    from . import nothing_relative\n"
        "try:\n    import seven\nexcept ImportError:\n    seven = None\n"
        "from importlib import import_module\nimport_module('eight')\n",
        two="",
        pack__in___init="import nine",
        pack__in__three="from .sub import ten\nfrom .. import beyond\n",
        pack__in__unused="",
        pack__in__sub__in___init="value = 1",
        pack__in__sub__in__four="from ..other import x",
        pack__in__sub__in__ten="from . import eleven",
        pack__in__sub__in__eleven="",
        pack__in__other="x = 1",
        six_="",
        eight="",
        nine="",
    )
    found = code_digests(["one"])
    assert code(found) == {
        *("one", "two", "pack", "pack.three", "pack.sub", "pack.sub.four", "six_", "seven", "eight", "nine"),
        *("pack.sub.ten", "pack.other", "pack.sub.eleven"),
    }
    assert found["code:seven"] == "absent"


def test_what_only_type_checkers_see_does_not_count(package):
    package(
        one="from typing import TYPE_CHECKING\nimport typing as t\nif TYPE_CHECKING:\n    import two\nelse:\n    import three\n"
        "if t.TYPE_CHECKING:\n    import four\n",
        two="",
        three="",
        four="",
    )
    assert code(code_digests(["one"])) == {"one", "three"}


LAZY = (
    "_HOME = {'Curve': 'lazy.marks', 'Number': 'lazy.settings'}\n"
    "def __getattr__(name):\n    from importlib import import_module\n    return getattr(import_module(_HOME[name]), name)\n"
)


@pytest.mark.parametrize(
    ("source", "homes"),
    [
        ("from lazy import Curve", {"lazy.marks"}),
        ("from lazy import Number as N, absent", {"lazy.settings"}),
        ("import lazy\nx = lazy.Curve", {"lazy.marks"}),
        ("import lazy as l\ndef f():\n    return l.Number.x", {"lazy.settings"}),
        ("import lazy\nf(lazy)", {"lazy.marks", "lazy.settings"}),
        ("from lazy import *", {"lazy.marks", "lazy.settings"}),
        ("import lazy.other\nlazy.Curve", {"lazy.marks", "lazy.other"}),
        ("from lazy import other", {"lazy.other"}),
        ("import lazy", set()),
    ],
)
def test_a_name_of_a_lazy_package_counts_as_the_module_that_defines_it(package, source: str, homes: set[str]):
    package(lazy__in___init=LAZY, lazy__in__marks="", lazy__in__settings="", lazy__in__other="", one=source)
    found = code_digests(["one"])
    assert code(found) == {"one", "lazy", *homes}
    package(lazy__in___init=LAZY.replace("_HOME = {", "_HOME = {'New': 'lazy.other', "))
    assert (code_digests(["one"]) == found) == (homes != {"lazy.marks", "lazy.settings"})


def test_an_edit_of_any_module_changes_its_digest_alone(package):
    sources = {"one": "import two\nx = 1", "two": "import three\nx = 2", "three": "'''Doc.'''\nx = 3"}
    package(**sources)
    before = code_digests(["one"])
    for name, source in sources.items():
        package(**{name: source.replace("x = ", "x = 1") + "\n"})
        after = code_digests(["one"])
        assert {key for key in before if before[key] != after[key]} == {f"code:{name}"}
        package(**{name: "# why\n" + source + "  # because"})
        assert code_digests(["one"]) == before
        package(**{name: source})


def test_docstrings_count_where_somebody_reads_them(package):
    package(one="import two\nprint(two.__doc__)", two="'''Doc.'''")
    before = code_digests(["one"])
    package(two="'''Other.'''")
    assert code_digests(["one"])["code:two"] != before["code:two"]
    assert code_digests(["two"]) == code_digests(["two"])


@pytest.mark.slow
def test_of_what_is_installed_versions_count_with_what_it_requires():
    found = code_digests(["klsim.render.background"])
    installed = read_distributions(None).versions
    assert found["lib:numpy"] == installed["numpy"]
    assert found["lib:matplotlib"] == installed["matplotlib"]
    assert found["lib:contourpy"] == installed["contourpy"]
    assert "lib:markdown" not in found
    assert found["lib:python"] == ".".join(map(str, sys.version_info[:3]))
    assert code_digests(["klsim.render.gif"])["lib:pillow"] == installed["pillow"]
    assert code_digests(["klsim.content.yaml"])["lib:pyyaml"] == installed["pyyaml"]
    assert not [name for name in found if name.startswith("code:") and not name.startswith("code:klsim")]


def test_the_processor_counts_where_numpy_does():
    found = code_digests(["klsim.numerics.descent"])
    told = processor(None, found["lib:numpy"]).split()
    assert found["processor"].split() == told
    assert len(told) > 1
    assert "processor" not in code_digests(["klsim.engine.task"])


def test_names_are_compared_as_pip_compares_them():
    assert canonical("Py_YAML.x") == "py-yaml-x"


def test_a_module_that_is_not_there_is_told():
    with pytest.raises(ModuleNotFoundError, match=r"no module named 'nowhere\.at\.all'"):
        code_digests(["nowhere.at.all"])


def test_what_only_a_run_can_tell_is_told_by_its_line(package):
    package(
        one="import importlib\nname = 'two'\nimportlib.import_module(name)\nimportlib.import_module('two')\n__import__(name)",
        two="import importlib.util\nimportlib.util.spec_from_file_location('x', 'y')",
    )
    assert Closures(None).computed("one") == {"one": (3, 5), "two": (2,)}
    assert Closures(None).computed("klsim.figures.animation.pictures").keys() == {"klsim", "klsim.engine.task"}


def test_a_module_of_bytes_counts_by_its_bytes(package, tmp_path: Path):
    package(one="import native")
    (tmp_path / "native.abi3.so").write_bytes(b"1")
    before = code_digests(["one"])
    (tmp_path / "native.abi3.so").write_bytes(b"2")
    assert code_digests(["one"])["code:native"] != before["code:native"]


def test_a_namespace_package_has_no_code_of_its_own(package):
    package(one="import space.inner\nfrom space import other", space__in__inner="", space__in__other="")
    assert code(code_digests(["one"])) == {"one", "space.inner", "space.other"}


LOADED = "import sys\nimport {module}\nfor name, one in list(sys.modules.items()):\n    print(name, getattr(one, '__file__', None) or '')"


@pytest.mark.sample(3)
@pytest.mark.slow
@pytest.mark.parametrize(
    "module",
    [
        "klsim.figures.animation.pictures",
        "klsim.content.article",
        "klsim.formats.html",
        "klsim.cli",
        "klsim.engine.run",
        "klsim.simulations.mixture_descent",
    ],
)
def test_what_really_loads_is_in_the_closure_the_standard_library_or_installed(module: str):
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(module=module)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    own = {line.split()[0] for line in ran.stdout.splitlines() if line.split()[-1].startswith(f"{ROOT}/klsim/")}
    assert module in own
    assert own <= code(code_digests([module]))


def test_nothing_is_imported_to_find_it():
    code = (
        "import sys; from klsim.engine.closure import Closures; from pathlib import Path\n"
        "found = Closures(None); found._installed(); print(*found._reached(('klsim.cli',)).keys() & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert {name for name in loaded if name.startswith("klsim.")} <= {
        "klsim.engine",
        *(f"klsim.engine.{path.stem}" for path in (ROOT / "klsim/engine").glob("*.py")),
    }
    assert "numpy" not in loaded


def test_the_second_time_nothing_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = code_digests(["klsim.cli"], tmp_path)
    monkeypatch.setattr("klsim.engine.closure.read_syntax", None)
    assert code_digests(["klsim.cli"], tmp_path) == before
    with pytest.raises(TypeError):
        code_digests(["klsim.cli"])


def test_an_edit_of_the_code_runs_what_it_decides(store: Store, package):
    package(
        helping_hand="x = 1",
        doing="import helping_hand\ndef make():\n    return {'x': str(helping_hand.x).encode()}",
    )
    one = Task("one", "doing:make")
    assert go(store, one).read("one", "x") == b"1"
    package(helping_hand="x = 2  # another")
    with Store(store.root) as other:
        results = go(other, one)
        assert [reason.input for reason in results.ran["one"]] == ["code:helping_hand"]
    package(helping_hand="'''Doc.'''\nx = 2")
    with Store(store.root) as other:
        assert go(other, one).reused == ("one",)
