"""How the pictures of an animation are drawn: the tasks for its panels, films and pictures of several runs."""

from collections.abc import Iterator, Sequence

from klsim.engine.task import Part, Task, module_of
from klsim.figures.animation.stages import Picture, Stages
from klsim.render.panel_image import BESIDE_MAP
from klsim.scene.theme import Themes

_HERE = __name__.rpartition(".")[0]


def panels(stages: Stages, themes: Themes) -> Iterator[Task]:
    """What draws what stands still in each scene."""
    for n in range(stages.outline.count):
        yield Task(
            stages.panels(n),
            "klsim.render.panel_image:draw_panels",
            values=(
                themes.light.colours,
                themes.dark.colours,
                _place(stages),
                themes.styles,
            ),
            files=themes.fonts,
            needs=(stages.scenes(n),),
        )


def _place(stages: Stages) -> str:
    return "" if stages.figure.map is None else BESIDE_MAP


def wider(stages: Stages, themes: Themes) -> Iterator[Task]:
    """What makes the panels of scenes as they are when they have zoomed out after their runs, and draws them.

    They are made for each slice of runs, so that what is drawn of a run needs no others.
    """
    for n in stages.outline.zooming:
        alike: dict[str, list[Picture]] = {}
        for picture in stages.pictures_of(n):
            alike.setdefault(stages.after(picture), []).append(picture)
        yield from (_wider(stages, task, n, several) for task, several in alike.items())
        yield Task(stages.wider(n), f"{_HERE}.wider:gather_wider", needs=tuple(map(Part, alike)))
        yield Task(
            stages.wider_panels(n),
            "klsim.render.panel_image:draw_wider_panels",
            values=(themes.light.colours, themes.dark.colours, _place(stages), themes.styles),
            files=themes.fonts,
            needs=(stages.scenes(n), *stages.zooming(n)),
        )


def _wider(stages: Stages, task: str, scene: int, pictures: Sequence[Picture]) -> Task:
    figure, stage = stages.figure, stages.shown
    there = [] if stages.shared else [n for (n,) in pictures]
    slices = [numbers for numbers in stage.slices if set(numbers) & set(there)]
    run = figure.runs[stages.outline.scene_of_run.index(scene)]
    return Task(
        task,
        f"{_HERE}.wider:make_wider",
        values=(
            figure.source,
            run.settings,
            run.words,
            {stage.figure.names[one[0]]: k for k, one in enumerate(pictures) if one in stage.figure.drawn},
            [[n - numbers.start for n in there if n in numbers] for numbers in slices],
        ),
        needs=(
            stages.scenes(scene),
            *(Part(stage.outcome(numbers), ("outcomes",)) for numbers in slices),
            *(Part(stages.film(picture), ("film",)) for picture in pictures if stages.shared),
        ),
        code=(module_of(figure.source),),
    )


def animations(stages: Stages, header_lines: int, themes: Themes) -> Iterator[Task]:
    """The backgrounds, the still as lines, the film for narrow screens, and the animations of what is drawn."""
    backgrounds, stage = f"{stages.folder}/backgrounds", stages.shown
    names = stage.figure.names
    yield Task(
        backgrounds,
        f"{_HERE}.pictures:make_backgrounds",
        values=(themes.light.colours, header_lines, themes.styles),
        files=themes.fonts,
        needs=(stages.scenes(),),
    )
    yield Task(
        stages.vector(stage.figure.first_picture),
        f"{_HERE}.vectors:draw_vector",
        values=(
            header_lines,
            themes.light.colours,
            *stages.reel(stage.figure.first_picture),
            themes.styles,
        ),
        files=themes.fonts,
        needs=stages.parts_of_reel(stage.figure.first_picture),
    )
    yield Task(
        stages.portrait(stage.figure.first_picture),
        f"{_HERE}.portraits:draw_portrait",
        values=(themes.light.colours, *stages.reel(stage.figure.first_picture), themes.styles),
        files=themes.fonts,
        needs=stages.parts_of_reel(stage.figure.first_picture),
    )
    if stage.figure.together is not None:
        yield from (_race(stages, picture, themes) for picture in stage.figure.drawn)
        return
    drawn = frozenset(n for (n,) in stage.figure.drawn)
    for numbers in stage.slices:
        for n in sorted(drawn.intersection(numbers), key=lambda n: (stages.scene_of(stage, n), n)):
            yield Task(
                stages.animation((n,)),
                f"{_HERE}.pictures:draw_animation",
                values=(themes.styles,),
                files=themes.fonts,
                needs=(
                    Part(backgrounds, (str(stages.scene_of(stage, n)),)),
                    Part(stage.task(numbers), (names[n],)),
                    Part(stage.outcome(numbers), (names[n],)),
                    *stages.zoomed((n,)),
                ),
            )


def pictures(stages: Stages, header_lines: int, themes: Themes) -> Iterator[Task]:
    """What draws the pictures of runs whose simulation draws itself."""
    figure, stage = stages.figure, stages.runs
    if not figure.declaration.is_drawn:
        return
    drawn = frozenset(n for (n,) in figure.drawn)
    for numbers in stage.slices:
        for n in numbers:
            run, name = figure.runs[n], figure.names[n]
            yield Task(
                stages.animation((n,)),
                f"{_HERE}.drawn_runs:draw_run",
                values=(
                    figure.source,
                    name,
                    run.settings,
                    run.words,
                    themes.light.colours,
                    header_lines,
                    themes.styles,
                    n in drawn,
                ),
                files=themes.fonts,
                needs=(
                    stages.scenes(stages.scene_of(stage, n)),
                    Part(stage.task(numbers), (name,)),
                    Part(stage.outcome(numbers), (name,)),
                ),
                code=(module_of(figure.source),),
            )


def _race(stages: Stages, picture: Picture, themes: Themes) -> Task:
    """What draws several runs in one picture."""
    stage = stages.shown
    figure = stage.figure
    return Task(
        stages.animation(picture),
        f"{_HERE}.races:draw_race",
        values=(
            figure.picture_title(picture),
            _entries(stages, picture),
            figure.names[figure.front(picture)],
            len(stages.zoomed(picture)),
            themes.styles,
        ),
        files=themes.fonts,
        needs=(
            Part(f"{stages.folder}/backgrounds", (str(stages.scene_of(stage, picture[0])),)),
            Part(stages.film(picture), ("film",)),
            *stages.zoomed(picture),
            *stage.of(picture, stage.task),
            *stage.of(picture, stage.outcome),
        ),
    )


def films(stages: Stages) -> Iterator[Task]:
    """What plans the films of pictures that several runs share."""
    stage = stages.shown
    for picture in stages.shared:
        front = stage.figure.names[stage.figure.front(picture)]
        yield Task(
            stages.film(picture),
            f"{_HERE}.races:plan_race",
            values=(_entries(stages, picture), front, stages.figure.pace),
            needs=(
                stages.scenes(stages.scene_of(stage, picture[0])),
                *stage.of(picture, stage.task),
            ),
        )


def _entries(stages: Stages, picture: Picture) -> Sequence[tuple[int, str]]:
    """The place on their axis and the name of each run of a shared picture."""
    figure = stages.shown.figure
    return [(figure.runner(n) or 0, figure.names[n]) for n in picture]
