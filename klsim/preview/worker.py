"""The process that builds: it stays warm between builds, and makes way for a new one when the program changes.

`python -m klsim.preview.worker ROOT OUTPUT EXECUTOR CODE` builds whenever a line with the time comes on
standard input, and answers with lines on standard output. A line that comes while it builds stops that build for
a new one: what is drawn by then is kept. It ends with its input, at once. CODE is a key of the program, taken
before anything of it was imported here.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import TextIO, TypeAlias

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import (
    SHORT_OF_MEMORY,
    BuildError,
    BusyError,
    ContentError,
    Diagnostics,
    Severity,
    is_short_of_memory,
)
from klsim.engine.digest import source_digest
from klsim.engine.executor import executor
from klsim.engine.progress import Progress
from klsim.preview.faults import locate
from klsim.preview.messages import Broken, Built, Failed, Message, Stale, Underway, Waiting, encode

PACKAGE = Path(__file__).parents[1]

Requests: TypeAlias = "Queue[int]"
"""For each build that is wanted the time of the wish, in seconds."""

Tell: TypeAlias = Callable[[Message], None]


class SupersededError(Exception):
    """A newer save makes this build pointless."""


RETRY_S = 0.25
"""How often a build that waits for another looks whether that has ended."""

LEAST = 8
"""How often a build gets on before it makes way, so that frequent saves do not hold it up for ever."""


@dataclass
class Interruptible:
    """Tells how far the build is, and stops it when another is wanted."""

    requests: Requests
    tell: Tell
    total: int = 0
    done: int = 0
    steps: int = 0

    def start(self, total: int) -> None:
        """There are so many tasks."""
        self.total, self.done = total, 0

    def advance(self, count: int) -> None:
        """So many more of them are done. Raises SupersededError when another build is wanted."""
        self.done += count
        self.steps += 1
        self.tell(Underway(self.done, self.total))
        if self.steps > LEAST and not self.requests.empty():
            raise SupersededError


def main() -> None:
    """Build on request until the program has changed."""
    root, output, spec, code = sys.argv[1:]
    config = replace(Config.at(Path(root)), output=Path(output))
    requests: Requests = Queue()
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints must not speak to the preview
    Thread(target=_listen, args=(sys.stdin, requests), daemon=True).start()

    def tell(message: Message) -> None:
        print(encode(message), file=replies, flush=True)

    try:
        with executor(spec) as workers:
            _serve(config, workers, code, requests, tell)
    except BrokenPipeError:
        pass  # the preview is gone
    except Exception as error:
        tell(Broken(SHORT_OF_MEMORY, "") if is_short_of_memory(error) else locate(error, config, PACKAGE))


def _listen(lines: TextIO, requests: Requests) -> None:
    for line in lines:
        requests.put(int(line))
    os._exit(0)  # the preview is gone, and a build may be killed at any moment


def _serve(config: Config, workers: Executor, code: str, requests: Requests, tell: Tell) -> None:
    is_waiting, now = False, 0
    while True:
        now = _take(requests, RETRY_S if is_waiting else None, now)
        if source_digest(PACKAGE) != code:
            tell(Stale())
            return
        try:
            message = _build(config, workers, Interruptible(requests, tell), now)
        except SupersededError:
            is_waiting = False
            continue
        if not (is_waiting and isinstance(message, Waiting)):
            tell(message)
        is_waiting = isinstance(message, Waiting)


def _build(config: Config, workers: Executor, progress: Progress, now: int) -> Message:
    try:
        summary = build(config, workers, progress, now)
    except ContentError as error:
        found = Diagnostics(error.diagnostics)
        return Failed(
            *([str(one) for one in found.of(severity)] for severity in (Severity.ERROR, Severity.WARNING))
        )
    except BusyError as error:
        return Waiting(str(error))
    except BuildError as error:
        return Failed([str(error)])
    return Built(f"{summary.articles} articles, {summary.drawn} of {summary.runs} runs drawn", summary.warnings)


def _take(requests: Requests, seconds: float | None, before: int) -> int:
    """Wait for a request, for so long at the most, and take all that are there: the last, or the one before."""
    last = before
    try:
        last = requests.get(timeout=seconds)
        while True:
            last = requests.get_nowait()
    except Empty:
        return last


if __name__ == "__main__":
    main()
