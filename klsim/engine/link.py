"""A connection to a dask scheduler, and those of its workers that may be used.

Batches go to workers that were looked at before and are what this machine is: a product must not depend on where
it is made. dask itself waits for ever where a scheduler or all workers are gone; here a watch looks each second.
"""

import asyncio
import concurrent.futures
import logging
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from klsim.diagnostics import BuildError
from klsim.engine.carried import MISSING, OtherVersionsError
from klsim.engine.remote import PROCESSOR, Answer, describe, facts, work
from klsim.engine.worker import result_of

LOOK_S = 1.0
"""How often, and how long an answer is waited for before it counts as none."""
FACTS_S = 30.0
"""How long a worker may take to tell what it is: it imports numpy for it."""
FIRST_S = 3.0
"""How long the first look at workers is waited for before there is work for them."""
CLOSE_S = 1.0
RETRIES = 2
GOES_ON = "the next build goes on from what the store has"

_LOGGERS = ("distributed", "dask", "tornado", "bokeh", "asyncio")


@dataclass(frozen=True)
class Terms:
    """Seconds that a cluster may be without a scheduler, and without a worker that may be used; whether those with
    other features of the processor may be."""

    without_scheduler_s: float
    without_worker_s: float
    is_mixed: bool


class Link:
    """Made, opened and used in one event loop."""

    def __init__(self, address: str, terms: Terms, tell: Callable[[str], None]) -> None:
        self._address, self._terms, self._tell = address, terms, tell
        self._expected = dict(facts())
        self._client: Any = None
        self._usable: dict[str, int] = {}
        self._refused: set[str] = set()
        self._looks: dict[str, asyncio.Task[None]] = {}
        self._under_way: dict[Any, Collection[str]] = {}
        self._has_worker = asyncio.Event()

    @property
    def threads(self) -> int:
        """How many tasks the workers do at a time."""
        return sum(self._usable.values())

    async def open(self) -> None:
        """Connect, and look at the workers that are there. Raises BuildError where there is no scheduler."""
        from dask import config
        from distributed import Client

        hush()
        patience = self._terms.without_scheduler_s
        config.set({"distributed.admin.large-graph-warning-threshold": "1TB"})
        try:
            client: Any = Client  # its type says nothing of what it takes
            connecting = client(self._address, asynchronous=True, timeout=2 * patience, set_as_default=False)
            self._client = await asyncio.wait_for(connecting, patience)
        except (OSError, TimeoutError):
            raise BuildError(self._without("scheduler", patience)) from None
        except (ValueError, ImportError) as error:
            raise BuildError(f"{self._address} is no address of a scheduler: {error}") from None
        with suppress(OSError, TimeoutError):
            await self._look()
            await asyncio.wait([asyncio.create_task(asyncio.sleep(0)), *self._looks.values()], timeout=FIRST_S)

    async def do(self, content: bytes) -> Any:
        """What comes of some pickled work. Work whose worker is gone, or may not be used, goes to another.

        Raises what the work raises, and BuildError where dask gives it up.
        """
        while True:
            await self._has_worker.wait()
            workers = tuple(self._usable)
            answer = await self._ask(content, workers)
            if answer is None:
                await asyncio.sleep(0)  # the watch may have something to say
            elif answer.differs:
                self._refuse(answer.worker, describe(answer.differs, self._wanted))
            else:
                try:
                    return result_of(answer.content)
                except OtherVersionsError as error:
                    self._refuse(answer.worker, describe(*error.args))

    async def watch(self) -> None:
        """Look each second. Raises BuildError once there was no scheduler, or no worker, for too long."""
        now = asyncio.get_running_loop().time
        scheduler_s = worker_s = now()
        while True:
            with suppress(OSError, TimeoutError):
                await self._look()
                scheduler_s = now()
            if self._usable:
                worker_s = max(worker_s, scheduler_s)
            if now() - scheduler_s >= self._terms.without_scheduler_s:
                raise BuildError(self._without("scheduler", self._terms.without_scheduler_s))
            if now() - worker_s >= self._terms.without_worker_s:
                raise BuildError(self._without("worker", self._terms.without_worker_s))
            await asyncio.sleep(LOOK_S)

    async def close(self) -> None:
        """Leave, and let what is under way be dropped."""
        if self._client is not None:
            try:
                await asyncio.wait_for(self._client.close(), CLOSE_S)
            except (OSError, TimeoutError):
                self._client.status = (
                    "closed"  # else its destructor would try again, when there is no loop any more
                )

    @property
    def _wanted(self) -> Mapping[str, str]:
        """What a worker has to be."""
        return {k: v for k, v in self._expected.items() if k != PROCESSOR or not self._terms.is_mixed}

    async def _ask(self, content: bytes, workers: Collection[str]) -> Answer | None:
        """What a worker answers; None where it is lost, with all of these workers or with the scheduler."""
        from distributed import KilledWorker

        try:
            future = self._client.submit(
                *(work, content, self._wanted),
                pure=False,
                retries=RETRIES,
                workers=list(workers),
                allow_other_workers=False,
            )
        except Exception:
            if self._client.status == "running":
                raise
            await asyncio.sleep(LOOK_S)  # it tries to connect again; the watch says when that is over
            return None
        self._under_way[future] = workers
        try:
            return Answer(*await future)
        except concurrent.futures.CancelledError:
            await asyncio.sleep(LOOK_S / 10)
            return None
        except KilledWorker as error:
            raise BuildError(
                f"{error.last_worker.address} was the last of {error.allowed_failures + 1} workers that ended at "
                f"the same work, perhaps for want of memory; {GOES_ON}"
            ) from None
        finally:
            del self._under_way[future]
            future.release()

    async def _look(self) -> None:
        """See which workers there are now, ask new ones what they are, and take back what none is left to do."""
        if self._client.scheduler is None:
            raise OSError("the client has given it up")
        found = await asyncio.wait_for(self._client.scheduler.identity(), LOOK_S)
        for address in [address for address, look in self._looks.items() if look.done()]:
            self._looks.pop(address).result()
        there: Mapping[str, Any] = found["workers"]
        for gone in self._usable.keys() - there.keys():
            del self._usable[gone]
        for address in there.keys() - self._usable.keys() - self._refused - self._looks.keys():
            self._looks[address] = asyncio.create_task(self._meet(address, int(there[address]["nthreads"])))
        self._note_workers()
        lost = [future for future, workers in self._under_way.items() if not there.keys() & set(workers)]
        if lost and self._usable:
            await asyncio.wait_for(self._client.cancel(lost, force=True), LOOK_S)

    async def _meet(self, address: str, threads: int) -> None:
        """Ask a worker what it is, and use it if it fits."""
        try:
            told = await asyncio.wait_for(self._client.run(facts, workers=[address], on_error="return"), FACTS_S)
        except (OSError, TimeoutError, ValueError):
            return  # it is asked again
        found = told.get(address, OSError())
        if isinstance(found, OSError | TimeoutError):
            return
        if isinstance(found, Exception):
            self._refuse(address, f"it cannot tell its versions, {type(found).__name__}: {_first_line(found)}")
            return
        expected = self._expected.items()
        differs = {name: found.get(name, MISSING) for name, value in expected if found.get(name) != value}
        if differs.keys() - ({PROCESSOR} if self._terms.is_mixed else ()):
            hint = "; --mixed uses it" if differs.keys() == {PROCESSOR} else ""
            self._refuse(address, f"{describe(differs, self._expected)}{hint}")
            return
        if differs:
            self._tell(f"worker {address} is used though it is another: {describe(differs, self._expected)}")
        self._usable[address] = threads
        self._note_workers()

    def _refuse(self, address: str, why: str) -> None:
        self._usable.pop(address, None)
        self._note_workers()
        if address not in self._refused:
            self._refused.add(address)
            self._tell(f"worker {address} is not used: {why}")

    def _note_workers(self) -> None:
        (self._has_worker.set if self._usable else self._has_worker.clear)()

    def _without(self, what: str, seconds: float) -> str:
        refused = f" that can be used; refused: {len(self._refused)}" if what == "worker" and self._refused else ""
        return f"the cluster {self._address} has had no {what} for {seconds:g} s{refused}; {GOES_ON}"


def hush() -> None:
    """Have the libraries of the cluster keep their logs and warnings to themselves."""
    from distributed.versions import VersionMismatchWarning

    names: Iterable[str] = (*_LOGGERS, *logging.root.manager.loggerDict)
    for name in names:
        if name.partition(".")[0] in _LOGGERS:
            logger = logging.getLogger(name)
            logger.handlers = [logging.NullHandler()]
            logger.propagate = False
            logger.setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=VersionMismatchWarning)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]
