"""A small site in two versions that differ in everything a build may have to change."""

import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image

from klsim.config import Config
from tests.site.sites import ROOT, SITE
from tests.site.stores import begin_store

HEAD = "---\ntitle: {title}\ndate: 2026-01-0{part}\nsummary: What it says.\nseries: two\npart: {part}\n---\n\n"

FIGURE = """\
```animation
id: small
simulation: gaussian-descent
caption: Watch q look for p.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 5}}
iterations: 3
sweep: {{step_size: [{steps}]}}
```
"""
GAME = """\
```match
id: by-hand
simulation: gaussian-match
caption: Find p.
targets: {count: 2, seed: 7, mean: [-8, 8], variance: [0.5, 8]}
```
"""
LARGE = bytes(4_000_000)
"""What makes a file take a while to write."""


def write_version(root: Path, version: str) -> Config:
    """Make `root` a site of version "a" or "b", whatever is there; the output folder is left as it is."""
    config = Config.at(root)
    shutil.rmtree(config.content, ignore_errors=True)
    if not config.templates.exists():
        shutil.copytree(ROOT / "templates", config.templates)
    if not config.store.exists():
        begin_store(config.store)
    for name, text in _files(version).items():
        path = config.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return config


def _files(version: str) -> dict[str, str | bytes]:
    if version == "a":
        return {
            "site.yaml": SITE,
            "figure/index.md": HEAD.format(title="A figure", part=1)
            + FIGURE.format(steps="0.2, 2")
            + "\n[A giant](run:small?step_size=2), and [the game](../game/index.html).\n",
            "game/index.md": HEAD.format(title="A game", part=2) + GAME + "\n![Red](red.png)\n\n![Old](old.png)\n",
            "game/red.png": picture("red") + LARGE,
            "game/old.png": picture("grey"),
            "old.md": HEAD.format(title="It goes", part=3) + "[The game](../game/index.html).\n",
        }
    return {
        "site.yaml": SITE.replace("A small site", "A smaller site"),
        "figure/index.md": HEAD.format(title="A figure", part=1)
        + FIGURE.format(steps="0.2, 3")
        + "\n[A giant](run:small?step_size=3), and [another](../young/index.html).\n",
        "game/index.md": HEAD.format(title="The game", part=3) + "![Red](red.png)\n\n" + GAME,
        "game/red.png": picture("darkred") + LARGE,
        "young/index.md": HEAD.format(title="It comes", part=2) + "![New](n.png)\n",
        "young/n.png": picture("blue"),
    }


def picture(colour: str) -> bytes:
    """A small PNG."""
    buffer = BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()
