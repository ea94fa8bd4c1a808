"""Making what stands on an article's page: its figures, its games and the pictures that it shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from klsim.formats.summaries import Picture
from klsim.site.figures import MadeFigure, ensure_figures
from klsim.site.games import MadeGame, begin_games, finish_games
from klsim.site.job import Job
from klsim.site.memory import Note, draft_note
from klsim.site.prepare import Prepared
from klsim.site.results import run_links

Made = MadeFigure | MadeGame
"""What an article shows between its prose."""


@dataclass(frozen=True)
class Complete:
    """An article with all its files in place but its page.

    made:   its figures, then its games
    images: the copies of its images, by the name of the original among the inputs
    """

    prepared: Prepared
    made: Sequence[Made]
    images: Mapping[str, str]

    @property
    def slug(self) -> str:
        """The name of the article."""
        return self.prepared.article.slug

    @property
    def drawn(self) -> int:
        """How many runs were drawn for it."""
        return sum(figure.drawn for figure in self.made if isinstance(figure, MadeFigure))


def complete(job: Job, articles: Sequence[Prepared]) -> list[Complete]:
    """Make what articles show and is not there yet, all figures and games in one stream of work."""
    plans = [plan for article in articles for plan in article.plans]
    game_plans = [plan for article in articles for plan in article.games]
    begun = begin_games(game_plans, job.themes, job.output, job.map)
    made: dict[str, Made] = {**ensure_figures(plans, job.themes, job.output, job.map, job.progress)}
    made |= finish_games(game_plans, begun, job.output)
    return [
        Complete(article, [made[to] for to in article.folders], _copy_images(job, article)) for article in articles
    ]


def note_of(job: Job, done: Complete, key: str, page_key: str) -> Note:
    """What to remember of an article whose page is in place."""
    files = [path for figure in done.made for path in figure.files]
    return replace(
        draft_note(done.prepared.article, key),
        page_key=page_key,
        still=_still(done.made),
        links=run_links(done.prepared.rendered),
        files={path: job.output.entries[path].key for path in (*files, *done.images.values())},
        images={name: job.inputs[name] for name in done.images},
        characters=done.prepared.characters,
        script=done.prepared.script,
        figures=len(done.made),
        runs=sum(len(plan.runs) for plan in done.prepared.plans),
        gifs=sum(len(plan.drawn) for plan in done.prepared.plans),
    )


def _copy_images(job: Job, prepared: Prepared) -> Mapping[str, str]:
    """Copies of the images that an article shows, beside its page: by input the path of the copy."""
    article, copies = prepared.article, {}
    folder = job.config.root / article.folder
    for path in sorted({image.path for image in prepared.rendered.images}):
        name = f"content/{(folder / path).relative_to(job.config.content).as_posix()}"
        copies[name] = f"{article.slug}/{path}"
        if not job.output.fresh(copies[name], job.inputs[name]):
            job.output.write(copies[name], job.inputs[name], (folder / path).read_bytes())
    return copies


def _still(made: Sequence[Made]) -> Picture | None:
    """The still of an article's first figure, else of its first game."""
    if not made:
        return None
    view, folder = json.loads(made[0].view), made[0].plan.folder
    if isinstance(made[0], MadeGame):
        return Picture(f"{folder}/{view['still']['light']}", *view["panel"]["size"])
    return Picture(f"{folder}/{view['runs'][view['start']]['still']}", *view["film"])
