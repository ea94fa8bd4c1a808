"""Pictures that a simulation draws with matplotlib: sheets, films and stills, and what is told of mistakes."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from klsim.build import build
from klsim.diagnostics import ContentError
from tests.content.writing import replaced
from tests.site.drawings import ARTICLE, SIMULATION, built_drawings
from tests.site.listening import Listener
from tests.site.sites import strict_json, validator, write_site

RED = (192, 0, 0)


@pytest.fixture(scope="module")
def folder() -> Path:
    """What is published of the figure."""
    return built_drawings().output / "short" / "square"


def reds(picture: Image.Image) -> int:
    """How many columns of pixels are red in the middle."""
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    return int((np.abs(pixels[len(pixels) // 2] - RED).max(axis=1) < 40).sum())


def test_sheets_have_a_picture_for_each_iteration_that_is_drawn(folder: Path):
    figure = strict_json(folder / "figure.json")
    assert list(validator("figure-1").iter_errors(figure)) == []
    layout = figure["sheets"]
    assert (layout["width"], layout["height"]) == (200, 100)
    for run, speed in zip(figure["runs"], (2, 4), strict=True):
        assert run["pictures"] == list(range(25))
        sheets = [Image.open(folder / name) for name in run["sheets"]]
        for n, iteration in enumerate(run["pictures"]):
            sheet, k = sheets[n // (layout["columns"] * layout["rows"])], n % (layout["columns"] * layout["rows"])
            left, top = k % layout["columns"] * 200, k // layout["columns"] * 100
            part = sheet.crop((left, top, left + 200, top + 100))
            assert abs(reds(part) - 2 * speed * iteration) <= 2


def test_films_and_stills_show_the_same_pictures(folder: Path):
    run = strict_json(folder / "figure.json")["runs"][1]
    record = strict_json(folder / run["data"])
    film = Image.open(folder / run["gif"])
    assert film.n_frames == len(record["frames"]) == 25
    for n in (0, 10, 24):
        film.seek(n)
        assert abs(reds(film.convert("RGB").crop((0, film.height - 150, 200, film.height - 50))) - 8 * n) <= 3
    assert Image.open(folder / run["still"]).size == film.size


def test_only_what_has_changed_is_drawn_again(tmp_path: Path):
    config = write_site(tmp_path / "site", ARTICLE, {"squares.py": SIMULATION})
    listener = Listener()
    build(config, progress=listener)
    assert [line.partition(" MB")[0][:-3] for line in listener.said] == [
        "short/square: 50 pictures of 2 runs in 4 sheets, "
    ]
    page = config.content / "short" / "index.md"
    page.write_text(replaced(page.read_text(), ("Faster", "Quicker")))
    assert build(config).drawn == 0
    page.write_text(replaced(page.read_text(), ("[2, 4]", "[1, 2, 4]")))
    assert build(config).drawn == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("return figure", "return figure, figure", "draw gives a tuple, not a matplotlib Figure"),
        (
            "    return figure\n",
            "    pass\n",
            "draw gives None, not a matplotlib Figure; end it with `return figure`",
        ),
        ("figsize=(2, 1)", "figsize=(20, 1)", "draw gives a figure of 2000 × 100 px; "),
        ("figsize=(2, 1)", "figsize=(2 + iteration, 1)", "draw gives a figure of 300 × 100 px at iteration 1"),
        ("run.side[", "run.sied[", "AttributeError: the run has no series 'sied'; it has iteration, side"),
        ("    draw=draw,", "    draw=draw,\n    scene=draw,", "a Simulation has either a `scene` or `draw`"),
    ],
)
def test_what_is_wrong_with_a_drawing_is_told_in_its_file(tmp_path: Path, old: str, new: str, told: str):
    config = write_site(tmp_path / "site", ARTICLE, {"squares.py": replaced(SIMULATION, (old, new))})
    with pytest.raises(ContentError) as caught:
        build(config)
    lines = str(caught.value).splitlines()
    assert any(line.startswith("simulations/squares.py:") and told in line for line in lines), lines


def test_runs_that_are_drawn_do_not_share_pictures(tmp_path: Path):
    article = replaced(ARTICLE, ("sweep:", "together: speed\nsweep:"))
    with pytest.raises(ContentError) as caught:
        build(write_site(tmp_path / "site", article, {"squares.py": SIMULATION}))
    assert "together: pictures that a simulation draws show one run each" in str(caught.value)


def test_a_sheet_is_no_larger_than_telephones_show(folder: Path):
    for name in strict_json(folder / "figure.json")["runs"][0]["sheets"]:
        assert max(Image.open(io.BytesIO((folder / name).read_bytes())).size) <= 4096


WITH_MAP = (
    "sweep: {speed: [2, 4]}",
    "map:\n  x: {speed: {from: 1, to: 4, count: 4}}\n  y: {iterations: {from: 2, to: 10, count: 5}}\n"
    "lattice: [2, 3]",
)


def test_drawn_runs_may_be_those_that_a_map_plays(tmp_path: Path):
    article = replaced(ARTICLE, WITH_MAP, ("speed=4", "speed=4&iterations=10"), ("[96]", "[40]"))
    held = ("one.speed * steps", "np.where(steps <= one.iterations, one.speed * steps, np.nan)")
    ended = replaced(SIMULATION, held)
    config = write_site(tmp_path / "site", article, {"squares.py": ended})
    build(config)
    folder = config.output / "short" / "square"
    figure = strict_json(folder / "figure.json")
    assert list(validator("figure-1").iter_errors(figure)) == []
    assert [len(axis["values"]) for axis in figure["axes"]] == [2, 3]
    assert len(figure["map"]["x"]["values"]) * len(figure["map"]["y"]["values"]) == 20
    for run in figure["runs"]:
        iterations = figure["axes"][1]["values"][run["at"][1]]
        assert run["pictures"] == list(range(iterations + 1))
        assert all((folder / name).exists() for name in run["sheets"])
    (one,) = figure["map"]["maps"]
    assert one["description"]
    assert Image.open(folder / one["light"]).size == Image.open(folder / one["dark"]).size
    assert (folder / one["table"]).read_text(encoding="utf-8").count("¡") == 20
