"""The overview of a figure: maps of its sweep with a cell for every run, marked by how the run ends."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from klsim.declaration import Declaration
from klsim.figures.animation.maps import Grid, lay_out
from klsim.figures.animation.outcome import Outcome
from klsim.figures.animation.summary import Best
from klsim.figures.animation.sweep import Axis, Figure, Position
from klsim.scene.scales import LADDERS
from klsim.statuses import OTHERS, words_of_endings

FEWEST_RUNS = 6
"""Fewer runs than this are seen at a glance in the controls."""

MOST_RUNS = 1000
"""More buttons than this would weigh a page down."""

MOST_MAPS = 8
"""Of more maps than this only the one with the present run is shown."""

MOST_STEPS = 5
"""How many shades the scale of iterations may have; the style sheet has as many."""


@dataclass(frozen=True)
class Mark:
    """How a cell looks: its classes, and what stands in it: an iteration, or the sign of a status.

    share: of runs that are summed up, how many of them arrive
    """

    kind: str
    text: str
    share: str = ""


MISSING = Mark("missing", "")
NOT_RECORDED = "not recorded"
"""How runs look that belong to the grid and are not there, and what is said of them."""


@dataclass(frozen=True)
class Cell:
    """A run as a cell: its place as the script writes it, its mark, and what it is in words.

    at:   None for one that no picture shows, since it is not the best
    rank: "best" for the best of several, "near" for those that are nearly as good, else nothing
    """

    at: str | None
    mark: Mark
    words: str
    is_start: bool
    rank: str = ""


@dataclass(frozen=True)
class Map:
    """A grid with its cells; `is_shown` at first, before the script follows the controls."""

    caption: str
    rows: tuple[tuple[Cell | None, ...], ...]
    is_shown: bool


@dataclass(frozen=True)
class Overview:
    """All that the template needs; `legend` has the marks that occur with what they mean."""

    title: str
    columns: Axis
    rows: Axis | None
    maps: tuple[Map, ...]
    legend: tuple[tuple[Mark, str], ...]
    text: str


def make_steps(counts: Sequence[int]) -> tuple[int, ...]:
    """Round numbers, rising, at most `MOST_STEPS`, that sort counts of iterations into classes, none empty.

    A class holds the counts up to its number and above the one before.
    """
    steps: list[int] = []
    for ladder in LADDERS:
        steps = sorted({_round_up(count, ladder) for count in counts})
        if len(steps) <= MOST_STEPS:
            break
    return tuple(steps[-MOST_STEPS:])


def _round_up(count: int, ladder: Sequence[int]) -> int:
    power: int = 10 ** (len(str(count)) - 1)
    return next(digit * scale for scale in (power, 10 * power) for digit in ladder if digit * scale >= count)


def _shade(step: int, steps: Sequence[int]) -> str:
    """The class of a step: the first is always the strongest, the last of several the faintest."""
    return f"speed-{1 + round(step * (MOST_STEPS - 1) / max(len(steps) - 1, 1))}"


def make_overview(
    figure: Figure, outcomes: Sequence[Outcome], shown: Figure | None = None, bests: Sequence[Best] = ()
) -> Overview | None:
    """The overview of a figure from how its runs ended, in its order.

    None for a handful of runs or a huge number of them, and where all cells would look the same.

    shown: what pages show of it, if not all
    bests: where that are the best of an axis, which they are and what is nearly as good
    """
    shown = shown or figure
    start = shown.positions[shown.start]
    arrivals = (_arrived_at(figure.declaration, one) for one in outcomes)
    steps = make_steps([at for at in arrivals if at is not None])
    numbers = [best.number for best in bests] or range(len(outcomes))
    shown_at = dict(zip(numbers, shown.positions, strict=True))
    near = {number for best in bests for number in best.near}
    cells: dict[Position, Cell] = {}
    for n, (place, outcome) in enumerate(zip(figure.positions, outcomes, strict=True)):
        rank = "best" if bests and n in shown_at else "near" if n in near else ""
        cells[place] = _cell(figure.declaration, outcome, steps, shown_at.get(n), start, rank)
    cells |= {at: _missing_cell(figure, at) for at in figure.missing}
    if not FEWEST_RUNS <= len(cells) <= MOST_RUNS or len({cell.mark for cell in cells.values()}) == 1:
        return None
    layout = lay_out(figure)
    follows = len(layout.grids) > MOST_MAPS
    maps = tuple(_map(grid, cells, follows) for grid in layout.grids)
    longest = max(figure.declaration.iteration(outcome.last) for outcome in outcomes)
    legend = (
        *_scale([min(step, longest) for step in steps], steps),
        *_endings(figure.declaration, {cell.mark for cell in cells.values()}),
        *_ranks(figure, {cell.rank for cell in cells.values()}),
    )
    if figure.missing:
        legend = (*legend, (MISSING, NOT_RECORDED))
    summary = outcomes[0].summary
    title = _title(len(outcomes), summary.over if summary else "", bool(steps), follows)
    told = next(cell.words for cell in cells.values() if cell.is_start)
    return Overview(title, layout.columns, layout.rows, maps, legend, told)


def _ranks(figure: Figure, ranks: Collection[str]) -> Iterator[tuple[Mark, str]]:
    """What the frames of cells mean, where only the best of an axis are shown."""
    if figure.best is not None and "best" in ranks:
        yield Mark("is-best", ""), f"the best {figure.axes[figure.best].label} of each"
    if figure.best is not None and "near" in ranks:
        yield Mark("is-near", ""), "beside it, those that arrive within twice its iterations"


def _arrived_at(declaration: Declaration, outcome: Outcome) -> int | None:
    is_there = outcome.ending == "converged" and outcome.converged_at is not None
    return declaration.iteration(outcome.converged_at or 0) if is_there else None


def _cell(
    declaration: Declaration,
    outcome: Outcome,
    steps: Sequence[int],
    at: Position | None,
    start: Position,
    rank: str,
) -> Cell:
    mark = _mark(declaration, outcome.ending)
    if (arrived_at := _arrived_at(declaration, outcome)) is not None:
        mark = Mark(_shade(bisect_left(steps, arrived_at), steps), str(arrived_at))
    if outcome.summary:
        mark = replace(mark, share=f"{outcome.summary.converged}/{outcome.summary.count}")
    told = {"best": "The best. ", "near": "Nearly as good as the best. "}.get(rank, "")
    place = None if at is None else ",".join(map(str, at))
    return Cell(place, mark, f"{outcome.title}: {told}{outcome.outcome}", at == start, rank)


def _missing_cell(figure: Figure, at: Position) -> Cell:
    return Cell(",".join(map(str, at)), MISSING, f"{figure.title_at(at)}: {NOT_RECORDED}", is_start=False)


def _mark(declaration: Declaration, word: str) -> Mark:
    """How a run that ended so looks; beyond the first five a status with a sign has the colour of its role."""
    found = (one for one in (*declaration.statuses, *OTHERS) if one.word == word and one.sign)
    status = next(found, None)
    return Mark(f"declared {status.role}", status.sign) if status else Mark(word, "")


def _endings(declaration: Declaration, marks: Collection[Mark]) -> Iterator[tuple[Mark, str]]:
    """The ways to end that occur, in the order of the legend."""
    for word, words in words_of_endings(declaration.statuses).items():
        if word != "converged" and (mark := _mark(declaration, word)) in {replace(one, share="") for one in marks}:
            yield mark, words


def _map(grid: Grid, cells: Mapping[Position, Cell], follows: bool) -> Map:
    rows = tuple(tuple(cells[at] if at else None for at in row) for row in grid.rows)
    is_shown = not follows or any(cell.is_start for row in rows for cell in row if cell)
    return Map(grid.caption, rows, is_shown)


def _title(runs: int, over: str, some_arrive: bool, follows: bool) -> str:
    ending = "and the iteration at which each arrives" if some_arrive else "and how each ends"
    what = f"All {runs} runs"
    if over:
        what = f"All {runs} settings, each for every {over.replace('_', ' ')}: how many runs arrive"
        ending = "the median of when" if some_arrive else "how the others end"
    return f"{what}, {'and ' * bool(over)}{ending}{'; the map follows the controls' * follows}"


def _scale(told: Sequence[int], steps: Sequence[int]) -> list[tuple[Mark, str]]:
    """The steps, as they are `told`, in words that read on: "arrives within 20", "50", "100 iterations"."""
    words = [str(step) for step in told]
    if words:
        words[0] = f"arrives within {words[0]}"
        words[-1] += " iterations"
    return [(Mark(_shade(n, steps), ""), text) for n, text in enumerate(words)]
