"""How long an author waits in a preview, from saving a change of a sweep to the figure that plays it in Chromium.

Two saves, each several times: one more step size (10 more runs), and another `target` (all 100 runs anew). A
figure plays once the browser shows an iteration of a run of the new sweep. Leaves 1 when a target is missed, which
is for a machine that does nothing else.

    python benchmarks/preview.py [ROUNDS]
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from threading import Thread
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.browser.chromium import launch  # noqa: E402

MOST_S = 1.0
PATIENCE_S = 600
ARTICLE = """\
---
title: A sweep
date: 2026-01-02
summary: One hundred runs.
---

```animation
id: sweep
simulation: gaussian-descent
caption: Watch q look for p.
target: {mean: 2, variance: 1}
start: {mean: 0, variance: 5}
iterations: 400
sweep:
  objective: [kl_qp, kl_pq]
  step_size: [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.2]
  momentum: [0, 0.3, 0.5, 0.8, 0.9]
```
"""
PLAYING = """([mean, runs]) => {
  const figure = document.querySelector("figure.simulation");
  const view = JSON.parse(figure?.querySelector("script.view")?.textContent ?? "null");
  const shown = figure?.querySelector("[data-series=iteration]")?.textContent.trim();
  return view?.runs.length === runs && /^\\d+$/.test(shown) &&
    document.querySelector("figcaption").textContent.includes(mean);
}"""


def changed(step_sizes: str, mean: float) -> str:
    """The article with more step sizes and another target, which its caption names."""
    text = ARTICLE.replace("0.1, 0.2]", f"0.1, {step_sizes}0.2]").replace("mean: 2,", f"mean: {mean},")
    return text.replace("look for p.", f"look for {mean}.")


def measure(page: Page, article: Path, text: str, mean: float, runs: int) -> float:
    """The seconds from a save to the figure that plays."""
    began = perf_counter()
    article.write_text(text, encoding="utf-8")
    page.wait_for_function(PLAYING, arg=[str(mean), runs], polling=10, timeout=PATIENCE_S * 1000)
    return perf_counter() - began


def wait_for(lines: "Queue[str]", beginning: str) -> str:
    """The next line that begins so."""
    while True:
        try:
            line = lines.get(timeout=PATIENCE_S)
        except Empty:
            sys.exit(f"the preview does not say {beginning!r}")
        if line.startswith(beginning):
            return line


@contextmanager
def preview(root: Path) -> Iterator[tuple[str, "Queue[str]"]]:
    """A preview of a site: its address, and what it prints."""
    process = subprocess.Popen(
        [sys.executable, "-u", "build.py", "serve", "--root", str(root), "--no-open", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines: Queue[str] = Queue()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)

    Thread(target=listen, daemon=True).start()
    try:
        yield wait_for(lines, "Preview at ").split()[2], lines
    finally:
        process.terminate()
        process.wait()


def main() -> int:
    """Measure, print a table, and say whether the targets are met."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    taken: dict[str, list[float]] = {"one more step size, 10 runs": [], "another target, 100 runs": []}
    more, other = taken
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        shutil.copytree(ROOT / "templates", root / "templates")
        article = root / "content" / "sweep.md"
        article.parent.mkdir()
        site = "title: Site\nbase_url: https://klsim.example\nauthor: A\nlanguage: en\n"
        (root / "content" / "site.yaml").write_text(site)
        article.write_text(changed("", 2))
        with preview(root) as (address, lines):
            wait_for(lines, "built in ")
            page = launch(playwright).new_page()
            page.goto(f"{address}sweep/")
            for n in range(rounds):
                mean = round(2.1 + n / 10, 1)
                taken[other].append(measure(page, article, changed("", mean), mean, 100))
                wait_for(lines, "built in ")  # so that nothing else is at work
                size = f"0.1{n + 1}, "
                taken[more].append(measure(page, article, changed(size, mean), mean, 110))
                wait_for(lines, "built in ")
    print(f"from a save to the playing figure, {rounds} times each, in s (target of the median: ≤ {MOST_S})")
    for name, seconds in taken.items():
        print(f"{name:<28} median {median(seconds):.2f}, least {min(seconds):.2f}, most {max(seconds):.2f}")
    return 0 if all(median(seconds) <= MOST_S for seconds in taken.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
