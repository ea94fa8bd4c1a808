"""How a preview begins and ends, and how it outlives changes of the program."""

import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from klsim.beginnings import USE
from klsim.config import Config
from klsim.engine.index import LOCK
from klsim.engine.lock import locked
from klsim.engine.store import open_objects
from klsim.new import new_simulation
from klsim.preview.manifest import peek
from tests.engine.processes import PATIENCE_S, wait_until
from tests.preview.previews import previewed
from tests.site.processes import signalled, started
from tests.site.sites import ROOT, copy_site, tree

needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
NO_TEXT = "---\ntitle: No\n---\n"


@pytest.fixture
def site(small_site: Config, tmp_path: Path) -> Config:
    """A built site that a test may change."""
    return copy_site(small_site, tmp_path / "site")


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(word) for word in listed.split()]


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def kept(site: Config) -> int:
    """How much the builds of a site have made so far."""
    return sum(path.is_file() for path in (site.store / "objects").rglob("*"))


@needs_proc
def test_ctrl_c_ends_it_with_nothing_left_behind(site: Config):
    with previewed(site) as preview:
        (worker,) = children(preview.process.pid)
    assert preview.process.returncode == 0
    assert preview.lines[-1] == "preview ended"
    assert not any("Traceback" in line for line in preview.lines)
    wait_until(lambda: is_gone(worker))


LONG_SWEEP = f"step_size: [{', '.join(f'0.{n}' for n in range(101, 180))}, 0.2, -0.5, 2]"


@pytest.mark.sample(2)
@needs_proc
@pytest.mark.parametrize(("ending", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 0)])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_ends_a_preview_and_its_build_at_once(site: Config, ending: signal.Signals, code: int, jobs: str):
    with previewed(site, jobs=jobs) as preview:
        (worker,) = children(preview.process.pid)
        made = kept(site)
        preview.edit("step_size: [-0.5, 0.2, 2]", LONG_SWEEP)
        wait_until(lambda: kept(site) > made + 6, every_s=0.1)
        below = [worker, *children(worker)]
        preview.process.send_signal(ending)
        assert preview.process.wait(5) == code
        assert all(is_gone(process) for process in below)
    assert preview.lines[-1] == "preview ended"
    assert not any("Traceback" in line for line in preview.lines)


@needs_proc
def test_a_signal_while_a_preview_begins_ends_it_in_silence(site: Config):
    chance = random.Random(20261126)
    for _ in range(6):
        with started(site, "serve", "--no-open", "--port", "0", "--jobs", "2") as process:
            took, told = signalled(process, signal.SIGTERM, chance.uniform(0, 1))
        assert process.returncode == 143
        assert told in ("\npreview ended\n", "stopped; the next build goes on from here\n")
        assert took < 5


@needs_proc
def test_a_signal_that_finds_the_main_thread_waiting_ends_a_preview(site: Config):
    with previewed(site) as preview:
        process = preview.process.pid
        other = next(
            int(task.name) for task in Path(f"/proc/{process}/task").iterdir() if task.name != str(process)
        )
        assert ctypes.CDLL(None).tgkill(process, other, signal.SIGTERM) == 0
        assert preview.process.wait(5) == 143
    assert preview.lines[-1] == "preview ended"


def test_a_preview_neither_writes_nor_locks_the_output_folder(site: Config):
    before = tree(site.output)
    with previewed(site) as preview, locked(site.output / LOCK) as is_ours:
        assert is_ours
        preview.edit("The lead", "A lead")
        wait_until(lambda: preview.builds == 2)
        assert b"A lead" in preview.fetch("short/")
    assert tree(site.output) == before


def test_what_was_shown_last_is_there_at_once(site: Config):
    with previewed(site) as preview:
        preview.edit("The lead", "A lead")
        wait_until(lambda: preview.builds == 2)
    shutil.rmtree(site.output)
    index = peek(site.store)
    page = open_objects(site.store).read(index["short/index.html"])
    assert page is not None
    assert b"A lead" in page


@pytest.mark.sample(2)
@pytest.mark.parametrize("root", ["site", "./other/../site", "link", ".", "../site"])
def test_saves_are_seen_however_the_root_is_named(site: Config, root: str):
    folder = site.root if root in (".", "../site") else site.root.parent
    (folder / "other").mkdir()
    (site.root.parent / "link").symlink_to(site.root, target_is_directory=True)
    with previewed(site, root=root, folder=folder) as preview:
        preview.edit("The lead", "A lead")
        wait_until(lambda: preview.builds == 2)
        assert b"A lead" in preview.fetch("short/")
        preview.edit("</main>", "<p>The end</p></main>", site.templates / "base.html")
        wait_until(lambda: preview.builds == 3)
        assert b"The end" in preview.fetch("short/")


