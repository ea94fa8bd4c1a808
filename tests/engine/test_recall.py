"""What there is already of tasks, without running any."""

from pathlib import Path

import pytest

from klsim.engine.executor import Serial
from klsim.engine.run import recall, run
from klsim.engine.store import Store
from tests.engine.toy import plan, write_content

pytestmark = pytest.mark.slow


def test_what_is_up_to_date_is_given_and_nothing_runs(tmp_path: Path):
    write_content(tmp_path, 1)
    with Store(tmp_path / "store") as store:
        tasks, build = plan(tmp_path), store.next_build(0)
        assert recall(tasks, store, build=build).made == {}
        made = run(tasks, store, Serial(), build=build)
        found = recall(tasks, store, build=build)
    assert found.made == made.made
    assert found.ran == {}
    assert found.read("index", "index.html") == made.read("index", "index.html")


def test_what_would_have_to_run_is_left_out_with_all_that_needs_it(tmp_path: Path):
    write_content(tmp_path, 1)
    with Store(tmp_path / "store") as store:
        made = run(plan(tmp_path), store, Serial(), build=store.next_build(0))
        (tmp_path / "content" / "t5.txt").write_text("new")
        (lost,) = made.products("picture/t7").values()
        store.refresh()
        store.objects.remove(lost)
        found = recall(plan(tmp_path), store, build=store.next_build(0))
        assert set(found.skipped) == {"picture/t5", "page/t5", "picture/t7", "page/t7", "index"}
        assert set(found.made) == set(made.made) - set(found.skipped)
        assert not store.objects.has([lost])
