"""GIFs, as another decoder sees them."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from klsim.render.animation import render_animation, render_frames
from klsim.render.gif import TRANSPARENT, encode_gif
from klsim.scene.film import Film

TITLE, OUTCOME = "KL(q, p) · step size 0.02", "Within 0.001 of the target from iteration 96 on."


def decode(gif: bytes) -> list[np.ndarray]:
    image = Image.open(io.BytesIO(gif))
    frames = []
    for n in range(image.n_frames):
        image.seek(n)
        frames.append(np.asarray(image.convert("RGB")))
    return frames


def blocks(gif: bytes) -> list[dict]:
    """The frames of a GIF as stored: rectangle, delay, flags."""
    place, frames = 13 + 3 * 256, []
    while gif[place] != 0x3B:
        if gif[place : place + 2] == b"\x21\xf9":
            flags, delay, transparent = struct.unpack("<BHB", gif[place + 3 : place + 7])
            place += 8
            continue
        if gif[place] == 0x2C:
            *box, local = struct.unpack("<HHHHB", gif[place + 1 : place + 10])
            frames.append({"box": box, "local": local, "flags": flags, "delay": delay, "transparent": transparent})
            place += 11
        else:
            place += 2
        while gif[place]:
            place += gif[place] + 1
        place += 1
    return frames


@pytest.fixture(scope="module")
def animation(backgrounds, run_of):
    series, frames = run_of()
    return render_animation(backgrounds[0], series, Film(frames), TITLE, OUTCOME)


def test_every_shown_iteration_is_a_frame(animation, run_of):
    assert Image.open(io.BytesIO(animation.gif)).n_frames == len(run_of()[1])


@pytest.mark.parametrize(
    "settings", [{}, {"step_size": -0.02, "momentum": 0.0}, {"step_size": 0.1, "momentum": 1.0}]
)
def test_decoded_frames_are_the_painted_ones_pixel_by_pixel(settings, backgrounds, run_of):
    series, frames = run_of(**settings)
    painted = list(render_frames(backgrounds[0], series, frames, TITLE, OUTCOME))
    decoded = decode(render_animation(backgrounds[0], series, Film(frames), TITLE, OUTCOME).gif)
    assert len(decoded) == len(painted)
    for got, wanted in zip(decoded, painted, strict=True):
        np.testing.assert_array_equal(got, backgrounds[0].palette.colours[wanted])


def test_the_still_is_the_last_frame(animation):
    still = np.asarray(Image.open(io.BytesIO(animation.still)).convert("RGB"))
    np.testing.assert_array_equal(still, decode(animation.gif)[-1])


def test_white_is_exact_and_one_global_palette_serves_all(animation, backgrounds):
    assert (backgrounds[0].palette.colours == 255).all(axis=1).any()
    assert len(backgrounds[0].palette.colours) <= TRANSPARENT
    assert all(frame["local"] == 0 for frame in blocks(animation.gif))
    assert (decode(animation.gif)[0] == 255).all(axis=-1).mean() > 0.3


def test_later_frames_store_a_part_with_transparency_over_what_stays(animation):
    first, *later = blocks(animation.gif)
    assert first["box"] == [0, 0, 840, 416]
    assert all(frame["flags"] & 1 and frame["transparent"] == TRANSPARENT for frame in later)
    assert all(frame["flags"] >> 2 & 7 == 1 for frame in later)
    assert all(frame["box"][2] * frame["box"][3] < 840 * 416 for frame in later)


def test_a_gif_loops_for_ever_and_holds_its_last_frame(animation, run_of):
    image = Image.open(io.BytesIO(animation.gif))
    assert image.info["loop"] == 0
    delays = [frame["delay"] for frame in blocks(animation.gif)]
    assert tuple(delays) == Film(run_of()[1]).delays_cs
    assert delays[-1] == 250 == max(delays)


def test_equal_neighbours_stay_frames_of_their_own():
    picture = np.zeros((20, 30), dtype=np.uint8)
    colours = np.array([[255, 255, 255], [0, 0, 0]], dtype=np.uint8)
    gif = encode_gif([picture, picture, picture], [10, 10, 10], colours)
    assert [frame["box"] for frame in blocks(gif)] == [[0, 0, 30, 20], [0, 0, 1, 1], [0, 0, 1, 1]]
    assert len(decode(gif)) == 3


def test_any_sequence_of_pictures_survives_encoding():
    random = np.random.default_rng(7)
    colours = random.integers(0, 256, (255, 3), dtype=np.uint8)
    pictures = [random.integers(0, 255, (37, 53), dtype=np.uint8)]
    for _ in range(6):
        changed = pictures[-1].copy()
        top, left = random.integers(0, 30, 2)
        changed[top : top + 7, left : left + 20] = random.integers(0, 255)
        pictures.append(changed)
    for got, wanted in zip(decode(encode_gif(pictures, [5] * 7, colours)), pictures, strict=True):
        np.testing.assert_array_equal(got, colours[wanted])


def test_the_outcome_stands_on_the_last_frame_only(backgrounds, run_of):
    with_it = list(render_frames(backgrounds[0], *run_of(), TITLE, OUTCOME))
    without = list(render_frames(backgrounds[0], *run_of(), TITLE, ""))
    same = [np.array_equal(a, b) for a, b in zip(with_it, without, strict=True)]
    assert same == [True] * (len(same) - 1) + [False]


def test_a_run_of_one_state_is_a_gif_of_one_frame(backgrounds, run_of):
    series, _ = run_of()
    assert len(decode(render_animation(backgrounds[0], series, Film((0,)), TITLE, OUTCOME).gif)) == 1
