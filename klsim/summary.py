"""What a build tells when it is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """What a build did: counts of what the site has, GIFs drawn anew and reused, bytes of the whole output.

    why:      a line for each thing that was made again
    warnings: what the author perhaps does not mean, as lines
    schedule: the date of each article, and whether it was yet to come
    """

    articles: int
    figures: int
    runs: int
    drawn: int
    reused: int
    pruned: int
    bytes: int
    why: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    schedule: tuple[tuple[str, bool], ...] = ()
