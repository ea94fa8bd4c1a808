"""The GIFs of a figure: of each the first, the middle and the last frame, one below the other in one picture."""

import json
import re
from pathlib import Path
from typing import Any

from PIL import GifImagePlugin, Image

from tests.look.states import run_values


def film_pictures(folder: Path, target: Path) -> int:
    """Write a PNG into `target` for every GIF in the folder of a figure; gives how many there are."""
    figure = json.loads((folder / "figure.json").read_bytes())
    films = [run for run in figure["runs"] if run.get("gif")]
    target.mkdir(parents=True, exist_ok=True)
    for run in films:
        film_strip(folder / run["gif"]).save(target / f"{film_name(figure, run)}.png", compress_level=3)
    return len(films)


def film_name(figure: dict[str, Any], run: dict[str, Any]) -> str:
    """The values of a run as the name of a file: those of GIFs have hashes, which change with what is drawn."""
    values = "_".join(str(value) for value in run_values(figure, run).values())
    return re.sub(r"[^\w.+-]+", "-", values) or "only"


def film_strip(path: Path) -> Image.Image:
    """The three frames of a GIF, top to bottom."""
    # Frames of one palette stay as indices: pictures are a quarter as large, and quicker to write.
    GifImagePlugin.LOADING_STRATEGY = GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY
    with Image.open(path) as film:
        last = film.n_frames - 1
        frames = [_frame(film, number) for number in (0, last // 2, last)]
    if len({frame.mode for frame in frames}) > 1:
        frames = [frame.convert("RGB") for frame in frames]
    width, height = frames[0].size
    strip = Image.new(frames[0].mode, (width, 3 * height))
    if strip.mode == "P":
        strip.putpalette(frames[0].getpalette() or [])
    for number, frame in enumerate(frames):
        strip.paste(frame, (0, number * height))
    return strip


def _frame(film: Image.Image, number: int) -> Image.Image:
    film.seek(number)
    return film.copy()
