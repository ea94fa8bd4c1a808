"""What a site says of all of its texts."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

_LEFTOVERS_LIST = (
    "shortcode liquid wiki-link citation reference role label attributes container admonition tabs contents note "
    "mark index power emoji latex formula table definition space heading link comment markdown element script "
    "style raw cell abbreviation code emphasis"
)
LEFTOVERS = frozenset(_LEFTOVERS_LIST.split())
"""The kinds of leftovers, as authors and messages name them."""


@dataclass(frozen=True)
class TextOptions:
    """How texts are read.

    language:              of the site
    allow:                 leftovers let through, each a kind and what stands there
    inline_double_dollars: `told`, or `inline`: what `$$…$$` within a line is
    number_captions:       whether captions begin with the numbers of their figures
    allow_external:        hosts whose scripts, frames and pictures pages may show; `*` for all
    """

    language: str = "en"
    allow: Collection[tuple[str, str]] = ()
    inline_double_dollars: str = "told"
    number_captions: bool = False
    allow_external: Collection[str] = ()

    @property
    def is_english(self) -> bool:
        """Whether klsim's own words are in the language of the site."""
        return self.language.lower().partition("-")[0] == "en"

    def allows(self, kind: str, written: str) -> bool:
        """Whether a leftover of a kind is let through."""
        return any(kind == name and text in written for name, text in self.allow)

    def allows_external(self, address: str) -> bool:
        """Whether pages may show what is at an address of another site."""
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            return False
        return any(
            allowed in ("*", host) or (allowed.startswith("*.") and host.endswith(allowed[1:]))
            for allowed in self.allow_external
        )

    def plain(self) -> Mapping[str, Any]:
        """Plain values, as tasks take them; `TextOptions(**plain)` is the same again."""
        return asdict(self)
