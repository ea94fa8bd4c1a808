"""A formula as an author wrote it."""

from dataclasses import dataclass

from klsim.diagnostics import Location


@dataclass(frozen=True)
class Formula:
    """LaTeX, whether it stands on lines of its own, the text as written, and where it begins."""

    latex: str
    display: bool
    written: str
    location: Location
