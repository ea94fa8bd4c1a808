"""Building the site: read everything, and only when all of it is right, draw, render and publish."""

from collections.abc import Callable
from concurrent.futures import Executor

from klsim.config import Config
from klsim.content.moment import Present
from klsim.content.root import require_site
from klsim.engine.executor import Serial, warm_up
from klsim.engine.progress import Progress, Silent
from klsim.engine.publish import open_output
from klsim.engine.store import Store
from klsim.snapshot import changed_files, is_known, recall, remember, take_snapshot
from klsim.summary import Summary

FIRST_IMPORT = "klsim.formats.html"
"""What processes begin with that are to build a site for the first time: it takes long to import."""


def build(
    config: Config,
    executor: Executor | None = None,
    progress: Progress | None = None,
    now: int = 0,
    present: Present | None = None,
    *,
    with_drafts: bool = False,
    clock: Callable[[], float] | None = None,
) -> Summary:
    """Build the whole site from `config.content` into `config.output`.

    executor: where tasks run; this process if none is given
    now:      seconds of a clock, by which the store forgets what nobody has needed for long
    present:  by which articles are due: until its date one is a draft; where this is None all are due
    clock:    seconds, for a build that tells what it will take where that is long
    with_drafts: whether drafts are built as well, marked as such

    Raises ContentError with every mistake, before anything is written, BuildError where the output folder or the
    store cannot be used.
    """
    require_site(config)
    with (
        open_output(config.output, (config.content, config.templates, config.static)) as output,
        Store(config.store, packages=config.packages) as store,
    ):
        if executor is not None and not is_known(store):
            warm_up(executor, FIRST_IMPORT)
        snapshot = take_snapshot(config, store, with_drafts=with_drafts)
        if (summary := recall(store, snapshot, output, present)) is not None:
            return summary
        from klsim.publication import make, prepare, publish  # slow to import, and not needed by most builds
        from klsim.session import Session

        build = store.next_build(now)
        session = Session(config, store, executor or Serial(), progress or Silent(), build, present, clock)
        site = prepare(session, lambda _: with_drafts)
        session.diagnostics.add(*site.false_numbers)
        session.diagnostics.raise_errors()
        manifest = make(session, site)
        summary = publish(session, site, output, manifest, changed_files(store, snapshot))
        remember(store, snapshot, output, summary, session.build)
        store.collect(now)
        return summary
