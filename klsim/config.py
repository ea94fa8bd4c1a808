"""Where a site is read from and written to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SITE_PACKAGE = "site_simulations"
"""How the folder `simulations/` of a site is called as a package."""


@dataclass(frozen=True)
class Config:
    """The folders of one site. `root` is the folder that messages name files from."""

    root: Path
    content: Path
    templates: Path
    output: Path
    store: Path
    simulations: Path
    static: Path

    @property
    def packages(self) -> Mapping[str, Path]:
        """The folders of the site that are packages of Python, by the names that they have there."""
        return {SITE_PACKAGE: self.simulations}

    @classmethod
    def at(cls, root: Path) -> "Config":
        """The usual layout below `root`."""
        return cls(
            root=root,
            content=root / "content",
            templates=root / "templates",
            output=root / "output",
            store=root / ".klsim",
            simulations=root / "simulations",
            static=root / "static",
        )
