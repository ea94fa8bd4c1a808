"""Maps of outcomes: their files, checked against walks that are stepped one by one, and what is recorded of them."""

import json
import random
import re

import numpy as np
import pytest
from PIL import Image

from klsim.build import build
from klsim.diagnostics import ContentError
from klsim.figures.animation.map_pictures import FIRST_CODE
from tests.site.outcome_maps import COLUMNS, MOMENTUMS, ROWS, STEPS, outcome_maps
from tests.site.sites import copy_site, edit, strict_json, validator

pytestmark = pytest.mark.site

FOLDER = "short/edge"
ITERATIONS, TOLERANCE = 200, 0.001


def figure() -> dict:
    return strict_json(outcome_maps().output / FOLDER / "figure.json")


def table(name: str) -> list[list[tuple[str, int]]]:
    """The outcomes of a map, a row for each momentum, as its script hands them over."""
    text = (outcome_maps().output / FOLDER / name).read_text(encoding="utf-8")
    found = re.fullmatch(r"\(self\.klsim=self\.klsim\|\|\[\]\)\.push\((.*)\);\n", text, re.DOTALL)
    assert found
    _, _, content = json.loads(found[1])
    codes = [tuple(code) for code in content["codes"]]
    outcomes = [codes[ord(letter) - FIRST_CODE] for letter in content["pixels"]]
    return [outcomes[n : n + COLUMNS] for n in range(0, len(outcomes), COLUMNS)]


def walk(direction: str, step: float, momentum: float) -> tuple[str, int] | None:
    """How a walk ends, stepped by hand; None where more would have to be known of it."""
    mean, variance, along, across = 0.0, 5.0, 0.0, 0.0
    arrived = -1
    for iteration in range(2 * ITERATIONS + 1):
        away, ratio = mean - 2, variance if direction == "kl_qp" else 1 / variance
        spread = away**2 if direction == "kl_qp" else away**2 / variance
        if (ratio - 1 - np.log(ratio) + spread) / 2 > TOLERANCE:
            arrived = -1
        elif arrived < 0:
            arrived = iteration
        if direction == "kl_qp":
            slopes = away, (1 - 1 / variance) / 2
        else:
            slopes = away / variance, (1 / variance - (1 + away**2) / variance**2) / 2
        along, across = momentum * along - step * slopes[0], momentum * across - step * slopes[1]
        mean, variance = mean + along, variance + across
        if variance <= 0:
            return ("left_domain", iteration) if iteration < ITERATIONS else None
        if max(abs(mean), abs(variance)) > 1e6:
            return None
    return ("converged", arrived) if 0 <= arrived <= ITERATIONS / 2 else None


def test_every_pixel_says_how_its_walk_ends():
    maps = figure()["map"]["maps"]
    chosen = random.Random(7)
    seen = set()
    for direction, one in zip(("kl_qp", "kl_pq"), maps, strict=True):
        outcomes = table(one["table"])
        for _ in range(60):
            row, column = chosen.randrange(ROWS), chosen.randrange(COLUMNS)
            if expected := walk(direction, STEPS[column], MOMENTUMS[row]):
                seen.add(expected[0])
                assert outcomes[row][column] == expected, (direction, row, column)
    assert seen == {"converged", "left_domain"}


def test_the_pictures_have_a_square_of_one_colour_for_each_run_and_the_lowest_row_is_below():
    (one, _), folder = figure()["map"]["maps"], outcome_maps().output / FOLDER
    outcomes = table(one["table"])
    for scheme in ("light", "dark"):
        with Image.open(folder / one[scheme]) as image:
            pixels = np.asarray(image.convert("RGB"))
        size = 2 * (640 // COLUMNS), 2 * (640 // COLUMNS)
        box = pixels[40 : 40 + ROWS * size[1], 184 : 184 + COLUMNS * size[0]]
        squares = box.reshape(ROWS, size[1], COLUMNS, size[0], 3).transpose(0, 2, 1, 3, 4)
        assert (squares == squares[:, :, :1, :1]).all()
        by_outcome: dict[str, set] = {}
        for row in range(ROWS):
            for column in range(COLUMNS):
                word, at = outcomes[row][column]
                key = f"{word} {at}" if word == "converged" else word
                by_outcome.setdefault(key, set()).add(tuple(squares[ROWS - 1 - row, column, 0, 0]))
        assert {len(colours) for colours in by_outcome.values()} == {1}
        assert len({word for word in by_outcome if " " not in word}) == len(
            {colour for word, (colour,) in by_outcome.items() if " " not in word}
        )


def test_the_index_names_the_map_and_its_lattice_is_recorded():
    found = figure()
    validator("figure-1").validate(found)
    assert [len(axis["values"]) for axis in found["axes"]] == [2, 4, 3]
    assert found["map"]["x"]["values"] == pytest.approx(STEPS, rel=1e-15)
    assert [one["at"] for one in found["map"]["maps"]] == [[0], [1]]
    assert len(found["runs"]) == 24
    assert [bool(run["gif"]) for run in found["runs"]].count(True) == 1
    for run in found["runs"]:
        place = [found["axes"][n]["values"][index] for n, index in enumerate(run["at"])]
        outcomes = table(found["map"]["maps"][run["at"][0]]["table"])
        row, column = (found["map"][side]["values"].index(place[n]) for side, n in (("y", 2), ("x", 1)))
        word, at = outcomes[row][column]
        assert word == run["status"]
        assert at == (run["converged_at"] if word == "converged" else at)
    assert "The quickest arrives at" in found["map"]["maps"][0]["description"]


def test_numbers_are_checked_of_the_very_run_that_is_named(tmp_path):
    config = copy_site(outcome_maps(), tmp_path / "site")
    edit(config, "[73]", "[74]")
    with pytest.raises(ContentError, match=r"74 for converged_at of edge .*; the run gives 73"):
        build(config)


def test_words_of_the_figure_compute_no_pixel_again(tmp_path):
    config = copy_site(outcome_maps(), tmp_path / "site")
    edit(config, "A walk for each pixel.", "Each pixel is a walk.")
    before = {path.name for path in (config.output / FOLDER).glob("map*")}
    build(config)
    assert {path.name for path in (config.output / FOLDER).glob("map*")} == before
