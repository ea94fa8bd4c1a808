"""What the command line understands."""

import argparse
from collections.abc import Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from klsim import __version__
from klsim.engine.share import Share, parse_share
from klsim.engine.spec import parse_seconds, parse_spec, with_terms
from klsim.export_arguments import FILM, PDF, add_film, add_pdf

PORT = 8000

_BUILD = """\
Build the articles in content/ into a folder of plain files that any static host serves and that opens from
disk. Only what has changed is made anew.

examples:
  klsim new site my-blog           begin a site in a new folder
  klsim                            build into output/
  klsim --output /tmp/site         build elsewhere
  klsim --explain                  say why something is made again
  klsim serve                      write with a preview in the browser
  klsim new article "A title"      begin an article
  klsim check                      look for mistakes, write nothing
  klsim values                     list the stated numbers that differ from their runs
"""
_SERVE = """\
Show the site in the browser as it is after every save of a text, a simulation, a template or the program: pages
and figures first, GIFs once they are drawn. The open page follows without losing its place; mistakes appear over
the last good page, with file and line. Drafts are shown. Only this machine can see the preview, and the output
folder stays as it is. Ctrl-C ends it.

examples:
  klsim serve
  klsim serve --port 9000 --no-open
"""
_NEW = """\
Begin a site, an article, a section of one, a page, or a simulation of your own: files that build at once. Nothing
is ever overwritten. Prints the path of each new file.

examples:
  klsim new site my-blog
  klsim new article "Going downhill"
  klsim new page "About"
  klsim new section going-downhill "Why it works"
  klsim new simulation "Pendulum"
"""
_CHECK = """\
Do all that a build does but write: read every article and compare every stated number with its run. Besides,
look for links that lead nowhere and for images without alternative text, and list what each page weighs.

Exits with 0 when all is well, with 1 when there are mistakes.

examples:
  klsim check
  klsim check --root ../other-site
"""
_VALUES = """\
List every number of the prose that its run does not give, with file and line; --write puts what the runs give in
the place of these numbers, as precisely as they were written, and changes nothing else.

Exits with 0 when all numbers are right then, with 1 when some are not.

examples:
  klsim values
  klsim values --write
"""
_WORK = """\
Compute and draw a share of the runs of a site into its store, and publish nothing: one job of an array of jobs
that have one folder in common. Jobs may run at the same time; the build that follows has nothing left to compute.

Every Nth batch of runs is of one part, with the GIFs of these runs.

examples:
  klsim work --part 3/40
  klsim work --part $SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT --jobs 8
"""
_ZIP = """\
Write the built site into one zip, which is the same, byte for byte, for the same site. The output folder has to be
what a build would make.

examples:
  klsim zip
  klsim zip --to /tmp/my-blog.zip
"""
_ADDRESSES = """\
List the addresses of pages and figures that are new since they were last kept, and those that would be lost;
--keep writes them into content/.addresses, a small file to keep with your texts. From then on every build and
check warns of an address that would be lost, with the line of the file.

Exits with 1 when addresses would be lost.

examples:
  klsim addresses
  klsim addresses --keep
"""
_DIFF = """\
Tell what is new, gone and changed in the output folder, seen from an older one or from a zip of one: pages, what
of each has changed, and addresses that lead nowhere now.

Exits with 0 when nothing has changed, with 1 when something has.

examples:
  klsim diff my-blog.zip
  klsim diff /tmp/output-of-last-week
"""

_FIGURES = """\
Build the figures in the Markdown of another generator, such as MkDocs, Zensical or Pelican: its sources lie in
DOCS, and what it is to copy into its site is written to DOCS/klsim/. The Python-Markdown extension klsim.markdown
then puts it where the blocks stand. Simulations of your own lie in simulations/ beside DOCS, settings for all
figures, if there are any, in klsim.yaml there.

examples:
  klsim figures docs
  klsim figures content --jobs 4
"""


def called_by(script: str, module: ModuleSpec | None) -> str:
    """The command as it was typed: `klsim`, `build.py`, or `python -m klsim`.

    `script` is the first word of the command line, `module` what `python -m` was told to run, if it was.
    """
    if module is not None and module.name != "__main__":  # the name of whatever a zipped program begins with
        return f"python -m {module.name.removesuffix('.__main__')}"
    return Path(script).name.removesuffix(".exe") or "klsim"


