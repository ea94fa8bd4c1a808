"""Measures how long 100 MB of CSV take to be read, and how much memory: python -m benchmarks.recordings [MB]

Targets: 30 s of one processor and 2 GB. Prints what was measured, and ends with 1 where a target is missed.
"""

import io
import resource
import sys
from time import perf_counter, process_time

import numpy as np

from klsim.recordings.data import read_data
from klsim.recordings.survey import SURVEY, SURVEYS, Survey

MOST_SECONDS, MOST_BYTES = 30, 2_000_000_000
RATES, SEEDS = (0.001, 0.01, 0.1, 0.3, 1.0), range(20)
ROW_BYTES = 51


def make_table(megabytes: float) -> bytes:
    """Runs of equal length, two numbers in full precision for each step, some of them missing."""
    steps = round(megabytes * 1e6 / ROW_BYTES / len(RATES) / len(SEEDS))
    random = np.random.default_rng(0)
    table = io.StringIO()
    table.write("rate,seed,step,loss,accuracy\n")
    for rate in RATES:
        for seed in SEEDS:
            rows = enumerate(random.random((steps, 2)).tolist())
            table.write(
                "".join(
                    f"{rate},{seed},{n},{a!r},{b if n % 5 == 0 else ''}\n"
                    if n % 50 == 0
                    else f"{rate},{seed},{n},{a!r},{b!r}\n"
                    for n, (a, b) in rows
                )
            )
    return table.getvalue().encode()


def main(megabytes: float) -> int:
    """Measure, print, and say whether the targets are met."""
    data = make_table(megabytes)
    began, worked = perf_counter(), process_time()
    made = read_data(["runs.csv"], ["runs.csv"], [], ["rate", "seed"], "step", [], data)
    took, work = perf_counter() - began, process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    survey = SURVEYS.decode(made[SURVEY], Survey)
    print(
        f"{len(data) / 1e6:.0f} MB, {len(survey.at)} runs of {survey.lengths[0]} rows: {took:.1f} s "
        f"({work:.1f} s of one processor), at most {most / 1e6:.0f} MB of memory"
    )
    return int(work > MOST_SECONDS or most > MOST_BYTES)


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 100))
