"""Numbers of the prose that runs do not give: listed, and put right."""

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.cli import main
from klsim.content.references import Link
from klsim.diagnostics import Location
from klsim.figures.animation.values import Difference, Results, find_difference
from klsim.values import replace_numbers
from tests.site.sites import write_site

FILE = "content/short/index.md"
HERE = Location(FILE, 1)
HREF = "value:small?step_size=0.2#kl_qp"
RIGHT = "[80](value:small?step_size=0.2#converged_at)"


def differs(stated: str, true: float | str, number: int = 0, line: int = 1, href: str = HREF) -> Difference:
    """A number that differs from what a run gives."""
    field = href.partition("#")[2]
    results = Results({"status": "converged"}, {"kl_qp": [true]} if field == "kl_qp" else {}, [0])
    found = find_difference("short", number, Link(href, stated, Location(FILE, line)), results)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("stated", "true", "written"),
    [
        ("0.50", 0.123456, "0.12"),
        ("7", 0.5, "1"),
        ("1,234", 98765.4, "98,765"),
        ("1,234", 12.0, "12"),
        ("12,345.6", -1234567.89, "−1,234,567.9"),
        ("1\u202f234", 98765.4, "98\u202f765"),
        ("1 234.5", 1234567.0, "1 234 567.0"),
        ("1234", 98765.4, "98765"),
        ("-1.5", -2.04, "-2.0"),
        ("−1.5", -2.04, "−2.0"),
        ("−1.5", 2.04, "2.0"),
        ("1.5", -2.04, "−2.0"),
        ("0.1", -0.04, "0.0"),
        ("1.9e-8", 2.34e-8, "2.3e-8"),
        ("1.9e−8", 2.34e-7, "23.4e−8"),
        ("2e3", 12345.0, "12e3"),
        ("1", 1.5e40, "1.5e+40"),
    ],
)
def test_a_number_is_written_as_the_author_writes(stated: str, true: float, written: str):
    assert differs(stated, true).replacement == written


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
STYLES = st.from_regex(
    r"[-−]?(\d{1,3}([,\u2009\u202f ]\d{3})*|\d{1,9})(\.\d{1,6})?(e[-−+]?\d{1,2})?", fullmatch=True
)


@given(STYLES.filter(str.isascii) | STYLES, NUMBERS)
def test_what_is_written_is_what_the_build_takes_for_right(stated: str, true: float):
    if not re.fullmatch(r"[-−0-9.,e+\u2009\u202f ]+", stated):
        return  # other alphabets have digits too
    results = Results({"status": "converged"}, {"kl_qp": [true]}, [0])
    found = find_difference("short", 0, Link(HREF, stated, HERE), results)
    if found is not None:
        assert find_difference("short", 0, Link(HREF, found.replacement, HERE), results) is None


def test_a_status_is_replaced_and_words_in_place_of_a_number_are_not():
    results = Results({"status": "left_domain"}, {"kl_qp": [0.25, None]}, [0, 1])
    status = find_difference("short", 0, Link("value:small#status", "converged", HERE), results)
    words = find_difference(
        "short", 0, Link(HREF, "little", HERE), Results(results.values, {"kl_qp": [0.25]}, [0])
    )
    nothing = find_difference("short", 0, Link(HREF, "0.2", HERE), results)
    assert status is not None
    assert words is not None
    assert nothing is not None
    assert (status.true, status.replacement) == ("left domain", "left domain")
    assert (words.true, words.replacement) == ("0.25", "")
    assert (nothing.true, nothing.replacement) == ("", "")


def replaced(text: str, *differences: Difference) -> str:
    return replace_numbers(text.encode(), differences)[0].decode()


