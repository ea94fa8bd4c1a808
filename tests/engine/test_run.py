"""Runs: what is not done yet is done, and nothing else."""

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.diagnostics import BuildError, ContentError
from klsim.engine.explain import explain
from klsim.engine.inputs import make_inputs
from klsim.engine.progress import Lines
from klsim.engine.results import Reason
from klsim.engine.run import run
from klsim.engine.store import Store
from klsim.engine.task import Part, Task, encode
from tests.engine.running import go, harm, task
from tests.examples import examples


def chain(path: Path, second: int = 1) -> list[Task]:
    """Two that read, one that measures, one that shows."""
    return [
        task("show", "join", files={"theme": path.with_name("theme")}, needs=["measure", "second"]),
        task("first", "join", files={"text": path}),
        task("second", "text", second),
        task("measure", "size", needs=["first"]),
    ]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    (tmp_path / "text").write_bytes(b"one")
    return tmp_path / "text"


def test_everything_runs_once(store: Store, text: Path):
    results = go(store, *chain(text))
    assert list(results.ran) == ["show", "first", "second", "measure"]
    assert results.read("show", "all") == b"3(1,)"
    again = go(store, *chain(text))
    assert (list(again.ran), list(again.reused)) == ([], ["show", "first", "second", "measure"])
    assert again.made == results.made


def test_another_process_takes_over_what_one_has_done(tmp_path: Path, text: Path):
    with Store(tmp_path / ".klsim") as store:
        results = go(store, *chain(text))
    with Store(tmp_path / ".klsim") as store:
        again = go(store, *chain(text))
        assert not again.ran
        assert again.made == results.made
        assert again.read("show", "all") == b"3(1,)"


def test_a_change_without_effect_stops_where_it_has_none(store: Store, text: Path):
    go(store, *chain(text))
    text.write_bytes(b"two")
    results = go(store, *chain(text))
    assert list(results.ran) == ["first", "measure"]
    assert list(results.reused) == ["show", "second"]


def test_each_run_says_what_changed(store: Store, text: Path):
    assert set(go(store, *chain(text)).ran.values()) == {(Reason("first"),)}
    text.write_bytes(b"three")
    text.with_name("theme").write_bytes(b"!")
    results = go(store, *chain(text, second=2))
    assert explain(results.ran) == (
        "show: theme is new; measure/size changed; second/text changed",
        "first: text changed",
        "second: value 1: 1 became 2",
        "measure: first/all changed",
    )
    text.with_name("theme").unlink()
    assert explain(go(store, *chain(text, second=2)).ran) == ("show: theme is gone",)


def test_a_file_that_is_not_there_is_none_and_is_an_input_all_the_same(store: Store, tmp_path: Path):
    one = task("one", "text", files={"text": tmp_path / "none" / "a"})
    assert go(store, one).read("one", "text") == b"(None,)"
    (tmp_path / "none").write_bytes(b"in the place of a folder")
    assert not go(store, one).ran
    (tmp_path / "none").unlink()
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "a").write_bytes(b"")
    assert go(store, one).read("one", "text") == b"(b'',)"


