"""Building the site: read everything, and only when all of it is right, make and write what is missing."""

from collections.abc import Sequence

from klsim.config import Config
from klsim.content.root import require_site
from klsim.disk.output import Output, open_output
from klsim.site.inputs import Inputs, read_inputs
from klsim.site.memory import PATH, Memory, recall
from klsim.site.parallel import Map
from klsim.site.progress import Progress, Silent, Summary


def build(config: Config, map: Map = map, progress: Progress | None = None) -> Summary:
    """Build the whole site from `config.content` into `config.output`.

    `map` runs the reading of articles and the drawing of runs, in this process or in many. Raises AuthorError
    with every mistake found before anything is written, NoSiteError where there is no site, BuildError where
    the output folder cannot be used.
    """
    require_site(config)  # else the root would be made along with the output
    progress = progress or Silent()
    with open_output(config.output, (config.content, config.templates)) as output:
        inputs = read_inputs(config)
        memory = recall(output, inputs)
        if memory is not None and is_current(memory, inputs, output):
            return summarise(memory, output)
        from klsim.site.job import make_job
        from klsim.site.rebuild import rebuild  # slow to import, and not needed where nothing has changed

        return rebuild(make_job(config, inputs, output, map, progress), memory)


def is_current(memory: Memory, inputs: Inputs, output: Output) -> bool:
    """Whether the output is, to the last byte, what a build of these inputs would make."""
    if memory.inputs != inputs or set(output.entries) != {PATH, *memory.files}:
        return False
    return all(output.fresh(path, key) for path, key in memory.files.items())


def summarise(memory: Memory, output: Output, drawn: int = 0, pruned: int = 0, why: Sequence[str] = ()) -> Summary:
    """What there is after a build, which drew and pruned so much."""
    notes = [note for note in memory.notes.values() if not note.draft]
    return Summary(
        articles=len(notes),
        figures=sum(note.figures for note in notes),
        runs=sum(note.runs for note in notes),
        drawn=drawn,
        reused=sum(note.gifs for note in notes) - drawn,
        pruned=pruned,
        bytes=sum((output.root / path).stat().st_size for path in (PATH, *memory.files)),
        why=tuple(why),
        warnings=memory.warnings,
    )
