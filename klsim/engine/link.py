"""A connection to a dask scheduler.

Batches go to workers that were looked at before and are what this machine is: a product must not depend on where
it is made. dask itself waits for ever where a scheduler or all workers are gone; here a watch looks each second.
"""

import asyncio
import concurrent.futures
import logging
import warnings
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from klsim.diagnostics import BuildError
from klsim.engine.carried import OtherVersionsError
from klsim.engine.remote import Answer, describe, facts, work
from klsim.engine.roster import SILENT_S, Roster, first_line
from klsim.engine.worker import result_of

LOOK_S = 1.0
"""How often, and how long an answer is waited for before it counts as none."""
FIRST_S = 3.0
"""How long the first look at workers is waited for before there is work for them."""
CLOSE_S = 1.0
LOST_S = 0.1
"""How long after work was lost the next try is made."""
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
        self._address, self._terms = address, terms
        self._roster = Roster(self._facts_of, terms.is_mixed, max(terms.without_worker_s, SILENT_S), tell)
        self._client: Any = None
        self._under_way: dict[Any, Collection[str]] = {}

    @property
    def threads(self) -> int:
        """How many tasks the workers do at a time."""
        return sum(self._roster.usable.values())

    async def open(self) -> None:
        """Connect, and look at the workers that are there. Raises BuildError where there is no scheduler."""
        from dask import config
        from distributed import Client

        hush()
        patience = self._terms.without_scheduler_s
        config.set({"distributed.admin.large-graph-warning-threshold": "1TB"})
        try:
            client: Any = Client  # its type says nothing of what it takes
            self._client = client(self._address, asynchronous=True, timeout=2 * patience, set_as_default=False)
            await asyncio.wait_for(self._client, patience)
        except (OSError, TimeoutError):
            raise BuildError(self._without("scheduler", patience)) from None
        except Exception as error:  # an address of a kind that there is not, certificates that are missing
            raise BuildError(f"the cluster {self._address} cannot be connected to: {first_line(error)}") from None
        with suppress(OSError, TimeoutError):
            await self._look()
            await self._roster.settle(FIRST_S)

    async def do(self, content: bytes) -> Any:
        """What comes of some pickled work. Work whose worker is gone, or may not be used, goes to another.

        Raises what the work raises, and BuildError where dask gives it up.
        """
        while True:
            await self._roster.has_some.wait()
            answer = await self._ask(content, tuple(self._roster.usable))
            if answer is None:
                await asyncio.sleep(LOST_S)
            elif answer.differs:
                self._roster.refuse(answer.worker, describe(answer.differs, self._roster.wanted))
            else:
                try:
                    return result_of(answer.content)
                except OtherVersionsError as error:
                    self._roster.refuse(answer.worker, describe(*error.args))

    async def watch(self) -> None:
        """Look each second. Raises BuildError once there was no scheduler, or no worker, for too long."""
        now = asyncio.get_running_loop().time
        scheduler_s, patience = now(), self._terms
        while True:
            with suppress(OSError, TimeoutError):
                await self._look()
                scheduler_s = now()
            if now() - scheduler_s >= patience.without_scheduler_s:
                raise BuildError(self._without("scheduler", patience.without_scheduler_s))
            if scheduler_s - self._roster.last_s >= patience.without_worker_s:
                raise BuildError(self._without("worker", patience.without_worker_s))
            await asyncio.sleep(LOOK_S)

    async def close(self) -> None:
        """Leave, and let what is under way be dropped."""
        if self._client is None:
            return
        try:
            if self._client.status == "running":
                await asyncio.wait_for(self._client.close(), CLOSE_S)
        except (OSError, TimeoutError):
            pass  # it is left as it is
        finally:
            self._client.status = "closed"  # else its destructor would try again, when there is no loop any more

    async def _ask(self, content: bytes, workers: Collection[str]) -> Answer | None:
        """What one of these workers answers; None where the work is lost with them or with the scheduler."""
        from distributed import KilledWorker

        try:
            future = self._client.submit(
                *(work, content, self._roster.wanted),
                pure=False,
                retries=RETRIES,
                workers=list(workers),
                allow_other_workers=False,
            )
        except Exception:
            if self._client.status == "running":
                raise
            return None  # it tries to connect again; the watch says when that is over
        self._under_way[future] = workers
        try:
            return Answer(*await future)
        except (concurrent.futures.CancelledError, OSError):  # what work raises comes as an answer, whatever it is
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
        """See which workers there are now, and take back what those that are gone were to do."""
        if self._client.scheduler is None:
            raise OSError("the client has given it up")
        found = await asyncio.wait_for(self._client.scheduler.identity(), LOOK_S)
        silent = self._roster.see(found["workers"])
        alive = found["workers"].keys() - silent
        held: set[str] = set()
        if silent:
            processing = await asyncio.wait_for(self._client.processing(list(silent)), LOOK_S)
            held.update(key for keys in processing.values() for key in keys)
        under_way = self._under_way.items()
        lost = [future for future, workers in under_way if future.key in held or not alive & set(workers)]
        if lost and self._roster.usable:
            await asyncio.wait_for(self._client.cancel(lost, force=True), LOOK_S)

    async def _facts_of(self, address: str) -> Any:
        answers = await self._client.run(facts, workers=[address], on_error="return")
        return answers.get(address, OSError())

    def _without(self, role: str, seconds: float) -> str:
        refused = len(self._roster.refused)
        usable = f" that can be used; refused: {refused}" if role == "worker" and refused else ""
        return f"the cluster {self._address} has had no {role} for {seconds:g} s{usable}; {GOES_ON}"


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
