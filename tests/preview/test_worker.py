"""How a build gives way to the next, and where its tasks run."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from klsim.engine.executor import Serial, executor
from klsim.preview.executors import HERE, Nearby, Releasable
from klsim.preview.messages import BuildProgress, Message
from klsim.preview.worker import LEAST, Interruptible, Requests, SupersededError, Wish
from tests.engine.processes import PATIENCE_S

WISH = Wish.read("0 1767225600 2026-01-01")


def test_a_build_goes_on_while_nobody_wants_another():
    told: list[Message] = []
    progress = Interruptible(Requests(), told.append)
    progress.start(40)
    for _ in range(40):
        progress.advance(1)
    assert told == [BuildProgress(n + 1, 40) for n in range(40)]


def test_a_first_stage_makes_way_for_the_next_only_after_it_has_got_on():
    requests = Requests()
    requests.add(WISH)
    progress = Interruptible(requests, lambda _: None)
    progress.start(40)
    for _ in range(LEAST):
        progress.advance(1)
    with pytest.raises(SupersededError):
        progress.advance(1)


def test_drawing_makes_way_at_once():
    requests = Requests()
    progress = Interruptible(requests, lambda _: None, least=0, is_drawing=True)
    progress.start(40)
    progress.advance(1)
    requests.add(WISH)
    with pytest.raises(SupersededError):
        progress.advance(1)


def test_of_several_requests_the_last_counts_and_each_is_heard():
    requests, heard = Requests(), []
    requests.heard = lambda: heard.append(1)
    for now in (3, 4, 5):
        requests.add(replace(WISH, now=now))
    assert requests.take() == replace(WISH, now=5)
    assert not requests.are_there
    assert len(heard) == 3


def test_only_the_first_tasks_are_done_in_this_process():
    with executor("processes:2") as workers:
        nearby = Nearby(workers)
        where = [nearby.submit(os.getpid).result() for _ in range(HERE + 2)]
    assert [process == os.getpid() for process in where] == [True] * HERE + [False] * 2


def test_drawing_is_done_in_other_processes_meanwhile():
    with executor("processes:2") as workers:
        drawn = Nearby(workers).submit(where_am_i, "klsim.render.panel_image:draw_panels")
        assert drawn.result(PATIENCE_S) != os.getpid()
    assert Nearby(Serial()).submit(where_am_i, "klsim.render.panel_image:draw_panels").result() == os.getpid()


def where_am_i(_: str) -> int:
    """The process in which a task runs."""
    return os.getpid()


def test_what_is_let_go_fails_at_once_though_it_still_runs():
    goes_on = Event()
    with ThreadPoolExecutor(1) as threads:
        drawing = Releasable(threads)
        running: Future[bool] = drawing.submit(goes_on.wait, PATIENCE_S)
        waiting: Future[int] = drawing.submit(os.getpid)
        drawing.release(SupersededError())
        for future in (running, waiting, drawing.submit(os.getpid)):
            assert isinstance(future.exception(PATIENCE_S), SupersededError)
        goes_on.set()


@pytest.mark.parametrize("inner", [Serial(), ThreadPoolExecutor(1)])
def test_what_is_not_let_go_comes_as_it_is(inner: Serial | ThreadPoolExecutor):
    drawing = Releasable(inner)
    assert drawing.submit(int, "7").result(PATIENCE_S) == 7
    assert isinstance(drawing.submit(int, "x").exception(PATIENCE_S), ValueError)
