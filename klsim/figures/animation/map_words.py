"""What a page says of maps of outcomes."""

from dataclasses import dataclass

from klsim.engine.codec import Codec


@dataclass(frozen=True)
class MapWords:
    """What a page says of maps.

    legend: the class of each colour and what it means
    texts:  of each map what it shows, in words
    """

    legend: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]


MAP = "map"
"""What pictures and tables of maps are called, before their endings."""

MAP_WORDS = Codec.of(MapWords)
