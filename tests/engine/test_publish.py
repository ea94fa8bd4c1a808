"""Publishing: whole files, an index that survives a kill, and nothing lost that is not klsim's."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klsim.diagnostics import BuildError
from klsim.engine.conflicts import folders_above
from klsim.engine.digest import digest
from klsim.engine.index import INDEX, LOCK, PART, encode_index, read_index
from klsim.engine.lock import locked
from klsim.engine.publish import Published, open_output
from klsim.engine.results import Product
from tests.engine.harms import alter, cut, garble, replace_by_folder, replace_by_pipe
from tests.engine.processes import ROOT, started, wait_until
from tests.examples import examples

SITE = {
    "index.html": b"<h1>All</h1>",
    "a/index.html": b"<h1>A</h1>",
    "a/figure/figure.json": b"{}",
    "a/figure/one.abc.gif": b"GIF" * 100,
    "assets/style.abc.css": b"* {}",
    "feed.xml": b"<feed/>",
}


def publish(root: Path, manifest: Mapping[str, bytes | Product]) -> Published:
    with open_output(root) as output:
        return output.publish(manifest)


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
    }


def whole(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The folder that is published from these files."""
    return {**files, INDEX: encode_index({path: digest(data) for path, data in files.items()})}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    publish(tmp_path / "out", SITE)
    return tmp_path / "out"


def test_the_folder_holds_the_site_and_its_index_and_nothing_else(site: Path):
    assert tree(site) == whole(SITE)
    assert subprocess.run(["sha256sum", "--check", "--quiet", INDEX], cwd=site).returncode == 0


def test_it_is_told_what_was_done(site: Path):
    files = {**SITE, "a/index.html": b"new", "b/index.html": b"b"}
    del files["feed.xml"]
    (site / "index.html").write_bytes(b"damaged")
    assert publish(site, files) == Published(
        ("b/index.html", "index.html", "a/index.html"),
        ("index.html",),
        ("feed.xml",),
        sum(map(len, files.values())),
    )
    assert tree(site) == whole(files)
    assert publish(site, files) == Published((), (), (), sum(map(len, files.values())))


def test_products_are_read_only_where_they_are_not_there_yet(site: Path):
    read: list[str] = []

    def product(path: str, data: bytes) -> Product:
        return Product(digest(data), lambda: (read.append(path), data)[1])

    publish(site, {path: product(path, data) for path, data in SITE.items()})
    assert read == []
    files = {**SITE, "new.txt": b"new", "feed.xml": b"<other/>"}
    publish(site, {path: product(path, data) for path, data in files.items()})
    assert read == ["new.txt", "feed.xml"]
    assert tree(site) == whole(files)


def test_files_come_before_pages_and_new_ones_before_others(site: Path):
    files = {path: data + b"!" for path, data in SITE.items()}
    files |= {"b/index.html": b"b", "b/new.abc.gif": b"GIF", "404.html": b"none"}
    assert publish(site, files).written == (
        "b/new.abc.gif",
        "a/figure/figure.json",
        "a/figure/one.abc.gif",
        "assets/style.abc.css",
        "b/index.html",
        "404.html",
        "index.html",
        "a/index.html",
        "feed.xml",
    )


@contextmanager
def watched(root: Path, record: list[tuple[str, str]]):
    """What happens to the files of a folder, in its order; flushed files are told when they are opened for it."""
    is_on = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if not is_on or not arguments:
            return
        place = str(arguments[1] if event == "os.rename" else arguments[0])
        is_for_flushing = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3 == os.O_RDWR
        if place.startswith(str(root)) and (event in ("os.rename", "os.remove") or is_for_flushing):
            record.append((event, os.path.relpath(place, root)))

    sys.addaudithook(hook)
    yield
    is_on = False


def test_everything_is_on_the_disk_before_what_refers_to_it_and_before_anything_is_removed(site: Path):
    files = {**SITE, "index.html": b"new", "new.gif": b"GIF", "figure.json": b"{}", "a/figure/figure.json": b"[]"}
    del files["feed.xml"]
    events: list[tuple[str, str]] = []
    with watched(site, events):
        publish(site, files)
    names = [(event.removeprefix("os."), path) for event, path in events if path not in (INDEX, PART, LOCK)]
    assert names[:2] == [("rename", "new.gif"), ("rename", "figure.json")]
    assert set(names[2:4]) == {("open", "new.gif"), ("open", "figure.json")}
    assert names[4:] == [
        ("rename", "a/figure/figure.json"),
        ("open", "a/figure/figure.json"),
        ("rename", "index.html"),
        ("open", "index.html"),
        ("remove", "feed.xml"),
    ]


