"""Whether the output folder is what a build would make now, found out without touching it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from klsim.config import Config
from klsim.disk.output import Output
from klsim.scene.theme import parse_themes
from klsim.site.build import write_site
from klsim.site.prepare import Prepared
from klsim.site.progress import Silent
from klsim.text.site import Site


class StaleError(Exception):
    """Something would be written or removed."""


class Untouched(Output):
    """An output folder that stays as it is. Raises StaleError where it would have to change."""

    def write(self, path: str, key: str, data: bytes) -> None:  # noqa: ARG002
        """Accept what is there already."""
        if not self.fresh(path, key):
            raise StaleError(path)

    def prune(self, keep: Iterable[str]) -> int:
        """Accept that nothing is to be removed."""
        if stale := set(self.entries) - set(keep):
            raise StaleError(min(stale))
        return 0


def is_fresh(config: Config, site: Site, articles: Sequence[Prepared], css: str, output: Output) -> bool:
    """Whether a build of these articles would leave the output folder as it is: the build itself tells."""
    plans = [plan for article in articles for plan in article.plans]
    if not all(output.fresh(f"{plan.folder}/view.json", plan.key) for plan in plans):
        return False  # found out sooner so, before anything is simulated
    untouched = Untouched(output.root, output.entries)
    try:
        write_site(config, site, articles, parse_themes(css), untouched, _draw_nothing, Silent())
    except StaleError:
        return False
    return True


def _draw_nothing(_: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
    if missing := len(list(items)):
        raise StaleError(f"{missing} pictures are missing")
    return ()
