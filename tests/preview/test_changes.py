"""Which saves are taken for changes of the site."""

from pathlib import Path

import pytest

from klsim.preview.changes import PACKAGE, matters

FOLDERS = (Path("/home/.me/site/content"), Path("/home/.me/site/templates"), PACKAGE)


@pytest.mark.parametrize(
    "path",
    [
        FOLDERS[0] / "a/index.md",
        FOLDERS[0] / "a/photo.png",
        FOLDERS[1] / "static/style.css",
        PACKAGE / "content/tags.py",
    ],
)
def test_texts_pictures_templates_and_code_matter(path: Path):
    assert matters(path, FOLDERS)


@pytest.mark.parametrize(
    "path",
    [
        FOLDERS[0] / "a/.index.md.swp",
        FOLDERS[0] / "a/index.md~",
        FOLDERS[0] / "a/#index.md#",
        FOLDERS[0] / ".git/HEAD",
        FOLDERS[0] / "4913",
        PACKAGE / "content/__pycache__/tags.cpython-311.pyc",
        PACKAGE / "preview/scripts/preview.js",
        Path("/home/.me/site/output/index.html"),
    ],
)
def test_what_editors_and_python_leave_does_not(path: Path):
    assert not matters(path, FOLDERS)
