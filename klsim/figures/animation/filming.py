"""The tasks of a film: what draws it, and what of the figure that needs."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import cast

from klsim.engine.task import Part, Plain, Task, module_of
from klsim.figures.animation.links import RunLink, find_runs, without_hidden
from klsim.figures.animation.movies import MOVIE, Wish
from klsim.figures.animation.plan import AnimationPlan
from klsim.figures.animation.stages import Picture
from klsim.scene.theme import Theme, Themes

_HERE = __name__.rpartition(".")[0]


def find_picture(plan: AnimationPlan, link: RunLink) -> Picture:
    """The picture that a link leads to. Raises ContentError for what is not there, with the nearest that is."""
    find_runs(link, plan.figure)
    shown = plan.stages.shown.figure
    number = shown.places[find_runs(without_hidden(link, shown), shown)[0].at]
    return next(picture for picture in shown.pictures if number in picture)


def movie_tasks(
    plan: AnimationPlan, picture: Picture, wish: Wish, themes: Themes, theme: Theme
) -> tuple[Part, Sequence[Task]]:
    """What a film is among the products of some tasks, and these.

    themes: both schemes, and the typeface of the site
    theme:  that of the film
    """
    task = _movie(plan, picture, wish, themes, theme)
    return Part(task.name, (MOVIE,)), [*_needed([*plan.records, *plan.essentials(themes)], task), task]


def _movie(plan: AnimationPlan, picture: Picture, wish: Wish, themes: Themes, theme: Theme) -> Task:
    stages, stage = plan.stages, plan.stages.shown
    figure = stage.figure
    is_drawn = figure.declaration.is_drawn
    run = figure.runs[picture[0]]
    asked = cast(Plain, asdict(wish))
    return Task(
        f"{stages.folder}/movies/{figure.names[picture[0]]}",
        f"{_HERE}.movies:draw_movie",
        values=(
            asked,
            theme.colours,
            *stages.reel(picture),
            [figure.source, run.settings, run.words] if is_drawn else [],
            themes.styles,
        ),
        files=themes.fonts,
        needs=stages.parts_of_reel(picture),
        code=(module_of(figure.source),) if is_drawn else (),
    )


def _needed(tasks: Iterable[Task], last: Task) -> Sequence[Task]:
    """Those of some tasks that another needs, directly or not, in their order."""
    known = {task.name: task for task in tasks}
    waiting, found = [last], set[str]()
    while waiting:
        names = {part.task for part in waiting.pop().needs} - found
        found |= names
        waiting += (known[name] for name in names if name in known)
    return [task for name, task in known.items() if name in found]