def parse_options(arguments: Sequence[str] | None, called: str) -> argparse.Namespace:
    """The options; `task` is build or another command. Exits for wrong usage and for --help.

    `called` is what the command calls itself.
    """
    common = _common()
    described = partial(_describe, called=called)
    parser = argparse.ArgumentParser(prog=called, parents=[common], **described(_BUILD))
    parser.add_argument("--version", action="version", version=f"klsim {__version__}")
    tasks = parser.add_subparsers(
        dest="task",
        title="commands",
        metavar="build, serve, new, check, values, work, film, pdf, zip, diff, addresses, figures",
    )
    build = tasks.add_parser("build", help="the same as no command", parents=[common], **described(_BUILD))
    for one in (parser, build):
        drafts = "build drafts too, marked as such; until its date an article is a draft"
        csp = "print the Content-Security-Policy header under which the built pages work"
        one.add_argument("--csp", action="store_true", default=argparse.SUPPRESS, help=csp)
        one.add_argument("--drafts", action="store_true", default=argparse.SUPPRESS, help=drafts)
    serve = tasks.add_parser("serve", help="write with a preview", parents=[common], **described(_SERVE))
    serve.add_argument("--port", type=_port, default=PORT, help=f"where to serve; 0: any (default: {PORT})")
    serve.add_argument("--no-open", dest="open", action="store_false", help="leave the browser alone")
    _add_new(
        tasks.add_parser("new", help="begin a site, an article, a page and more", **described(_NEW)),
        common,
    )
    tasks.add_parser("check", help="look for mistakes, write nothing", parents=[common], **described(_CHECK))
    values = tasks.add_parser(
        "values", help="list stated numbers that differ", parents=[common], **described(_VALUES)
    )
    values.add_argument("--write", action="store_true", help="put what the runs give in their place")
    work = tasks.add_parser("work", help="compute a share, publish nothing", parents=[common], **described(_WORK))
    whole = Share(1, 1)
    work.add_argument("--part", type=_part, default=whole, metavar="K/N", help="which share, 1/N to N/N (1/1)")
    add_film(tasks.add_parser("film", help="a figure as a film", parents=[common], **described(FILM)))
    add_pdf(tasks.add_parser("pdf", help="articles on paper", parents=[common], **described(PDF)))
    zipped = tasks.add_parser("zip", help="the built site as one file", parents=[common], **described(_ZIP))
    zipped.add_argument("--to", type=Path, metavar="FILE", help="where (default: NAME.zip beside the output)")
    diff = tasks.add_parser(
        "diff", help="what has changed since an older site", parents=[common], **described(_DIFF)
    )
    diff.add_argument("old", type=Path, metavar="OLD", help="an older output folder, or a zip of one")
    kept = tasks.add_parser("addresses", help="which addresses stay", parents=[common], **described(_ADDRESSES))
    kept.add_argument("--keep", action="store_true", help="write them into content/.addresses")
    told = "the figures in pages of another generator"
    figures = tasks.add_parser("figures", help=told, parents=[common], **described(_FIGURES))
    figures.add_argument("docs", type=Path, metavar="DOCS", help="the folder with its Markdown files")
    defaults = argparse.Namespace(
        root=None,
        output=None,
        executor="processes",
        patience=None,
        mixed=False,
        baseline=False,
        explain=False,
        drafts=False,
        csp=False,
    )
    options = parser.parse_args(arguments, defaults)
    options.task = options.task or "build"
    options.called = _typed(called)
    try:
        options.executor = with_terms(options.executor, options.patience, options.mixed)
    except ValueError as error:
        parser.error(str(error))
    return options


def _add_new(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(
        dest="kind", required=True, metavar="site | article | page | section | simulation"
    )
    site = kinds.add_parser("site", help="a folder with all that a site needs", parents=[common])
    site.add_argument("folder", type=Path, help="where it is to be: a folder that is new or empty")
    article = kinds.add_parser("article", help="a folder with an index.md", parents=[common])
    article.add_argument("title", help="as readers see it")
    page = kinds.add_parser("page", help="a file without a date, for the navigation", parents=[common])
    page.add_argument("title", help="as readers see it")
    for one in (article, page):
        one.add_argument("--slug", help="its name in addresses (default: made from the title)")
    section = kinds.add_parser("section", help="a file in the folder of an article", parents=[common])
    section.add_argument("article", help="the folder in content/, such as gradient-descent")
    section.add_argument("title", help="as readers see it")
    simulation = kinds.add_parser("simulation", help="a file in simulations/", parents=[common])
    simulation.add_argument("title", help="what it is about; figures call it by this in lower case, with hyphens")


def _describe(description: str, called: str) -> dict[str, Any]:
    """A description with examples of the command as it is called."""
    examples = description.replace("\n  klsim", f"\n  {_typed(called)}")
    return {"description": examples, "formatter_class": argparse.RawDescriptionHelpFormatter}


def _typed(called: str) -> str:
    """The command as it is typed."""
    return f"python {called}" if called.endswith(".py") else called


def _common() -> argparse.ArgumentParser:
    """Options that may stand before or after a command, so they have no defaults of their own."""
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    options.add_argument("--root", type=Path, help="folder with content/ (default: this one)")
    options.add_argument("--output", type=Path, help="folder of the built site (default: output/ in the root)")
    options.add_argument(
        "--explain", action="store_true", help="say of all that is made again which input changed"
    )
    where = (
        "where tasks run: serial, processes, processes:N, dask (a cluster on this machine), dask:tcp://host:8786 "
        "(default: processes, one a core)"
    )
    options.add_argument("--executor", type=_executor, help=where)
    options.add_argument(
        "--jobs", dest="executor", type=_jobs, metavar="N", help="the same as --executor processes:N"
    )
    patience = "how long a cluster may have no scheduler (10) or no worker (60) before the build ends"
    options.add_argument("--patience", type=_seconds, metavar="SECONDS", help=patience)
    alike = "compute as every x86-64 processor can: the same bytes on all of them, in a little more time"
    options.add_argument("--baseline", action="store_true", help=alike)
    mixed = "use workers of a cluster whose processors have other features; last digits may then differ"
    options.add_argument("--mixed", action="store_true", help=mixed)
    return options


def _executor(text: str) -> str:
    try:
        parse_spec(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _seconds(text: str) -> float:
    if (seconds := parse_seconds(text)) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds


def _part(text: str) -> Share:
    try:
        return parse_share(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _jobs(text: str) -> str:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return "serial" if int(text) == 1 else f"processes:{int(text)}"


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port, 0 to 65535")
    return int(text)
