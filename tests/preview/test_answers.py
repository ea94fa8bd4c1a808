"""What the preview adds to pages, and what it leaves as it is."""

import json

from klsim.config import Config
from klsim.engine.publish import peek_output
from klsim.preview.answers import SCRIPT, answer, news
from klsim.preview.board import State
from klsim.preview.messages import Broken, Built, Failed, Message, Stale, Underway, Waiting, decode, encode


def state_of(config: Config) -> State:
    return State(peek_output(config.output).index)


def test_a_page_is_sent_with_the_script_and_nothing_else_changed(small_site: Config):
    page = (small_site.output / "short" / "index.html").read_bytes()
    given = answer(small_site.output, state_of(small_site), "/short/")
    before, tag, after = given.data.partition(b'<script src="/_preview/script.js"')
    assert tag
    assert before + after.partition(b"</script>\n")[2] == page
    assert b"_preview" not in page


def test_a_page_and_the_news_for_it_agree_until_something_changes(small_site: Config):
    state = state_of(small_site)
    told = json.loads(news(state, "short/index.html"))
    sent = answer(small_site.output, state, "/short/index.html").data.decode()
    assert f'data-page="{told["page"]}" data-rest="{told["rest"]}"' in sent
    other = dict(state.index)
    del other[next(path for path in other if path.endswith(".gif"))]
    changed = json.loads(news(State(other), "short/index.html"))
    assert (changed["page"], changed["rest"] == told["rest"]) == (told["page"], False)


def test_other_files_are_sent_as_they_are(small_site: Config):
    figure = small_site.output / "short" / "small" / "figure.json"
    given = answer(small_site.output, State(), "/short/small/figure.json")
    assert (given.status, given.type, given.data) == (200, "application/json", figure.read_bytes())
    part = answer(small_site.output, State(), "/short/small/figure.json", "bytes=1-4")
    assert (part.status, part.data) == (206, figure.read_bytes()[1:5])
    assert part.headers == {"Content-Range": f"bytes 1-4/{figure.stat().st_size}"}
    beyond = answer(small_site.output, State(), "/short/small/figure.json", "bytes=9999999-")
    assert (beyond.status, beyond.data) == (416, b"")


def test_what_is_not_there_gets_the_page_that_says_so(small_site: Config):
    given = answer(small_site.output, state_of(small_site), "/nowhere/")
    assert given.status == 404
    assert b"This page is not here" in given.data
    assert SCRIPT.encode() in given.data
    assert b"There is no such page here" in answer(small_site.root / "none", State(), "/").data


def test_messages_of_the_build_process_read_back():
    messages: list[Message] = [
        Underway(1, 2),
        Built("\n ü", ["w"]),
        Failed(["a:1: b"], ["w"]),
        Waiting("w"),
        Broken("x", "y\nz"),
        Stale(),
    ]
    lines = [encode(message) for message in messages]
    assert not any("\n" in line for line in lines)
    assert [decode(line) for line in lines] == messages
