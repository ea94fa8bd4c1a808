"""What all steps of one build share."""

from dataclasses import dataclass

from klsim.config import Config
from klsim.disk.output import Output
from klsim.site.inputs import Inputs
from klsim.site.parallel import Map
from klsim.site.progress import Progress


@dataclass(frozen=True)
class Job:
    """A build: its folders, its inputs, its output under lock, how to do many things, and whom to tell."""

    config: Config
    inputs: Inputs
    output: Output
    map: Map
    progress: Progress
