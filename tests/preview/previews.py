"""Previews as authors start them: a real process, and what it prints."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

from klsim.config import Config
from tests.engine.processes import PATIENCE_S, heed_interrupts, wait_until
from tests.site.sites import ROOT


@dataclass
class Preview:
    """A running preview: its site, its address, and the lines that it has printed."""

    config: Config
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def article(self) -> Path:
        """The file that tests edit."""
        return self.config.content / "short" / "index.md"

    @property
    def address(self) -> str:
        """Where the preview is, with a slash at its end."""
        return next(line.split()[2] for line in self.lines if line.startswith("Preview at "))

    @property
    def builds(self) -> int:
        """How many builds have been told of, good ones and others."""
        return sum(line.startswith("built in ") or "pages show the last good build" in line for line in self.lines)

    def edit(self, old: str, new: str, file: Path | None = None) -> None:
        """Save the article, or another file, with something replaced."""
        path = file or self.article
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def fetch(self, address: str) -> bytes:
        """What the preview sends for an address, without the slash at its beginning."""
        with urlopen(f"{self.address}{address}", timeout=PATIENCE_S) as answer:
            return bytes(answer.read())

    def gifs(self, figure: str = "short/small") -> list[str | None]:
        """The name of the GIF of each run of a figure, None where it is not drawn."""
        return [run["gif"] for run in json.loads(self.fetch(f"{figure}/figure.json"))["runs"]]


@contextmanager
def previewed(
    config: Config, program: Path = ROOT, jobs: str = "1", *, root: str = "", folder: Path | None = None
) -> Iterator[Preview]:
    """A preview of a site on any free port, after its first build.

    program: the folder of build.py
    root:    the site as the author names it from `folder`, if not by its whole path
    """
    command = [sys.executable, str(program / "build.py"), "serve", "--root", root or str(config.root)]
    heed_interrupts()
    process = subprocess.Popen(
        [*command, "--no-open", "--jobs", jobs, "--port", "0"],
        cwd=folder or program,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    preview = Preview(config, process)
    listener = Thread(target=lambda: preview.lines.extend(_told(process)), daemon=True)
    listener.start()
    try:
        wait_until(lambda: preview.builds >= 1)
        yield preview
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_S)
        listener.join(PATIENCE_S)


def _told(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip("\n")
