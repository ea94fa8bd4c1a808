"""A share of the runs of a site, computed and drawn into its store, from which a later build gathers them."""

from concurrent.futures import Executor
from dataclasses import dataclass

from klsim.articles import read_articles
from klsim.config import Config
from klsim.engine.progress import Progress
from klsim.engine.share import Share, take_share
from klsim.engine.store import Store
from klsim.look import read_look
from klsim.publication import count_drawn, plan_figures, read_pages
from klsim.session import Session
from klsim.template_files import find_templates


@dataclass(frozen=True)
class Worked:
    """What came of it.

    batches:  those of the share
    computed: of them, those that were not there yet
    drawn:    GIFs that were not there yet
    total:    the batches of the whole site
    """

    batches: int
    computed: int
    drawn: int
    total: int


def work(config: Config, share: Share, executor: Executor, progress: Progress, now: int) -> Worked:
    """Do a share, as far as the store does not have it. Nothing is published, and no output folder is locked.

    Raises ContentError with every mistake in texts and runs, BuildError where the store cannot be used.
    """
    with Store(config.store, packages=config.packages) as store:
        session = Session(config, store, executor, progress, store.next_build(now))
        templates = find_templates(config)
        articles = read_articles(session, read_pages(templates))
        themes = read_look(config, articles.site, templates, session.diagnostics).themes
        plans = plan_figures(session, articles, themes).values()
        session.diagnostics.raise_errors()
        batches = {task.name for plan in plans for task in plan.records}
        tasks = [
            task for plan in plans for task in (*plan.records, *plan.essentials(themes), *plan.animations(themes))
        ]
        mine = {task.name for task in take_share([*session.tasks.values(), *tasks], batches, share)}
        ran = session.run([task for task in tasks if task.name in mine]).ran.keys() & mine
        session.diagnostics.raise_errors()
        return Worked(len(mine & batches), len(ran & batches), count_drawn(session), len(batches))
