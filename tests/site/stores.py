"""Stores for first builds in tests, which know already what takes longer than all the rest of a small site."""

import shutil
from pathlib import Path

from klsim.config import Config
from klsim.engine.executor import Serial
from klsim.engine.run import run
from klsim.engine.store import Store
from klsim.formats.faces import FACES
from klsim.formats.families import package_file
from klsim.formats.shared import font_tasks
from klsim.snapshot import take_snapshot
from tests.shared import made_once


def begin_store(folder: Path) -> None:
    """A store that has the fonts which do not depend on texts, and what the program's modules say; nothing else."""
    shutil.copytree(made_once("store", _fill), folder)


def _fill(folder: Path) -> None:
    with Store(folder) as store:
        run(
            font_tasks("", {face: package_file(face.file) for face in FACES}),
            store,
            Serial(),
            build=store.next_build(0),
        )
        take_snapshot(Config.at(folder), store)
