"""What several tests share: the reference trajectories, and two sites, each built once."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import BusyError
from klsim.engine.executor import executor
from tests.browser.chromium import launch
from tests.site.sites import ROOT, write_site

DATA = Path(__file__).parent / "data"

settings.register_profile("usual", deadline=None)  # a busy machine is no fault of what is tried
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("KLSIM_EXAMPLES", "usual"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, and those that build sites, so that `make check` can leave them out."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if fixtures & {"shipped_site", "small_site"} or item.path.parent.name in ("site", "preview", "soak"):
            item.add_marker(pytest.mark.site)


@pytest.fixture(scope="session")
def reference_runs() -> list[dict[str, Any]]:
    """Trajectories of heavy-ball descent from an independent automatic-differentiation library."""
    return json.loads((DATA / "trajectories.json").read_text())["runs"]


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A small site, built; not to be changed."""
    config = write_site(tmp_path_factory.mktemp("small"))
    build(config)
    return config


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the shipped site, built from scratch, once for all processes that test."""
    together = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        together = together.parent
    output = together / "shipped"
    config = replace(Config.at(ROOT), output=output, store=together / "store")
    while True:
        try:
            with executor("processes:2") as workers:
                build(config, workers)
            return output
        except BusyError:
            time.sleep(0.5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