def test_pages_are_removed_before_what_they_show_and_indices_before_what_they_name(site: Path):
    events: list[tuple[str, str]] = []
    with watched(site, events):
        publish(site, {})
    removed = [path for event, path in events if event == "os.remove" and path not in (INDEX, PART, LOCK)]
    assert removed[:2] == ["a/index.html", "index.html"]
    assert set(removed[2:4]) == {"a/figure/figure.json", "feed.xml"}
    assert set(removed[4:]) == {"a/figure/one.abc.gif", "assets/style.abc.css"}
    assert tree(site) == whole({})


def test_what_is_to_be_removed_and_is_a_folder_now_is_left(site: Path):
    replace_by_folder(site / "a" / "figure" / "figure.json")
    publish(site, {})
    assert tree(site) == whole({})


def test_a_name_with_spaces_is_remembered(tmp_path: Path):
    files = {"a name  with spaces.txt": b"text"}
    publish(tmp_path / "out", files)
    assert publish(tmp_path / "out", files).written == ()
    assert tree(tmp_path / "out") == whole(files)


def test_lines_of_a_damaged_index_that_lead_elsewhere_remove_nothing(site: Path):
    (site.parent / "mine.txt").write_bytes(b"mine")
    lines = "".join(
        f"{digest(b'mine')}  {path}\n" for path in ("../mine.txt", ".klsim.lock", f"{site.parent}/mine.txt")
    )
    (site / INDEX).write_bytes(b"\xff\n" + lines.encode())
    with open_output(site) as output:
        assert output.index == {}
        output.publish(SITE)
        output.publish({})
    assert tree(site) == whole({})
    assert (site.parent / "mine.txt").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "path", ["", "/a", "a//b", "../a", "a/./b", ".klsim", ".klsim.part", "a\0b", "a\nb", " a", "a\\b"]
)
def test_a_path_that_cannot_be_is_refused(tmp_path: Path, path: str):
    with pytest.raises(ValueError, match="is no path of a site"):
        publish(tmp_path / "out", {path: b""})


def test_a_path_that_is_to_be_file_and_folder_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="a/b is to be a file, and a folder for a/b/c"):
        publish(tmp_path / "out", {"a/b": b"", "a/b/c": b""})


def test_a_torn_line_at_the_end_of_the_index_is_passed_over(site: Path):
    with (site / INDEX).open("a") as index:
        index.write("0123456789abcdef  ke")
    publish(site, SITE)
    assert tree(site) == whole(SITE)


def _replace_by_link(path: Path) -> None:
    path.rename(path.parents[1] / "elsewhere")
    path.symlink_to(path.parents[1] / "elsewhere")


@pytest.mark.parametrize("harm", [cut, alter, garble, lambda path: path.write_bytes(b"")])
def test_a_damaged_index_is_made_again_and_knows_everything_then(site: Path, harm: Callable[[Path], None]):
    harm(site / INDEX)
    publish(site, SITE)
    assert tree(site) == whole(SITE)
    publish(site, {})
    assert tree(site) == whole({})


@pytest.mark.parametrize("path", SITE)
@pytest.mark.parametrize(
    "harm",
    [cut, alter, Path.unlink, replace_by_folder, replace_by_pipe, _replace_by_link],
    ids=lambda h: h.__name__,
)
def test_harm_to_any_file_is_noticed_and_undone(site: Path, path: str, harm: Callable[[Path], None]):
    harm(site / path)
    assert publish(site, SITE).restored == (path,)
    assert {
        name: data for name, data in tree(site).items() if name != "elsewhere" and "/elsewhere" not in name
    } == whole(SITE)
    assert not [path for path in site.rglob("*") if path.is_fifo() or path.is_symlink()]


def test_an_index_of_klsim_0_1_is_understood(site: Path):
    old = {**SITE, ".klsim.memory": b"{}"}
    (site / ".klsim.memory").write_bytes(b"{}")
    lines = [f"{sha256(data).hexdigest()} 0123456789ab {path}\n" for path, data in old.items()]
    (site / INDEX).write_text("".join(lines))
    files = {**SITE, "index.html": b"new"}
    assert publish(site, files).pruned == (".klsim.memory",)
    assert tree(site) == whole(files)


