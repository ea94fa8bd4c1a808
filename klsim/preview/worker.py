"""The process that builds: it stays warm between builds, and makes way for a new one when the program changes.

`python -m klsim.preview.worker ROOT OUTPUT EXECUTOR CODE` builds whenever a line with the time comes on
standard input, and answers with lines on standard output. It publishes nothing: what there is to show is in the
store, and the preview reads it there. A line that comes while it builds stops that build for a new one: what is
made by then is kept. It ends with its input, at once. CODE is a key of the program, taken before anything of it
was imported here.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import TextIO, TypeAlias

from klsim.build import FIRST_IMPORT
from klsim.config import Config
from klsim.content.moment import Present
from klsim.diagnostics import (
    SHORT_OF_MEMORY,
    BuildError,
    ContentError,
    Diagnostics,
    Severity,
    is_short_of_memory,
)
from klsim.engine.digest import source_digest
from klsim.engine.executor import executor, warm_up
from klsim.engine.store import Store
from klsim.preview.executors import Nearby, Releasable
from klsim.preview.faults import locate
from klsim.preview.messages import BuildProgress, CodeChanged, Crashed, Failed, Message, encode
from klsim.preview.stages import Stage, show

PACKAGE = Path(__file__).parents[1]

Tell: TypeAlias = Callable[[Message], None]


class SupersededError(Exception):
    """A newer save makes this build pointless."""


LEAST = 8
"""How often the first stage gets on before it makes way, so that frequent saves do not hold it up for ever."""


@dataclass(frozen=True)
class Wish:
    """A build that is wanted: the time of the wish, in seconds, and by which articles are due."""

    now: int
    present: Present

    @classmethod
    def read(cls, line: str) -> "Wish":
        """The wish that a line of three words tells."""
        now, seconds, day = line.split()
        return cls(int(now), Present(int(seconds), date.fromisoformat(day)))


class Requests:
    """The builds that are wanted.

    heard: what to do at once when another comes
    """

    def __init__(self) -> None:
        self._wanted: Queue[Wish] = Queue()
        self.heard: Callable[[], object] = int

    @property
    def are_there(self) -> bool:
        """Whether another build is wanted."""
        return not self._wanted.empty()

    def add(self, wish: Wish) -> None:
        """One more."""
        self._wanted.put(wish)
        self.heard()

    def take(self) -> Wish:
        """Wait for one, and take all that are there: the last of them."""
        wish = self._wanted.get()
        with suppress(Empty):
            while True:
                wish = self._wanted.get_nowait()
        return wish


@dataclass
class Interruptible:
    """Tells how far a stage is, and stops it when another build is wanted, once it has got on `least` times."""

    requests: Requests
    tell: Tell
    least: int = LEAST
    is_drawing: bool = False
    total: int = 0
    done: int = 0
    steps: int = 0

    def start(self, total: int) -> None:
        """There are so many tasks."""
        self.total, self.done = total, 0

    def say(self, line: str) -> None:
        """The preview tells how far it is, and no more."""

    def advance(self, count: int) -> None:
        """So many more of them are done. Raises SupersededError when another build is wanted."""
        self.done += count
        self.steps += 1
        self.tell(BuildProgress(self.done, self.total, self.is_drawing))
        if self.steps > self.least and self.requests.are_there:
            raise SupersededError


def main() -> None:
    """Build on request until the program has changed."""
    root, output, spec, code = sys.argv[1:]
    config = replace(Config.at(Path(root)), output=Path(output))
    requests = Requests()
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints must not speak to the preview
    Thread(target=_listen, args=(sys.stdin, requests), daemon=True).start()

    def tell(message: Message) -> None:
        print(encode(message), file=replies, flush=True)

    try:
        with executor(spec, stays_behind=True) as workers:
            _serve(config, workers, code, requests, tell)
    except BrokenPipeError:
        pass  # the preview is gone
    except Exception as error:
        tell(Crashed(SHORT_OF_MEMORY, "") if is_short_of_memory(error) else locate(error, config, PACKAGE))


def _listen(lines: TextIO, requests: Requests) -> None:
    for line in lines:
        requests.add(Wish.read(line))
    os._exit(0)  # the preview is gone, and a build may be killed at any moment


def _serve(config: Config, workers: Executor, code: str, requests: Requests, tell: Tell) -> None:
    with Store(config.store, packages=config.packages) as store:
        is_first = True
        while True:
            wish = requests.take()
            if source_digest(PACKAGE) != code:
                tell(CodeChanged())
                return
            with suppress(SupersededError):
                _show(config, store, workers, requests, tell, wish)
            store.refresh()
            if is_first:
                is_first = False
                warm_up(workers, FIRST_IMPORT)


def _show(config: Config, store: Store, workers: Executor, requests: Requests, tell: Tell, wish: Wish) -> None:
    drawing = Releasable(workers)
    first = Stage(Nearby(workers), Interruptible(requests, tell))
    second = Stage(drawing, Interruptible(requests, tell, least=0, is_drawing=True))
    requests.heard = lambda: drawing.release(SupersededError())
    try:
        for shown in show(config, store, first, second, wish.now, wish.present):
            tell(shown)
            if shown.left and requests.are_there:
                return
    except ContentError as error:
        found = Diagnostics(error.diagnostics)
        tell(Failed(*([str(one) for one in found.of(each)] for each in (Severity.ERROR, Severity.WARNING))))
    except BuildError as error:
        tell(Failed([str(error)]))


if __name__ == "__main__":
    main()
