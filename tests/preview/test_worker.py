"""How a build gives way to the next."""

from queue import Queue

import pytest

from klsim.preview.messages import Message, Underway
from klsim.preview.worker import LEAST, Interruptible, SupersededError


def test_a_build_goes_on_while_nobody_wants_another():
    told: list[Message] = []
    progress = Interruptible(Queue(), told.append)
    progress.start(40)
    for _ in range(40):
        progress.advance(1)
    assert told == [Underway(n + 1, 40) for n in range(40)]


def test_a_build_makes_way_for_the_next_only_after_it_has_got_on():
    requests: Queue[int] = Queue()
    requests.put(0)
    progress = Interruptible(requests, lambda _: None)
    progress.start(40)
    for _ in range(LEAST):
        progress.advance(1)
    with pytest.raises(SupersededError):
        progress.advance(1)
