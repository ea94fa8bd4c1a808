"""Which files the preview gives out, and as what."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.preview.files import TYPES, Elsewhere, Found, find_file, read_range

SITE = {name: name for name in ("index.html", "short/index.html", "short/a b.gif", ".well-known/a")}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/index.html?a=1", "index.html"),
        ("/short/", "short/index.html"),
        ("/short/a%20b.gif", "short/a b.gif"),
        ("/.well-known/a", ".well-known/a"),
    ],
)
def test_an_address_names_a_file(address: str, path: str):
    found = find_file(SITE, address)
    assert isinstance(found, Found)
    assert (found.path, found.digest) == (path, path)


def test_a_folder_without_its_slash_leads_to_the_one_with_it():
    assert find_file(SITE, "/short?x=1") == Elsewhere("/short/")
    assert find_file(SITE, "//short") is None


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/short/..%2f..%2fsecret.txt",
        "/short/../../secret.txt",
        "/short/../index.html",
        "/..%5csecret.txt",
        "//secret.txt",
        "/.klsim",
        "/./.well-known/a",
        "/a%00b",
        "/" + "a" * 5000,
        "/missing",
        "/sho",
    ],
)
def test_nothing_else_is_given_out(address: str):
    assert find_file(SITE, address) is None


@given(parts=st.lists(st.sampled_from(["..", ".", "", "short", "index.html", "\\", "%2e%2e", "%2f"]), max_size=6))
def test_no_combination_of_steps_leads_to_what_is_not_in_the_site(parts: list[str]):
    for address in ("/" + "/".join(parts), quote("/" + "/".join(parts))):
        found = find_file(SITE, address)
        assert not isinstance(found, Found) or found.path in SITE


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
