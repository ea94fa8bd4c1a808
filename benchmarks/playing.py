"""How soon a switch is seen, and how smoothly a figure plays on a slow machine: frames, and the cost of one.

Switches and plays the six-variable figure of the built site, alone and compared, in Chromium as it is and slowed
down four times. Headless Chromium paints without a graphics card, so that whole frames also measure the machine
that this runs on; the cost of the script is what klsim answers for. A switch is to be seen with the next frame,
that is before two have passed, at full speed; playing is to be smooth when slowed down. Leaves 1 when a target
is missed.

    python build.py && python benchmarks/playing.py [output]
"""

import sys
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import launch  # noqa: E402

SLOWDOWN = 4
SECONDS = 4
SWITCHES = 9
VALUES = 3
FRAME_MS = 1000 / 60
SMOOTH_MS = 17
LEAST_SMOOTH_SHARE = 0.95
STATE = "objective=kl_qp&start=almost+equal&step_size=2&momentum=0.9"
PINNED = "&pin.objective=kl_pq"

# Of each frame: when it begins, how long all that the page does in it takes, and which iteration it leaves behind.
WATCH = """
  self.frames = new Map();
  self.long = [];
  const request = self.requestAnimationFrame.bind(self);
  self.requestAnimationFrame = act => request(now => {
    const begun = performance.now();
    act(now);
    const cost = performance.now() - begun + (frames.get(now)?.[0] ?? 0);
    frames.set(now, [cost, document.querySelector("#three .scrub input").value]);
  });
  new PerformanceObserver(list => long.push(...list.getEntries())).observe({ type: "longtask" });
"""
PLAY = """async seconds => {
  document.querySelector("#three .restart").click();
  await new Promise(done => setTimeout(done, 500));
  frames.clear();
  long.length = 0;
  await new Promise(done => setTimeout(done, 1000 * seconds));
  const seen = [...frames.values()];
  const paints = seen.filter(([, at], n) => n && at !== seen[n - 1][1]);
  return { begun: [...frames.keys()], costs: paints.map(([cost]) => cost), long };
}"""
SWITCH = """async value => {
  const control = document.querySelector("#three-momentum"), begun = performance.now();
  control.value = value;
  for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }));
  const script = performance.now() - begun;
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const file = document.querySelector("#three .data").getAttribute("href");
  document.querySelector("#three .play").click();
  return { script, painted: performance.now() - begun, file };
}"""


def play(page: Page) -> tuple[float, float]:
    """Play for some seconds: the share of smooth frames, and the median cost of a frame's script in ms."""
    seen: dict[str, Any] = page.evaluate(PLAY, SECONDS)
    gaps = [later - earlier for earlier, later in pairwise(seen["begun"])]
    share = sum(gap <= SMOOTH_MS for gap in gaps) / len(gaps)
    costs = sorted(seen["costs"])
    slow = costs[len(costs) * 95 // 100]
    print(f"  {share:.0%} of {len(gaps)} frames within {SMOOTH_MS} ms, median {median(gaps):.1f} ms")
    print(f"  script of a frame that paints: median {median(costs):.2f} ms, 95 % within {slow:.2f} ms")
    print(f"  {len(seen['long'])} tasks longer than 50 ms")
    return share, median(costs)


def switch(page: Page) -> float:
    """Switch to and fro: the median time in ms until the other run is painted."""
    page.hover("#three .play")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    seen = [page.evaluate(SWITCH, n % VALUES) for n in range(SWITCHES)]
    assert len({one["file"] for one in seen}) == VALUES, "a switch was not there with the next frame"
    painted: float = median(one["painted"] for one in seen)
    print(f"  switch: script {median(one['script'] for one in seen):.1f} ms, painted after {painted:.1f} ms")
    return painted


def main(output: Path) -> int:
    """Measure alone and compared, and say whether the targets are met."""
    page_address = (output / "six-variables" / "index.html").as_uri()
    met = True
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, more in (("alone", ""), ("compared", PINNED)):
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.add_init_script(WATCH)
            page.goto(f"{page_address}#three?{STATE}{more}&i=0")
            page.wait_for_timeout(1000)
            page.locator("#three .panes").scroll_into_view_if_needed()
            print(f"{name}:")
            painted = switch(page)
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
            print(f"{name}, {SLOWDOWN} times slower:")
            switch(page)
            share, cost = play(page)
            met &= share >= LEAST_SMOOTH_SHARE and cost < FRAME_MS and painted < 2 * FRAME_MS
            page.close()
        browser.close()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output"))
