"""Reading data files in tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from klsim.content.document import DIAGNOSTICS
from klsim.diagnostics import Diagnostic
from klsim.recordings.data import read_data
from klsim.recordings.packed import unpack
from klsim.recordings.survey import DIAGNOSTICS_OF_DATA, SURVEY, SURVEYS, Survey


@dataclass(frozen=True)
class Read:
    """What comes of files: the survey, the numbers of each run in the order of the survey, and what is told."""

    survey: Survey
    runs: list[dict[str, list]]
    told: list[str]


def read(
    files: Mapping[str, bytes | str], axes: Sequence[str] = (), iteration: str = "", grids: Sequence[str] = ()
) -> Read:
    """The data files of an article in content/a, by their names."""
    labels = [f"content/a/{name}" for name in files]
    contents = [data.encode() if isinstance(data, str) else data for data in files.values()]
    made = read_data(list(files), labels, grids, axes, iteration, (), *contents)
    survey = SURVEYS.decode(made[SURVEY], Survey)
    told = [str(one) for one in DIAGNOSTICS.decode_many(made[DIAGNOSTICS_OF_DATA], Diagnostic)]
    runs = [
        {
            name: np.where(np.isnan(values), None, values.astype(object)).tolist()
            for name, values in unpack(made[str(n)]).items()
        }
        for n in range(len(survey.at))
    ]
    return Read(survey, runs, told)
