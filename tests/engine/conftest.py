"""A store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from klsim.engine.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / ".klsim") as store:
        yield store
