"""What runs did, for prose that states it: from the records in the output folder, or simulated anew."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

from klsim.content.markdown import Rendered
from klsim.content.references import Link
from klsim.diagnostics import AuthorError, gather
from klsim.disk.output import Output
from klsim.figures.animation.links import RunLink, find_figure, find_run, is_run_link, parse_link
from klsim.figures.animation.plan import FigurePlan
from klsim.figures.animation.sweep import Figure
from klsim.figures.animation.values import Results, check_stated
from klsim.site.figures import slices

NOT_SERIES = ("schema", "setting", "status", "converged_at", "iteration", "frames")

Written: TypeAlias = tuple[str, Link]
"""A link, and the article that it stands in."""


@dataclass(frozen=True)
class Target:
    """Where a link leads, and what it says: a run of a figure, by its number."""

    link: RunLink
    text: str
    plan: FigurePlan
    number: int

    @property
    def path(self) -> str:
        """The record of the run."""
        return f"{self.plan.folder}/{self.plan.runs[self.number].data}"

    @property
    def key(self) -> str:
        """The key of that record."""
        return self.plan.runs[self.number].record_key


def check_links(links: Iterable[Written], plans: Mapping[str, Sequence[FigurePlan]], output: Output) -> None:
    """Check links to runs, and the numbers that they state, against the figures of each article.

    Results are read where they are recorded, and simulated where not. Raises AuthorError with all mistakes.
    """
    figures = {slug: [plan.figure for plan in several] for slug, several in plans.items()}
    targets, wrong = gather(partial(_target, plans, figures), links)
    stated = [target for target in targets if target.link.scheme == "value"]
    results = _results(stated, output)
    _, drifted = gather(lambda one: check_stated(one.link, one.text, results[one.path]), stated)
    if wrong or drifted:
        raise AuthorError([*wrong, *drifted])


def _target(
    plans: Mapping[str, Sequence[FigurePlan]], figures: Mapping[str, Sequence[Figure]], written: Written
) -> Target:
    link = parse_link(written[1].href, written[0], written[1].origin)
    figure = find_figure(link, figures)
    run = find_run(link, figure)
    plan = next(plan for plan in plans[link.article] if plan.figure is figure)
    return Target(link, written[1].text, plan, figure.places[run.at])


def run_links(rendered: Rendered) -> tuple[Link, ...]:
    """The links of a text that lead to runs."""
    return tuple(link for link in rendered.links if is_run_link(link.href))


def _results(targets: Iterable[Target], output: Output) -> Mapping[str, Results]:
    """The results of the runs that links lead to, by the paths of their records."""
    runs = {target.path: target for target in targets}
    records = {path: output.read(path) for path, one in runs.items() if output.fresh(path, one.key)}
    missing = sorted((one for path, one in runs.items() if path not in records), key=attrgetter("plan.folder"))
    for _, several in groupby(missing, attrgetter("plan.folder")):
        records |= _simulate(list(several))
    return {path: _parse(record) for path, record in records.items()}


def _simulate(targets: Sequence[Target]) -> Mapping[str, bytes]:
    """The records of some runs of one figure, only those that links lead to: an author waits for this."""
    from klsim.figures.animation.record import encode_record
    from klsim.site.work import compute  # numpy is imported only where something is computed

    figure = targets[0].plan.figure
    wanted = replace(figure, runs=tuple(figure.runs[one.number] for one in targets))
    parts = (replace(wanted, runs=wanted.runs[some.start : some.stop]) for some in slices(wanted))
    records = (record for part in parts for record in compute(part))
    return {one.path: encode_record(record) for one, record in zip(targets, records, strict=True)}


def _parse(data: bytes) -> Results:
    content = json.loads(data)
    series = {name: values for name, values in content.items() if name not in NOT_SERIES}
    values = {
        "status": content["status"],
        "converged_at": content["converged_at"],
        "iterations": content["iteration"][-1],
    }
    return Results(values, series)