def test_several_numbers_in_a_line_are_replaced_each_in_its_place():
    text = f"From [1.0]({HREF}) to [10]({HREF}) and [1.0]({HREF}), 1.0 in all."
    now = replaced(text, differs("1.0", 123.456, 0), differs("10", 123.456, 1), differs("1.0", 123.456, 2))
    assert now == f"From [123.5]({HREF}) to [123]({HREF}) and [123.5]({HREF}), 1.0 in all."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ufeffa\r\n[1](HREF)\r\nb", "\ufeffa\r\n[7](HREF)\r\nb"),
        ("a\r[1](HREF)\r\n\n", "a\r[7](HREF)\r\n\n"),
        ("`[1](HREF)`\n[**1**](<HREF> 'why')\n", "`[1](HREF)`\n[**7**](<HREF> 'why')\n"),
        ("\n`[1](HREF)` [1](HREF)", "\n`[1](HREF)` [7](HREF)"),
        ("\n[a [1] b](HREF) \\[[1](HREF)", "\n[a [7] b](HREF) \\[[1](HREF)"),
        ("\n<a class='x' href=\"HREF\">1</a>\n", "\n<a class='x' href=\"HREF\">7</a>\n"),
        ("[the\n1](HREF)\n", "[the\n7](HREF)\n"),
        ("\n[1][kl]\n\n[kl]: HREF\n", "\n[1][kl]\n\n[kl]: HREF\n"),
        ("\n[1 of 1](HREF)", "\n[1 of 1](HREF)"),
    ],
)
def test_nothing_else_of_a_file_changes(before: str, after: str):
    text = before.replace("HREF", HREF)
    assert replaced(text, differs("1", 7.0, line=2)) == after.replace("HREF", HREF)


def run(root: Path, *options: str) -> int:
    return main(["values", "--root", str(root), "--jobs", "1", *options])


def test_values_lists_what_differs_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    config = write_site(tmp_path)
    article, other = config.root / FILE, config.content / "other.md"
    right = article.read_bytes()
    wrong = right.replace(b"[80]", b"[1,081]").replace(b"\n", b"\r\n")
    article.write_bytes(wrong)
    article.chmod(0o640)
    other.write_text(
        "---\ntitle: O\ndate: 2026-01-03\nsummary: O.\n---\n\n"
        "[0.1](value:short/small?step_size=0.2#kl_qp), [3](value:short/small?step_size=2#converged_at)\n"
    )
    left = "content/other.md:7: 3, but this run has no converged_at: its status is "
    assert run(config.root) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("content/other.md:7: 0.1, the run gives 0.0")
    assert lines[1].startswith(left)
    assert lines[2:] == [f"{FILE}:28: 1,081, the run gives 80"]
    assert article.read_bytes() == wrong

    assert run(config.root, "--write") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "content/other.md:7: 0.1 → 0.0"
    assert lines[1].startswith(left)
    assert lines[1].endswith("; change it by hand")
    assert article.read_bytes() == right.replace(b"\n", b"\r\n")
    assert stat.S_IMODE(article.stat().st_mode) == 0o640
    assert not [path for path in config.content.rglob("*") if path.name.startswith(".")]

    other.unlink()
    assert run(config.root) == 0
    assert capsys.readouterr().out == "all numbers are what runs give\n"


def test_a_file_is_replaced_where_a_link_leads(tmp_path: Path):
    config = write_site(tmp_path)
    article, real = config.root / FILE, config.content / "short" / "real.txt"
    article.rename(real)
    article.symlink_to("real.txt")
    real.write_text(real.read_text().replace("[80]", "[81]"))
    assert run(config.root, "--write") == 0
    assert article.is_symlink()
    assert RIGHT in real.read_text()


def test_other_mistakes_are_told_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    config = write_site(tmp_path)
    article = config.root / FILE
    wrong = article.read_text().replace("[80]", "[81]").replace("caption:", "captoin:")
    article.write_text(wrong)
    assert run(config.root, "--write") == 1
    assert "unknown key 'captoin' in this figure" in capsys.readouterr().err
    assert article.read_text() == wrong


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    config = write_site(tmp_path)
    article = config.root / FILE
    article.write_text(article.read_text().replace("[80]", "[81]"))
    blocked = article.parent / ".part"
    blocked.mkdir()
    original = os.replace
    try:
        os.replace = lambda *_: original(blocked, "/nowhere/at/all")  # type: ignore[assignment]
        assert run(config.root, "--write") == 3
    finally:
        os.replace = original
    assert "cannot be written" in capsys.readouterr().err
    assert "[81]" in article.read_text()
