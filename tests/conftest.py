"""What several tests share: the reference trajectories, and two sites, each built once."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from klsim.build import build
from klsim.config import Config
from klsim.engine.executor import executor
from tests.browser.chromium import launch
from tests.examples import examples
from tests.sampling import leave_some_to_soak
from tests.shared import made_once
from tests.site.sites import ROOT, built_site
from tests.site.stores import begin_store

DATA = Path(__file__).parent / "data"

BUILDERS = ("site", "preview", "soak", "notebook")
"""Folders of tests that build sites."""

settings.register_profile("klsim", examples(25))
settings.load_profile("klsim")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, and those that build sites, so that `make check` can leave them out."""
    leave_some_to_soak(items)
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if fixtures & {"shipped_site", "small_site"} or item.path.parent.name in BUILDERS:
            item.add_marker(pytest.mark.site)


@pytest.fixture(scope="session")
def reference_runs() -> list[dict[str, Any]]:
    """Trajectories of heavy-ball descent from an independent automatic-differentiation library."""
    return json.loads((DATA / "trajectories.json").read_text())["runs"]


@pytest.fixture(scope="session")
def small_site() -> Config:
    """A small site, built; not to be changed."""
    return built_site()


@pytest.fixture(scope="session")
def shipped_site() -> Path:
    """The output folder of the shipped site, built."""
    return made_once("shipped", _build_shipped) / "output"


def _build_shipped(folder: Path) -> None:
    config = replace(Config.at(ROOT), output=folder / "output", store=folder / "store")
    begin_store(config.store)
    with executor("processes:2") as workers:
        build(config, workers)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
