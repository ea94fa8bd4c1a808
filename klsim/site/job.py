"""What all steps of one build share."""

from dataclasses import dataclass

from klsim.config import Config
from klsim.disk.output import Output
from klsim.figures.animation.plan import Code
from klsim.scene.theme import Themes
from klsim.site.inputs import Inputs
from klsim.site.parallel import Map
from klsim.site.prepare import code_of, read_themes
from klsim.site.progress import Progress


@dataclass(frozen=True)
class Job:
    """A build: its folders, its inputs, its output under lock, how to do many things, and whom to tell.

    themes, code: what the inputs say of colours, and the keys of what computes and draws
    """

    config: Config
    inputs: Inputs
    output: Output
    map: Map
    progress: Progress
    themes: Themes
    code: Code


def make_job(config: Config, inputs: Inputs, output: Output, map: Map, progress: Progress) -> Job:
    """A build, with what its steps need of the inputs read once."""
    themes = read_themes(config)
    return Job(config, inputs, output, map, progress, themes, code_of(inputs, themes))
