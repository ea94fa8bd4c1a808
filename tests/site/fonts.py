"""The fonts of pages, cut once for all tests: they take longer than all the rest of a small site."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from klsim.engine.executor import Serial
from klsim.engine.run import run
from klsim.engine.store import Store
from klsim.formats.shared import font_tasks


def bring_fonts(store: Path) -> None:
    """Give a site a store that has the fonts which do not depend on its texts, and nothing else."""
    shutil.copytree(_fonts(), store)


@cache
def _fonts() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="klsim-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Store(folder / "store") as store:
        run(font_tasks(""), store, Serial(), build=store.next_build(0))
    return folder / "store"