def test_saves_in_a_folder_that_is_a_link_are_seen(site: Config, tmp_path: Path):
    (moved := tmp_path / "texts").mkdir()
    site.content.rename(moved / "content")
    site.content.symlink_to(moved / "content", target_is_directory=True)
    with previewed(site) as preview:
        preview.edit("The lead", "A lead")
        wait_until(lambda: preview.builds == 2)
        assert b"A lead" in preview.fetch("short/")


def test_a_folder_for_simulations_that_comes_later_is_watched(site: Config):
    with previewed(site, root="site", folder=site.root.parent) as preview:
        new_simulation(site, "Cooling")
        wait_until(lambda: preview.builds == 2)
        preview.edit("It moves:", f"{USE.format(name='cooling')}\nIt moves:")
        wait_until(lambda: preview.builds == 3)
        preview.edit('Readout("energy"', 'Readout("joules left"', site.simulations / "cooling.py")
        wait_until(lambda: preview.builds == 4)
        assert b"joules left" in preview.fetch("short/")


@needs_proc
def test_a_preview_that_is_killed_leaves_no_process_behind(site: Config):
    with previewed(site) as preview:
        (worker,) = children(preview.process.pid)
        preview.process.kill()
        wait_until(lambda: is_gone(worker))


def test_a_port_in_use_is_said_with_one_that_is_free(site: Config):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "build.py", "serve", "--no-open", "--root", str(site.root), "--port", str(port)]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S)
    assert ran.returncode == 3
    assert ran.stderr.startswith(f"port {port} is in use, perhaps by another preview; try --port ")
    with socket.socket() as free:
        free.bind(("127.0.0.1", int(ran.stderr.split()[-1])))


@pytest.mark.browser
def test_a_site_with_a_mistake_from_the_start_can_be_mended(site: Config, browser: Browser):
    (site.content / "no.md").write_text(NO_TEXT)
    with previewed(site) as preview:
        page = browser.new_page()
        page.goto(f"{preview.address}no/")
        expect(page.get_by_role("alert")).to_contain_text("content/no.md:1: the front matter has no date")
        (site.content / "no.md").write_text(
            NO_TEXT.replace("No\n", "No\ndate: 2026-01-01\nsummary: N.\n") + "Yes.\n"
        )
        expect(page.get_by_text("Yes.")).to_be_visible()
        page.close()


@pytest.mark.browser
def test_a_change_of_the_program_keeps_the_address_and_the_open_page(
    site: Config, tmp_path: Path, browser: Browser
):
    program = tmp_path / "program"
    shutil.copytree(ROOT / "klsim", program / "klsim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", program)
    shutil.copytree(ROOT / "templates", program / "templates")
    module = program / "klsim" / "content" / "markdown" / "renderer.py"
    code = module.read_text()
    label = next(line.strip() for line in code.splitlines() if "Link to this section" in line)
    with previewed(site, program) as preview:
        page = browser.new_page()
        page.goto(f"{preview.address}short/")
        alarm = page.get_by_role("alert")
        module.write_text(code.replace("Link to this section", "Link to here"))
        expect(page.get_by_role("link", name="Link to here")).to_be_attached(timeout=20_000)
        module.write_text(f"{code}\nthis is no Python\n")
        line = code.count("\n") + 2
        expect(alarm).to_contain_text(f"klsim/content/markdown/renderer.py:{line}: SyntaxError", timeout=20_000)
        module.write_text(code.replace(label, "label = 1 / 0"))
        line = 1 + code[: code.index(label)].count("\n")
        expect(alarm).to_contain_text(
            f"klsim/content/markdown/renderer.py:{line}: ZeroDivisionError", timeout=20_000
        )
        module.write_text(code)
        expect(page.get_by_role("link", name="Link to this section")).to_be_attached(timeout=20_000)
        expect(alarm).to_be_hidden()
        page.close()


@needs_proc
def test_a_building_process_that_is_killed_is_told_and_replaced(site: Config):
    with previewed(site) as preview:
        (worker,) = children(preview.process.pid)
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: any("ended without a word" in line for line in preview.lines))
        builds = preview.builds
        preview.edit("The lead", "A lead")
        wait_until(lambda: preview.builds > builds)
        assert preview.lines[-1].startswith("built in ")
