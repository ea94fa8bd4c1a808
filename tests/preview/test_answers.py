"""What the preview adds to pages, and what it leaves as it is."""

import json
from pathlib import Path

from klsim.config import Config
from klsim.preview.answers import SCRIPT, answer, news
from klsim.preview.channel import State
from klsim.preview.manifest import peek
from klsim.preview.messages import BuildProgress, CodeChanged, Crashed, Failed, Message, Shown, decode, encode


def state_of(config: Config) -> State:
    return State(peek(config.store), config.store)


def test_a_page_is_sent_with_the_script_and_nothing_else_changed(small_site: Config):
    page = (small_site.output / "short" / "index.html").read_bytes()
    given = answer(state_of(small_site), "/short/")
    before, tag, after = given.data.partition(b'<script src="/_preview/script.js"')
    assert tag
    assert before + after.partition(b"</script>\n")[2] == page
    assert b"_preview" not in page


def test_a_page_and_the_news_for_it_agree_until_something_changes(small_site: Config):
    state = state_of(small_site)
    told = json.loads(news(state, "short/index.html"))
    sent = answer(state, "/short/index.html").data.decode()
    assert f'data-page="{told["page"]}" data-rest="{told["rest"]}"' in sent
    other = dict(state.index)
    del other[next(path for path in other if path.endswith(".gif"))]
    changed = json.loads(news(State(other), "short/index.html"))
    assert (changed["page"], changed["rest"] == told["rest"]) == (told["page"], False)


def test_other_files_are_sent_as_they_are(small_site: Config):
    figure, state = small_site.output / "short" / "small" / "figure.json", state_of(small_site)
    given = answer(state, "/short/small/figure.json")
    assert (given.status, given.type, given.data) == (200, "application/json", figure.read_bytes())
    part = answer(state, "/short/small/figure.json", "bytes=1-4")
    assert (part.status, part.data) == (206, figure.read_bytes()[1:5])
    assert part.headers == {"Content-Range": f"bytes 1-4/{figure.stat().st_size}"}
    beyond = answer(state, "/short/small/figure.json", "bytes=9999999-")
    assert (beyond.status, beyond.data) == (416, b"")


def test_what_is_not_there_gets_the_page_that_says_so(small_site: Config):
    given = answer(state_of(small_site), "/nowhere/")
    assert given.status == 404
    assert b"This page is not here" in given.data
    assert SCRIPT.encode() in given.data
    assert b'<link rel="stylesheet" href="/assets/' in given.data
    assert b"/sub/" not in given.data
    assert b"There is no such page here" in answer(State(), "/").data


def test_what_the_store_has_lost_is_not_there(small_site: Config, tmp_path: Path):
    given = answer(State(peek(small_site.store), tmp_path), "/short/")
    assert (given.status, b"There is no such page here" in given.data) == (404, True)


def test_mistakes_of_a_draft_are_told_on_its_own_page_only():
    state = State(mistakes={"early": ["content/early.md:9: no"]}, problems=("all",))
    assert json.loads(news(state, "early/index.html"))["troubles"] == ["all", "content/early.md:9: no"]
    assert json.loads(news(state, "index.html"))["troubles"] == ["all"]


def test_messages_of_the_build_process_read_back():
    messages: list[Message] = [
        BuildProgress(1, 2),
        BuildProgress(1, 2, is_drawing=True),
        Shown("\n ü", "/s", "0123", 3, ["w"], {"draft": ["m"]}),
        Failed(["a:1: b"], ["w"]),
        Crashed("x", "y\nz"),
        CodeChanged(),
    ]
    lines = [encode(message) for message in messages]
    assert not any("\n" in line for line in lines)
    assert [decode(line) for line in lines] == messages
