"""Videos of other sites: an image whose address is that of a film at YouTube or Vimeo.

Nothing is fetched from there unless the site allows it, `allow_external: [www.youtube-nocookie.com]`: the film
then plays within the page, else a picture of a screen leads to it.
"""

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from klsim.content.markdown.words import words_of
from klsim.content.text_options import TextOptions

_YOUTUBE = re.compile(
    r"https?://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#]*&)?v=|embed/|shorts/|live/)|youtu\.be/)"
    r"(?P<id>[\w-]{6,20})(?:[?&#].*)?"
)
_VIMEO = re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d+)(?:[?#].*)?")


class Film(NamedTuple):
    """A film elsewhere: the address of its page, that of its player, and what the place is called."""

    page: str
    player: str
    place: str


def find_film(address: str) -> Film | None:
    """The film that an address leads to, if it is one."""
    if found := _YOUTUBE.fullmatch(address):
        return Film(address, f"https://www.youtube-nocookie.com/embed/{found['id']}", "YouTube")
    if found := _VIMEO.fullmatch(address):
        return Film(address, f"https://player.vimeo.com/video/{found['id']}?dnt=1", "Vimeo")
    return None


def show_videos(tokens: Sequence[Token], options: TextOptions) -> None:
    """Have films in place of the images that are none."""
    for block in tokens:
        for child in block.children or () if block.type == "inline" else ():
            if child.type == "image" and (film := find_film(str(child.attrs["src"]))):
                words = html.escape(words_of(child.children or ()) or f"A film at {film.place}")
                child.type = "html_film"
                child.content = (
                    _player(film, words) if options.allows_external(film.player) else _link(film, words)
                )


def _player(film: Film, words: str) -> str:
    return (
        f'<iframe class="video" src="{html.escape(film.player)}" title="{words}" loading="lazy" '
        'allow="fullscreen; picture-in-picture" allowfullscreen></iframe>'
    )


def _link(film: Film, words: str) -> str:
    return f'<a class="video" href="{html.escape(film.page)}"><span>{words}</span> <small>{film.place}</small></a>'
