"""Every line of code in the guide's page on own simulations works, and every message there is a real one."""

import re
import shutil
import tomllib
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path

import pytest

import klsim
from klsim.build import build
from klsim.catalogue import GROUP
from klsim.check import check
from klsim.config import Config
from klsim.diagnostics import ContentError, Severity
from tests.docs.tutorial import PAGE, Step, steps, write
from tests.site.sites import SITE, put, strict_json, tree
from tests.site.stores import begin_store

LEAST_BUILDS = 10
FILES = ("content", "simulations")


class Reader:
    """Someone who does what the page says, step by step."""

    def __init__(self, root: Path) -> None:
        (root / "content").mkdir(parents=True)
        (root / "content" / "site.yaml").write_text(SITE, encoding="utf-8")
        self.config = Config.at(root)
        begin_store(self.config.store)
        self.before: dict[str, bytes] = {}
        self.last = Step("", "", "", 0)

    def follow(self, step: Step) -> None:
        """Write what is to be written, and see whether what is quoted is true."""
        match step.language, step.subject:
            case ("text", "runs"):
                assert self.descriptions() == step.body.splitlines()
            case ("text", "build"):
                self.is_told(step, self.mistakes())
            case ("text", "check"):
                self.is_told(step, [str(found) for found in check(self.config).diagnostics.of(Severity.ERROR)])
            case (_, file) if file:
                self.before = self.files()
                write(step, self.config.root)
                self.last = step

    def is_told(self, step: Step, found: list[str]) -> None:
        """These are the lines that the page quotes; then the mistake is mended."""
        pattern = re.escape(step.body.strip()).replace("…", r"(…|[-\d.]+)")
        assert re.fullmatch(pattern, "\n".join(found)), f"line {step.line}: {found}"
        for name in FILES:
            shutil.rmtree(self.config.root / name)
        put(self.config.root, self.before)

    def files(self) -> dict[str, bytes]:
        """What the reader has written."""
        return {
            f"{name}/{path}": data
            for name in FILES
            if (self.config.root / name).exists()
            for path, data in tree(self.config.root / name).items()
        }

    def mistakes(self) -> list[str]:
        """What a build says is wrong."""
        try:
            build(self.config)
        except ContentError as error:
            return str(error).splitlines()
        return []

    def descriptions(self) -> list[str]:
        """The runs, in words, of the figure of the file that was written last."""
        article = Path(self.last.subject).stem.replace("_", "-")
        (path,) = self.config.output.glob(f"{article}/*/figure.json")
        return [run["description"] for run in strict_json(path)["runs"]]


@pytest.mark.site
@pytest.mark.filterwarnings("ignore:invalid value encountered in sqrt:RuntimeWarning")
def test_every_step_of_the_tutorial_does_what_it_says(tmp_path: Path):
    reader, builds = Reader(tmp_path / "site"), 0
    for step, following in pairwise([*steps(), Step("", "", "", 0)]):
        reader.follow(step)
        if "/" in step.subject and (following.language != "text" or following.subject == "runs"):
            assert reader.mistakes() == [], f"line {step.line}"
            builds += 1
    assert builds >= LEAST_BUILDS


def test_packages_bring_simulations_by_the_entry_points_that_are_looked_at():
    (step,) = (step for step in steps() if step.language == "toml")
    ((group, points),) = tomllib.loads(step.body)["project"]["entry-points"].items()
    assert group == GROUP
    assert points == {"outbreak": "my_package.outbreak:simulation"}


FOR_NOTEBOOKS = "Figure"
SET_BY_KLSIM = ("one_by_one", "is_drawn", "goal", "counting", "clock")
"""Fields of simulations that are not for authors."""


def test_the_tutorial_names_all_that_simulations_are_written_with():
    text = PAGE.read_text(encoding="utf-8")
    tables = text[text.index("## Tables") :]
    for name in (one for one in klsim.__all__ if one != FOR_NOTEBOOKS):
        assert re.search(rf"`{name}\b|each a `{name}\(|`{name}\(|\b{name}\(", tables), name
        kind = getattr(klsim, name)
        if is_dataclass(kind):
            for field in fields(kind):
                if name == "Simulation" and field.name in SET_BY_KLSIM:
                    continue
                assert re.search(rf"\b{field.name}\b", tables), f"{name}.{field.name}"
