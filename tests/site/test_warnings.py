"""Warnings: what an author perhaps does not mean is told by every build, and the site is built all the same."""

from pathlib import Path

import pytest

from klsim.build import build
from klsim.cli import main
from klsim.config import Config
from klsim.content.files import read_site
from klsim.diagnostics import Diagnostics
from tests.engine.processes import wait_until
from tests.preview.previews import previewed
from tests.site.sites import ARTICLE, ROOT, gifs_of_runs, write_site

ADVICE = "write the address where the site will be published"
WARNING = f"content/site.yaml:2: warning: base_url is still https://example.org; {ADVICE}"


def write(root: Path, address: str) -> Config:
    """A site that is to be published at an address."""
    config = write_site(root, "---\ntitle: Short\ndate: 2026-01-02\nsummary: S\n---\n\nText.\n")
    path = config.content / "site.yaml"
    path.write_text(path.read_text().replace("https://klsim.example/sub", address))
    return config


@pytest.fixture
def site(tmp_path: Path) -> Config:
    """A site whose address is the one of examples."""
    return write(tmp_path / "site", "https://example.org")


def ran(config: Config, *task: str) -> list[str]:
    return [*task, "--root", str(config.root)]


def test_every_build_warns_also_one_with_nothing_to_do(site: Config, capsys: pytest.CaptureFixture[str]):
    for drawn in ("0 drawn, 0 reused", "0 drawn, 0 reused"):
        assert main(ran(site, "--jobs", "1")) == 0
        said = capsys.readouterr()
        assert [line for line in said.err.splitlines() if not line.endswith(" tasks")] == [WARNING]
        assert drawn in said.out
    assert "https://example.org/short/" in (site.output / "sitemap.xml").read_text()


def test_a_check_warns_and_finds_no_mistake(site: Config, capsys: pytest.CaptureFixture[str]):
    assert main(ran(site, "check")) == 0
    said = capsys.readouterr()
    assert said.err.splitlines() == [WARNING]
    assert said.out.endswith("no mistakes, 1 warning\n")


@pytest.mark.parametrize("task", [(), ("check",)])
def test_a_warning_stands_among_mistakes_and_is_not_counted_as_one(
    site: Config, capsys: pytest.CaptureFixture[str], task: tuple[str, ...]
):
    for name in ("site.yaml", "short/index.md"):
        path = site.content / name
        path.write_text(path.read_text().replace("author:", "auther:").replace("date: 2026-01-02", "date: x"))
    assert main(ran(site, *task)) == 1
    *told, last = (line for line in capsys.readouterr().err.splitlines() if not line.endswith(" tasks"))
    assert [line.split("; ")[0].split(" is not")[0] for line in told] == [
        "content/short/index.md:3: date 'x'",
        "content/site.yaml:2: warning: base_url is still https://example.org",
        "content/site.yaml:3: unknown key 'auther' in site.yaml",
    ]
    assert last.startswith("2 mistakes")


def test_a_preview_warns_in_its_terminal_once_until_something_else_is_to_be_told(site: Config):
    with previewed(site) as preview:
        article, site_yaml = site.content / "short" / "index.md", site.content / "site.yaml"
        for n, text in enumerate(("Other text.", "date", "Text."), 2):
            article.write_text(article.read_text().rpartition("\n\n")[0] + f"\n\n{text}\n")
            wait_until(lambda n=n: preview.builds >= n)  # type: ignore[misc]
        assert preview.lines.count(WARNING) == 1
        builds = preview.builds
        site_yaml.write_text(site_yaml.read_text().replace("https://example.org", "http://localhost:8000"))
        wait_until(lambda: preview.builds > builds)
        assert WARNING.replace("https://example.org", "http://localhost:8000") in preview.lines


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.com", "http://example.net/blog", "https://www.example.com", "https://a.b.Example.ORG."),
        *("https://me@example.org:8080/x", "http://localhost", "http://localhost:8000/", "http://127.0.0.1:8000"),
        *("http://[::1]/", "http://0.0.0.0:80", "http://blog.localhost"),
    ],
)
def test_addresses_at_which_nobody_publishes(tmp_path: Path, address: str):
    summary = build(write(tmp_path, address))
    assert summary.warnings == (WARNING.replace("https://example.org", address),)


@pytest.mark.parametrize(
    "address",
    [
        *("https://klsim.example", "https://cases.test", "https://notexample.org", "https://example.org.uk"),
        *(
            "https://my-example.com/example.org",
            "https://example.io",
            "http://192.168.1.2/x",
            "https://localhost.dev",
        ),
    ],
)
def test_addresses_that_may_be_meant(tmp_path: Path, address: str):
    assert build(write(tmp_path, address)).warnings == ()


@pytest.mark.parametrize("address", ["https://[bad", "https://:80/x"])
def test_an_address_without_a_host_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str):
    assert main(ran(write(tmp_path, address), "check")) == 1
    assert f"content/site.yaml:2: base_url {address!r} is not the address of a site" in capsys.readouterr().err


def test_the_site_of_this_repository_has_no_warning():
    diagnostics = Diagnostics()
    read_site(Config.at(ROOT), diagnostics)
    assert list(diagnostics) == []


def test_letters_that_gifs_cannot_show_are_told_where_they_are_written(tmp_path: Path):
    named = "sweep:\n  pace:\n    慢: {step_size: 0.1}\n    Größe ∑: {step_size: 0.2}\n"
    article = ARTICLE.replace("sweep:\n  objective: [kl_qp, kl_pq]\n  step_size: [-0.5, 0.2, 2]\n", named)
    head = article.partition("default:")[0]
    config = write_site(tmp_path, f"{head}```\n\nIt moves.\n")
    line = 1 + head[: head.index("慢")].count("\n")
    (warning,) = build(config).warnings
    assert warning == (
        f"content/short/index.md:{line}: warning: GIFs cannot show 慢: no typeface of pictures sets them as written; "
        "the page shows them; for GIFs, name it in other letters"
    )
    assert len(gifs_of_runs(config.output / "short" / "small")) == 2
