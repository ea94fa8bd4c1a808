"""Numbers that prose states about runs, compared with what the runs did."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from klsim.content.references import LINKS, Link
from klsim.diagnostics import Code, ContentError, Diagnostic, Location, nearest
from klsim.engine.codec import Codec
from klsim.engine.task import Products
from klsim.figures.animation.links import RunLink, parse_link

_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<whole>\d[\d,\u2009\u202f ]*)(\.(?P<decimals>\d+))?(?P<exponent>e[-−+]?\d+)?"
)
_SEPARATOR = re.compile(r"[,\u2009\u202f ]")


_NOT_SERIES = ("schema", "setting", "iteration", "frames", "skipped", "over", "statuses")


@dataclass(frozen=True)
class Results:
    """What may be stated of a run, or of several that are summed up.

    values: status, iterations and converged_at, and what else there is one of
    series: each coordinate and measure, one number or a list of them for each iteration
    iterations: which iteration each of these is
    """

    values: Mapping[str, float | str | None]
    series: Mapping[str, list[float | list[float | None] | None]]
    iterations: Sequence[int]


@dataclass(frozen=True)
class Difference:
    """A stated number that is not what its run gives.

    number:      of its link, among the links to runs of the article
    stated:      the text of the link
    true:        what the run gives, in words; empty where it has no such number
    replacement: what to write in place of `stated`, at its precision; empty where nothing can be
    """

    number: int
    href: str
    stated: str
    true: str
    replacement: str
    diagnostic: Diagnostic


DIFFERENCES = Codec.of(Difference, Diagnostic, Location)


def check_values(slug: str, runs: Sequence[tuple[int, int]], links: Products, *records: Products) -> Products:
    """Compare the numbers that an article states with what runs did: the `differences`.

    runs: for each link that states one, its number among the links to runs, and the number of its record
    """
    written = LINKS.decode_many(links["links"], Link)
    results = [parse_results(data) for record in records for data in record.values()]
    found = (find_difference(slug, number, written[number], results[run]) for number, run in runs)
    return {"differences": DIFFERENCES.encode([one for one in found if one])}


def parse_results(record: bytes) -> Results:
    """What a record, as it is published, says of its run."""
    content = json.loads(record)
    told = {name: one for name, one in content.items() if name not in _NOT_SERIES}
    series = {name: one for name, one in told.items() if isinstance(one, list)}
    values = {name: one for name, one in told.items() if name not in series}
    iterations = content["iteration"]
    return Results({**values, "iterations": iterations[-1]}, series, iterations)


def find_difference(slug: str, number: int, written: Link, results: Results) -> Difference | None:
    """How a `value:` link differs from what the run did, if it does, at the precision of its text."""
    link, stated = parse_link(written.href, slug, written.location), written.text.strip()
    try:
        true = _look_up(link, results)
    except ContentError as error:
        return Difference(number, written.href, stated, "", "", *error.diagnostics)
    if isinstance(true, str):
        words = true.replace("_", " ")
        if stated in (true, words):
            return None
        return Difference(number, written.href, stated, words, words, _differs(link, stated, words))
    found = _NUMBER.fullmatch(stated)
    if found is None:
        words = f"{true:.6g}"
        return Difference(number, written.href, stated, words, "", _differs(link, stated, words))
    rounded = _rounded(true, found)
    if rounded == _number_of(stated):
        return None
    words = f"{rounded}".replace("-", "−")
    replacement = _written_like(rounded, found) if _is_near(true, found) else f"{true:.6g}".replace("-", "−")
    return Difference(number, written.href, stated, replacement, replacement, _differs(link, stated, words))


def _number_of(text: str) -> Decimal:
    return Decimal(_SEPARATOR.sub("", text).replace("−", "-"))


def _unit(stated: re.Match[str]) -> Decimal:
    """One in the last digit of a number as it is stated."""
    return Decimal(1).scaleb(int(_number_of(stated.group()).as_tuple().exponent))


def _is_near(true: float, stated: re.Match[str]) -> bool:
    """Whether a number can be told in the digits of another: it may be larger than anybody would write so."""
    return abs(Decimal(true)) < _unit(stated) * 10**25


def _rounded(true: float, stated: re.Match[str]) -> Decimal:
    """A number as exactly as another is stated, halves as readers round them."""
    return Decimal(true).quantize(_unit(stated), ROUND_HALF_UP) if _is_near(true, stated) else Decimal(true)


def _written_like(number: Decimal, stated: re.Match[str]) -> str:
    """A number with the decimals, the minus sign, the separators and the exponent of another."""
    exponent, decimals = stated["exponent"] or "", stated["decimals"] or ""
    shift = int(exponent[1:].replace("−", "-")) if exponent else 0
    mantissa = number.copy_abs().scaleb(-shift)
    whole, point, rest = f"{mantissa:.{len(decimals)}f}".partition(".")
    if separator := _SEPARATOR.search(stated["whole"]):
        whole = f"{int(whole):,}".replace(",", separator.group())
    sign = (stated["sign"] or "−") if number < 0 else ""
    return f"{sign}{whole}{point}{rest}{exponent}"


def _look_up(link: RunLink, results: Results) -> float | str:
    """What a link is about. Raises ContentError where the run has no such thing."""
    value: float | str | None
    if link.field in results.values:
        value = results.values[link.field]
    elif link.field in results.series:
        series = results.series[link.field]
        known = results.iterations
        if link.iteration is not None and link.iteration not in known:
            message, wanted = f"this run has no iteration {link.iteration}", link.iteration
            hint = f"nearest: {min(known, key=lambda one: abs(one - wanted))}"
            raise link.location.failure(Code.OUT_OF_RANGE, message, hint)
        found = series[-1 if link.iteration is None else known.index(link.iteration)]
        if isinstance(found, list):
            message = f"{link.field} has {len(found)} numbers at each iteration, and one can be stated"
            single = [name for name, values in results.series.items() if not isinstance(values[0], list)]
            fields = f": {', '.join(single)}" if single else ""
            hint = f"state a series of one number{fields}; a simulation may record one as a measure"
            raise link.location.failure(Code.WRONG_TYPE, message, hint)
        value = found
    else:
        fields_there = [*results.values, *results.series]
        raise link.location.failure(
            Code.UNKNOWN_FIELD, f"a run has no {link.field!r}", nearest(link.field, fields_there, "fields")
        )
    if value is None:
        words = results.values
        why = f"its status is {words['status']}" if "status" in words else "not half of the runs converge"
        message = f"this run has no {link.field}: {why}"
        raise link.location.failure(Code.MISSING_RESULT, message, "state something else, or choose another run")
    return value


def _differs(link: RunLink, stated: str, true: str) -> Diagnostic:
    query = ", ".join(f"{name} {value}" for name, value in link.chosen.items())
    moment = "" if link.iteration is None else f" at iteration {link.iteration}"
    message = f"the text states {stated} for {link.field} of {link.figure} ({query}){moment}"
    return link.location.error(Code.DIFFERENT_NUMBER, message, f"the run gives {true}")
