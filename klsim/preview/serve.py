"""The preview: one loop that hears of saves and of builds, and shows pages what came of them."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeAlias

from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import BuildError
from klsim.engine.store import open_objects
from klsim.preview.builder import PACKAGE, Builder, Ended, Reply
from klsim.preview.changes import changes, real_path
from klsim.preview.channel import State, StateChannel
from klsim.preview.faults import locate_printed
from klsim.preview.manifest import peek, read_manifest
from klsim.preview.messages import BuildProgress, CodeChanged, Crashed, Failed, Message, Shown
from klsim.preview.server import listening
from klsim.shutdown import Shutdown

PATIENCE_S = 2.0
"""A build that takes longer than this tells how far it is."""

WAKE_S = 0.25
"""How often the preview wakes, so that a signal ends it within a second."""

SILENT_S = 2.0
"""A process that has said nothing for so long is not waited for where a simulation was saved."""


@dataclass(frozen=True)
class Saved:
    """Some files were saved together; their paths are absolute, without links."""

    paths: Sequence[Path]


@dataclass(frozen=True)
class WatchFailed:
    """Saves cannot be seen, and why."""

    why: str


PreviewEvent: TypeAlias = Saved | WatchFailed | Reply | Ended


@dataclass(frozen=True)
class Environment:
    """What the preview has from outside: a clock in seconds that never goes back, the time, that by which articles
    are due, what opens a page in the reader's browser, and what ends the process."""

    clock: Callable[[], float]
    now: Callable[[], float]
    present: Callable[[], Present]
    show: Callable[[str], object]
    shutdown: Shutdown


def serve(config: Config, port: int, executor: str, environment: Environment) -> None:
    """Serve the site and build it again at every save, until interrupted.

    Raises BuildError where the port cannot be had or the folders cannot be watched.
    """
    heard: Queue[PreviewEvent] = Queue()
    channel = StateChannel(State(peek(config.store), config.store))
    with listening(port, channel) as address, _watching(config, heard.put):
        print(f"Preview at {address} (Ctrl-C ends it)", flush=True)
        environment.show(address)
        builder = Builder(config, executor, heard.put, environment.shutdown, environment.now, environment.present)
        with closing(builder), environment.shutdown.hook(builder.close):
            loop = PreviewLoop(config, channel, builder, environment.clock)
            loop.ask()
            while True:
                loop.handle(_next(heard))


def _next(heard: Queue[PreviewEvent]) -> PreviewEvent:
    """Wait for an event, waking now and then: a signal that comes just before a wait, or is given to another
    thread, is not handled before this thread runs again."""
    while True:
        with suppress(Empty):
            return heard.get(timeout=WAKE_S)


@contextmanager
def _watching(config: Config, tell: Callable[[PreviewEvent], None]) -> Iterator[None]:
    stop = Event()

    def look() -> None:
        try:
            for paths in changes(config, stop):
                tell(Saved(paths))
        except Exception as error:
            tell(WatchFailed(str(error)))

    Thread(target=look, daemon=True).start()
    try:
        yield
    finally:
        stop.set()


class PreviewLoop:
    """Handles events one by one: has the site built, and publishes what came of it."""

    def __init__(
        self, config: Config, channel: StateChannel, builder: Builder, clock: Callable[[], float]
    ) -> None:
        self._config, self._channel, self._builder, self._clock = config, channel, builder, clock
        self._asked, self._heard, self._tenth = clock(), clock(), 0
        self._is_busy = False
        self._warned: Sequence[str] = ()

    def ask(self) -> None:
        """Have the site built."""
        self._asked, self._heard, self._tenth = self._clock(), self._clock(), 0
        self._is_busy = True
        self._builder.ask()

    def handle(self, event: PreviewEvent) -> None:
        """Do what an event calls for. Raises BuildError when saves cannot be seen."""
        if isinstance(event, WatchFailed):
            raise BuildError(f"changes cannot be watched: {event.why}; WATCHFILES_FORCE_POLLING=1 may help")
        if isinstance(event, Saved):
            simulations = real_path(self._config.simulations)
            if any(path.is_relative_to(simulations) for path in event.paths) and self._is_silent:
                self._builder.close()  # it may be in a simulation that never ends
            self.ask()
        elif self._builder.is_current(event.process):
            if isinstance(event, Reply):
                self._hear(event.message)
            else:
                self._builder.forget()
                self._fail((locate_printed(event.printed, PACKAGE),), event.printed)

    @property
    def _is_silent(self) -> bool:
        """Whether the process builds, and has said nothing for long."""
        return self._is_busy and self._clock() - self._heard > SILENT_S

    def _hear(self, message: Message) -> None:
        self._heard = self._clock()
        self._is_busy = isinstance(message, BuildProgress | CodeChanged) or (
            isinstance(message, Shown) and message.left > 0
        )
        if isinstance(message, CodeChanged | Crashed):
            self._builder.forget()
        if isinstance(message, CodeChanged):
            self._builder.ask()
        elif isinstance(message, BuildProgress):
            self._advance(message)
        elif isinstance(message, Shown):
            self._show(message)
        elif isinstance(message, Failed):
            self._warn(message.warnings)
            self._fail(tuple(message.mistakes), "")
        else:
            print(message.traceback, end="", file=sys.stderr)
            self._fail((message.fault,), message.traceback)

    def _show(self, shown: Shown) -> None:
        self._warn(shown.warnings)
        took = f"{self._clock() - self._asked:.2f} s"
        if shown.left:
            print(f"shown in {took}, {shown.left} drawings left", flush=True)
        else:
            print(f"built in {took}: {shown.summary}", flush=True)
        store = Path(shown.store)
        self._channel.publish(State(read_manifest(open_objects(store), shown.manifest), store, shown.mistakes))

    def _warn(self, warnings: Sequence[str]) -> None:
        """Tell warnings, those of the last build not again: an author saves often."""
        for line in warnings:
            if line not in self._warned:
                print(line, file=sys.stderr, flush=True)
        self._warned = warnings

    def _fail(self, problems: tuple[str, ...], traceback: str) -> None:
        print("\n".join(problems), file=sys.stderr)
        count = len(problems)
        print(f"{count} mistake{'s' * (count != 1)}; pages show the last good build", file=sys.stderr, flush=True)
        self._channel.publish(replace(self._channel.state, problems=problems, traceback=traceback, progress=None))

    def _advance(self, progress: BuildProgress) -> None:
        self._channel.publish(replace(self._channel.state, progress=progress))
        tenth = 10 * progress.done // max(progress.total, 1)
        if tenth > self._tenth and self._clock() - self._asked > PATIENCE_S:
            print(f"{progress.done} of {progress.total} tasks", file=sys.stderr, flush=True)
        self._tenth = tenth
