"""The workers of a cluster: those that may be used, since they are what this machine is, and the others."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from klsim.engine.carried import MISSING
from klsim.engine.remote import PROCESSOR, describe, facts

FACTS_S = 30.0
"""How long a worker may take to tell what it is: it imports numpy for it."""
SILENT_S = 30.0
"""How long a worker may say nothing to its scheduler, unless the patience is longer; it does each second or so."""


class Roster:
    """Made and used in one event loop.

    ask:       gives the facts of a worker by its address, or the exception that came of asking
    is_mixed:  whether workers with other features of the processor may be used
    silent_s:  a worker that was silent for so many seconds counts as gone
    has_some:  set while there is a worker to be used
    last_s:    when there was one last, by the clock of the loop
    refused:   addresses
    """

    def __init__(
        self,
        ask: Callable[[str], Awaitable[Any]],
        is_mixed: bool,
        silent_s: float,
        tell: Callable[[str], None],
    ) -> None:
        self._ask, self._is_mixed, self._silent_s, self._tell = ask, is_mixed, silent_s, tell
        self._now = asyncio.get_running_loop().time
        self._expected = facts()
        self._beats: dict[str, tuple[object, float]] = {}
        self._looks: dict[str, asyncio.Task[None]] = {}
        self._usable: dict[str, int] = {}
        self.refused: set[str] = set()
        self.has_some = asyncio.Event()
        self.last_s = self._now()

    @property
    def usable(self) -> Mapping[str, int]:
        """The addresses of workers that may be used, and how many tasks each does at a time."""
        return self._usable

    @property
    def wanted(self) -> Mapping[str, str]:
        """The facts that a worker has to have."""
        return {k: v for k, v in self._expected.items() if k != PROCESSOR or not self._is_mixed}

    def see(self, there: Mapping[str, Any]) -> Collection[str]:
        """Take in what the scheduler says of its workers, and ask new ones what they are; gives the silent ones.

        Raises what went wrong in asking, other than that there was no answer.
        """
        for address in [address for address, look in self._looks.items() if look.done()]:
            self._looks.pop(address).result()
        silent = self._silent(there)
        alive = there.keys() - silent
        for gone in self._usable.keys() - alive:
            del self._usable[gone]
        for address in alive - self._usable.keys() - self.refused - self._looks.keys():
            self._looks[address] = asyncio.create_task(self._meet(address, int(there[address]["nthreads"])))
        self._note()
        return silent

    async def settle(self, seconds: float) -> None:
        """Wait until all that were asked have answered, but not for longer."""
        if self._looks:
            await asyncio.wait(self._looks.values(), timeout=seconds)

    def refuse(self, address: str, why: str) -> None:
        """Use a worker no more, and say so once."""
        self._usable.pop(address, None)
        self._note()
        if address not in self.refused:
            self.refused.add(address)
            self._tell(f"worker {address} is not used: {why}")

    def _silent(self, there: Mapping[str, Any]) -> set[str]:
        now = self._now()
        for address, info in there.items():
            beat = info["last_seen"]
            if address not in self._beats or self._beats[address][0] != beat:
                self._beats[address] = (beat, now)
        silent = {address for address in there if now - self._beats[address][1] > self._silent_s}
        if self._usable and self._usable.keys() <= silent:
            self.last_s = max(self._beats[address][1] for address in self._usable)
        elif self._usable.keys() & there.keys() - silent:
            self.last_s = now
        return silent

    async def _meet(self, address: str, threads: int) -> None:
        """Ask a worker what it is, and use it if it fits; one that gives no answer is asked again another time."""
        try:
            found = await asyncio.wait_for(self._ask(address), FACTS_S)
        except (OSError, TimeoutError, ValueError):
            return
        if isinstance(found, OSError | TimeoutError):
            return
        if isinstance(found, Exception):
            self.refuse(address, f"it cannot tell what it is: {type(found).__name__}: {first_line(found)}")
            return
        expected = self._expected.items()
        differs = {name: found.get(name, MISSING) for name, value in expected if found.get(name) != value}
        if differs.keys() & self.wanted.keys():
            hint = "; --mixed uses it" if differs.keys() == {PROCESSOR} else ""
            self.refuse(address, f"{describe(differs, self._expected)}{hint}")
            return
        if differs:
            self._tell(f"worker {address} is used though it is another: {describe(differs, self._expected)}")
        self._usable[address] = threads
        self.last_s = self._now()
        self._note()

    def _note(self) -> None:
        (self.has_some.set if self._usable else self.has_some.clear)()


def first_line(error: Exception) -> str:
    """What an exception says, in one line."""
    return (str(error).splitlines() or [""])[0]
