"""Reading a block of recorded runs: its keys, the data that it names, and the figure that comes of both."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from klsim.content.schema import Field, as_written, identifier, number, number_text, read_fields, text, texts
from klsim.content.yaml import Mapping as YamlMapping
from klsim.content.yaml import Node, Scalar
from klsim.declaration import Declaration
from klsim.diagnostics import Code, ContentError, Diagnostics, Location, nearest
from klsim.figures.animation.block import CAPTION_PRINT, RECORDS_FIELD, STILL, assemble
from klsim.figures.animation.grid import GIF, PACE
from klsim.figures.animation.recorded_panels import named_grids, read_panel_wishes, usual_panels
from klsim.figures.animation.recording import NAME, Goal, Recording, Relation
from klsim.figures.animation.sharing import BEST, OVER, TOGETHER
from klsim.figures.animation.sweep import Axis, Figure
from klsim.figures.kind import Recordings
from klsim.recordings.survey import DataAxis, Extent, Request, Survey, key_of, names_of
from klsim.settings.scalars import Choice, Number, Setting, field_of
from klsim.statuses import STATUSES, Status

SOURCE = __name__
_GOAL = re.compile(r"\s*(?P<series>.+?)\s*(?P<relation><=|>=|<|>|≤|≥)\s*(?P<value>\S+)\s*")
_SIGNS = {"≤": "<=", "≥": ">="}
_EXAMPLE = "write `until: loss < 0.05`"
_COMPUTED = {
    OVER: "leave it out, or sum up the runs before they are saved",
    BEST: "leave it out",
    "map": "leave it out",
    "lattice": "leave it out",
    "sweep": "write `axes: …`",
}
"""Keys for runs that klsim computes itself, and what to do without them."""

FIELDS = (
    Field("id", identifier, "…", "as of other figures"),
    Field("simulation", text, "…", "`recorded`"),
    Field("caption", text, "…", "what to look for, in plain text"),
    CAPTION_PRINT,
    Field(
        "data",
        text,
        "runs.csv",
        "beside the text: `.csv`, `.npz`, `.json`, or many by a pattern, `runs-*.csv`",
    ),
    Field("axes", texts, about="the columns that become controls, `[lr, seed]`"),
    Field("iteration", text, about="the column that counts; `iteration` unless told, else the row in its run"),
    Field("objective", as_written, about="the series that is to become small"),
    Field("tolerance", as_written, about="how small it has to stay for a run to have converged"),
    Field("until", as_written, about="the same in one line: `loss < 0.05`"),
    Field("default", as_written, about="the run that it starts with"),
    Field("presets", as_written, about="buttons: `A name: {column: value}`"),
    STILL,
    Field("exclude", as_written, about="combinations to leave out"),
    Field("max_runs", as_written, about="how many runs are allowed, 500 unless told"),
    Field("together", as_written, about="an axis whose runs are drawn [in one picture](figures.md#together)"),
    Field(
        "panels",
        as_written,
        about="what is drawn: a list of `{curve: …}`, `{path: [x, y]}`, `{profile: …}`",
    ),
    replace(field_of(GIF), about="which runs are drawn as GIFs"),
    RECORDS_FIELD,
    replace(field_of(PACE), about="how many iterations are shown in a second"),
)


def is_recorded(node: YamlMapping) -> bool:
    """Whether a block is one of recorded runs."""
    named = node.get("simulation")
    return isinstance(named, Scalar) and named.text.strip() == NAME


def request_of(node: YamlMapping) -> Request | None:
    """What a block asks of data files; None where it cannot be read, which is told when the block is."""
    try:
        data = node.get("data")
        axes, iteration = node.get("axes"), node.get("iteration")
        return Request(
            text(data, "data") if data else "",
            texts(axes, "axes") if axes else (),
            text(iteration, "iteration") if iteration else "",
            tuple(named_grids(node.get("panels"))),
        )
    except ContentError:
        return None


def parse_recorded(node: YamlMapping, location: Location, recordings: Recordings) -> Figure:
    """The figure of a block of recorded runs. Raises ContentError with every mistake found in it."""
    _check_uncomputed(node)
    given = read_fields(node, FIELDS, location, "this figure")
    request = request_of(node)
    assert request is not None
    task, survey, grids = recordings[key_of(request)]
    _check_data(node, request, survey)
    return _Reader(node, location, given, request, survey).figure(task, grids)


def _check_uncomputed(node: YamlMapping) -> None:
    """Raise ContentError for keys that recorded runs do not have."""
    found = Diagnostics()
    together = node.get(TOGETHER)
    best = [key for key, _ in together.items if key.text == BEST] if isinstance(together, YamlMapping) else []
    for key in (*(key for key, _ in node.items if key.text in _COMPUTED), *best):
        message = f"`{key.text}` is for runs that klsim computes, and these are recorded"
        found.add(key.location.error(Code.UNKNOWN_KEY, message, _COMPUTED[key.text]))
    found.raise_errors()


def _check_data(node: YamlMapping, request: Request, survey: Survey) -> None:
    """Raise ContentError where there are no runs: what the block names is not there, or was told of the file."""
    data = node.get("data")
    assert data is not None
    if not survey.files:
        is_pattern = bool(set("*?[") & set(request.data))
        message = f"no file fits {request.data!r}" if is_pattern else f"there is no file {request.data!r}"
        raise data.location.failure(
            Code.MISSING_FILE, f"{message} beside the article", nearest(request.data, survey.nearby, "files there")
        )
    if survey.is_readable or not survey.known:
        if not survey.known:
            raise ContentError(())  # it is told of the file
        return
    found = Diagnostics()
    for key in ("axes", "iteration"):
        below = node.get(key)
        items = getattr(below, "items", (below,)) if below is not None else ()
        for item in items:
            known = [name for name in survey.known if key == "axes" or name not in survey.words]
            if isinstance(item, Scalar) and item.text.strip() not in known:
                found.add(item.location.error(Code.UNKNOWN_FIELD, *_unknown(item.text.strip(), key, survey)))
    found.raise_errors()
    raise ContentError(())


def _unknown(word: str, where: str, survey: Survey) -> tuple[str, str]:
    """What to say of a name that is not in the data."""
    file = survey.files[0]
    if word in survey.words:
        return f"{where}: {word!r} in {file} holds words, not numbers", "words may be axes"
    return f"{where}: there is no {word!r} in {file}", nearest(word, survey.known, "there")


class _Reader:
    """A block whose data are there."""

    def __init__(
        self, node: YamlMapping, location: Location, given: dict[str, Any], request: Request, survey: Survey
    ) -> None:
        self._node, self._location, self._given = node, location, given
        self._request, self._survey = request, survey

    def figure(self, task: str, grids: Collection[str]) -> Figure:
        found = Diagnostics()
        goal = found.attempt(self._goal)
        panels = found.attempt(lambda: read_panel_wishes(self._node.get("panels"), self._find, list(grids)))
        found.raise_errors()
        survey = self._survey
        axes = self._axes()
        declaration = self._declaration(goal)
        positions = frozenset(survey.at)
        assembled = assemble(
            self._node, {**self._given, "sweep": axes}, SOURCE, declaration, self._location, positions
        )
        number_of = {at: n for n, at in enumerate(survey.at)}
        recording = Recording(
            task=task,
            files=(*survey.files, *self._request.grids),
            grids=len(self._request.grids),
            numbers=tuple(number_of[at] for at in assembled.positions),
            endings=tuple(survey.endings[number_of[at]] for at in assembled.positions) if survey.endings else (),
            longest=max(survey.lengths[number_of[at]] for at in assembled.positions),
            panels=panels or usual_panels(survey.series, goal, survey.clock),
            extents=survey.series,
            goal=goal,
            has_gaps=survey.has_gaps,
        )
        return replace(assembled, recording=recording)

    def _axes(self) -> tuple[Axis, ...]:
        """The axes of the data, which start with the first run that is there."""
        first = self._survey.at[0]
        return tuple(_axis(axis, start) for axis, start in zip(self._survey.axes, first, strict=True))

    def _declaration(self, goal: Goal | None) -> Declaration:
        survey = self._survey
        labels = {one.name: one.label for one in survey.series if one.label != one.name.replace("_", " ")}
        if self._request.iteration:
            labels["iteration"] = self._request.iteration
        words = ""
        if goal is not None and goal.relation is not None:
            words = f"{survey_label(survey, goal.series)} {goal.relation} {number_text(goal.value)}"
        return Declaration(
            name=NAME,
            settings=tuple(_setting(axis) for axis in survey.axes),
            state=names_of(survey.series),
            objective=goal.series if goal else "",
            labels=labels,
            statuses=tuple(_statuses(survey)) if goal is None else (),
            goal=words,
            counting=survey.counting,
            clock=survey.clock,
        )

    def _goal(self) -> Goal | None:
        """What runs arrive at: `until`, or `objective` with its `tolerance`."""
        until, objective, tolerance = (self._given.get(name) for name in ("until", "objective", "tolerance"))
        if until is not None:
            for other in ("objective", "tolerance"):
                if self._given.get(other) is not None:
                    where = self._node.key(other).location
                    raise where.failure(
                        Code.DUPLICATE_SETTING, f"`until` and `{other}` both say when a run arrives"
                    )
            return self._until(until)
        if objective is None:
            if tolerance is not None:
                where = self._node.key("tolerance").location
                raise where.failure(Code.MISSING_KEY, "a tolerance needs an objective", "add `objective: loss`")
            return None
        extent = self._single(objective, "objective")
        if tolerance is None:
            return Goal(extent.name)
        return Goal(extent.name, "<=", number(tolerance, "tolerance"))

    def _until(self, node: Node) -> Goal:
        written = text(node, "until")
        found = _GOAL.fullmatch(written)
        if found is None:
            raise node.location.failure(Code.INVALID_VALUE, f"until: {written!r} compares nothing", _EXAMPLE)
        extent = self._single(Scalar(found["series"], quoted=True, location=node.location), "until")
        value = number(Scalar(found["value"], quoted=True, location=node.location), "until")
        relation = cast(Relation, _SIGNS.get(found["relation"], found["relation"]))
        return Goal(extent.name, relation, value)

    def _single(self, node: Node, where: str) -> Extent:
        extent = self._find(node, where)
        if extent.size is not None:
            message = f"{where}: {extent.label} has {extent.size} numbers at each iteration, and one is compared"
            raise node.location.failure(Code.WRONG_TYPE, message, "record one more series")
        return extent

    def _find(self, node: Node, where: str) -> Extent:
        """The series that a node names, as the file does or as records do."""
        word = text(node, where)
        by_name = {one.label: one for one in self._survey.series} | {one.name: one for one in self._survey.series}
        if word in by_name:
            return by_name[word]
        if word in [axis.label for axis in self._survey.axes]:
            message = f"{where}: {word!r} is an axis, the same in all of a run"
            raise node.location.failure(Code.WRONG_TYPE, message, nearest(word, by_name, "series"))
        if word in self._survey.words:
            raise node.location.failure(Code.WRONG_TYPE, *_unknown(word, where, self._survey))
        message, _ = _unknown(word, where, self._survey)
        raise node.location.failure(
            Code.UNKNOWN_FIELD, message, nearest(word, [one.label for one in self._survey.series], "series")
        )


def _statuses(survey: Survey) -> Iterator[Status]:
    """Those that only the files know, told in their words."""
    for word in dict.fromkeys(word for word, _ in survey.endings):
        if word not in STATUSES:
            yield Status(word, f"{word.replace('_', ' ').capitalize()}.", sign="·")


def survey_label(survey: Survey, series: str) -> str:
    """What the files call a series."""
    return next(one.label for one in survey.series if one.name == series)


def _axis(axis: DataAxis, start: int) -> Axis:
    labels = tuple(one if isinstance(one, str) else number_text(one).replace("-", "−") for one in axis.values)
    assigns: tuple[Mapping[str, Any], ...] = tuple({axis.name: value} for value in axis.values)
    return Axis(axis.name, axis.label.replace("_", " "), axis.values, labels, assigns, named=False, default=start)


def _setting(axis: DataAxis) -> Setting:
    if isinstance(axis.values[0], str):
        return Choice(axis.name, {str(value): str(value) for value in axis.values}, axis.label)
    return Number(axis.name, label=axis.label)
