"""Names of series: what a file calls "train/loss" is `train_loss` in records, links and addresses."""

import re
from collections.abc import Iterable, Mapping

from klsim.declaration import RESERVED

_NO_LETTERS = re.compile(r"\W+", re.ASCII)


def series_name(written: str) -> str:
    """The name of a series that a file calls so: letters, digits and underscores, a letter first."""
    name = _NO_LETTERS.sub("_", written).strip("_")
    if not name or name[0].isdigit():
        name = f"x_{name}" if name else "x"
    return f"{name}_" if name in RESERVED else name


def series_names(written: Iterable[str]) -> Mapping[str, str]:
    """The name of each series by what the file calls it; none is given twice."""
    found: dict[str, str] = {}
    for word in written:
        name = series_name(word)
        while name in found.values():
            name += "_"
        found[word] = name
    return found
