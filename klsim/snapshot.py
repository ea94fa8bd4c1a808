"""Whether a site is, to the last byte, what a build would make of it now: found out without reading any of it.

All that a build depends on is kept with what came of it, so that one with nothing to do imports next to nothing.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from klsim.config import Config
from klsim.content.moment import Moment, Present, is_early
from klsim.engine.explain import describe_reason
from klsim.engine.publish import Output
from klsim.engine.results import compare
from klsim.engine.store import Store
from klsim.engine.traces import Build
from klsim.summary import Summary
from klsim.template_files import own_templates

_NAME = "site"


def take_snapshot(config: Config, store: Store, *, with_drafts: bool = False, beside: Sequence[Path] = ()) -> str:
    """The digests of every file of the site and of the whole program, and whether drafts are built, as JSON.

    beside: further files that a build reads
    """
    package, own = Path(__file__).parent, own_templates()
    program = {name: key for name, key in _digests("klsim", package, store) if name.endswith(".py")}
    modules = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in program]
    files = {
        **dict(_digests("content", config.content, store, config.output)),
        **dict(_digests("templates", config.templates, store)),
        **(dict(_digests("klsim/templates", own, store)) if config.templates.resolve() != own else {}),
        **dict(_digests("static", config.static, store)),
        **dict(_digests("simulations", config.simulations, store)),
        **{path.name: _digest(path, store) for path in beside},
        **program,
        "font packages": _font_packages(),
    }
    return json.dumps([store.closures.of(*modules), with_drafts, files], separators=(",", ":"))


def is_known(store: Store, name: str = _NAME) -> bool:
    """Whether a build was ever finished here, so that there may be nothing to do."""
    return store.traces.get(name) is not None


def changed_files(store: Store, snapshot: str, name: str = _NAME) -> Mapping[str, str]:
    """How the files of the site differ from those of the last build that was finished: words by name.

    name: that of the build, where there are several with one store
    """
    trace = store.traces.get(name)
    if trace is None:
        return {}
    before, after = (json.loads(text)[-1] for text in (trace.inputs, snapshot))
    return {reason.input: describe_reason(reason) for reason in compare(before, after)}


def recall(
    store: Store, snapshot: str, output: Output, present: Present | None = None, name: str = _NAME
) -> Summary | None:
    """What the last build had to tell, if nothing has changed or come due since and its output is whole."""
    trace = store.traces.get(name)
    if trace is None or trace.inputs != snapshot:
        return None
    manifest, summary = (store.read(trace.digests[name]) for name in ("manifest", "summary"))
    if manifest is None or summary is None or not output.is_whole(json.loads(manifest)):
        return None
    told = json.loads(summary)
    if any(is_early(Moment(text), present) != was_early for text, was_early in told["schedule"]):
        return None
    last = Summary(**{**told, "why": (), "warnings": tuple(told["warnings"]), "schedule": tuple(told["schedule"])})
    return replace(last, drawn=0, reused=last.drawn + last.reused, pruned=0)


def remember(
    store: Store, snapshot: str, output: Output, summary: Summary, build: Build, name: str = _NAME
) -> None:
    """Keep what came of a build."""
    products = {
        "manifest": store.put(json.dumps(output.index, separators=(",", ":")).encode()),
        "summary": store.put(json.dumps(asdict(summary), separators=(",", ":")).encode()),
    }
    store.record(name, snapshot, {}, products, build)


def _font_packages() -> str:
    """The font packages that are installed with their versions: which of them a site uses is not known here."""
    folders = [Path(folder) for folder in sys.path if folder]
    return " ".join(sorted(path.stem for folder in folders for path in folder.glob("font[_-]*.dist-info")))


def _digests(top: str, folder: Path, store: Store, output: Path | None = None) -> Iterator[tuple[str, str]]:
    """Of each file below a folder, but for what is written there, its name and its digest."""
    for path in _files(folder, {Path(os.path.realpath(output))} if output else set()):
        yield f"{top}/{path.relative_to(folder).as_posix()}", _digest(path, store)


def _digest(path: Path, store: Store) -> str:
    try:
        return store.files(path) or ""
    except OSError:
        return "unreadable"  # whoever needs the file will say so


def _files(folder: Path, above: set[Path]) -> Iterator[Path]:
    """The files below a folder, through links too, save those that lead back to a folder above."""
    real = Path(os.path.realpath(folder))
    if real in above or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != "__pycache__":
            yield from _files(path, above | {real})
        elif path.is_file():
            yield path