def test_a_file_that_cannot_be_read_is_told(store: Store, tmp_path: Path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(BuildError, match="loop cannot be read: Too many levels of symbolic links"):
        go(store, task("one", "join", files={"text": loop}))


def test_only_the_products_that_are_asked_for_count(store: Store):
    def tasks(length: int) -> list[Task]:
        return [task("made", "blob", 1, length), task("used", "join", needs=[Part("made", ("head",))])]

    assert go(store, *tasks(100)).read("used", "all") == go(store, *tasks(100)).read("made", "head")
    assert list(go(store, *tasks(200)).ran) == ["made"]


def test_the_order_of_what_a_task_is_given_counts(store: Store, tmp_path: Path):
    for name in "ab":
        (tmp_path / name).write_bytes(name.encode())
    files = {name: tmp_path / name for name in "ab"}
    others = [task("x", "text", 1), task("y", "text", 2)]
    one = task("one", "join", files=files, needs=["x", "y"])
    assert go(store, *others, one).read("one", "all") == b"ab(1,)(2,)"
    one = task("one", "join", files=dict(reversed(files.items())), needs=["y", "x"])
    assert go(store, *others, one).read("one", "all") == b"ba(2,)(1,)"
    one = task("one", "join", files=dict(reversed(files.items())), needs=[Part("y"), Part("x", ("text",))])
    assert list(go(store, *others, one).ran) == ["one"]


def test_what_could_start_starts_in_the_order_given(store: Store, tmp_path: Path):
    log = tmp_path / "log"
    needs = {"d": ("b",), "c": (), "b": ("a",), "a": ()}
    go(store, *(task(name, "note", str(log), name, needs=needs[name]) for name in needs))
    assert [line[0] for line in log.read_text().splitlines()] == ["c", "a", "b", "d"]


@pytest.mark.parametrize("prefetch", [1, 3])
def test_so_many_tasks_and_no_more_are_begun_before_the_first_is_done(store: Store, prefetch: int):
    begun = Begun(prefetch)
    with begun:
        results = go(store, *(task(f"t{n}", "slow", 0.01, str(n)) for n in range(10)), executor=begun)
    assert len(results.ran) == 10
    assert begun.most == prefetch


class Begun(ThreadPoolExecutor):
    """Threads that count what is begun and not done; what is done is seen a moment later."""

    def __init__(self, prefetch: int) -> None:
        super().__init__(2)
        self.prefetch, self.most, self._futures = prefetch, 0, []

    def submit(self, fn, /, *args, **kwargs):
        future = super().submit(fn, *args, **kwargs)
        self._futures.append(future)
        self.most = max(self.most, sum(not one.done() for one in self._futures))
        return future


def test_the_mistakes_of_all_authors_are_gathered_and_what_needs_them_is_left_out(store: Store):
    results = go(
        store,
        task("bad", "fail", 1, "wrong"),
        task("needs bad", "join", needs=["bad", "good"]),
        task("needs that", "join", needs=["needs bad"]),
        task("worse", "fail", 2, "worse"),
        task("good", "text", 1),
    )
    assert {name: str(error) for name, error in results.errors.items()} == {
        "bad": "content/a.md:1: wrong",
        "worse": "content/a.md:2: worse",
    }
    assert results.skipped == ("needs bad", "needs that")
    assert list(results.ran) == ["good"]
    with pytest.raises(KeyError):
        results.products("needs bad")
    again = go(store, task("bad", "fail", 1, "wrong"), task("good", "text", 1))
    assert list(again.errors) == ["bad"]
    assert again.reused == ("good",)


def test_a_mistake_of_a_programmer_is_raised_with_the_name_of_the_task_and_what_was_done_is_kept(store: Store):
    tasks = [task("done", "text", 1), task("broken", "break_down", "no"), task("later", "text", 2)]
    with pytest.raises(RuntimeError, match="no") as caught:
        go(store, *tasks)
    assert caught.value.__notes__ == ["in task broken"]
    assert go(store, tasks[0]).reused == ("done",)


def test_a_function_that_gives_no_bytes_is_a_mistake_of_a_programmer(store: Store):
    with pytest.raises(TypeError, match=r"tests\.engine\.work:strange gives no bytes by name"):
        go(store, task("one", "strange"))


@pytest.mark.parametrize(
    ("tasks", "told"),
    [
        ([task("a", "join"), task("a", "text")], "two tasks are called a"),
        ([task("a", "join", needs=["b"])], "a needs b, which is no task"),
        ([task("a", "join", needs=["a"])], "circle: a needs a"),
        (
            [task("x", "join", needs=["b"]), task("b", "join", needs=["c"]), task("c", "join", needs=["b"])],
            "circle: b needs c needs b",
        ),
        ([Task("a", "no.function")], "no function"),
        ([Task("a", "m:f", (), (("x", Path("1")), ("x", Path("2"))))], "one name"),
    ],
)
def test_tasks_that_make_no_graph_are_refused(store: Store, tasks: list[Task], told: str):
    with pytest.raises(ValueError, match=told):
        go(store, *tasks)


def test_a_need_that_the_other_task_does_not_make_is_told(store: Store):
    with pytest.raises(ValueError, match="a makes no 'picture'; it makes text"):
        go(store, task("a", "text", 1), task("b", "join", needs=[Part("a", ("picture",))]))


def test_what_was_lost_is_made_again_where_it_is_needed(store: Store, text: Path):
    results = go(store, *chain(text))
    first, measure = results.products("first")["all"], results.products("measure")["size"]
    store.objects.path(first).unlink()
    harm(store, measure)
    text.with_name("theme").write_bytes(b"!")
    with Store(store.root) as other:
        again = go(other, *chain(text))
        assert explain(again.ran) == (
            "show: theme is new",
            "first: it was missing or damaged",
            "measure: it was missing or damaged",
        )
        assert again.read("show", "all") == b"!3(1,)"
        assert not go(other, *chain(text)).ran


def test_what_was_damaged_and_nobody_needs_is_left_until_it_is_read(store: Store, text: Path):
    results = go(store, *chain(text))
    for name in ("first", "measure"):
        for digest in results.products(name).values():
            harm(store, digest)
    with Store(store.root) as other:
        again = go(other, *chain(text))
        assert not again.ran
        assert again.product("measure", "size").read() == b"3"
        assert again.read("first", "all") == b"one"
        assert other.objects.has(results.products("first").values())


def test_what_is_lost_in_the_middle_of_a_run_is_made_again(store: Store, text: Path):
    results = go(store, *chain(text))
    with Store(store.root) as other:
        again = go(other, *chain(text))
        for products in results.made.values():
            for digest in products.values():
                store.objects.path(digest).unlink()
        assert again.read("show", "all") == b"3(1,)"
        assert again.read("first", "all") == b"one"


def test_a_file_that_changes_after_it_was_looked_at_counts_as_it_was_read(store: Store, text: Path):
    one = task("one", "join", files={"text": text})
    go(store, one)
    text.write_bytes(b"two")
    assert go(store, one).read("one", "all") == b"two"
    text.write_bytes(b"one")
    assert list(go(store, one).ran) == ["one"]


def test_progress_is_told_of_runs_only(store: Store, text: Path, capsys: pytest.CaptureFixture[str]):
    tasks = [*chain(text), task("bad", "fail", 1, "x"), task("worse", "join", needs=["bad"])]
    run(tasks, store, _serial(), Lines(), build=store.next_build(0))
    assert capsys.readouterr().err.splitlines() == [f"{n} of 6 tasks" for n in range(1, 7)]
    run(chain(text), store, _serial(), Lines(), build=store.next_build(0))
    assert capsys.readouterr().err == ""


def _serial():
    from klsim.engine.executor import Serial

    return Serial()


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
PLAIN = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


def same(one: object, other: object) -> bool:
    """Equal in everything, types, signs and orders too."""
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same([list(pair) for pair in one.items()], [list(pair) for pair in other.items()])
    return one == other


@given(PLAIN, PLAIN)
def test_values_have_equal_keys_only_if_they_are_equal(one: object, other: object):
    assert (encode(one) == encode(other)) == same(one, other)


@given(st.lists(PLAIN, max_size=3), st.lists(PLAIN, max_size=3))
def test_rows_of_values_have_equal_inputs_only_if_they_are_equal(one: list[object], other: list[object]):
    texts = [make_inputs(Task("a", "m:f", tuple(values)), "code", lambda _: None, {}) for values in (one, other)]
    assert (texts[0] == texts[1]) == same(one, other)


@pytest.mark.parametrize("value", [{1: 2}, b"bytes", {"a": {2: 3}}, [object()], {1, 2}, 1j])
def test_what_json_cannot_say_is_no_value(value: object):
    with pytest.raises(TypeError):
        encode(value)


def test_an_error_while_something_lost_is_made_again_is_raised(store: Store, tmp_path: Path):
    text = tmp_path / "text"
    text.write_bytes(b"1")
    results = go(store, task("one", "picky", files={"text": text}))
    for digest in results.products("one").values():
        store.objects.path(digest).unlink()
    text.write_bytes(b"")
    with pytest.raises(ContentError):
        results.read("one", "text")


@st.composite
def sites(draw: st.DrawFn) -> list[list[Task]]:
    """Some versions of a graph of tasks: values, needs and tasks come, go and change."""
    size = draw(st.integers(1, 8))
    versions = []
    for _ in range(draw(st.integers(2, 4))):
        tasks = []
        for n in range(size):
            needs = [f"t{m}" for m in range(n) if draw(st.integers(0, 3)) == 0]
            if needs:
                tasks.append(task(f"t{n}", draw(st.sampled_from(["join", "size"])), needs=needs))
            else:
                tasks.append(task(f"t{n}", "text", draw(st.integers(0, 2))))
        versions.append(draw(st.permutations(tasks)))
    return versions


@pytest.mark.slow
@examples(15)
@given(sites(), st.randoms(use_true_random=False))
def test_after_any_row_of_changes_and_losses_products_are_those_of_a_clean_run(
    tmp_path_factory: pytest.TempPathFactory, versions: list[list[Task]], chance: Random
):
    root = tmp_path_factory.mktemp("row")
    for number, tasks in enumerate(versions):
        with Store(root / "kept") as store:
            for path in sorted((store.root / "objects").rglob("*/*")):
                if chance.random() < 0.2:
                    path.unlink() if chance.random() < 0.5 else path.write_bytes(b"damaged")
            results = go(store, *tasks)
            contents = {
                name: {key: results.read(name, key) for key in made} for name, made in results.made.items()
            }
            assert set(go(store, *tasks).reused) == {one.name for one in tasks}
        with Store(root / f"clean {number}") as store:
            clean = go(store, *tasks)
            assert clean.made == results.made
            assert contents == {
                name: {key: clean.read(name, key) for key in made} for name, made in clean.made.items()
            }
