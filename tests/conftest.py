"""What several tests share: strategies for laws, and the reference trajectories."""

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def reference_runs() -> list[dict[str, Any]]:
    """Trajectories of heavy-ball descent from an independent automatic-differentiation library."""
    return json.loads((DATA / "trajectories.json").read_text())["runs"]
