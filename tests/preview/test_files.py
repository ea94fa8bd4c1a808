"""Which files the preview gives out, and as what."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.preview.files import TYPES, Elsewhere, Found, find_file, read_range


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder beside a file that nobody may see."""
    root = tmp_path_factory.mktemp("place") / "output"
    (root / "short").mkdir(parents=True)
    for name in ("index.html", "short/index.html", "short/a b.gif", ".klsim", "short/.part"):
        (root / name).write_text(name)
    (root.parent / "secret.txt").write_text("secret")
    (root / "way-out").symlink_to(root.parent)
    (root / "loop").symlink_to("loop")
    return root


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/index.html?a=1", "index.html"),
        ("/short/", "short/index.html"),
        ("/short/a%20b.gif", "short/a b.gif"),
    ],
)
def test_an_address_names_a_file(site: Path, address: str, path: str):
    found = find_file(site, address)
    assert isinstance(found, Found)
    assert found.path == path
    assert found.file.read_text() == path


def test_a_folder_without_its_slash_leads_to_the_one_with_it(site: Path):
    assert find_file(site, "/short?x=1") == Elsewhere("/short/")
    assert find_file(site, "//short") is None


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/short/..%2f..%2fsecret.txt",
        "/short/../../secret.txt",
        "/..%5csecret.txt",
        "/way-out/secret.txt",
        "//secret.txt",
        "/.klsim",
        "/short/.part",
        "/a%00b",
        "/" + "a" * 5000,
        "/missing",
        "/loop",
        "/loop/index.html",
    ],
)
def test_nothing_outside_or_hidden_is_given_out(site: Path, address: str):
    assert find_file(site, address) is None


@given(
    parts=st.lists(
        st.sampled_from(["..", ".", "", "short", "secret.txt", "way-out", "\\", "%2e%2e", "%2f"]), max_size=6
    )
)
def test_no_combination_of_steps_leads_outside(site: Path, parts: list[str]):
    for address in ("/" + "/".join(parts), quote("/" + "/".join(parts))):
        found = find_file(site, address)
        assert not isinstance(found, Found) or found.file.is_relative_to(site)


def test_types_are_those_that_browsers_want():
    assert TYPES[".html"] == "text/html; charset=utf-8"
    assert TYPES[".js"].startswith("text/javascript")
    assert TYPES[".woff2"] == "font/woff2"
    assert TYPES[".svg"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-3", range(4)),
        ("bytes=4-", range(4, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-99", range(10)),
        ("bytes=8-99", range(8, 10)),
        ("bytes=10-", range(0)),
        ("bytes=5-4", range(0)),
        ("bytes=0-" + "9" * 4301, range(10)),
        ("bytes=" + "9" * 4301 + "-", range(0)),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("lines=1-2", None),
        ("", None),
    ],
)
def test_a_range_is_read_as_http_has_it(header: str, part: range | None):
    assert read_range(header, 10) == part