def test_what_klsim_wrote_makes_way_where_a_folder_takes_the_name_of_a_file_and_the_reverse(tmp_path: Path):
    publish(tmp_path / "out", {"one": b"text", "two/below/a.txt": b"text"})
    files = {"one/a.txt": b"text", "two": b"text"}
    publish(tmp_path / "out", files)
    assert tree(tmp_path / "out") == whole(files)


def test_files_of_others_stay(site: Path):
    mine = {"CNAME": b"mine", "a/mine.txt": b"mine"}
    for path, data in mine.items():
        (site / path).write_bytes(data)
    publish(site, {"index.html": b"<h1>All</h1>"})
    assert tree(site) == whole({"index.html": b"<h1>All</h1>"}) | mine


@pytest.mark.parametrize("place", ["young/index.html", "young"])
def test_no_file_of_others_is_overwritten(site: Path, place: str):
    (site / place).parent.mkdir(exist_ok=True)
    (site / place).write_bytes(b"mine")
    files = {**SITE, "young/index.html": b"young", "new.gif": b"GIF"}
    with pytest.raises(BuildError) as caught:
        publish(site, files)
    what = "was not written by klsim and is in the way: move it elsewhere, or delete it"
    assert str(caught.value) == f"{site / place} {what}"
    assert (site / place).read_bytes() == b"mine"
    (site / place).unlink()
    publish(site, files)
    assert tree(site) == whole(files)


def test_a_folder_with_files_of_others_in_the_place_of_a_page_is_refused(site: Path):
    (site / "index.html").unlink()
    (site / "index.html").mkdir()
    (site / "index.html" / "mine.txt").write_bytes(b"mine")
    with pytest.raises(BuildError, match=r"index.html/mine.txt was not written by klsim and is in the way"):
        publish(site, SITE)
    assert (site / "index.html" / "mine.txt").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["a", "a/figure"])
def test_nothing_is_written_or_removed_through_a_link(site: Path, tmp_path: Path, name: str):
    (site / name).rename(tmp_path / "elsewhere")
    (site / name).symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path / "elsewhere")
    with pytest.raises(BuildError) as caught:
        publish(site, SITE)
    what = "is a link, and klsim writes through none: remove it, or build elsewhere"
    assert str(caught.value) == f"{site / name} {what}"
    publish(site, {"index.html": SITE["index.html"]})
    assert tree(tmp_path / "elsewhere") == before


@pytest.mark.parametrize("name", [INDEX, LOCK])
def test_a_link_in_the_place_of_klsims_own_notes_is_refused(site: Path, tmp_path: Path, name: str):
    (tmp_path / "mine").write_text("mine")
    (site / name).unlink(missing_ok=True)
    (site / name).symlink_to(tmp_path / "mine")
    with pytest.raises(BuildError) as caught:
        publish(site, SITE)
    assert str(caught.value) == f"{site} has a link in place of klsim's index or lock: remove it"
    assert (tmp_path / "mine").read_text() == "mine"


def test_an_output_folder_that_cannot_be_is_told_before_anything_is_made(tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    for root, why in (
        (tmp_path / "file", "Not a directory"),
        (tmp_path / "file" / "below", "Not a directory"),
        (Path("/proc/klsim/output"), "No such file or directory"),
    ):
        with pytest.raises(BuildError) as caught, open_output(root):
            pass
        assert str(caught.value) == f"the output folder {root} cannot be used: {why}."


@pytest.mark.parametrize(("where", "how"), [(".", "contains"), ("content", "is"), ("content/new/site", "lies in")])
def test_an_output_folder_that_holds_what_is_read_is_refused(tmp_path: Path, where: str, how: str):
    (tmp_path / "content").mkdir()
    root = tmp_path / where
    with pytest.raises(BuildError) as caught, open_output(root, (tmp_path / "content",)):
        pass
    assert (
        str(caught.value)
        == f"the output folder {root} {how} {tmp_path / 'content'}, which is read: choose another"
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "content"]


def test_somebodys_folder_is_refused(tmp_path: Path):
    (tmp_path / ".profile").write_bytes(b"mine")
    with pytest.raises(BuildError) as caught:
        publish(tmp_path, SITE)
    assert str(caught.value) == (
        f"{tmp_path} is not empty and was not made by klsim, whose index .klsim is not there: "
        "choose another output folder, or empty it yourself"
    )
    assert tree(tmp_path) == {".profile": b"mine"}


def test_an_empty_folder_is_taken(tmp_path: Path):
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out", SITE)
    assert tree(tmp_path / "out") == whole(SITE)


@pytest.mark.parametrize("room", [0, 100, 299])
def test_a_file_that_finds_no_room_is_told_and_the_old_site_stays(site: Path, room: int):
    files = {**SITE, "a/index.html": b"new", "new.gif": b"x" * 300}
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_output(site) as output:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, usual[1]))
        try:
            with pytest.raises(BuildError) as caught:
                output.publish(files)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    safe = f"The pages in {site} are whole; once this is mended, the next build goes on from here."
    assert str(caught.value) == f"{site / 'new.gif'} cannot be written: File too large. {safe}"
    assert {path: data for path, data in tree(site).items() if path != INDEX} == SITE
    publish(site, files)
    assert tree(site) == whole(files)


