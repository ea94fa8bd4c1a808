"""Modules that come as values: they find each other, and nothing of a disk."""

import sys
import traceback
from pathlib import Path

import pytest

from klsim.diagnostics import BuildError
from klsim.engine.carried import OtherVersionsError, Source, call_elsewhere, install
from klsim.engine.closure import Closures
from klsim.engine.sources import find_sources
from klsim.engine.task import resolve

MODULES = {
    "thinking": "",
    "thinking.deep": (
        "from ._common import double\nfrom thinking._common import three\nimport thinking.inner.last\n"
        "import thinking.inner.last as last, json\n"
        "def answer(number):\n"
        "    assert thinking.inner.last is last\n"
        "    return {'text': json.dumps([double(number), three, last.name, __name__]).encode()}\n"
        "class OddError(Exception): pass\n"
        "def fail():\n    raise OddError('seven')\n"
        "def later(name):\n"
        "    from klsim.engine.task import resolve\n"
        "    return {'text': str(resolve(name)(4)).encode()}\n"
    ),
    "thinking._common": "from __future__ import annotations\nthree = 3\ndef double(n): return 2 * n\n",
    "thinking.inner.last": "from .. import _common\nname = f'last of {_common.three}'\n",
}


def sources(**changed: str) -> dict[str, Source]:
    texts = {**MODULES, **{f"thinking.{name}": text for name, text in changed.items()}}
    return {
        name: Source(f"/nowhere/{name.replace('.', '/')}.py", text.encode(), name == "thinking")
        for name, text in texts.items()
    }


def test_modules_import_each_other_in_every_way():
    made = call_elsewhere({}, sources(), "thinking.deep:answer", [21])["text"].decode()
    assert made == f'[42, 3, "last of 3", "{install(sources())}.thinking.deep"]'
    assert "thinking" not in sys.modules


def test_two_versions_live_beside_each_other():
    other = sources(_common="three = 4\ndef double(n): return -n\n")
    assert call_elsewhere({}, other, "thinking.deep:answer", [1])["text"].startswith(b'[-1, 4, "last of 4"')
    assert call_elsewhere({}, sources(), "thinking.deep:answer", [1])["text"].startswith(b'[2, 3, "last of 3"')


def test_functions_that_are_told_by_their_names_are_found_among_what_came_along():
    assert call_elsewhere({}, sources(), "thinking.deep:later", ["thinking._common:double"]) == {"text": b"8"}
    with pytest.raises(ModuleNotFoundError):
        resolve("thinking._common:double")


def test_an_exception_that_nobody_else_knows_comes_in_words_and_tells_its_line():
    with pytest.raises(RuntimeError, match="OddError: seven") as caught:
        call_elsewhere({}, sources(), "thinking.deep:fail", [])
    told = "".join(traceback.format_exception(caught.value))
    assert "File \"/nowhere/thinking/deep.py\", line 10, in fail\n    raise OddError('seven')" in told


def test_a_module_that_did_not_come_along_is_missing():
    with pytest.raises(ModuleNotFoundError, match=r"thinking\.gone"):
        call_elsewhere({}, sources(deep="from .gone import x"), "thinking.deep:answer", [1])


def test_versions_that_differ_are_told():
    with pytest.raises(OtherVersionsError) as caught:
        call_elsewhere({"numpy": "0.1", "nothing-so-called": "1", "pytest": pytest.__version__}, {}, "x:y", [])
    there = {"numpy": pytest.importorskip("numpy").__version__, "nothing-so-called": "none"}
    assert caught.value.args[0] == there


def test_what_is_neither_installed_nor_klsim_comes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "carried_toy").mkdir()
    (tmp_path / "carried_toy" / "one.py").write_text(
        "import json, numpy\nfrom . import two\nfrom klsim import build\n"
    )
    (tmp_path / "carried_toy" / "two.py").write_text("x = 1\n")
    (tmp_path / "carried_toy" / "three.py").write_text("from . import fast\n")
    (tmp_path / "carried_toy" / "fast.abi3.so").write_bytes(b"")
    monkeypatch.syspath_prepend(tmp_path)
    found = find_sources(Closures(None), "carried_toy.one")
    assert found == {
        f"carried_toy.{name}": Source(str(path), path.read_bytes(), is_package=False)
        for name in ("one", "two")
        for path in [tmp_path / "carried_toy" / f"{name}.py"]
    }
    with pytest.raises(BuildError, match=r"fast\.abi3\.so is compiled and cannot be sent to workers"):
        find_sources(Closures(None), "carried_toy.three")
