"""Trouble that is nobody's mistake: what the message says, and that nothing is lost."""

import os
import resource
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from klsim.engine.index import INDEX, LOCK, PART
from klsim.engine.processes import LOST
from klsim.engine.store import Store
from tests.engine.harms import alter, cut, garble, replace_by_folder, replace_by_pipe
from tests.engine.processes import PATIENCE_S, wait_until, workers
from tests.site.changing import FIGURE, HEAD, write_version
from tests.site.processes import built, start_warm, started
from tests.site.references import follow
from tests.site.sites import ROOT, gifs_of_runs, put, tree

Clean = dict[str, dict[str, bytes]]


@pytest.fixture
def command(site: Config, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The command in this process: its exit code, and what it says on standard error but for its progress."""

    def run(*options: str) -> tuple[int, str]:
        code = main(["--root", str(site.root), "--jobs", "1", *options])
        lines = capsys.readouterr().err.splitlines()
        return code, "\n".join(line for line in lines if not line.endswith(" tasks"))

    return run


Command = Callable[..., tuple[int, str]]


@pytest.mark.parametrize("room", [0, 2_000, 9_000, 3_000_000])
def test_a_file_that_finds_no_room_is_told_and_the_old_site_stays_whole(
    site: Config, clean: Clean, command: Command, room: int
):
    write_version(site.root, "b")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, usual[1]))  # the system refuses what is longer
    try:
        code, told = command()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert code == 3
    what, rest = told.split(" cannot be written: ")
    why, safe = rest.split(". ", 1)
    if room == 3_000_000:  # enough for the store, too little for an image
        assert what.startswith(f"{site.output}/")
        assert why == "File too large"
        whole = f"The pages in {site.output} are whole"
    else:
        assert what in (f"the store {site.store}", f"{site.store / 'traces.db'}")
        assert why in ("File too large", "database or disk is full", "disk I/O error")
        whole = "What was built before is whole"
        assert tree(site.output) == clean["a"]
    assert safe == f"{whole}; once this is mended, the next build goes on from here."
    assert not (site.output / PART).exists()
    assert follow(site.output)[1] == set()
    build(site)
    assert tree(site.output) == clean["b"]


def test_an_output_folder_that_cannot_be_is_told(tmp_path: Path, command: Command):
    file = tmp_path / "file"
    file.write_text("mine")
    for output, why in (
        (file, "Not a directory"),
        (file / "below", "Not a directory"),
        (Path("/proc/klsim/output"), "No such file or directory"),  # a file system that takes no new files
    ):
        assert command("--output", str(output)) == (3, f"the output folder {output} cannot be used: {why}.")
    assert file.read_text() == "mine"


@pytest.mark.parametrize("where", ["/", "", "content", "content/new/site", "templates", ".."])
def test_an_output_folder_that_holds_what_the_site_is_made_from_is_refused(
    site: Config, command: Command, where: str
):
    output = site.root / where
    before = tree(site.root)
    code, told = command("--output", str(output))
    assert code == 3
    assert told.startswith(f"the output folder {output} ")
    assert told.endswith(", which is read: choose another")
    assert tree(site.root) == before


def test_a_link_to_itself_in_the_place_of_the_output_folder_is_told(site: Config, tmp_path: Path):
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    with started(site, "--output", str(loop)) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == f"the output folder {loop} cannot be used: File exists.\n"


def test_somebodys_folder_is_refused(tmp_path: Path, command: Command):
    home = tmp_path / "home"
    put(home, {".profile": b"mine"})
    assert command("--output", str(home)) == (
        3,
        f"{home} is not empty and was not made by klsim, whose index .klsim is not there: "
        "choose another output folder, or empty it yourself",
    )
    assert tree(home) == {".profile": b"mine"}


def test_a_process_that_dies_while_drawing_is_told_and_its_work_is_done_by_another(site: Config):
    config = site
    steps = ", ".join(f"0.{n}" for n in range(10, 22))
    text = HEAD.format(title="Long", part=9) + FIGURE.format(steps=steps).replace(
        "iterations: 3", "iterations: 90"
    )
    (config.content / "long.md").write_text(text)
    with started(config, "--jobs", "2") as process:
        wait_until(lambda: drawn_of(config, "long") > 0)
        os.kill(workers(process.pid)[0], signal.SIGKILL)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0
    lines = [line for line in told.splitlines() if not line.endswith(" tasks")]
    assert lines == [LOST]
    assert len(gifs_of_runs(config.output / "long" / "small")) == 12
    before = tree(config.output)
    assert build(config).drawn == 0
    assert tree(config.output) == before


@pytest.mark.sample(1)
@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&- >&- 2>&-"])
def test_standard_streams_may_be_closed_from_the_start(site: Config, clean: Clean, closed: str):
    write_version(site.root, "b")
    command = shlex.join([sys.executable, "build.py", "--root", str(site.root), "--jobs", "2"])
    ran = subprocess.run(f"{command} {closed}", shell=True, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0
    assert "Traceback" not in ran.stderr
    assert tree(site.output) == clean["b"]


def test_a_second_build_at_the_same_time_says_so_and_leaves_the_first_alone(
    site: Config, clean: Clean, command: Command
):
    write_version(site.root, "b")
    first = start_warm(site)
    wait_until(lambda: (site.output / INDEX).read_bytes() != clean["a"][INDEX])
    os.kill(first.pid or 0, signal.SIGSTOP)
    assert command() == (3, f"another build is writing {site.output}; wait for it to end")
    os.kill(first.pid or 0, signal.SIGCONT)
    first.join()
    assert first.exitcode == 0
    assert tree(site.output) == clean["b"]


def test_the_lock_of_a_build_that_was_killed_is_open(site: Config, clean: Clean):
    write_version(site.root, "b")
    first = start_warm(site)
    wait_until(lambda: (site.output / INDEX).read_bytes() != clean["a"][INDEX])
    first.kill()
    first.join()
    assert (site.output / LOCK).exists()
    code, _, told = built(site, "--jobs", "1")
    assert (code, [line for line in told.splitlines() if not line.endswith(" tasks")]) == (0, [])
    assert tree(site.output) == clean["b"]


def drawn_of(config: Config, slug: str) -> int:
    """How many GIFs of an article are done, for someone who looks from outside while the build is under way."""
    count = "select count(*) from traces where name like ?"
    with suppress(sqlite3.Error), sqlite3.connect(f"file:{config.store}/traces.db?mode=ro", uri=True) as traces:
        return int(traces.execute(count, (f"{slug}/%/animations/%",)).fetchone()[0])
    return 0


KINDS = (
    "index.html",
    "404.html",
    "feed.xml",
    "sitemap.xml",
    "figure/index.html",
    "figure/small/*.gif",
    "figure/small/0.2.*.png",
    "figure/small/landscape*.png",
    "figure/small/0.2.*.json",
    "figure/small/*.js",
    "figure/small/figure.json",
    "game/by-hand/game.json",
    "game/by-hand/axes.*.png",
    "game/red.png",
    "assets/*.css",
    "assets/figures*.js",
    "assets/*.svg",
    "assets/*.woff2",
)


@pytest.mark.parametrize("harm", [cut, alter, Path.unlink, replace_by_folder, replace_by_pipe])
def test_harm_to_any_kind_of_file_is_noticed_and_undone(site: Config, clean: Clean, harm: Callable[[Path], None]):
    for pattern in KINDS if harm is alter else KINDS[:-1]:  # fonts are slow to make
        harm(min(site.output.glob(pattern)))
    build(site)
    assert tree(site.output) == clean["a"]
    assert not [path for path in site.output.rglob("*") if path.is_fifo() or path.is_symlink()]


@pytest.mark.sample(2)
@pytest.mark.parametrize("harm", [cut, alter, Path.unlink, replace_by_folder, replace_by_pipe])
def test_harm_to_the_store_and_the_output_at_once_is_noticed_and_undone(
    site: Config, clean: Clean, harm: Callable[[Path], None]
):
    with Store(site.store) as store:
        traces = {name: store.traces.get(name) for name in store.traces.names() if "assets/" not in name}
        for key in {key for trace in traces.values() if trace for key in trace.digests.values()}:
            if store.objects.path(key).stat().st_size > 7:
                harm(store.objects.path(key))
    for pattern in KINDS[:-1]:  # fonts are slow to make
        harm(min(site.output.glob(pattern)))
    build(site)
    assert tree(site.output) == clean["a"]
    shutil.rmtree(site.output)
    build(site)
    assert tree(site.output) == clean["a"]


def test_two_builds_into_two_folders_at_the_same_time_share_a_store(half_built: Config, clean: Clean):
    outputs = [half_built.root / name for name in ("one", "two")]
    with ExitStack() as stack:
        builds = [
            stack.enter_context(started(half_built, "--jobs", "1", "--output", str(output))) for output in outputs
        ]
        ended = [(*one.communicate(timeout=PATIENCE_S), one.returncode) for one in builds]
    assert [code for *_, code in ended] == [0, 0], ended
    assert [tree(output) for output in outputs] == [clean["b"]] * 2


@pytest.mark.parametrize("harm", [cut, alter, garble])
def test_a_damaged_index_is_made_again(site: Config, clean: Clean, harm: Callable[[Path], None]):
    harm(site.output / INDEX)
    build(site)
    assert tree(site.output) == clean["a"]


def test_without_its_index_nobody_knows_whose_the_folder_is(site: Config, clean: Clean, command: Command):
    (site.output / INDEX).unlink()
    code, told = command()
    assert code == 3
    assert "was not made by klsim, whose index .klsim is not there" in told
    assert tree(site.output) == {path: data for path, data in clean["a"].items() if path != INDEX}


@pytest.mark.parametrize("name", ["young/index.html", "young"])
def test_klsim_overwrites_no_file_of_others_where_it_wants_their_name(
    site: Config, clean: Clean, command: Command, name: str
):
    put(site.output, {name: b"mine"})
    write_version(site.root, "b")
    what = "was not written by klsim and is in the way: move it elsewhere, or delete it"
    assert command() == (3, f"{site.output / name} {what}")
    assert (site.output / name).read_bytes() == b"mine"
    (site.output / name).unlink()
    build(site)
    assert tree(site.output) == clean["b"]


def test_files_of_others_outlive_the_article_whose_folder_they_lie_in(site: Config, clean: Clean):
    mine = {"CNAME": b"mine", "old/mine.txt": b"mine"}
    put(site.output, mine)
    write_version(site.root, "b")
    build(site)
    assert tree(site.output) == clean["b"] | mine


def test_a_folder_with_files_of_others_in_the_place_of_a_page_is_refused(site: Config, command: Command):
    page = site.output / "index.html"
    page.unlink()
    put(page, {"mine.txt": b"mine"})
    what = "was not written by klsim and is in the way: move it elsewhere, or delete it"
    assert command() == (3, f"{page / 'mine.txt'} {what}")
    assert (page / "mine.txt").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["figure", "figure/small"])
def test_klsim_writes_nothing_through_a_link(site: Config, tmp_path: Path, command: Command, name: str):
    elsewhere = tmp_path / "elsewhere"
    (site.output / name).rename(elsewhere)
    (site.output / name).symlink_to(elsewhere)
    before = tree(elsewhere)
    write_version(site.root, "b")
    what = "is a link, and klsim writes through none: remove it, or build elsewhere"
    assert command() == (3, f"{site.output / name} {what}")
    assert tree(elsewhere) == before


@pytest.mark.parametrize("name", ["index.html", "figure/small/figure.json", PART])
def test_a_link_in_the_place_of_a_file_is_replaced_and_what_it_leads_to_stays(
    site: Config, clean: Clean, tmp_path: Path, name: str
):
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (site.output / name).unlink(missing_ok=True)
    (site.output / name).symlink_to(mine)
    build(site)
    assert mine.read_text() == "mine"
    assert not (site.output / name).is_symlink()
    assert tree(site.output) == clean["a"]


@pytest.mark.parametrize("name", [INDEX, LOCK])
def test_a_link_in_the_place_of_klsims_own_notes_is_refused(
    site: Config, tmp_path: Path, command: Command, name: str
):
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (site.output / name).unlink(missing_ok=True)
    (site.output / name).symlink_to(mine)
    assert command() == (3, f"{site.output} has a link in place of klsim's index or lock: remove it")
    assert mine.read_text() == "mine"


def test_pruning_removes_nothing_through_a_link(site: Config, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    (site.output / "old").rename(elsewhere)
    (site.output / "old").symlink_to(elsewhere)
    write_version(site.root, "b")
    build(site)
    assert (elsewhere / "index.html").exists()
