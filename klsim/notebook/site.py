"""The site behind a figure of a notebook: one article that is nothing but the figure, made and then forgotten.

What sites have in common, typefaces and the digests of the program, stays in a folder as long as the process
lives, so that the second figure comes sooner.
"""

import atexit
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from klsim.config import Config
from klsim.content.outputs import SINGLE
from klsim.diagnostics import ContentError, Diagnostics, Severity
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.publish import Manifest, content_of
from klsim.engine.store import Store
from klsim.formats.downloads import single_path
from klsim.notebook.block import write_block
from klsim.notebook.errors import FigureError, tell
from klsim.notebook.given import Given
from klsim.notebook.held import let_go
from klsim.publication import make, prepare
from klsim.session import Session

SLUG = "figure"
FILE = f"content/{SLUG}/index.md"
SITE = """\
title: klsim
description: A figure of a notebook.
base_url: https://klsim.example
author: klsim
language: en
formats: [html, single]
single_file_runs: all
"""
HEAD = [
    "---",
    "title: A figure",
    "date: 2000-01-01",
    "summary: A figure of a notebook.",
    "---",
    "",
    "```animation",
]
ARTICLE = """\
{% extends "klsim/article.html" %}
{% block head %}
<style>
body { padding: 0; min-height: 0; }
.simulation { margin-block: 0; }
.skip, .copy, .embed { display: none !important; }
</style>
{% endblock %}
{% block masthead %}{% endblock %}
{% block heading %}{% endblock %}
{% block contents %}{% endblock %}
{% block cite %}{% endblock %}
{% block downloads %}{% endblock %}
{% block neighbours %}{% endblock %}
{% block colophon %}{% endblock %}
"""


@dataclass(frozen=True)
class Made:
    """A figure that is made.

    html:    a page with nothing but the figure, and all that it needs
    gif:     the film of the run that it starts with, and `still` its last frame
    index:   what `figure.json` has
    records: of each file with one or more of them the name, and what it has
    """

    html: str
    gif: bytes
    still: bytes
    index: Mapping[str, Any]
    records: Mapping[str, Any]


def make_figure(given: Given) -> Made:
    """Compute and draw a figure. Raises FigureError with every mistake, BuildError where there is no room."""
    block = write_block(given.keys)
    config = Config.at(_folder())
    for folder in (config.content, config.simulations):
        shutil.rmtree(folder, ignore_errors=True)
    texts = {
        "content/site.yaml": SITE,
        "templates/article.html": ARTICLE,
        FILE: "\n".join([*HEAD, *block.lines, "```", ""]),
    }
    for name, data in {**{name: text.encode() for name, text in texts.items()}, **given.files}.items():
        path = config.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    keys = {line + len(HEAD): key for line, key in block.keys.items()}
    try:
        return _make(config, keys)
    except ContentError as error:
        raise FigureError(tell(error.diagnostics, keys, FILE)) from None
    finally:
        for name, data in given.files.items():
            if name.endswith(".py"):
                let_go(data.decode(errors="replace"))


@cache
def _folder() -> Path:
    """Where the sites of this process are, until it ends."""
    folder = Path(tempfile.mkdtemp(prefix="klsim-notebook-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _make(config: Config, keys: Mapping[int, str]) -> Made:
    with Store(config.store, packages=config.packages) as store:
        session = Session(config, store, Serial(), Silent(), store.next_build(0))
        site = prepare(session)
        session.diagnostics.raise_errors()
        _warn(session.diagnostics, keys)
        return _read(make(session, site, (SINGLE,)))


def _warn(found: Diagnostics, keys: Mapping[int, str]) -> None:
    for line in tell(found.of(Severity.WARNING), keys, FILE):
        warnings.warn(line, stacklevel=5)


def _read(manifest: Manifest) -> Made:
    def read(path: str) -> bytes:
        return content_of(manifest[path])

    (path,) = (one for one in manifest if one.startswith(f"{SLUG}/") and one.endswith("/figure.json"))
    folder = path.rpartition("/")[0]
    index = json.loads(read(path))
    at = [axis["default"] for axis in index["axes"]]
    drawn = [run for run in index["runs"] if run.get("gif")]
    start = next((run for run in drawn if run["at"] == at), drawn[0])
    return Made(
        html=read(single_path(SLUG)).decode(),
        gif=read(f"{folder}/{start['gif']}"),
        still=read(f"{folder}/{start['still']}"),
        index=index,
        records={
            name: json.loads(read(f"{folder}/{name}"))
            for name in dict.fromkeys(run["data"] for run in index["runs"] if "data" in run)
        },
    )
