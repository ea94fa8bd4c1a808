"""The command line: parse, build, print, exit."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from klsim import __version__
from klsim.config import Config
from klsim.errors import AuthorError, BuildError
from klsim.site.build import build
from klsim.site.figures import Map
from klsim.site.progress import Lines, Progress, Summary

CHUNK = 4
"""Runs that go to a process together: they share what stands still, which is sent along once."""

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Build the site and say what came of it; 0 when all went well, 1 for mistakes, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    site = Config.at(options.root)
    config = replace(site, output=options.output or site.output)
    began = time.monotonic()
    try:
        with parallel_map(options.jobs) as map, _progress() as progress:
            summary = build(config, map, progress)
    except AuthorError as error:
        print(error, file=sys.stderr)
        count = len(error.mistakes)
        print(f"{count} mistake{'s' * (count != 1)}; {_place(config.output)} is as it was.", file=sys.stderr)
        return 1
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; the next build goes on from here", file=sys.stderr)
        return 130
    print(_told(summary, time.monotonic() - began))
    print(f"Open {_place(config.output / 'index.html')}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Build the articles in content/ into a folder of plain files that any static host serves "
        "and that opens from disk. Only what has changed is made anew.",
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="folder with content/ and templates/")
    parser.add_argument("--output", type=Path, help="folder to build into (default: output/ in the root)")
    parser.add_argument(
        "--jobs", type=_positive, default=os.cpu_count() or 1, help="processes that draw (default: one a core)"
    )
    parser.add_argument("--version", action="version", version=f"klsim {__version__}")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


@contextmanager
def parallel_map(jobs: int) -> Iterator[Map]:
    """A map over so many processes, which start when the first work comes; the builtin for one."""
    if jobs == 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield partial(pool.map, chunksize=CHUNK)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from klsim.terminal import bar  # rich is slow to import

    with bar() as progress:
        yield progress


def _told(summary: Summary, seconds: float) -> str:
    megabytes = summary.bytes / 1e6
    return (
        f"{summary.articles} articles, {summary.figures} figures, {summary.runs} runs: "
        f"{summary.drawn} drawn, {summary.reused} reused, {summary.pruned} files pruned; "
        f"{seconds:.1f} s, {megabytes:.1f} MB"
    )


def _place(path: Path) -> str:
    """A path as short as it can be told from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path.resolve())
