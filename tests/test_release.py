"""What is published: versions in the changelog, and a workflow that builds what a tag says and needs no password."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from klsim import __version__
from tests.site.sites import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
_RELEASED = re.compile(r"(\d+)\.(\d+)\.(\d+), \d{4}-\d{2}-\d{2}")


def test_the_changelog_has_one_unreleased_version_at_most_and_then_those_of_a_day_newest_first():
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    released = headings[1:] if headings[0] == "Unreleased" else headings
    versions = [found and tuple(map(int, found.groups())) for found in map(_RELEASED.fullmatch, released)]
    assert None not in versions
    assert versions == sorted(set(versions), reverse=True)
    current = tuple(int(part) for part in __version__.split("."))
    assert all(version and version <= current for version in versions)


def test_only_the_job_that_publishes_may_ask_to_be_trusted_and_it_runs_nothing_else():
    jobs = WORKFLOW["jobs"]
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert {name: job.get("permissions") for name, job in jobs.items()} == {
        "build": None,
        "publish": {"id-token": "write"},
    }
    steps = jobs["publish"]["steps"]
    assert [step["uses"].split("@")[0] for step in steps] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]
    assert not any("run" in step or "password" in step.get("with", {}) for step in steps)
    assert "secrets." not in str(WORKFLOW)
    assert jobs["publish"]["needs"] == "build"


def test_what_the_workflow_runs_is_there():
    lines = [step["run"] for step in WORKFLOW["jobs"]["build"]["steps"] if "run" in step]
    for script in (word for line in lines for word in line.split() if word.startswith(".ci/")):
        assert os.access(ROOT / script, os.X_OK), script


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with what a release is made of, and a changelog that says that it is one."""
    for name in (".ci", "klsim", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n## {__version__}, 2026-12-01\n\n- All.\n")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for command in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-qm", "All"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def release(clone: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """What `.ci/release` does for a tag."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
        "PYTHON": sys.executable
    }
    return subprocess.run(
        [clone / ".ci" / "release", tag], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_a_release_is_built_twice_with_the_same_bytes(clone: Path):
    ran = release(clone, f"v{__version__}")
    assert ran.returncode == 0, ran.stderr
    assert {path.name for path in (clone / "dist").iterdir()} == {
        f"klsim-{__version__}.tar.gz",
        f"klsim-{__version__}-py3-none-any.whl",
    }


def test_a_tag_that_is_not_the_version_publishes_nothing(clone: Path):
    ran = release(clone, "v99.0.0")
    assert (ran.returncode, ran.stderr) == (1, f"the tag is v99.0.0, and klsim/__init__.py says {__version__}\n")
    assert not (clone / "dist").exists()


def test_a_version_without_a_day_in_the_changelog_publishes_nothing(clone: Path):
    (clone / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- All.\n")
    ran = release(clone, f"v{__version__}")
    assert ran.returncode == 1
    assert ran.stderr == f"CHANGELOG.md has no heading `## {__version__}, year-month-day`\n"
    assert not (clone / "dist").exists()