def test_a_second_build_at_the_same_time_is_refused(site: Path):
    with open_output(site), pytest.raises(BuildError) as caught, open_output(site):
        pass
    assert str(caught.value) == f"another build is writing {site}; wait for it to end"


def test_the_lock_of_a_process_that_was_killed_is_open(site: Path):
    code = "import sys; from pathlib import Path; from klsim.engine.publish import open_output\n"
    code += "with open_output(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    with started(code, site) as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(BuildError, match="another build"):
            publish(site, SITE)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (site / LOCK).exists()
    publish(site, SITE)
    assert tree(site) == whole(SITE)


LOCKING = """
import sys
from pathlib import Path
from klsim.engine.lock import locked
lock, log = map(Path, sys.argv[1:])
got = 0
while got < 150:
    with locked(lock) as is_mine:
        if is_mine:
            inside = log.with_name("inside")
            inside.mkdir()
            inside.rmdir()
            got += 1
"""


def test_a_lock_that_is_removed_at_its_end_is_never_held_by_two(tmp_path: Path):
    holders = [
        subprocess.Popen([sys.executable, "-c", LOCKING, tmp_path / "lock", tmp_path / "log"], cwd=ROOT)
        for _ in range(3)
    ]
    assert [holder.wait(60) for holder in holders] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_taken_is_left_alone(tmp_path: Path):
    with locked(tmp_path / "lock") as mine:
        assert mine
        with locked(tmp_path / "lock") as other:
            assert not other
        assert (tmp_path / "lock").exists()
    assert not (tmp_path / "lock").exists()


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_files_and_an_index_that_knows_them(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from klsim.engine.publish import open_output\n"
        "with open_output(Path(sys.argv[1])) as output:\n"
        "    output.publish({f'{n}.bin': bytes([n % 256]) * 5000 for n in range(20_000)})\n"
    )
    for _ in range(3):
        with started(code, tmp_path) as process:
            wait_until(
                lambda process=process: process.poll() is not None or len(list(tmp_path.glob("*.bin"))) >= 20
            )
            process.kill()
            process.wait()
        there = list(tmp_path.glob("*.bin"))
        assert all(path.read_bytes() == bytes([int(path.stem) % 256]) * 5000 for path in there)
        assert {path.name for path in there} <= set(read_index(tmp_path)[0])
        publish(tmp_path, {})
        assert tree(tmp_path) == whole({})


NAMES = st.sampled_from(["a", "b", "a.html", "b/a.html", "b/c", "c/d/e.html", "c/d/f.gif"])
MANIFESTS = st.dictionaries(NAMES, st.binary(max_size=2)).filter(
    lambda files: (
        not any(str(above) in files for path in files for above in map(Path, files) if above in Path(path).parents)
    )
)


@settings(examples(15), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MANIFESTS, min_size=1, max_size=4))
def test_after_any_row_of_manifests_the_folder_is_that_of_the_last(tmp_path_factory: pytest.TempPathFactory, row):
    root = tmp_path_factory.mktemp("row") / "out"
    for files in row:
        publish(root, files)
    assert tree(root) == whole(row[-1])
    assert {path for path in root.rglob("*") if path.is_dir()} == {
        folder for path in row[-1] for folder in folders_above(root, path)
    }
