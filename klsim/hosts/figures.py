"""The figures of a project of another generator, built and put among its sources."""

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext

from klsim.config import Config
from klsim.engine.executor import Serial
from klsim.engine.progress import Progress, Silent
from klsim.engine.publish import Manifest, Output, digests_of, open_output, peek_output
from klsim.engine.store import Store
from klsim.guest import SETTINGS
from klsim.snapshot import changed_files, recall, remember, take_snapshot
from klsim.summary import Summary


def build_figures(
    config: Config,
    executor: Executor | None = None,
    progress: Progress | None = None,
    now: int = 0,
    *,
    clock: Callable[[], float] | None = None,
) -> Summary:
    """Build all figures among the sources in `config.content` into `config.output`, which lies there too.

    Where nothing has changed nothing is written, not even a lock: generators watch their sources.

    executor, progress, now, clock: as for the build of a site

    Raises ContentError with every mistake, before anything is written, BuildError where the folder or the store
    cannot be used.
    """
    name = f"figures of {config.content.relative_to(config.root).as_posix()}"
    with Store(config.store, packages=config.packages) as store:
        snapshot = take_snapshot(config, store, beside=(config.root / SETTINGS,))
        if (summary := recall(store, snapshot, peek_output(config.output), name=name)) is not None:
            return summary
        from klsim.hosts.making import make_figures  # slow to import, and not needed where nothing has changed
        from klsim.publication import publish
        from klsim.session import Session

        session = Session(
            config, store, executor or Serial(), progress or Silent(), store.next_build(now), clock=clock
        )
        site, manifest = make_figures(session)
        with _output(config, manifest) as output:
            summary = publish(session, site, output, manifest, changed_files(store, snapshot, name))
            remember(store, snapshot, output, summary, session.build, name)
        store.collect(now)
        return summary


def _output(config: Config, manifest: Manifest) -> AbstractContextManager[Output]:
    """The folder, under lock if anything in it has to be written."""
    output = peek_output(config.output)
    return nullcontext(output) if output.is_whole(digests_of(manifest)) else open_output(config.output)
