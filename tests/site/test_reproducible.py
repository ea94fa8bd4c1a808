"""The same input gives the same bytes, wherever, whenever and however it is built."""

import os
import shutil
from pathlib import Path

from klsim.build import build
from klsim.config import Config
from klsim.engine.index import LOCK
from tests.site.changing import write_version
from tests.site.processes import built
from tests.site.sites import copied_program, tree


def age(folder: Path, seconds: int) -> None:
    """Give every file below a folder another time."""
    for path in folder.rglob("*"):
        os.utime(path, (seconds, seconds))


def test_neither_place_nor_time_nor_surroundings_nor_the_number_of_processes_change_a_byte(
    tmp_path: Path, clean: dict[str, dict[str, bytes]]
):
    elsewhere = write_version(tmp_path / "a place with späces & ünïcode", "a")
    age(elsewhere.root, 1_000_000_000)
    umask = os.umask(0o077)
    try:
        ended = built(
            elsewhere,
            "--jobs",
            "2",
            program=copied_program(tmp_path / "another program"),
            TZ="Pacific/Kiritimati",
            LC_ALL="C",
            PYTHONUTF8="0",
            PYTHONCOERCECLOCALE="0",
            PYTHONHASHSEED="1",
            SOURCE_DATE_EPOCH="2000000000",
            COLUMNS="40",
            HOME=str(tmp_path / "nobody"),
        )
    finally:
        os.umask(umask)
    assert ended[0] == 0, ended
    assert tree(elsewhere.output) == clean["a"]


def test_three_processes_in_another_language_make_the_same(tmp_path: Path, clean: dict[str, dict[str, bytes]]):
    config = write_version(tmp_path / "site", "b")
    surroundings = {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}
    ended = built(config, "--jobs", "3", "--output", str(tmp_path / "output"), **surroundings)
    assert ended[0] == 0, ended
    assert tree(tmp_path / "output") == clean["b"]


def test_on_the_baseline_nothing_depends_on_what_the_processor_offers(tmp_path: Path):
    trees = []
    for name, variables in {
        "one": {},
        "two": {"NPY_DISABLE_CPU_FEATURES": "X86_V4", "OPENBLAS_CORETYPE": "Haswell"},
    }.items():
        config = write_version(tmp_path / name, "a")
        ended = built(config, "--baseline", **variables)
        assert ended[0] == 0, ended
        trees.append(tree(config.output))
    assert trees[0] == trees[1]
    assert ", 0 drawn" not in ended[1]
    assert " 0 drawn" in built(config, "--baseline")[1], "the second time begins on the baseline too"


def test_a_build_that_only_saw_new_times_writes_nothing(site: Config):
    age(site.root, 1_500_000_000)
    assert build(site).why == ()
    files = [path for path in site.output.rglob("*") if path.is_file() and path.name != LOCK]
    assert {path.stat().st_mtime for path in files} == {1_500_000_000.0}


def test_a_first_build_over_the_same_output_writes_nothing(site: Config, clean: dict[str, dict[str, bytes]]):
    shutil.rmtree(site.store)
    age(site.root, 1_500_000_000)
    build(site)
    assert tree(site.output) == clean["a"]
    files = [path for path in site.output.rglob("*") if path.is_file() and path.name != LOCK]
    assert {path.stat().st_mtime for path in files} == {1_500_000_000.0}
