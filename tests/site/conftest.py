"""What clean builds make of the two versions of the changing site."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from klsim.config import Config
from klsim.site.build import build
from tests.site.changing import write_version
from tests.site.sites import put, tree


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The output of each version, built from nothing but the shared assets."""
    trees: dict[str, dict[str, bytes]] = {}
    for version in "ab":
        config = write_version(tmp_path_factory.mktemp(version), version)
        put(config.output, {path: data for path, data in trees.get("a", {}).items() if "assets/" in path})
        ledger = trees.get("a", {}).get(".klsim", b"").splitlines(keepends=True)
        put(config.output, {".klsim": b"".join(line for line in ledger if b" assets/" in line)})
        build(config)
        trees[version] = tree(config.output)
    return trees


@pytest.fixture
def site(tmp_path: Path, clean: Mapping[str, Mapping[str, bytes]]) -> Config:
    """The changing site in version a, built."""
    config = write_version(tmp_path / "site", "a")
    put(config.output, clean["a"])
    return config
