"""Where a site is read from and written to."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """The folders of one site. `root` is the folder that messages name files from."""

    root: Path
    content: Path
    templates: Path
    output: Path
    store: Path
    simulations: Path

    @classmethod
    def at(cls, root: Path) -> "Config":
        """The usual layout below `root`."""
        return cls(
            root, root / "content", root / "templates", root / "output", root / ".klsim", root / "simulations"
        )
