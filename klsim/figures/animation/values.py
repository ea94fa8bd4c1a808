"""Numbers that prose states about runs, compared with what the runs did."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from klsim.content.references import LINKS, Link
from klsim.diagnostics import Code, ContentError, each, nearest
from klsim.engine.task import Products
from klsim.figures.animation.links import RunLink, parse_link

_NUMBER = re.compile(r"[-−]?\d[\d,\u2009\u202f ]*(\.\d+)?(e[-−+]?\d+)?")


_NOT_SERIES = ("schema", "setting", "status", "converged_at", "iteration", "frames")


@dataclass(frozen=True)
class Results:
    """What may be stated of a run.

    values: status, iterations and converged_at
    series: each coordinate and measure, one number for each iteration
    """

    values: Mapping[str, int | str | None]
    series: Mapping[str, list[float | None]]


def check_values(slug: str, runs: Sequence[tuple[int, int]], links: Products, *records: Products) -> Products:
    """Compare the numbers that an article states with what runs did. Raises ContentError with all that differ.

    runs: for each link that states one, its number among the links to runs, and the number of its record
    """
    written = LINKS.decode_many(links["links"], Link)
    results = [parse_results(data) for record in records for data in record.values()]

    def check(pair: tuple[int, int]) -> None:
        link = written[pair[0]]
        check_stated(parse_link(link.href, slug, link.location), link.text, results[pair[1]])

    each(check, runs)
    return {}


def parse_results(record: bytes) -> Results:
    """What a record, as it is published, says of its run."""
    content = json.loads(record)
    series = {name: values for name, values in content.items() if name not in _NOT_SERIES}
    values = {
        "status": content["status"],
        "converged_at": content["converged_at"],
        "iterations": content["iteration"][-1],
    }
    return Results(values, series)


def check_stated(link: RunLink, text: str, results: Results) -> None:
    """Raise ContentError unless a `value:` link says what the run did, at the precision of its text."""
    true = _look_up(link, results)
    if isinstance(true, str):
        if text.strip() not in (true, true.replace("_", " ")):
            raise _drift(link, text, true.replace("_", " "))
        return
    found = _NUMBER.fullmatch(text.strip())
    if true is None:
        what = f"this run has no {link.field}: its status is {results.values['status']}"
        raise link.location.failure(Code.MISSING_RESULT, what, "state something else, or choose another run")
    if found is None:
        raise _drift(link, text, f"{true:.6g}")
    stated = Decimal(re.sub(r"[,\u2009\u202f ]", "", text.strip()).replace("−", "-"))
    unit = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    rounded = Decimal(true).quantize(unit, ROUND_HALF_UP) if abs(Decimal(true)) < unit * 10**25 else Decimal(true)
    if rounded != stated:
        raise _drift(link, text, f"{rounded}".replace("-", "−"))


def _look_up(link: RunLink, results: Results) -> float | int | str | None:
    if link.field in results.values:
        return results.values[link.field]
    if link.field not in results.series:
        known = [*results.values, *results.series]
        raise link.location.failure(
            Code.UNKNOWN_FIELD, f"a run has no {link.field!r}", nearest(link.field, known, "fields")
        )
    series = results.series[link.field]
    if link.iteration is not None and link.iteration >= len(series):
        what = f"this run has no iteration {link.iteration}"
        raise link.location.failure(Code.OUT_OF_RANGE, what, f"nearest: {len(series) - 1}")
    return series[-1 if link.iteration is None else link.iteration]


def _drift(link: RunLink, text: str, true: str) -> ContentError:
    query = ", ".join(f"{name} {value}" for name, value in link.chosen.items())
    moment = "" if link.iteration is None else f" at iteration {link.iteration}"
    what = f"the text states {text.strip()} for {link.field} of {link.figure} ({query}){moment}"
    return link.location.failure(Code.DIFFERENT_NUMBER, what, f"the run gives {true}")
