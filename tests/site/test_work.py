"""Parts of a site: jobs compute their shares at the same time, and a build gathers what they have made."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import ContentError
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.share import Share
from klsim.engine.store import Store
from klsim.figures.animation.limits import TOGETHER
from klsim.work import Worked, work
from tests.site.changing import GAME
from tests.site.sites import ARTICLE, ROOT, edit, tree, write_site

STEPS = [round(0.01 * k, 2) for k in range(1, TOGETHER + 40)]
BLOCK = ARTICLE[ARTICLE.index("```animation") : ARTICLE.index("It moves")].strip()
OTHER = BLOCK.replace("id: small", "id: other\ngif: default")
LONG = f"""
```animation
id: long
simulation: gaussian-descent
caption: Many.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 5}}
iterations: 3
gif: default
sweep: {{step_size: {STEPS}}}
```
"""
BATCHES, DRAWN = 4, 6 + 1 + 1


def write_large_site(root: Path) -> Config:
    """A site of three figures with four batches of runs, and a game."""
    return write_site(root, "\n\n".join([ARTICLE, OTHER, LONG, GAME, ""]))


def in_order(folder: Path) -> dict[str, bytes]:
    """The site alone: the index has its lines in the order in which they came."""
    return {path: data for path, data in tree(folder).items() if path != ".klsim"}


def test_parts_at_the_same_time_leave_nothing_to_compute_or_draw(tmp_path: Path):
    config = write_large_site(tmp_path / "site")
    command = [sys.executable, ROOT / "build.py", "work", "--root", config.root, "--jobs", "1", "--part"]
    parts = [
        subprocess.Popen([*command, f"{n}/4"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for n in range(1, 5)
    ]
    told = [part.communicate(timeout=120)[0] for part in parts]
    assert [part.returncode for part in parts] == [0] * 4
    found = [
        re.fullmatch(rf"part {n}/4: (\d) of 4 batches of runs, (\d) computed; (\d+) drawn; [0-9.]+ s\n", line)
        for n, line in enumerate(told, 1)
    ]
    counts = [[int(one[k]) for one in found if one] for k in (1, 2, 3)]
    assert [sum(each) for each in counts] == [BATCHES, BATCHES, DRAWN]
    assert max(counts[0]) - min(counts[0]) <= 1
    assert not config.output.exists()
    summary = build(config)
    assert (summary.drawn, summary.reused) == (0, DRAWN)
    with Store(config.store) as store:
        last = store.traces.last_build()
        made = [name for name in store.traces.names() if re.search("/(runs|outcomes|animations|fits)/", name)]
        assert len(made) == 2 * BATCHES + DRAWN + 2
        assert {trace.used.number for name in made if (trace := store.traces.get(name))} == {last}
    whole = write_large_site(tmp_path / "whole")
    build(whole)
    assert in_order(whole.output) == in_order(config.output)


def test_a_part_that_is_done_does_nothing_and_changes_are_seen(tmp_path: Path):
    config = write_large_site(tmp_path)
    share = Share(1, 4)
    assert work(config, share, Serial(), Silent(), 0) == Worked(1, 1, 6, BATCHES)
    assert work(config, share, Serial(), Silent(), 0) == Worked(1, 0, 0, BATCHES)
    edit(config, "mean: 2, variance: 1}", "mean: 2, variance: 1.5}")
    assert work(config, share, Serial(), Silent(), 0) == Worked(1, 1, 6, BATCHES)


def test_more_parts_than_batches_leave_some_without_any(tmp_path: Path):
    config = write_site(tmp_path)
    assert work(config, Share(40, 40), Serial(), Silent(), 0) == Worked(0, 0, 0, 1)
    assert work(config, Share(1, 40), Serial(), Silent(), 0) == Worked(1, 1, 6, 1)


def test_mistakes_are_told_and_nothing_is_computed(tmp_path: Path):
    config = write_site(tmp_path)
    edit(config, "step_size: [-0.5, 0.2, 2]", "step_sise: [1]")
    with pytest.raises(ContentError, match=r"index\.md:\d+: .*step_sise"):
        work(config, Share(1, 1), Serial(), Silent(), 0)
    command = [sys.executable, ROOT / "build.py", "work", "--root", config.root]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, "step_sise" in ran.stderr) == (1, "", True)
