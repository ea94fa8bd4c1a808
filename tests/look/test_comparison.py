"""Two folders of pictures: what is told of them, and what is shown."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.look.__main__ import main
from tests.look.comparison import compare
from tests.look.conftest import run_look
from tests.look.folders import begin_folder, pictures_in

pytestmark = pytest.mark.slow


SIZE = (200, 160)


def draw(path: Path, *boxes: tuple[int, int, int, int], size: tuple[int, int] = SIZE) -> None:
    """A picture with black boxes, given by their corners, on white."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", size, "white")
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, fill="black")
    image.save(path)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """What `compare` exits with and prints, run in this process."""

    def run(*folders: Path) -> tuple[int, str, str]:
        return main(["--jobs", "1", "compare", *map(str, folders)]), *capsys.readouterr()

    return run


Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder of two pictures."""
    folder = tmp_path / "before"
    begin_folder(folder)
    draw(folder / "one" / "desktop.png", (10, 10, 59, 29))
    draw(folder / "two" / "phone.png", (0, 0, 9, 9), (0, 150, 9, 159))
    return folder


@pytest.fixture
def after(before: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(before, before.parent / "after"))


def test_equal_folders_have_no_differences(before: Path, after: Path):
    assert list(compare(before, after, before.parent / "shown")) == []
    ran = run_look("compare", before, after, before.parent / "shown")
    assert (ran.returncode, ran.stdout) == (0, "no differences in 2 pictures\n")


def test_a_picture_of_other_bytes_and_equal_pixels_does_not_differ(before: Path, after: Path):
    Image.open(before / "one" / "desktop.png").quantize().save(after / "one" / "desktop.png")
    assert list(compare(before, after, before.parent / "shown")) == []


def test_a_difference_is_told_with_its_share_and_its_place_and_shown_side_by_side(
    told: Told, before: Path, after: Path
):
    draw(after / "one" / "desktop.png", (10, 10, 59, 29), (100, 80, 109, 87))
    shown = before.parent / "shown"
    code, printed, _ = told(before, after, shown)
    assert code == 1
    assert printed.splitlines()[0] == "one/desktop.png: 0.25 % differs; 10×8 at 100,80"
    assert printed.splitlines()[1:] == [f"differences: 1; see {shown}"]
    assert pictures_in(shown) == ["one/desktop.png"]
    picture = Image.open(shown / "one" / "desktop.png")
    assert picture.size == (3 * 200 + 2 * 8, 40 + 8 + 40)
    assert [picture.getpixel((x, 44)) for x in (105, 208 + 105)] == [(255, 255, 255), (0, 0, 0)]


def test_a_page_that_grew_is_told_with_both_sizes(before: Path, after: Path):
    draw(after / "two" / "phone.png", (0, 0, 9, 9), (0, 180, 9, 189), size=(200, 190))
    lines = list(compare(before, after, before.parent / "shown"))
    assert lines == ["two/phone.png: 200×160 is now 200×190, 30 px taller from y = 150; the rest is equal"]
    assert pictures_in(before.parent / "shown") == ["two/phone.png"]


def test_missing_and_new_pictures_are_told(before: Path, after: Path):
    (after / "one" / "desktop.png").rename(after / "one" / "tablet.png")
    lines = list(compare(before, after, before.parent / "shown"))
    assert lines == ["one/desktop.png: missing", "one/tablet.png: new"]


def test_what_was_shown_of_an_earlier_comparison_goes(before: Path, after: Path):
    shown = before.parent / "shown"
    draw(after / "one" / "desktop.png")
    list(compare(before, after, shown))
    draw(after / "one" / "desktop.png", (10, 10, 59, 29))
    list(compare(before, after, shown))
    assert pictures_in(shown) == []


def test_a_folder_that_is_not_one_of_pictures_is_left_alone(told: Told, before: Path, after: Path, tmp_path: Path):
    photo = tmp_path / "holiday" / "beach.png"
    draw(photo)
    code, _, error = told(before, after, photo.parent)
    assert code == 2
    assert "not a folder of pictures" in error
    assert photo.exists()


def test_a_folder_that_is_not_there_is_told(told: Told, before: Path, tmp_path: Path):
    code, _, error = told(before, tmp_path / "after", tmp_path / "shown")
    assert code == 2
    assert "no pictures here" in error
