"""What counts as a difference between two pictures, and where it is said to be."""

import numpy as np
import pytest

from tests.look.difference import TOLERANCE, Box, Pixels, align, boxes_of, difference


@pytest.fixture
def picture() -> Pixels:
    """Something like a page: no two rows are alike."""
    return np.random.default_rng(1).integers(0, 200, (300, 120, 3), dtype=np.uint8)


def changed(picture: Pixels, *boxes: Box, by: int = 50) -> Pixels:
    """A copy that is brighter inside some boxes."""
    copy = picture.copy()
    for box in boxes:
        copy[box.y : box.y + box.height, box.x : box.x + box.width] += np.uint8(by)
    return copy


def with_rows(picture: Pixels, at: int, count: int) -> Pixels:
    """A copy that has more rows, in white."""
    return np.insert(picture, [at] * count, 255, axis=0)


def test_a_picture_does_not_differ_from_itself(picture: Pixels):
    assert difference(picture, picture) is None


def test_a_little_noise_is_no_difference_and_a_little_more_is(picture: Pixels):
    everywhere = Box(0, 0, 120, 300)
    assert difference(picture, changed(picture, everywhere, by=TOLERANCE)) is None
    found, _ = difference(picture, changed(picture, everywhere, by=TOLERANCE + 1))
    assert found.share == 1
    assert found.boxes == (everywhere,)


def test_each_place_that_differs_has_its_own_box_and_the_share_is_that_of_their_pixels(picture: Pixels):
    boxes = (Box(3, 5, 20, 10), Box(90, 200, 7, 1))
    found, _ = difference(picture, changed(picture, *boxes))
    assert found.boxes == boxes
    assert found.share == pytest.approx((200 + 7) / (300 * 120))


def test_places_near_each_other_share_a_box():
    mask = np.zeros((100, 100), dtype=bool)
    mask[20, 20:30] = mask[34, 25:45] = True
    assert boxes_of(mask) == (Box(20, 20, 25, 15),)


@pytest.mark.parametrize("at", [0, 1, 120, 299, 300])
def test_rows_that_were_added_are_told_and_the_rest_is_compared_with_what_it_was(picture: Pixels, at: int):
    taller = with_rows(picture, at, 40)
    for before, after in ((picture, taller), (taller, picture)):
        found, aligned = difference(before, after)
        assert found.gap == slice(at, at + 40)
        assert found.boxes == ()
        assert found.before_size == (120, len(before))
        assert found.after_size == (120, len(after))
        assert aligned.before.shape == aligned.after.shape == taller.shape


def test_changes_above_and_below_added_rows_are_found_where_they_are_now(picture: Pixels):
    after = with_rows(changed(picture, Box(10, 10, 5, 5), Box(10, 250, 5, 5)), 120, 40)
    found, _ = difference(picture, after)
    assert found.boxes == (Box(10, 10, 5, 5), Box(10, 290, 5, 5))


def test_of_pictures_of_different_widths_the_common_columns_are_compared(picture: Pixels):
    aligned = align(picture, picture[:, :100])
    assert (aligned.before == aligned.after).all()
    found, _ = difference(picture, picture[:, :100])
    assert found.boxes == ()
