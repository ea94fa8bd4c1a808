"""Pictures of a small site: all that there is to see, the same each time, and other ones when the site has changed."""

import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pages import serve
from tests.content.writing import replaced
from tests.look.album import Job, take_with
from tests.look.camera import figure_picture, opened
from tests.look.comparison import compare, read_pixels
from tests.look.conftest import run_look
from tests.look.films import film_strip
from tests.look.folders import pictures_in
from tests.look.states import figure_states
from tests.look.still_site import StillSite

pytestmark = [pytest.mark.browser, pytest.mark.site]

SCREENS = ["dark.png", "desktop.png", "no-script.png"]
TALL = {"viewport": {"width": 1280, "height": 1600}}


def take(browser: Browser, site: Path, folder: Path, part: str) -> Path:
    """Take some pictures of the article; gives their folder."""
    job = Job(site, "short", part, folder)
    job.target.mkdir(parents=True)
    with serve(site, StillSite) as root:
        take_with(browser, root, job)
    return folder


def test_there_is_a_picture_of_every_page_screen_state_and_film(album: Path):
    screens = [*SCREENS[:2], "no-script.png", "paper-01.png", "phone.png"]
    walk = [f"walk/{name}.png" for name in ("end", "middle", "other-run", "start")]
    films = [f"walk/films/{name}.png" for name in ("kl_pq_0.2", "kl_pq_2.0", "kl_qp_0.2", "kl_qp_2.0")]
    game = ["by-hand/revealed.png", "by-hand/start.png"]
    sheets = [name for name in pictures_in(album / "short") if name.startswith("paper-")]
    assert pictures_in(album / "index") == sorted(screens)
    assert pictures_in(album / "short") == sorted({*screens, *sheets, *walk, *films, *game})
    assert len(sheets) == 2


@pytest.mark.soak
def test_the_same_site_gives_the_same_pictures(site: Path, album: Path, tmp_path: Path):
    assert run_look("pictures", site, tmp_path / "again").returncode == 0
    ran = run_look("compare", album, tmp_path / "again", tmp_path / "shown")
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout.startswith("no differences")


def test_a_changed_page_gives_a_picture_that_differs_where_it_was_changed(
    browser: Browser, site: Path, album: Path, tmp_path: Path
):
    other = Path(shutil.copytree(site, tmp_path / "site"))
    page = other / "short" / "index.html"
    page.write_text(replaced(page.read_text(encoding="utf-8"), ("The lead, and", "The lead or")), encoding="utf-8")
    before = tmp_path / "before"
    (before / "short").mkdir(parents=True)
    shutil.copy(album / "short" / "desktop.png", before / "short")
    after = take(browser, other, tmp_path / "after", "desktop")
    (line,) = compare(before, after, tmp_path / "shown")
    assert line.startswith("short/desktop.png: ")
    assert len(line.split("; ")) == 2, "one place"


def test_pictures_show_what_they_are_called(album: Path):
    dark, light, without = (read_pixels(album / "short" / name).astype(int) for name in SCREENS)
    assert np.median(dark) < 60 < 240 < np.median(light)
    assert dark.shape == light.shape != without.shape
    assert read_pixels(album / "short" / "phone.png").shape[1] == 390
    states = [
        (album / "short" / "walk" / f"{name}.png").read_bytes() for name in ("start", "middle", "end", "other-run")
    ]
    assert len(set(states)) == 4
    assert Image.open(album / "short" / "paper-01.png").size == pytest.approx((794, 1123), abs=1.5), (
        "A4, 96 dots to the inch"
    )


def test_a_state_is_reached_by_its_address(browser: Browser, site: Path):
    figure = json.loads((site / "short" / "walk" / "figure.json").read_bytes())
    states = {state.name: state.query for state in figure_states(figure)}
    assert states["start"] == "objective=kl_qp&step_size=0.2&i=0"
    assert states["middle"] == "objective=kl_qp&step_size=0.2&i=40", "it has arrived after 80"
    assert states["other-run"] == "objective=kl_pq&step_size=2.0&i=90"
    with serve(site, StillSite) as root:
        for name, iteration in (("middle", "40"), ("other-run", "90")):
            with opened(browser, f"{root}/short/index.html#walk?{states[name]}", **TALL) as page:
                figure_picture(page, "walk")
                assert page.locator("#walk [data-series=iteration]").inner_text() == iteration


def test_a_strip_has_the_first_the_middle_and_the_last_frame_of_a_film(site: Path):
    for path in sorted((site / "short" / "walk").glob("*.gif")):
        film = Image.open(path)
        frames = []
        for number in (0, (film.n_frames - 1) // 2, film.n_frames - 1):
            film.seek(number)
            frames.append(np.asarray(film.convert("RGB")))
        assert np.array_equal(np.asarray(film_strip(path).convert("RGB")), np.concatenate(frames))


def test_films_are_served_at_their_first_frame(browser: Browser, site: Path):
    path = next((site / "short" / "walk").glob("*.gif"))
    with serve(site, StillSite) as root:
        page = browser.new_page()
        body = page.request.get(f"{root}/short/walk/{path.name}").body()
        page.close()
    served = Image.open(io.BytesIO(body))
    assert served.n_frames == 1
    assert np.array_equal(np.asarray(served.convert("RGB")), np.asarray(Image.open(path).convert("RGB")))


def test_a_folder_without_a_site_is_told(tmp_path: Path):
    ran = run_look("pictures", tmp_path, tmp_path / "album")
    assert ran.returncode == 2
    assert "no built site here" in ran.stderr
    assert not (tmp_path / "album").exists()
