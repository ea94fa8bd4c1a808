"""Names beside those that tell one content from another: a figure's default state is always at the same address."""

from pathlib import Path

import pytest
from PIL import Image

from klsim.config import Config
from tests.site.along import site_along
from tests.site.sites import ARTICLE, SPARSE, built_site, strict_json


@pytest.fixture(scope="module", params=["all", "default"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The folder of a figure, with GIFs of all runs, and with that of the default alone."""
    site = built_site({"all": ARTICLE, "default": SPARSE}[request.param])
    return site.output / "short" / "small"


@pytest.fixture(scope="module")
def along() -> Config:
    """A site with games and races."""
    return site_along()


def test_the_default_run_is_at_names_that_stay(folder: Path):
    figure = strict_json(folder / "figure.json")
    start = [axis["default"] for axis in figure["axes"]]
    (run,) = (one for one in figure["runs"] if one["at"] == start)
    assert (folder / "default.gif").read_bytes() == (folder / run["gif"]).read_bytes()
    assert (folder / "default.png").read_bytes() == (folder / run["still"]).read_bytes()
    assert (folder / "default.svg").read_bytes().startswith(b"<svg ")


def test_runs_that_share_a_picture_share_that_of_the_default(along: Config):
    for figure in along.output.glob("races/*/figure.json"):
        known = {one["gif"]: one["still"] for one in strict_json(figure)["runs"]}
        pictures = {(figure.parent / gif).read_bytes(): still for gif, still in known.items()}
        still = pictures[(figure.parent / "default.gif").read_bytes()]
        assert (figure.parent / "default.png").read_bytes() == (figure.parent / still).read_bytes()


def test_a_game_stands_still(along: Config):
    for game in along.output.glob("games/*/game.json"):
        still = game.parent / strict_json(game)["still"]["light"]
        assert (game.parent / "default.png").read_bytes() == still.read_bytes()
        assert not (game.parent / "default.gif").exists()
        with Image.open(still) as image:
            assert image.format == "PNG"
