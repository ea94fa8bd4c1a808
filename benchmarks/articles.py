"""A site of many articles: a first build, one with nothing to do, and one after an edit, beside other generators.

Writes its own articles (benchmarks/texts.py) into a temporary folder and builds them with klsim and with each of
Pelican and Nikola that is found on PATH, all from the same text, each build a process of its own. Leaves 1 when
klsim misses a target.

    python benchmarks/articles.py [articles, 1000 unless given]
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.texts import article, title  # noqa: E402

MOST_OF_PELICAN, MOST_OF_NIKOLA = 0.7, 0.3
MOST_SECONDS_IDLE, MOST_SECONDS_EDIT = 1.0, 1.5
MOST_MEGABYTES = 300


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds on the clock and of processors, and the most memory of one process in MB."""

    seconds: float
    cpu: float
    megabytes: float


def measure(command: Sequence[str | Path], folder: Path) -> Cost:
    """Run a build to its end. Raises CalledProcessError if it fails."""
    began = perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - began
    if status:
        raise subprocess.CalledProcessError(status, command, told)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_klsim(folder: Path, count: int) -> list[str | Path]:
    """Articles for klsim; the command that builds them."""
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "site.yaml").write_text(
        "title: Many articles\nbase_url: https://klsim.example\nauthor: A. Writer\nlanguage: en\n"
    )
    shutil.copytree(ROOT / "templates", folder / "templates")
    for n in range(count):
        head = f"---\ntitle: {title(n)}\ndate: 2026-01-{n % 28 + 1:02}\nsummary: What it says.\n---\n\n"
        (folder / "content" / f"article-{n}.md").write_text(head + article(n))
    return [sys.executable, ROOT / "build.py", "--root", folder]


def write_pelican(folder: Path, count: int) -> list[str | Path]:
    """The same for Pelican, with the extensions of Markdown that the text needs."""
    (folder / "content").mkdir(parents=True)
    for n in range(count):
        head = f"Title: {title(n)}\nDate: 2026-01-{n % 28 + 1:02}\nSummary: What it says.\n\n"
        (folder / "content" / f"article-{n}.md").write_text(head + article(n))
    (folder / "conf.py").write_text(
        "SITENAME = 'Many articles'\nSITEURL = ''\nPATH = 'content'\nTIMEZONE = 'UTC'\n"
        "FEED_ALL_ATOM = 'feed.xml'\nDEFAULT_PAGINATION = False\n"
        "MARKDOWN = {'extension_configs': {'markdown.extensions.extra': {}, 'markdown.extensions.smarty': {},"
        " 'markdown.extensions.toc': {}, 'markdown.extensions.codehilite': {'css_class': 'highlight'}}}\n"
    )
    return ["pelican", "content", "-s", "conf.py", "-o", "output"]


def write_nikola(folder: Path, count: int) -> list[str | Path]:
    """The same for Nikola, a bare site as it sets one up itself."""
    subprocess.run(["nikola", "init", "-q", folder], check=True, capture_output=True)
    (folder / "posts").mkdir(exist_ok=True)
    for n in range(count):
        fields = {"title": title(n), "slug": f"article-{n}", "date": f"2026-01-{n % 28 + 1:02} 00:00:00 UTC"}
        head = "".join(f".. {name}: {value}\n" for name, value in fields.items())
        (folder / "posts" / f"article-{n}.md").write_text(f"<!--\n{head}-->\n\n{article(n)}")
    conf = folder / "conf.py"
    conf.write_text(
        conf.read_text() + "\nPOSTS = (('posts/*.md', 'posts', 'post.tmpl'),)\n"
        "MARKDOWN_EXTENSIONS = ['markdown.extensions.fenced_code', 'markdown.extensions.codehilite',"
        " 'markdown.extensions.extra', 'markdown.extensions.smarty']\n"
    )
    return ["nikola", "build"]


Writer = Callable[[Path, int], list[str | Path]]


def cold(name: str, write: Writer, folder: Path, count: int) -> tuple[Cost, list[str | Path]]:
    """Write the articles and build them for the first time."""
    command = write(folder / name, count)
    cost = measure(command, folder / name)
    told = f"{cost.seconds:6.2f} s on the clock, {cost.cpu:6.2f} s of processors, {cost.megabytes:4.0f} MB"
    print(f"{name:8} first build      {told}")
    return cost, command


def again(what: str, command: Sequence[str | Path], folder: Path) -> float:
    """Build once more; the seconds it took, the best of three."""
    best = min(measure(command, folder).seconds for _ in range(3))
    print(f"klsim    {what:15}  {best:6.2f} s on the clock")
    return best


def edit(folder: Path, command: Sequence[str | Path]) -> float:
    """The seconds of a build after a change to one article."""
    path, seconds = folder / "content" / "article-5.md", []
    for n in range(3):
        path.write_text(path.read_text().replace("\n\n## ", f"\n\nA new sentence, the {n}th.\n\n## ", 1))
        seconds.append(measure(command, folder).seconds)
    print(f"klsim    after an edit    {min(seconds):6.2f} s on the clock")
    return min(seconds)


def main(count: int) -> int:
    """Print the costs; 1 when a target is missed."""
    print(f"{count} articles on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ours, command = cold("klsim", write_klsim, folder, count)
        idle, edited = again("nothing to do", command, folder / "klsim"), edit(folder / "klsim", command)
        fine = idle <= MOST_SECONDS_IDLE and edited <= MOST_SECONDS_EDIT and ours.megabytes <= MOST_MEGABYTES
        peers: tuple[tuple[str, Writer, float], ...] = (
            ("pelican", write_pelican, MOST_OF_PELICAN),
            ("nikola", write_nikola, MOST_OF_NIKOLA),
        )
        for name, write, most in peers:
            if shutil.which(name) is None:
                print(
                    f"{name:8} is not installed: pip install {'pelican[markdown]' if name == 'pelican' else name}"
                )
                continue
            theirs, _ = cold(name, write, folder, count)
            ratio = ours.seconds / theirs.seconds
            print(f"         klsim takes {ratio:.2f} of {name}'s time (at most {most})")
            fine = fine and ratio <= most
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
