"""What the guide promises to keep is there, and all that is there is promised; so are the pages made from the code."""

import json
import re
from pathlib import Path

import pytest

import klsim
from docs.reference.__main__ import CONTENT, PAGES
from docs.reference.keys import shipped_declarations
from docs.reference.messages import find_messages
from klsim.arguments import parse_options
from klsim.catalogue import GROUP
from klsim.content.front_matter import head_fields
from klsim.content.removed_keys import REMOVED
from klsim.content.schema import Field
from klsim.content.site import FIELDS as SITE
from klsim.content.theme import FIELDS as THEME
from klsim.declaration import Declaration
from klsim.diagnostics import Code
from klsim.figures.animation.block import block_fields
from klsim.figures.animation.recorded_block import FIELDS as RECORDED
from klsim.figures.match.block import FIELDS as GAME
from klsim.hosts.settings import FIELDS as HOST
from klsim.site_files import PAGES as TOP
from klsim.statuses import STATUSES
from tests.docs.tutorial import steps

KEPT = (CONTENT / "what-we-keep.md").read_text(encoding="utf-8")
SCHEMAS = Path(klsim.__file__).parent / "schemas"


def under(heading: str) -> str:
    """A part of the page."""
    return KEPT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def names_in(text: str) -> set[str]:
    """The names on lines that have nothing but names."""
    lines = [line for line in text.splitlines() if re.fullmatch(r"(`[^` ]+` ?)+", line)]
    return {name for line in lines for name in re.findall(r"`([^`]+)`", line)}


def keys_of(owner: str) -> list[str]:
    """The keys that are listed for an owner."""
    (line,) = re.findall(rf"^\*\*`?{owner}`?\*\*: (.+?)\n\n", under("Keys"), re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`]+)`", line)


def test_the_public_names_are_those_that_are_kept():
    assert names_in(under("Names in Python")) == set(klsim.__all__)
    assert f"`{GROUP}`" in under("Names in Python")


@pytest.mark.parametrize(
    ("owner", "fields"),
    [
        ("Front matter", head_fields()),
        ("site.yaml", SITE),
        ("klsim.yaml", HOST),
        ("theme", THEME),
        ("animation", block_fields(Declaration(settings=(), state=()))),
        ("recorded", RECORDED),
        ("match", GAME),
    ],
)
def test_the_keys_are_those_that_are_kept_and_each_says_what_it_is(owner: str, fields: tuple[Field, ...]):
    assert set(keys_of(owner)) == {one.name for one in fields}
    assert all(one.about for one in fields)


def test_the_settings_are_those_that_are_kept():
    declarations = shipped_declarations()
    for one in declarations:
        assert set(keys_of(one.name)) == {setting.name for setting in one.settings}, one.name
    assert set(re.findall(r"\*\*`([a-z]+-descent)`", KEPT)) == {one.name for one in declarations}


def test_the_commands_are_those_that_are_kept(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        parse_options(["--help"], "klsim")
    told = re.search(r"^commands:\n  ([a-z, ]+)\n", capsys.readouterr().out, re.MULTILINE)
    assert told
    assert names_in(under("Commands")) == set(told[1].split(", "))


def test_statuses_and_formats_are_those_that_are_kept():
    assert names_in(under("Words for how runs end")) == set(STATUSES)
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")]
    assert names_in(under("Formats")) == {one["properties"]["schema"]["const"] for one in schemas}


def test_the_pages_at_the_top_of_a_site_are_kept():
    row = next(line for line in under("Addresses").splitlines() if "at the top of the site" in line)
    assert {*TOP, "robots.txt"} <= set(re.findall(r"`([^`]+)`", row))


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_that_are_made_from_the_code_are_current(name: str):
    assert (CONTENT / name).read_text(encoding="utf-8") == PAGES[name](), "run `make reference`"


def test_every_kind_of_message_is_used_and_says_what_it_means():
    assert {one.code for one in find_messages()} == set(Code)
    meanings = [code.meaning for code in Code]
    assert len(set(meanings)) == len(meanings)
    assert all(re.fullmatch(r"[`a-zA-Z].{10,100}[^.]", meaning) for meaning in meanings)


TOLD = [line for step in steps() if step.subject in ("build", "check") for line in step.body.splitlines()]
REFERENCE = (CONTENT / "messages.md").read_text(encoding="utf-8")


def test_the_reference_has_the_messages_that_the_guide_quotes():
    listed = re.findall(r"^- (?:[a-z-]+: )?(`+) ?(.+?) ?\1$", REFERENCE, re.MULTILINE)
    patterns = [re.compile(re.escape(text).replace("…", ".+")) for _, text in listed]
    quoted = [line.partition(": ")[2] for line in TOLD if re.match(r"\S+:\d+: ", line)]
    not_listed = re.compile(r"\w+Error: |it takes longer than ")  # what Python says, and what a timer raises
    own = [line for line in quoted if not not_listed.match(line)]
    assert len(own) >= 10
    assert [line for line in own if not any(one.match(line) for one in patterns)] == []


def test_a_key_that_was_removed_is_told_until_the_next_minor_version():
    def minor(version: str) -> tuple[str, ...]:
        return tuple(version.split(".")[:2])

    assert [one for one in REMOVED if minor(one.version) != minor(klsim.__version__)] == []
