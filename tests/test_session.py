"""A session takes what it has made as it is, until it is asked for something else by the same name."""

from pathlib import Path

import pytest

from klsim.config import Config
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.session import Session
from tests.engine.running import task


@pytest.fixture
def session(tmp_path: Path) -> Session:
    store = Store(tmp_path / ".klsim")
    return Session(Config.at(tmp_path), store, Serial(), Silent(), store.next_build(0))


def test_what_is_asked_for_otherwise_is_made_anew_with_all_that_needs_it(session: Session):
    last = task("last", "join", needs=["middle"])
    session.run([task("first", "text", 1), task("middle", "join", needs=["first"]), last])
    session.run([task("first", "text", 2)])
    assert session.run([]).read("last", "all") == b"(2,)"
    assert session.recall([task("first", "text", 3)]).made == {}


def test_a_file_that_is_saved_meanwhile_is_another_build_s(session: Session, tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("before")
    one = task("one", "join", files={"a": path})
    assert session.run([one]).read("one", "all") == b"before"
    path.write_text("after")
    assert session.run([one]).read("one", "all") == b"before"
