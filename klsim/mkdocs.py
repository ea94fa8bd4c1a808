"""A plugin of MkDocs, `plugins: [klsim]`: figures are built before pages are, and set into these."""

from pathlib import Path
from typing import Any, Literal

from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger

from klsim.diagnostics import BuildError
from klsim.figures_command import run_figures
from klsim.guest import SETTINGS

_LOG = get_plugin_logger(__name__)
_EXTENSION = "klsim.markdown"
_BESIDE = ("simulations", SETTINGS)


class KlsimOptions(Config):
    """What mkdocs.yml may say below `klsim:`, `jobs: 2` for two processes."""

    jobs = Optional(Type(int))


class KlsimPlugin(BasePlugin[KlsimOptions]):
    """Builds the figures of a project, and has pages show them."""

    _is_serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Take note of what MkDocs is to do."""
        self._is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have pages read with the extension."""
        if _EXTENSION not in config.markdown_extensions:
            config.markdown_extensions.append(_EXTENSION)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Build figures before files are collected. While somebody writes, mistakes end nothing."""
        try:
            lines = run_figures(Path(config.docs_dir), self.config.jobs)
        except BuildError as error:
            if not self._is_serving:
                raise PluginError(str(error)) from None
            _LOG.error("%s", error)
            return
        for line in lines:
            (_LOG.warning if ": warning: " in line else _LOG.info)("%s", line)

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Look out for changes of what figures are made of beside the sources."""
        for name in _BESIDE:
            path = Path(config.docs_dir).parent / name
            if path.exists():
                server.watch(str(path))
        return server
