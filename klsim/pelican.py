"""A plugin of Pelican, `PLUGINS = ["klsim.pelican"]`: figures are built before articles, and set into these."""

import logging
from pathlib import Path

from pelican import Pelican, signals

from klsim.diagnostics import BuildError
from klsim.figures_command import run_figures
from klsim.guest import FOLDER

_LOG = logging.getLogger(__name__)
_EXTENSION = "klsim.markdown"
_ROOT = "{static}/"
"""What Pelican makes the way to the top of the site of."""

_ADDED = (
    ("STATIC_PATHS", FOLDER),
    ("ARTICLE_EXCLUDES", FOLDER),
    ("PAGE_EXCLUDES", FOLDER),
    ("IGNORE_FILES", ".klsim*"),
)


def register() -> None:
    """Take part in a build."""
    signals.initialized.connect(_prepare)


def _prepare(pelican: Pelican) -> None:
    """Build figures, and have Pelican copy them as they are, and articles read with the extension."""
    settings, docs = pelican.settings, Path(pelican.settings["PATH"])
    try:
        for line in run_figures(docs):
            _LOG.info("%s", line)
    except BuildError as error:
        _LOG.error("%s", error)
        raise SystemExit(1) from None
    markdown = settings["MARKDOWN"]
    markdown.setdefault("extension_configs", {})[_EXTENSION] = {"docs": str(docs), "root": _ROOT}
    for name, one in _ADDED:
        if one not in settings[name]:
            settings[name] = [*settings[name], one]
