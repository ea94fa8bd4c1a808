"""The preview: one loop that hears of saves and of builds, and shows pages what came of them."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import TypeAlias

from klsim.config import Config
from klsim.diagnostics import BuildError
from klsim.engine.store import open_objects
from klsim.preview.board import Board, State
from klsim.preview.builder import Builder, Ended, Reply
from klsim.preview.changes import PACKAGE, changes
from klsim.preview.faults import locate_printed
from klsim.preview.manifest import peek, read_manifest
from klsim.preview.messages import Broken, Failed, Message, Shown, Stale, Underway
from klsim.preview.server import listening
from klsim.shutdown import Shutdown

PATIENCE_S = 2.0
"""A build that takes longer than this tells how far it is."""

SILENT_S = 2.0
"""A process that has said nothing for so long is not waited for where a simulation was saved."""


@dataclass(frozen=True)
class Saved:
    """Some files were saved together."""

    paths: Sequence[Path]


@dataclass(frozen=True)
class Blind:
    """Saves cannot be seen, and why."""

    why: str


News: TypeAlias = Saved | Blind | Reply | Ended


@dataclass(frozen=True)
class Surroundings:
    """What the preview has from outside: a clock in seconds that never goes back, the time, what opens a page in
    the reader's browser, and what ends the process."""

    clock: Callable[[], float]
    now: Callable[[], float]
    show: Callable[[str], object]
    shutdown: Shutdown


def serve(config: Config, port: int, executor: str, around: Surroundings) -> None:
    """Serve the site and build it again at every save, until interrupted.

    Raises BuildError where the port cannot be had or the folders cannot be watched.
    """
    heard: Queue[News] = Queue()
    board = Board(State(peek(config.store), config.store))
    with listening(port, board) as address, _watching(config, heard.put):
        print(f"Preview at {address} (Ctrl-C ends it)", flush=True)
        around.show(address)
        builder = Builder(config, executor, heard.put, around.shutdown, around.now)
        with closing(builder), around.shutdown.hook(builder.close):
            desk = Desk(config, board, builder, around.clock)
            desk.ask()
            while True:
                desk.take(heard.get())


@contextmanager
def _watching(config: Config, tell: Callable[[News], None]) -> Iterator[None]:
    stop = Event()

    def look() -> None:
        try:
            for paths in changes(config, stop):
                tell(Saved(paths))
        except Exception as error:
            tell(Blind(str(error)))

    Thread(target=look, daemon=True).start()
    try:
        yield
    finally:
        stop.set()


class Desk:
    """Takes news one by one: has the site built, and posts what came of it."""

    def __init__(self, config: Config, board: Board, builder: Builder, clock: Callable[[], float]) -> None:
        self._config, self._board, self._builder, self._clock = config, board, builder, clock
        self._asked, self._heard, self._tenth = clock(), clock(), 0
        self._is_busy = False
        self._warned: Sequence[str] = ()

    def ask(self) -> None:
        """Have the site built."""
        self._asked, self._heard, self._tenth = self._clock(), self._clock(), 0
        self._is_busy = True
        self._builder.ask()

    def take(self, news: News) -> None:
        """Do what some news call for. Raises BuildError when saves cannot be seen."""
        if isinstance(news, Blind):
            raise BuildError(f"changes cannot be watched: {news.why}; WATCHFILES_FORCE_POLLING=1 may help")
        if isinstance(news, Saved):
            if any(path.is_relative_to(self._config.simulations) for path in news.paths) and self._is_silent:
                self._builder.close()  # it may be in a simulation that never ends
            self.ask()
        elif self._builder.is_current(news.process):
            if isinstance(news, Reply):
                self._hear(news.message)
            else:
                self._builder.forget()
                self._fail((locate_printed(news.printed, PACKAGE),), news.printed)

    @property
    def _is_silent(self) -> bool:
        """Whether the process builds, and has said nothing for long."""
        return self._is_busy and self._clock() - self._heard > SILENT_S

    def _hear(self, message: Message) -> None:
        self._heard = self._clock()
        self._is_busy = isinstance(message, Underway | Stale) or (isinstance(message, Shown) and message.left > 0)
        if isinstance(message, Stale | Broken):
            self._builder.forget()
        if isinstance(message, Stale):
            self._builder.ask()
        elif isinstance(message, Underway):
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
            print(f"built in {took}: {shown.told}", flush=True)
        store = Path(shown.store)
        self._board.post(State(read_manifest(open_objects(store), shown.manifest), store, shown.mistakes))

    def _warn(self, warnings: Sequence[str]) -> None:
        """Tell warnings, those of the last build not again: an author saves often."""
        for line in warnings:
            if line not in self._warned:
                print(line, file=sys.stderr, flush=True)
        self._warned = warnings

    def _fail(self, troubles: tuple[str, ...], traceback: str) -> None:
        print("\n".join(troubles), file=sys.stderr)
        count = len(troubles)
        print(f"{count} mistake{'s' * (count != 1)}; pages show the last good build", file=sys.stderr, flush=True)
        self._board.post(replace(self._board.state, troubles=troubles, traceback=traceback, underway=None))

    def _advance(self, underway: Underway) -> None:
        self._board.post(replace(self._board.state, underway=underway))
        tenth = 10 * underway.done // max(underway.total, 1)
        if tenth > self._tenth and self._clock() - self._asked > PATIENCE_S:
            print(f"{underway.done} of {underway.total} tasks", file=sys.stderr, flush=True)
        self._tenth = tenth
