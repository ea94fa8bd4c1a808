"""Whatever lies in the content folder, a build ends soon, with a site or with a list of mistakes."""

import contextlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klsim.build import build
from klsim.check import check
from klsim.config import Config
from klsim.diagnostics import ContentError
from tests.content.test_fuzz import anything, mutated
from tests.examples import examples
from tests.site.changing import picture
from tests.site.sites import ROOT, SITE, copy_site, put

LONGEST_S = 5
"""Of the processor's time: a machine that is busy with something else is no hang."""
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "content").rglob("*.md"))]
ARTICLES = [text for text in TEXTS if text.startswith("---")]
BLOCK = re.compile(r"^```(?:animation|match)\n.*?^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [block for text in TEXTS for block in BLOCK.findall(text)]
WORDS = sorted({word for block in BLOCKS for word in re.findall(r"[\w-]+|[{}\[\]:,]", block)})
HEAD = "---\ntitle: A\ndate: 2026-01-02\nsummary: B\n---\n"
FAST = settings(examples(20), suppress_health_check=list(HealthCheck))

writes: list[str] | None = None
"""The files opened for writing, while somebody wants to know."""


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if writes is None or event not in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink"):
        return
    if event != "open" or (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
        writes.extend(str(path) for path in arguments[:2] if isinstance(path, str | Path) and len(str(path)) > 3)


sys.addaudithook(_note)


@contextmanager
def watched(*allowed: Path) -> Iterator[None]:
    """Within, nothing takes longer than LONGEST_S and nothing outside some folders is written."""
    global writes  # an audit hook cannot be taken back

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"still busy after {LONGEST_S} s")

    usual = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST_S)
    writes = []
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, usual)
        noted, writes = writes, None
    folders = tuple(map(str, allowed))
    assert not [path for path in noted if not path.startswith(folders) and "__pycache__" not in path]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, built_versions: Mapping[str, Config]) -> Config:
    """A site whose fonts are made already; its content is to be replaced."""
    return copy_site(built_versions["a"], tmp_path_factory.mktemp("fuzzed") / "site")


def fill(config: Config, files: dict[str, str]) -> None:
    """Make these the content of a site, with an image."""
    shutil.rmtree(config.content, ignore_errors=True)
    texts = {name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}
    put(config.content, {"site.yaml": SITE.encode(), "a/a.png": picture("red")} | texts)


def without_blocks(text: str) -> str:
    """A text that draws nothing."""
    return re.sub(r"^```(?:animation|match)$", "```text", text, flags=re.MULTILINE)


@FAST
@given(
    index=st.sampled_from(ARTICLES).flatmap(mutated) | anything.map(lambda text: HEAD + text),
    section=st.sampled_from(TEXTS).flatmap(mutated) | anything,
    settings_of_site=st.just(SITE) | mutated(SITE),
)
def test_any_text_is_built_or_refused(site: Config, index: str, section: str, settings_of_site: str):
    files = {
        "a/index.md": without_blocks(index),
        "a/10-b.md": without_blocks(section),
        "site.yaml": settings_of_site,
    }
    fill(site, files)
    with watched(site.output, site.store), contextlib.suppress(ContentError):
        build(site)


@FAST
@given(
    block=st.sampled_from(BLOCKS).flatmap(mutated) | st.lists(st.sampled_from(WORDS)).map(" ".join), link=anything
)
def test_any_block_is_planned_or_refused(site: Config, block: str, link: str):
    fill(site, {"a/index.md": f"{HEAD}\n{block}\n\n[1](value:descent?{link}#mean) [b](run:{link})\n"})
    with watched(site.store):
        check(site)


numbers = st.sampled_from([-1e6, 0.0, 1e-100, 1e-9, 0.5, 3.0, 1e6]) | st.floats(-1e6, 1e6)


@settings(examples(3), suppress_health_check=list(HealthCheck))
@given(mean=numbers, variance=numbers.map(abs), start=numbers, step=numbers, momentum=st.floats(0, 1))
def test_any_numbers_are_drawn_or_refused(
    site: Config, mean: float, variance: float, start: float, step: float, momentum: float
):
    block = (
        f"```animation\nid: any\nsimulation: gaussian-descent\ncaption: Any.\niterations: 4\n"
        f"target: {{mean: {mean}, variance: {variance}}}\nstart: {{mean: {start}, variance: {variance}}}\n"
        f"step_size: {step}\nmomentum: {momentum}\n```\n"
    )
    fill(site, {"a/index.md": f"{HEAD}\n{block}"})
    with watched(site.output, site.store), contextlib.suppress(ContentError):
        build(site)
