"""The process that builds: it stays warm between builds, and makes way for a new one when the program changes.

`python -m klsim.preview.worker ROOT OUTPUT JOBS CODE` builds whenever a line comes on standard input, and
answers with lines on standard output. A line that comes while it builds stops that build for a new one: what
is drawn by then is kept. It ends with its input, at once. CODE is a key of the program, taken before anything of
it was imported here.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import TextIO, TypeAlias

from klsim.config import Config
from klsim.diagnostics import SHORT_OF_MEMORY, AuthorError, BuildError, BusyError, is_short_of_memory
from klsim.disk.digests import source_digest
from klsim.preview.faults import locate
from klsim.preview.messages import Broken, Built, Failed, Message, Stale, Underway, Waiting, encode
from klsim.site.build import build
from klsim.site.parallel import Map, parallel_map
from klsim.site.progress import Progress

PACKAGE = Path(__file__).parents[1]

Requests: TypeAlias = "Queue[None]"
"""An item for each build that is wanted."""

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

    def start(self, runs: int) -> None:
        """The site has so many runs."""
        self.total = runs

    def advance(self, runs: int) -> None:
        """So many more of them are in place. Raises SupersededError when another build is wanted."""
        self.done += runs
        self.steps += 1
        self.tell(Underway(self.done, self.total))
        if self.steps > LEAST and not self.requests.empty():
            raise SupersededError


def main() -> None:
    """Build on request until the program has changed."""
    root, output, jobs, code = sys.argv[1:]
    config = replace(Config.at(Path(root)), output=Path(output))
    requests: Requests = Queue()
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints must not speak to the preview
    Thread(target=_listen, args=(sys.stdin, requests), daemon=True).start()

    def tell(message: Message) -> None:
        print(encode(message), file=replies, flush=True)

    try:
        with parallel_map(int(jobs)) as map:
            _serve(config, map, code, requests, tell)
    except BrokenPipeError:
        pass  # the preview is gone
    except Exception as error:
        tell(Broken(SHORT_OF_MEMORY, "") if is_short_of_memory(error) else locate(error, config, PACKAGE))


def _listen(lines: TextIO, requests: Requests) -> None:
    for _ in lines:
        requests.put(None)
    os._exit(0)  # the preview is gone, and a build may be killed at any moment


def _serve(config: Config, map: Map, code: str, requests: Requests, tell: Tell) -> None:
    is_waiting = False
    while True:
        _take(requests, RETRY_S if is_waiting else None)
        if source_digest(PACKAGE) != code:
            tell(Stale())
            return
        try:
            message = _build(config, map, Interruptible(requests, tell))
        except SupersededError:
            is_waiting = False
            continue
        if not (is_waiting and isinstance(message, Waiting)):
            tell(message)
        is_waiting = isinstance(message, Waiting)


def _build(config: Config, map: Map, progress: Progress) -> Message:
    try:
        summary = build(config, map, progress)
    except AuthorError as error:
        mistakes = [str(mistake) for mistake in error.mistakes if not mistake.is_warning]
        return Failed(mistakes, [str(mistake) for mistake in error.mistakes if mistake.is_warning])
    except BusyError as error:
        return Waiting(str(error))
    except BuildError as error:
        return Failed([str(error)])
    return Built(f"{summary.articles} articles, {summary.drawn} of {summary.runs} runs drawn", summary.warnings)


def _take(requests: Requests, seconds: float | None) -> None:
    """Wait for a request, for so long at the most, and take all that are there."""
    try:
        requests.get(timeout=seconds)
        while True:
            requests.get_nowait()
    except Empty:
        return


if __name__ == "__main__":
    main()
