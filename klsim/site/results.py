"""What runs did, for prose that states it: from the records in the output folder, or simulated anew."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from klsim.disk.output import Output
from klsim.errors import each
from klsim.records.stated import Results, check_stated
from klsim.site.figures import SLICE
from klsim.sweep.figure import Run
from klsim.sweep.links import find_figure, find_run, is_run_link, parse_link
from klsim.sweep.plan import FigurePlan
from klsim.text.markup import Rendered
from klsim.text.references import Link

NOT_SERIES = ("schema", "setting", "status", "converged_at", "iteration", "frames")

Lookup: TypeAlias = Callable[[FigurePlan, Run], Results]
"""Where the results of a run come from."""


Written: TypeAlias = tuple[str, Link]
"""A link, and the article that it stands in."""


def check_links(links: Iterable[Written], plans: Mapping[str, Sequence[FigurePlan]], lookup: Lookup) -> None:
    """Check links to runs, and the numbers that they state, against the figures of each article.

    Raises AuthorError with all mistakes.
    """
    figures = {slug: [plan.figure for plan in several] for slug, several in plans.items()}

    def check(item: Written) -> None:
        slug, written = item
        link = parse_link(written.href, slug, written.origin)
        figure = find_figure(link, figures)
        run = find_run(link, figure)
        if link.scheme == "value":
            plan = next(plan for plan in plans[link.article] if plan.figure is figure)
            check_stated(link, written.text, lookup(plan, run))

    each(check, links)


def run_links(rendered: Rendered) -> tuple[Link, ...]:
    """The links of a text that lead to runs."""
    return tuple(link for link in rendered.links if is_run_link(link.href))


def results_from(output: Output) -> Lookup:
    """A lookup that reads what is recorded, and simulates a slice of a figure, once, where it is not."""
    simulated: dict[tuple[str, int], Sequence[bytes]] = {}
    parsed: dict[tuple[str, int], Results] = {}

    def recorded(plan: FigurePlan, n: int) -> bytes:
        path = f"{plan.folder}/{plan.runs[n].data}"
        if output.fresh(path, plan.runs[n].record_key):
            return output.read(path)
        first = n - n % SLICE
        if (plan.key, first) not in simulated:
            simulated[plan.key, first] = _simulate(plan, first)
        return simulated[plan.key, first][n - first]

    def look_up(plan: FigurePlan, run: Run) -> Results:
        n = plan.figure.places[run.at]
        if (plan.key, n) not in parsed:
            parsed[plan.key, n] = _parse(recorded(plan, n))
        return parsed[plan.key, n]

    return look_up


def _simulate(plan: FigurePlan, first: int) -> Sequence[bytes]:
    from klsim.site.draw import encode_slice  # numpy is imported only where something is computed

    return encode_slice(plan, first)


def _parse(data: bytes) -> Results:
    content = json.loads(data)
    series = {name: values for name, values in content.items() if name not in NOT_SERIES}
    values = {
        "status": content["status"],
        "converged_at": content["converged_at"],
        "iterations": content["iteration"][-1],
    }
    return Results(values, series)
