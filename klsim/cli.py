"""The command line: parse, call, print, exit."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from runpy import run_module
from shlex import quote

from klsim.arguments import called_by, parse_options
from klsim.config import Config
from klsim.content.moment import Present
from klsim.content.root import require_site
from klsim.diagnostics import (
    SHORT_OF_MEMORY,
    BuildError,
    ContentError,
    Diagnostics,
    Severity,
    UsageError,
    in_order,
    is_short_of_memory,
)
from klsim.engine.baseline import restart_on_baseline
from klsim.engine.executor import executor
from klsim.engine.progress import Lines, Progress
from klsim.shutdown import Shutdown
from klsim.summary import Summary

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
"""Linear algebra keeps to one core in each process: --jobs says how many, and sums do not depend on it."""


def main(arguments: list[str] | None = None, shutdown: Shutdown | None = None, beside: str | None = None) -> int:
    """Do what was asked and say what came of it.

    0 when all went well, 1 for mistakes of the author, 2 for usage or no site, 3 where disk, lock or memory fail.

    shutdown: what a signal does to this process, if it is the program's to decide
    beside:   a file in the folder of the site that is meant where no --root is given; else it is the current one
    """
    module = getattr(sys.modules["__main__"], "__spec__", None)
    options = parse_options(arguments, called_by(sys.argv[0], module))
    for name in THREADS:
        os.environ.setdefault(name, "1")  # before numpy is imported, here and in the processes that start
    if options.baseline:
        restart_on_baseline()
    site = Config.at(options.root or (Path(beside).resolve().parent if beside else Path.cwd()))
    config = replace(site, output=options.output or site.output)
    tasks = {
        **{"build": _build, "serve": _serve, "new": _new, "check": _check, "values": _values, "work": _work},
        **{"film": _film, "pdf": _pdf, "zip": _zip, "diff": _diff, "addresses": _addresses, "figures": _figures},
    }
    task = tasks[options.task]
    try:
        if options.task != "figures" and (options.task != "new" or options.kind != "site"):
            require_site(config)
        return task(config, options, shutdown or Shutdown())
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 3
    except Exception as error:
        if is_short_of_memory(error):
            hint = "; fewer --jobs need less" if options.task == "build" and options.executor != "serial" else ""
            print(f"{SHORT_OF_MEMORY}{hint}", file=sys.stderr)
        elif isinstance(error, OSError) and error.filename is not None:
            print(f"{_place(Path(error.filename))}: {error.strerror}", file=sys.stderr)
        else:
            raise
    return 3


def _build(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    from klsim.build import build

    shutdown.message = "stopped; the next build goes on from here"
    began = time.monotonic()
    try:
        with _progress(shutdown) as progress, _executor(options.executor, shutdown) as workers:
            now, drafts = int(time.time()), options.drafts
            summary = build(config, workers, progress, now, _present(), with_drafts=drafts, clock=time.monotonic)
    except ContentError as error:
        return _tell_mistakes(error, config.output)
    for line in summary.warnings:
        print(line, file=sys.stderr)
    if options.explain:
        for line in summary.why or ("nothing was made again: no input has changed",):
            print(line)
    print(_summarise(summary, time.monotonic() - began))
    print(f"Open {_place(config.output / 'index.html')}")
    if options.csp:
        print(f"Content-Security-Policy: {_policy(config)}")
    return 0


def _policy(config: Config) -> str:
    """The policy under which the pages of a site that has just been built work."""
    from klsim.content.files import read_site
    from klsim.formats.downloads import FOLDER
    from klsim.formats.policy import find_policy

    downloads = config.output / FOLDER
    pages = sorted(path for path in config.output.rglob("*.html") if downloads not in path.parents)
    site = read_site(config, Diagnostics())
    return find_policy((page.read_text(encoding="utf-8", errors="replace") for page in pages), site.allow_external)


def _serve(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    shutdown.message, shutdown.regular = "\npreview ended", frozenset([signal.SIGINT])
    import webbrowser

    from klsim.preview.serve import Environment, serve

    show = webbrowser.open if options.open else bool
    environment = Environment(time.monotonic, time.time, _present, show, shutdown)
    serve(config, options.port, options.executor, environment)
    return 0


def _new(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    shutdown.message = "stopped"
    from klsim.beginnings import USE
    from klsim.new import new_article, new_page, new_section, new_simulation
    from klsim.new_site import new_site

    called = options.called
    if options.kind == "site":
        with shutdown.deferred():
            written = new_site(options.folder, _present().day)
        print("\n".join(map(_place, written)), flush=True)
        folder, called = quote(_place(options.folder)), _typed_elsewhere(called)
        print(f"A site with a first article is in {folder}. To see it while you write:\n", file=sys.stderr)
        print(f"    cd {folder}\n    {called} serve\n\n`{called}` alone builds it into output/.", file=sys.stderr)
        return 0
    with shutdown.deferred():  # there is a whole file whose path is told, or none
        if options.kind == "article":
            path = new_article(config, options.title, _present().day, options.slug)
        elif options.kind == "page":
            path = new_page(config, options.title, options.slug)
        elif options.kind == "simulation":
            path = new_simulation(config, options.title)
        else:
            path = new_section(config, options.article, options.title)
        print(_place(path), flush=True)
    if options.kind == "simulation":
        print(f"A figure that uses it:\n\n{USE.format(name=path.stem.replace('_', '-'))}", file=sys.stderr)
    else:
        if options.kind == "page":
            print(
                f"For a link to it in every page, write `navigation: [{path.stem}]` in site.yaml.", file=sys.stderr
            )
        print(f"Write on in it; `{called} serve` shows it in the browser after every save.", file=sys.stderr)
    return 0


def _typed_elsewhere(called: str) -> str:
    """The command as it is typed in another folder: a script of this one by its whole path."""
    script = Path(sys.argv[0])
    return f"python {quote(str(script.resolve()))}" if called == f"python {script.name}" else called


def _check(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    shutdown.message = "stopped"
    from klsim.check import check

    with _executor(options.executor, shutdown) as workers:
        report = check(config, workers, int(time.time()), _present())
    for line in (*report.diagnostics.of(Severity.NOTE), *report.table):
        print(line)
    errors, warnings = (report.diagnostics.of(severity) for severity in (Severity.ERROR, Severity.WARNING))
    for diagnostic in in_order([*errors, *warnings]):
        print(diagnostic, file=sys.stderr)
    if errors:
        print(_count(len(errors), "mistake"), file=sys.stderr)
        return 1
    print("no mistakes" + (f", {_count(len(warnings), 'warning')}" if warnings else ""))
    return 0


def _values(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    shutdown.message = "stopped"
    from klsim.values import find_differences, write_differences

    with _executor(options.executor, shutdown) as workers:
        differences = find_differences(config, workers, int(time.time()))
    with shutdown.deferred():  # each file is whole
        written = write_differences(config, differences) if options.write else ()
    for one in differences:
        location, stated = one.diagnostic.location, one.stated
        if one in written:
            print(f"{location}: {stated} → {one.replacement}")
        else:
            line = f"{stated}, the run gives {one.true}" if one.true else f"{stated}, but {one.diagnostic.message}"
            print(f"{location}: {line}{'; change it by hand' * options.write}")
    count = _count(len(differences) - len(written), "number")
    if len(written) < len(differences):
        print(f"{count} that runs do not give", file=sys.stderr)
        return 1
    print("all numbers are what runs give")
    return 0


def _work(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    from klsim.work import work

    shutdown.message = "stopped; this part goes on from here"
    began = time.monotonic()
    with _progress(shutdown) as progress, _executor(options.executor, shutdown) as workers:
        worked = work(config, options.part, workers, progress, int(time.time()))
    print(
        f"part {options.part}: {worked.batches} of {_count(worked.total, 'batch')} of runs, {worked.computed} "
        f"computed; {worked.drawn} drawn; {time.monotonic() - began:.1f} s"
    )
    return 0


def _film(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    from klsim.films import Order, make_film

    shutdown.message = "stopped"
    given = (options.state, options.format, options.size, options.fps, options.hold, options.to, options.scheme)
    with _progress(shutdown) as progress, _executor(options.executor, shutdown) as workers:
        path = make_film(config, Order(*given), workers, progress, int(time.time()))
    print(_place(path))
    return 0


def _pdf(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    from klsim.paper.chromium import find_browser
    from klsim.paper.prints import PrintOrder, print_articles

    shutdown.message = "stopped"
    browser = find_browser(options.browser or os.environ.get("CHROME", ""))
    order = PrintOrder(options.articles, options.paper, options.to, browser)
    with _progress(shutdown) as progress, _executor(options.executor, shutdown) as workers:
        for path in print_articles(config, order, workers, progress, int(time.time()), _present()):
            print(_place(path), flush=True)
    return 0


def _zip(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    from klsim.commands import zip_site

    shutdown.message = "stopped"
    with shutdown.deferred():  # there is a whole zip, or none
        return zip_site(config, options, _present(), _place)


def _addresses(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    from klsim.commands import keep_addresses

    shutdown.message = "stopped"
    with shutdown.deferred():
        return keep_addresses(config, options, _present(), _place)


def _diff(config: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    from klsim.commands import diff_site

    shutdown.message = "stopped"
    return diff_site(config, options, _place)


def _figures(_: Config, options: argparse.Namespace, shutdown: Shutdown) -> int:
    shutdown.message = "stopped; the next run goes on from here"
    from klsim.hosts.figures import build_figures
    from klsim.hosts.folders import host_config

    if options.output is not None:
        raise UsageError(
            "figures of other generators are written among their sources, to DOCS/klsim/: no --output"
        )
    config = host_config(options.docs, options.root)
    began = time.monotonic()
    try:
        with _progress(shutdown) as progress, _executor(options.executor, shutdown) as workers:
            summary = build_figures(config, workers, progress, int(time.time()), clock=time.monotonic)
    except ContentError as error:
        return _tell_mistakes(error, config.output)
    for line in (*summary.warnings, *(summary.why if options.explain else ())):
        print(line, file=sys.stderr)
    print(_summarise(summary, time.monotonic() - began).replace(" articles,", " pages,", 1))
    return 0


def _tell_mistakes(error: ContentError, output: Path) -> int:
    print(error, file=sys.stderr)
    errors = Diagnostics(error.diagnostics).of(Severity.ERROR)
    print(f"{_count(len(errors), 'mistake')}; {_place(output)} is as it was.", file=sys.stderr)
    return 1


def _present() -> Present:
    """The present, or that of SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return Present(int(time.time()), date.today())
    try:
        return Present.of_epoch(int(epoch))
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from None


@contextmanager
def _executor(spec: str, shutdown: Shutdown) -> Iterator[Executor]:
    """Where tasks run; it ends with this process, even if a signal ends that."""
    with executor(spec) as workers:
        end: Callable[[], object] = getattr(workers, "end", lambda: None)
        with shutdown.hook(end):
            yield workers


@contextmanager
def _progress(shutdown: Shutdown) -> Iterator[Progress]:
    """A bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from klsim.terminal import bar  # rich is slow to import

    with bar(shutdown) as progress:
        yield progress


def _summarise(summary: Summary, seconds: float) -> str:
    megabytes = summary.bytes / 1e6
    return (
        f"{summary.articles} articles, {summary.figures} figures, {summary.runs} runs: "
        f"{summary.drawn} drawn, {summary.reused} reused, {summary.pruned} files pruned; "
        f"{seconds:.1f} s, {megabytes:.1f} MB"
    )


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def _place(path: Path) -> str:
    """A path as short as it can be told from here."""
    real = Path(os.path.realpath(path))  # Path.resolve fails for a link to itself
    try:
        return str(real.relative_to(Path.cwd()))
    except ValueError:
        return str(real)


if __name__ == "__main__":
    run_module("klsim", run_name="__main__", alter_sys=True)  # which is the command
