"""Two folders of pictures side by side: what differs in words, and pictures that show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.look.difference import Difference, Pixels, difference
from tests.look.folders import begin_folder, pictures_in
from tests.look.processes import Map
from tests.look.side_by_side import side_by_side

BOXES_TOLD = 6


@dataclass(frozen=True)
class Pair:
    """A picture that is in two folders, and where a picture of the difference goes."""

    name: str
    before: Path
    after: Path
    shown: Path


def compare(before: Path, after: Path, shown: Path, map: Map = map) -> Iterator[str]:
    """A line for each picture that differs, is missing or is new; pictures of what differs go to `shown`.

    Raises FileNotFoundError where a folder is not there, FileExistsError where `shown` is not one of pictures.
    """
    old, new = pictures_in(before), pictures_in(after)
    begin_folder(shown)
    pairs = [Pair(name, before / name, after / name, shown / name) for name in old if name in set(new)]
    for pair, line in zip(pairs, map(compare_pair, pairs), strict=True):
        if line:
            yield f"{pair.name}: {line}"
    yield from (f"{name}: missing" for name in old if name not in set(new))
    yield from (f"{name}: new" for name in new if name not in set(old))


def compare_pair(pair: Pair) -> str:
    """How a picture has changed, in words, and as a picture of its own; nothing where it has not."""
    if pair.before.read_bytes() == pair.after.read_bytes():
        return ""
    found = difference(read_pixels(pair.before), read_pixels(pair.after))
    if found is None:
        return ""
    change, aligned = found
    pair.shown.parent.mkdir(parents=True, exist_ok=True)
    side_by_side(change, aligned).save(pair.shown)
    return in_words(change)


def in_words(change: Difference) -> str:
    """The sizes, where they differ, the share of pixels that do, and the places."""
    told = f"{_percent(change.share)} differs" if change.boxes else "the rest is equal"
    places = [str(box) for box in change.boxes[:BOXES_TOLD]]
    if len(change.boxes) > BOXES_TOLD:
        places.append(f"and {len(change.boxes) - BOXES_TOLD} more places")
    return "; ".join([*_sizes(change), told, *places])


def _sizes(change: Difference) -> list[str]:
    if change.before_size == change.after_size:
        return []
    (old_width, old_height), (width, height) = change.before_size, change.after_size
    told = f"{old_width}×{old_height} is now {width}×{height}"
    if height == old_height:
        return [told]
    way = "taller" if height > old_height else "shorter"
    return [f"{told}, {abs(height - old_height)} px {way} from y = {change.gap.start}"]


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %" if share >= 0.0001 else "under 0.01 %"


def read_pixels(path: Path) -> Pixels:
    """A picture as an array (height, width, 3)."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))
