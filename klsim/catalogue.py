"""The simulations that figures of a site may name: those of klsim, of installed packages, and of the site."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from klsim import simulations
from klsim.config import SITE_PACKAGE, Config
from klsim.content.document import DIAGNOSTICS
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location
from klsim.engine.results import Results
from klsim.engine.task import Task, module_of
from klsim.figures.animation.recording import NAME as RECORDED

GROUP = "klsim.simulations"
"""The entry points by which installed packages bring simulations."""


@dataclass(frozen=True)
class Found:
    """A simulation that is there: what figures call it, "module:name", and how messages call its file."""

    name: str
    source: str
    file: str

    @property
    def task(self) -> str:
        """The task that reads its declaration."""
        return f"simulations/{self.name}"


def find_simulations(config: Config, diagnostics: Diagnostics) -> Sequence[Found]:
    """Every simulation; a name that several have is a mistake, and the first of them counts."""
    found: dict[str, Found] = {}
    for one in (*shipped_simulations(), *_installed(), *_of_site(config)):
        if one.name == RECORDED:
            message = f"a figure of recorded runs says `simulation: {RECORDED}`"
            diagnostics.add(Location(one.file, 1).error(Code.RESERVED_NAME, message, "rename this one"))
            continue
        other = found.setdefault(one.name, one)
        if other is not one:
            message = f"another simulation is called {one.name!r}"
            hint = f"the other is {other.file}; rename one of them"
            diagnostics.add(Location(one.file, 1).error(Code.DUPLICATE_NAME, message, hint))
    return tuple(found.values())


def declaration_tasks(found: Sequence[Found]) -> Iterator[Task]:
    """What reads the declarations of simulations."""
    for one in found:
        yield Task(
            one.task,
            "klsim.declaring:declare",
            values=(one.name, one.source, one.file),
            code=(module_of(one.source),),
        )


def told_by(found: Sequence[Found], made: Results) -> Iterator[Diagnostic]:
    """What is wrong with the files of simulations."""
    for one in found:
        yield from DIAGNOSTICS.decode_many(made.read(one.task, "diagnostics"), Diagnostic)


def shipped_simulations() -> Iterator[Found]:
    """Those of klsim itself."""
    folder = Path(simulations.__file__).parent
    for stem in _stems(folder):
        yield Found(_name(stem), f"{simulations.__name__}.{stem}:simulation", f"klsim/simulations/{stem}.py")


def _installed() -> Iterator[Found]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        yield Found(point.name, f"{point.module}:{point.attr or 'simulation'}", point.module)


def _of_site(config: Config) -> Iterator[Found]:
    for stem in _stems(config.simulations):
        file = f"{config.simulations.relative_to(config.root).as_posix()}/{stem}.py"
        yield Found(_name(stem), f"{SITE_PACKAGE}.{stem}:simulation", file)


def _stems(folder: Path) -> list[str]:
    """The files of a folder that are simulations; names that begin with an underscore are helpers."""
    return sorted(path.stem for path in folder.glob("*.py") if path.name[0] not in "_.")


def _name(stem: str) -> str:
    return stem.replace("_", "-")
