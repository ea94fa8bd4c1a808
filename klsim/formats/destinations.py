"""Where the navigation of a site leads, seen from a page."""

import re
from dataclasses import dataclass

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_elsewhere(target: str) -> bool:
    """Whether it is a whole address, and no path in the site."""
    return bool(_ELSEWHERE.match(target))


@dataclass(frozen=True)
class Destination:
    """A link of the navigation.

    target: an address elsewhere, or a path in the site
    root:   what leads from the page to the top of the site
    """

    label: str
    target: str
    root: str

    @property
    def address(self) -> str:
        """What the page links to."""
        return self.target if is_elsewhere(self.target) else f"{self.root}{self.target}"

    def is_here(self, path: str) -> bool:
        """Whether it is the page at this path."""
        return self.target == path
