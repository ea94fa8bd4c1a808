"""What the command line understands of commands that make single files: films and PDF files."""

import argparse
from fractions import Fraction
from pathlib import Path

from klsim.engine.spec import parse_seconds

SMALLEST_FILM_PX, LARGEST_FILM_PX = 120, 4096

FILM = """\
Draw the film of a figure at a size of your own, for talks and posts: its state is written as in links. Panels
stand as they fit, letters are set at that size, and the title of the article and the address of the site are on
it. `png` is the finished still, and `svg` the same as lines that are sharp at any size.

WebM and MP4 take an ffmpeg on the PATH, or `pip install "klsim[video]"`.

examples:
  klsim film gradient-descent/descent
  klsim film "gradient-descent/descent?step_size=0.2" --format mp4 --size 1920x1080 --to talk.mp4
"""
PDF = """\
Print articles with a Chromium, Chrome or Edge that is installed: figures are finished, in light colours and in
the state that `still: {…}` in their blocks names, those that the text leads to stand below them, small, and
headings are bookmarks. Writes `<article>.pdf` for each article that is named, or for all.

examples:
  klsim pdf gradient-descent
  klsim pdf --paper letter --to print/
  klsim pdf --browser /opt/chromium/chrome
"""


def add_pdf(pdf: argparse.ArgumentParser) -> None:
    """The options of `pdf`."""
    pdf.add_argument("articles", nargs="*", metavar="ARTICLE", help="which, by their folders (default: all)")
    pdf.add_argument("--paper", choices=("a4", "letter"), default="a4", help="its size (default: a4)")
    pdf.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="where to (default: this folder)")
    browser = "the browser that prints (default: CHROME in the environment, else the first that is installed)"
    pdf.add_argument("--browser", metavar="PROGRAM", help=browser)


def add_film(film: argparse.ArgumentParser) -> None:
    """The options of `film`."""
    film.add_argument("state", metavar="article/figure?state", help="the figure and, if not the default, the run")
    formats = "webm (VP9), mp4 (H.264), gif, or png or svg for the last frame (default: webm)"
    film.add_argument("--format", choices=("webm", "mp4", "gif", "png", "svg"), default="webm", help=formats)
    size = "pixels across and down (default: 1080x1080)"
    film.add_argument("--size", type=_size, default=(1080, 1080), metavar="WxH", help=size)
    film.add_argument(
        "--fps", type=_rate, default="30", metavar="N", help="frames a second, 1 to 120 (default: 30)"
    )
    hold = "how long the last frame stays (default: as in the GIFs of the site)"
    film.add_argument("--hold", type=_seconds, metavar="SECONDS", help=hold)
    film.add_argument("--to", type=Path, metavar="FILE", help="where to (default: called as the figure, here)")
    film.add_argument("--scheme", choices=("light", "dark"), default="light", help="its colours (default: light)")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 1080x1080")
    if not all(SMALLEST_FILM_PX <= int(one) <= LARGEST_FILM_PX for one in (width, height)):
        told = f"{text!r} is out of range; allowed: {SMALLEST_FILM_PX} to {LARGEST_FILM_PX} pixels"
        raise argparse.ArgumentTypeError(told)
    return int(width), int(height)


def _rate(text: str) -> str:
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of frames; write 30 or 30000/1001") from None
    if not 1 <= rate <= 120:
        raise argparse.ArgumentTypeError(f"{text!r} is out of range; allowed: 1 to 120 frames a second")
    return str(rate)


def _seconds(text: str) -> float:
    if (seconds := parse_seconds(text)) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds
