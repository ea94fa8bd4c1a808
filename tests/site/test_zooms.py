"""Figures whose panels zoom out: what is published of them, what pages know, and what is told to authors."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import ContentError
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.films import Order, make_film
from tests.browser.pages import view_of
from tests.site.own_simulations import changed
from tests.site.sites import built_site, strict_json, validator, write_site
from tests.site.zooms import ROCKET, built_flights, built_rockets, flights, pairs, rockets

pytestmark = pytest.mark.site


def folder_of(config: Config, name: str) -> tuple[Path, dict[str, Any], Any]:
    """The folder of a figure, its index, and what its page knows."""
    folder = config.output / "short" / name
    page = (folder.parent / "index.html").read_text("utf-8")
    return folder, strict_json(folder / "figure.json"), view_of(page, name)


def test_runs_say_from_which_iteration_on_a_panel_is_another_and_each_has_its_two_images():
    folder, figure, view = folder_of(built_flights(), "bells")
    validator("figure-1").validate(figure)
    away = next(run for run in view["runs"] if run["at"] == [0, 0])
    record = strict_json(folder / away["data"])
    validator("run-1").validate(record)
    wider = view["wider"][away["scene"]]
    scene = view["scenes"][away["scene"]]
    assert {panel for _, panel, _ in away["zooms"]} == {0, 1}
    for at, panel, place in away["zooms"]:
        low = (wider[place] if place >= 0 else scene[panel])["x"]["low"]
        assert low <= record["mean"][at]
    for at, panel, _ in away["zooms"]:
        before = [place for n, of, place in away["zooms"] if of == panel and n < at]
        assert (
            record["mean"][at] - record["variance"][at] ** 0.5 * (panel == 0)
            < (wider[before[-1]] if before else scene[panel])["x"]["low"]
        )
    used = {place for run in view["runs"] if run["scene"] == away["scene"] for *_, place in run.get("zooms", ())}
    assert used == set(range(len(wider)))
    for one in wider:
        for name in one["backdrop"].values():
            with Image.open(folder / name) as picture:
                assert picture.size == (840, 640)


UNAWARE = changed(ROCKET, {", around=0)": ")", "    standing=standing,\n": ""})
"""The same simulation as if no panel could zoom."""


def test_a_run_that_stays_has_the_files_that_it_has_where_no_panel_can_zoom_byte_for_byte():
    aware, _, view = folder_of(built_rockets(), "rocket")
    unaware, _, plain = folder_of(built_rockets(UNAWARE), "rocket")
    away, stays = view["runs"]
    assert away["zooms"] == [[6, 0, 0], [9, 0, 1], [12, 0, 2]]
    assert stays == plain["runs"][1]
    for kind in ("data", "gif"):
        assert (aware / stays[kind]).read_bytes() == (unaware / stays[kind]).read_bytes()
    assert away["data"] == plain["runs"][0]["data"]
    assert away["gif"] != plain["runs"][0]["gif"]
    assert "wider" not in plain
    only_there = {path.name for path in aware.iterdir()} - {path.name for path in unaware.iterdir()}
    assert [
        name
        for name in sorted(only_there)
        if not name.startswith(("zoomed-", "0.5.", "without-script.", "portrait."))
    ] == []


def test_the_words_for_a_run_count_what_is_followed_as_in_the_picture():
    _, figure, _ = folder_of(built_flights(), "bells")
    (told,) = (run["description"] for run in figure["runs"] if run["at"] == [0, 0])
    assert "the picture" not in told
    assert "ran away" in told


def test_runs_that_share_a_picture_zoom_together_and_each_says_so():
    folder, _, view = folder_of(built_site(pairs()), "bells")
    first, second = (run["zooms"] for run in view["runs"])
    assert first == second
    assert len(view["wider"][0]) >= 3
    with Image.open(folder / view["runs"][0]["gif"]) as gif:
        assert gif.n_frames > 100


def test_a_film_of_the_flight_shows_the_needle_where_the_record_has_it():
    """The column with most ink of q in the GIF's last frame is where the recorded mean lies on the widest scale."""
    folder, _, view = folder_of(built_flights(), "bells")
    run = next(run for run in view["runs"] if run["at"] == [0, 0])
    wider, scene = view["wider"][run["scene"]], view["scenes"][run["scene"]]
    place = [place for _, panel, place in run["zooms"] if panel == 0][-1]
    record, scale, (left, top, width, height) = (
        strict_json(folder / run["data"]),
        wider[place]["x"],
        scene[0]["box"],
    )
    with Image.open(folder / run["gif"]) as gif:
        gif.seek(gif.n_frames - 1)
        picture = np.asarray(gif.convert("RGB"), dtype=int)[40 + top : 40 + top + height - 8, left : left + width]
    ink = (picture[..., 0] - picture[..., 2] > 100).sum(axis=0)
    share = (record["mean"][-1] - scale["low"]) / (scale["high"] - scale["low"])
    assert ink.argmax() == pytest.approx(share * width, abs=1.5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"    standing=standing,\n": ""},
         "panel 'path' zooms out, and the simulation does not say what stands in it then; give it `standing`, a function of settings and the wider panel that gives the marks, or leave `around` out"),
        ({"around=0)": "around=-3)"},
         "the scale 'position' of panel 'path' zooms around -3, and runs from 0 to 20; nearest: around=0"),
        ({'Scale("position", 0, 20, (0, 20), around=0)': 'Scale("position", 1, 20, (1, 10), "log", around=2)'},
         "the scale 'position' of panel 'path' is logarithmic, and cannot zoom out; leave `around` out, or make it linear"),
        ({'Curve("position", "object"),': ""},
         "the scale 'position' of panel 'path' zooms out, and nothing moves up there; leave `around` out, or add a Trail, a Point or a Curve"),
        ({"    return panel.static\n": "    return 'marks'\n"}, "entry 0 of `static` of Panel 'path' is 'm', not a Line"),
        ({"    return panel.static\n": "    return () if settings.speed else ()\n"},
         "standing looks at `speed`, and scene does not: runs that differ in it share a picture; let scene look at it too"),
        ({"    return panel.static\n": "    return 1 / 0\n"}, "ZeroDivisionError: division by zero"),
        ({"standing=standing": "standing=3"}, "`standing` is a int, not a function"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_with_file_and_line(tmp_path: Path, changes: dict[str, str], message: str):
    config = write_site(tmp_path, rockets(), {"rocket.py": changed(ROCKET, changes)})
    with pytest.raises(ContentError) as found:
        build(config)
    assert message in str(found.value)
    assert "simulations/rocket.py:" in str(found.value)


def test_a_film_of_a_run_that_the_site_does_not_draw_zooms_as_one_that_it_draws(tmp_path: Path):
    films = []
    for name, more in {"drawn": "", "undrawn": "gif: default\n"}.items():
        text = flights().replace("step_size: -0.02}\n", f"step_size: 0.02}}\n{more}")
        config = write_site(tmp_path / name, text)
        build(config)
        to = tmp_path / f"{name}.gif"
        order = Order("short/bells?objective=kl_qp&step_size=-0.02", "gif", (640, 480), "10", None, to, "light")
        films.append(make_film(config, order, Serial(), Silent(), 0).read_bytes())
    assert films[0] == films[1]
