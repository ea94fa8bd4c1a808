"""`mkdocs serve` with figures: a save is followed, and what is written for it calls for no end of builds."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.hosts.projects import copy_project, edit, environment

pytestmark = [pytest.mark.slow, pytest.mark.site]

PATIENCE_S = 90
QUIET_S = 6
"""Longer than MkDocs takes to see a change, and to begin another build."""


@dataclass(frozen=True)
class Served:
    """A project that is served: its folder, the address, and what is told so far."""

    root: Path
    address: str
    log: Path

    def page(self) -> str:
        """The page with the figure."""
        try:
            with urlopen(f"{self.address}/guide/descent/", timeout=5) as answer:
                return answer.read().decode()
        except (URLError, OSError):
            return ""

    def becomes(self, is_so: Callable[[str], bool]) -> None:
        """Wait until the page is so."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if is_so(self.page()):
                return
            time.sleep(0.3)
        raise AssertionError(self.log.read_text())

    def builds(self) -> int:
        """How often it was built, once that has come to an end."""
        count, since = -1, time.monotonic()
        while time.monotonic() - since < QUIET_S:
            now = self.log.read_text().count("Building documentation...")
            if now != count:
                count, since = now, time.monotonic()
            assert count < 20
            time.sleep(0.2)
        return count


@contextmanager
def mkdocs_serve(root: Path) -> Iterator[Served]:
    """The project, served by MkDocs."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    (root / "mkdocs.yml").write_text("site_name: Others\nplugins: [{klsim: {jobs: 1}}]\n")
    log = root.parent / "log"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
    with log.open("w") as told:
        process = subprocess.Popen(command, cwd=root, env=environment(), stdout=told, stderr=told)
    try:
        yield Served(root, f"http://127.0.0.1:{port}", log)
    finally:
        process.terminate()
        process.wait(20)


def test_a_save_is_followed_and_builds_come_to_an_end(tmp_path: Path):
    root = copy_project(tmp_path / "project")
    text = root / "docs" / "guide" / "descent.md"
    with mkdocs_serve(root) as served:
        served.becomes(lambda page: 'title="Watch q look for p."' in page)
        assert served.builds() == 1
        edit(text, "# Going down", "# Down we go")
        served.becomes(lambda page: "Down we go" in page)
        assert served.builds() == 2
        edit(text, "caption: Watch", "caption: See")
        served.becomes(lambda page: 'title="See q look for p."' in page)
        assert served.builds() <= 4


def test_mistakes_are_told_in_log_and_page_and_end_nothing(tmp_path: Path):
    root = copy_project(tmp_path / "project")
    text = root / "docs" / "guide" / "descent.md"
    with mkdocs_serve(root) as served:
        served.becomes(lambda page: "klsim-figure" in page)
        edit(text, "simulation: gaussian-descent", "simulation: gausian-descent")
        served.becomes(lambda page: "This figure is not built" in page)
        assert "docs/guide/descent.md:5: " in served.log.read_text()
        assert served.builds() == 2
        edit(text, "simulation: gausian-descent", "simulation: gaussian-descent")
        served.becomes(lambda page: "klsim-missing" not in page and "klsim-figure" in page)
