"""What draws the vignette of an animation."""

from klsim.engine.task import Part, Task
from klsim.figures.animation.map_plan import MapPlan
from klsim.figures.animation.stages import Stages
from klsim.render.vignette import Form
from klsim.scene.theme import Themes

_HERE = __name__.rpartition(".")[0]


def vignette(stages: Stages, form: Form, themes: Themes) -> Task | None:
    """That of its map, if it has any, else that of the picture that it starts with; None where it draws itself."""
    maps = MapPlan.of(stages.figure, stages.folder)
    if maps:
        return maps.vignette(form, themes)
    figure, stage = stages.shown.figure, stages.shown
    if figure.declaration.is_drawn:
        return None
    picture, is_shared = figure.first_picture, figure.together is not None
    return Task(
        f"{stages.folder}/{form.name}",
        f"{_HERE}.vignettes:draw_vignette",
        values=(
            tuple(form),
            themes.light.colours,
            themes.dark.colours,
            [(figure.runner(n) or 0, figure.names[n]) for n in picture] if is_shared else [],
            figure.names[figure.front(picture) if is_shared else figure.start],
        ),
        needs=(
            stages.scenes(stages.scene_of(stage, picture[0])),
            *((Part(stages.film(picture), ("film",)),) if is_shared else ()),
            *stage.of(picture, stage.task),
            *stage.of(picture, stage.outcome),  # which are there where scenes fit runs
        ),
    )
