"""Keys that were removed: told with what has taken their place, once, and nothing else of them."""

import pytest

from klsim.content.removed_keys import RemovedKey
from klsim.content.schema import Field, number, read_fields, text
from klsim.content.source import Source
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import Code, ContentError, Location

START = Location("a.md", 1)
FIELDS = (Field("step_size", number, "0.1"), Field("caption", text, "…"), Field("pace", number))
REMOVED = (
    RemovedKey("this figure", "rate", "0.2", "step_size"),
    RemovedKey("this figure", "quality", "0.2"),
    RemovedKey("this figure", "frames", "0.2", hint="say how fast it plays, `pace: 30`"),
    RemovedKey("site.yaml", "captions", "0.2", "caption"),
)


def told(body: str) -> list[str]:
    node = parse_yaml(Source.of(body, "a.md"), START)
    with pytest.raises(ContentError) as found:
        read_fields(node, FIELDS, START, "this figure", REMOVED)
    return [str(one) for one in found.value.diagnostics]


def test_what_has_taken_the_place_of_a_key_is_told_and_not_missed_as_well():
    assert told("caption: C\nrate: 0.1\n") == [
        "a.md:2: 'rate' is no key of this figure any more, since klsim 0.2; write `step_size: …`"
    ]


def test_a_key_without_successor_is_to_be_removed_or_done_otherwise():
    assert told("step_size: 1\ncaption: C\nquality: 9\nframes: 3\n") == [
        "a.md:3: 'quality' is no key of this figure any more, since klsim 0.2; remove `quality`",
        "a.md:4: 'frames' is no key of this figure any more, since klsim 0.2; say how fast it plays, `pace: 30`",
    ]


def test_a_removed_key_and_its_successor_may_stand_side_by_side():
    assert told("step_size: 1\nrate: 0.1\ncaption: C\n") == [
        "a.md:2: 'rate' is no key of this figure any more, since klsim 0.2; write `step_size: …`"
    ]


def test_keys_that_others_had_are_unknown():
    assert told("step_size: 1\ncaption: C\ncaptions: D\n") == [
        "a.md:3: unknown key 'captions' in this figure; did you mean 'caption'?"
    ]


def test_removed_keys_have_a_kind_of_their_own():
    with pytest.raises(ContentError) as found:
        read_fields(parse_yaml(Source.of("rate: 1", "a.md"), START), FIELDS, START, "this figure", REMOVED)
    assert [one.code for one in found.value.diagnostics] == [Code.REMOVED_KEY, Code.MISSING_KEY]
