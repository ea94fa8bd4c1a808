"""The text of an article as readers of feeds get it: figures are stills that lead to the page, links are whole."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urljoin

from klsim.content.article import CARDS, Card
from klsim.content.references import rewrite_links
from klsim.content.slots import Slot, split_slots
from klsim.content.tags import find_tags
from klsim.engine.task import Products
from klsim.figures.kind import POSTER
from klsim.figures.place import NARROW
from klsim.formats.link_addresses import link_address
from klsim.formats.summaries import Picture, read_picture

_ANCHOR = re.compile(r'<a class="anchor".*?</a>', re.DOTALL)
_ADDRESS = re.compile(r"""(?<=\s)(href|src|poster)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_NAMES = ("a", "area", "img", "source", "video", "audio", "track", "embed")


def render_entry(
    base_url: str, markdown: Mapping[str, str], ids: Sequence[str], article: Products, *figures: Products
) -> Products:
    """The text as HTML, `entry`.

    base_url: of the site
    markdown: where links to Markdown lead, seen from the page
    ids:      those of the figures
    figures:  each with its `poster`
    """
    slug = CARDS.decode(article["card"], Card).slug
    page = f"{base_url}/{slug}/"

    def address(href: str) -> str:
        return link_address(href, slug, markdown)

    def part(piece: str | Slot) -> str:
        if isinstance(piece, Slot):
            n = int(piece.id)
            return _still(base_url, f"{page}#{ids[n]}", figures[n][POSTER])
        return make_whole(_ANCHOR.sub("", rewrite_links(piece, address)), page)

    return {"entry": "".join(map(part, split_slots(article["html"].decode()))).encode()}


def _still(base_url: str, address: str, poster: bytes) -> str:
    picture = read_picture(poster)
    link = f'<a href="{escape(address)}">'
    image = f"{link}{_image(base_url, picture)}</a>" if picture.path else ""
    return f"<figure>{image}<figcaption>{escape(picture.caption)} {link}Play it.</a></figcaption></figure>\n"


def _image(base_url: str, picture: Picture) -> str:
    """The still, and that for narrow screens if there is one: readers that ignore `<source>` show the first."""
    image = (
        f'<img src="{escape(base_url)}/{escape(picture.path)}" alt="{escape(picture.alt)}" '
        f'width="{picture.width}" height="{picture.height}">'
    )
    if not picture.narrow:
        return image
    path, width, height = picture.narrow
    source = (
        f'<source media="{NARROW}" srcset="{escape(base_url)}/{escape(str(path))}" '
        f'width="{width}" height="{height}">'
    )
    return f"<picture>{source}{image}</picture>"


def make_whole(page: str, base: str) -> str:
    """HTML whose links and pictures have whole addresses; `base` is that of the page."""
    pieces, end = [], 0
    for tag in find_tags(page, *_NAMES):
        for found in _ADDRESS.finditer(page, tag.start, tag.end):
            name = found[1].lower()
            value = tag.attributes.get(name, "")
            pieces += [page[end : found.start()], f'{name}="{escape(urljoin(base, value))}"']
            end = found.end()
    return "".join([*pieces, page[end:]])
