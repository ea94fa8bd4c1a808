"""Where a figure stands, and what another page needs to show it."""

from dataclasses import dataclass
from html import escape

EMBED = "embed.html"
"""The page in the folder of a figure that has nothing but the figure."""

OEMBED = ".oembed.json"
"""Behind the id of a figure, what tells other programs of that page, as https://oembed.com has it. It stands
beside the page of the article: all JSON in the folder of a figure is of its runs."""

DEFAULT = "default"
"""What the pictures of a figure's default state are called, whatever they show."""

DEFAULTS = tuple(f"{DEFAULT}.{ending}" for ending in ("gif", "png", "svg"))
"""All that a figure may have."""

NARROW = "screen and (max-width: 40rem)"
"""The media with pictures of their own: screens as wide as those to which the style sheet fits its rules."""

EMBED_WIDTH = 800
"""How wide a page is thought to be that shows a figure of another, in px."""


@dataclass(frozen=True)
class Place:
    """The page in which a figure stands.

    top:         what leads from there to the folder of its article
    address:     of that folder on the web
    has_address: whether the site has one at all yet
    settings:    the file that says so
    """

    top: str
    address: str
    has_address: bool
    settings: str = "site.yaml"

    def snippet(self, figure: str, caption: str, height: int) -> str:
        """HTML for other pages that shows a figure there; `height` in px."""
        return frame(f"{self.address}/{figure}/{EMBED}", caption, height)


def frame(address: str, title: str, height: int) -> str:
    """A frame as wide as the page in which it stands, which loads when it comes near."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        'loading="lazy" allow="clipboard-write" frameborder="0"></iframe>'
    )
