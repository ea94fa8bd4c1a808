"""What Lighthouse, with its defaults for phones, makes of every page in output/: four scores each.

Builds nothing. Serves output/ as a static host does, with text compressed, and runs Lighthouse in a headless
Chromium by `npx`, which fetches it when it is not there: Node.js and a Chromium are needed. Its measure of
performance suffers from whatever else the machine does; a page below the mark gets a second try. Leaves 1 when a
score stays below 99.

    python build.py && python benchmarks/lighthouse.py
"""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import QUIET, installed  # noqa: E402

VERSION = "13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 99
TRIES = 2


class StaticHost(BaseHTTPRequestHandler):
    """Answers with files of a folder, compressed where that helps; what has a digest in its name may be kept."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the file that the address names."""
        path = self.folder / self.path.partition("?")[0].lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        data = path.read_bytes() if path.is_file() else b""
        kind = guess_type(path.name)[0] or "application/octet-stream"
        packed = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        data = gzip.compress(data, 9) if packed else data
        self.send_response(200 if path.is_file() else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if packed else kind)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if path.name.count(".") > 1:
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a free port of this machine; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def measure(address: str) -> tuple[tuple[int, ...], list[str]]:
    """The scores of a page, 0 to 100, in the order of `CATEGORIES`, and the audits that cost it points."""
    flags = " ".join(["--headless=new", "--no-sandbox", *QUIET])
    command = [
        "npx",
        "--yes",
        f"lighthouse@{VERSION}",
        address,
        "--quiet",
        "--output=json",
        "--output-path=stdout",
    ]
    options = [
        f"--chrome-flags={flags}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--no-enable-error-reporting",
    ]
    environment = os.environ | ({"CHROME_PATH": path} if (path := installed()) else {})
    ran = subprocess.run([*command, *options], capture_output=True, text=True, check=True, env=environment)
    report = json.loads(ran.stdout)
    audits, found = report["audits"], [report["categories"][name] for name in CATEGORIES]
    weighed = {ref["id"] for category in found for ref in category["auditRefs"] if ref["weight"]}
    faults = [name for name in sorted(weighed) if (audits[name]["score"] or 0) < 0.9 and is_scored(audits[name])]
    return tuple(round(100 * category["score"]) for category in found), faults


def is_scored(audit: dict[str, object]) -> bool:
    """Whether an audit could be applied to the page."""
    return audit["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")


def best(address: str) -> tuple[tuple[int, ...], list[str]]:
    """The first measure of a page that is good enough, else the last."""
    for _ in range(TRIES):
        scores, faults = measure(address)
        if min(scores) >= LEAST:
            break
    return scores, faults


def main() -> int:
    """Measure every page and print a row for each."""
    output = ROOT / "output"
    pages = sorted(path.relative_to(output).as_posix() for path in output.rglob("*.html"))
    wide = max(map(len, pages), default=0)
    print(" " * wide, *CATEGORIES)
    lowest = 100
    with served(output) as address:
        for page in pages:
            scores, faults = best(f"{address}/{page}")
            cells = (str(score).rjust(len(name)) for name, score in zip(CATEGORIES, scores, strict=True))
            print(page.ljust(wide), *cells, *faults, flush=True)
            lowest = min(lowest, *scores)
    return int(lowest < LEAST or not pages)


if __name__ == "__main__":
    sys.exit(main())
