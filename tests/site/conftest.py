"""What clean builds make of the two versions of the changing site."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from klsim.build import build
from klsim.config import Config
from klsim.engine.store import Store
from tests.shared import made_once
from tests.site.changing import write_version
from tests.site.sites import copy_site, tree


@pytest.fixture(scope="session")
def built_versions() -> dict[str, Config]:
    """Both versions, built from nothing; not to be changed."""
    make = {version: lambda folder, version=version: build(write_version(folder, version)) for version in "ab"}
    return {version: Config.at(made_once(f"version-{version}", make[version])) for version in "ab"}


@pytest.fixture(scope="session")
def clean(built_versions: Mapping[str, Config]) -> dict[str, dict[str, bytes]]:
    """The output of each version."""
    return {version: tree(config.output) for version, config in built_versions.items()}


@pytest.fixture
def site(tmp_path: Path, built_versions: Mapping[str, Config]) -> Config:
    """The changing site in version a, built, with the store of its build."""
    return copy_site(built_versions["a"], tmp_path / "site")


@pytest.fixture
def half_built(tmp_path: Path, built_versions: Mapping[str, Config]) -> Config:
    """Version b, of which nothing is done yet but what pages share, such as the fonts."""
    config = copy_site(built_versions["b"], tmp_path / "site")
    shutil.rmtree(config.output)
    with Store(config.store) as store:
        store.traces.drop([name for name in store.traces.names() if not name.startswith("assets/")])
    return config
