"""`klsim film`: a figure as a file, of the size, in the format and in the state that are asked for."""

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from klsim.config import Config
from klsim.diagnostics import BuildError, UsageError
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.figures.animation import movies
from klsim.films import Order, make_film
from klsim.render.video import encode_video
from tests.site.drawings import built_drawings
from tests.site.races import races as built_races
from tests.site.sites import ROOT, copy_site

FPS = "10"
SIZE = (540, 480)
NEAR = 3
"""Of 255: how far a decoded frame may be from what was drawn, in the mean."""


@pytest.fixture(scope="module")
def site(small_site: Config, tmp_path_factory: pytest.TempPathFactory) -> Config:
    return copy_site(small_site, tmp_path_factory.mktemp("film") / "site")


def film(site: Config, state: str, to: Path, **order: Any) -> bytes:
    asked = {"format": "webm", "size": SIZE, "fps": FPS, "hold": None, "scheme": "light", **order}
    assert make_film(site, Order(state, to=to, **asked), Serial(), Silent(), 0) == to
    return to.read_bytes()


def decoded(data: bytes) -> tuple[list[np.ndarray], Any]:
    with av.open(BytesIO(data)) as container:
        stream = container.streams.video[0]
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)], stream.average_rate


@pytest.mark.sample(2)
@pytest.mark.slow
@pytest.mark.parametrize("format", ["webm", "mp4"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_film_shows_frame_for_frame_what_was_drawn(
    site: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, scheme: str
):
    drawn: list[np.ndarray] = []

    def watched(frames: Any, *rest: Any) -> bytes:
        drawn.extend(frames)
        return encode_video(iter(drawn), *rest)

    monkeypatch.setattr(movies, "encode_video", watched)
    frames, rate = decoded(film(site, "short/small", tmp_path / "film", format=format, scheme=scheme))
    assert rate == 10
    assert len(frames) == len(drawn) > 40
    assert frames[0].shape == (480, 540, 3)
    assert max(np.abs(one - other.astype(int)).mean() for one, other in zip(frames, drawn, strict=True)) <= NEAR
    assert np.abs(drawn[0].astype(int) - drawn[-1]).mean() > 0.5, "something happens in it"


@pytest.mark.sample(2)
@pytest.mark.slow
@pytest.mark.parametrize("format", ["webm", "mp4", "gif", "png", "svg"])
def test_the_same_film_is_the_same_bytes(site: Config, tmp_path: Path, format: str):
    first = film(site, "short/small?step_size=2", tmp_path / "one", format=format)
    other = copy_site(site, tmp_path / "other")
    shutil.rmtree(other.store)
    assert film(other, "short/small?step_size=2", tmp_path / "two", format=format) == first


@pytest.mark.slow
def test_a_gif_has_the_frames_and_the_time_of_that_in_the_page(site: Config, tmp_path: Path):
    film(site, "short/small?step_size=2", tmp_path / "film.gif", format="gif")
    (page,) = (site.output / "short" / "small").glob("kl_qp_2.*.gif")
    told = []
    for path in (tmp_path / "film.gif", page):
        with Image.open(path) as image:
            durations = []
            for n in range(image.n_frames):  # type: ignore[attr-defined]
                image.seek(n)
                durations.append(image.info["duration"])
            told.append(durations)
    assert told[0] == told[1]
    with Image.open(tmp_path / "film.gif") as image:
        assert image.size == SIZE


def test_a_png_is_the_last_frame(site: Config, tmp_path: Path):
    still = film(site, "short/small?step_size=0.2", tmp_path / "still.png", format="png")
    frames, _ = decoded(film(site, "short/small", tmp_path / "film.webm", hold=0.5))
    with Image.open(BytesIO(still)) as image:
        picture = np.asarray(image.convert("RGB"))
    assert np.abs(picture.astype(int) - frames[-1]).mean() <= NEAR
    assert np.abs(picture.astype(int) - frames[0]).mean() > np.abs(picture.astype(int) - frames[-1]).mean()


def test_runs_that_share_a_picture_and_pictures_of_authors_are_filmed(tmp_path: Path):
    races = copy_site(built_races(), tmp_path / "races")
    drawings = copy_site(built_drawings(), tmp_path / "drawings")
    with Image.open(BytesIO(film(races, "short/race", tmp_path / "race.png", format="png"))) as image:
        assert len(image.getcolors(2**20) or ()) > 100
    film(drawings, "short/square?speed=4", tmp_path / "square.png", format="png")
    with pytest.raises(UsageError, match="draws its pictures itself, in pixels; write `--format png`"):
        film(drawings, "short/square", tmp_path / "square.svg", format="svg")
    with Image.open(tmp_path / "square.png") as image:
        colours = {colour: count for count, colour in image.getcolors(2**20) or ()}
    scale = SIZE[0] / (300 + 36)
    assert colours[(192, 0, 0)] == pytest.approx(0.96 * 200 * 100 * scale**2, rel=0.03), "drawn at that size"


@pytest.mark.parametrize(
    ("state", "order", "told"),
    [
        ("short/small?step_size=3", {}, "link to small: step_size 3 is not in the sweep; nearest: 2"),
        (
            "short/small?objective=kl_qq",
            {},
            "link to small: objective kl_qq is not in the sweep; did you mean 'kl_qp'?",
        ),
        (
            "short/small?momentum=1",
            {},
            "figure 'small' has no control 'momentum'; controls: objective, step_size",
        ),
        ("short/smal", {}, "there is no figure 'smal' in short; did you mean 'small'?"),
        ("sort/small", {}, "there is no article 'sort'; did you mean 'short'?"),
        ("small", {}, "'small' names no article; write article/figure?setting=value"),
        ("short/small", {"size": (541, 480)}, "webm takes even sizes, and 541 is odd; nearest: 542x480"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest_that_is(
    site: Config, tmp_path: Path, state: str, order: dict[str, Any], told: str
):
    with pytest.raises(UsageError) as raised:
        film(site, state, tmp_path / "film.webm", **order)
    assert str(raised.value) == told
    assert not (tmp_path / "film.webm").exists()


def test_an_address_of_a_page_is_a_state(site: Config, tmp_path: Path):
    here = film(site, "short/index.html#small?step_size=2", tmp_path / "a.png", format="png")
    assert film(site, "short/small?step_size=2", tmp_path / "b.png", format="png") == here


def test_a_folder_that_is_not_there_is_told(site: Config, tmp_path: Path):
    with pytest.raises(BuildError, match="cannot be written"):
        film(site, "short/small", tmp_path / "nowhere" / "film.png", format="png")


def test_without_an_encoder_it_is_told_what_to_install(site: Config, tmp_path: Path):
    """PyAV cannot be found where a module of this name is None."""
    code = (
        "import sys; sys.modules['av'] = None\n"
        f"from klsim.cli import main; sys.exit(main(['film', 'short/small', '--root', {str(site.root)!r}]))"
    )
    environment = {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 3
    assert ran.stderr.splitlines() == [
        "films need an encoder: there is no ffmpeg on the PATH, and PyAV is not installed; install one of them: "
        '`pip install "klsim[video]"` brings PyAV'
    ]


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="there is no ffmpeg")
def test_an_ffmpeg_that_is_installed_is_used(site: Config, tmp_path: Path):
    for format in ("webm", "mp4"):
        frames, rate = decoded(film(site, "short/small", tmp_path / f"film.{format}", format=format))
        assert rate == 10
        assert len(frames) > 40
