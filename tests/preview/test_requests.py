"""Requests of any shape: each is answered, and none makes the terminal speak."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klsim.engine.digest import digest
from klsim.engine.store import Store
from klsim.preview.channel import State, StateChannel
from klsim.preview.server import listening

PAGE = b"<!doctype html><body>page</body>"
Port = int


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Port]:
    with Store(tmp_path_factory.mktemp("store")) as store:
        files = {"index.html": PAGE, "ten.txt": b"0123456789"}
        state = State({path: store.put(data) for path, data in files.items()}, store.root)
    with listening(0, StateChannel(state)) as address:
        yield urlsplit(address).port or 0


def exchange(port: Port, request: bytes) -> bytes:
    """All that comes back for some bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while data := connection.recv(65536):
            answer += data
    return answer


def ask(port: Port, target: str, *headers: str, host: str = "localhost") -> tuple[int, bytes]:
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", *headers, "", ""]
    answer = exchange(port, "\r\n".join(lines).encode("latin-1"))
    return int(answer.split()[1]), answer.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/", 200),
        ("/ten.txt?a=%zz", 200),
        ("http://localhost/ten.txt", 200),
        ("http://LocalHost:8000/", 200),
        ("http://localhost", 200),
        ("http://elsewhere.example/", 403),
        ("http://[", 400),
        ("http://[::1/", 400),
        ("https://localhost/", 400),
        ("*", 400),
        ("ten.txt", 400),
        ("http:/ten.txt", 200),
        ("//ten.txt", 200),
        ("/[", 404),
        ("/%", 404),
        ("/%zz", 404),
        ("/%00", 404),
        ("/a\0b", 404),
        ("/%ff%fe", 404),
        ("/\xff", 404),
        ("/a b c", 400),
        ("/missing.html", 404),
        ("/index.html/below", 404),
        ("/" + "a" * 300, 404),
        ("/" + "a/" * 20_000, 404),
        ("/" + "%41" * 20_000, 404),
        ("/" + "a" * 70_000, 414),
        ("/_preview/nothing", 404),
    ],
    ids=lambda value: str(value)[:24].replace("\0", "NUL"),
)
def test_any_target_is_answered(port: Port, capfd: pytest.CaptureFixture[str], target: str, status: int):
    assert ask(port, target, "Connection: close")[0] == status
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("LOCALHOST:8000", 200),
        ("localhost", 200),
        ("127.0.0.1", 200),
        ("127.0.0.1:80", 200),
        ("localhost:", 200),
        ("localhost.evil.example", 403),
        ("evil.example:8000", 403),
        ("[::1]:8000", 403),
        ("", 200),
        ("[", 400),
        ("localhost/evil", 400),
        ("evil@localhost", 400),
        ("localhost:a", 400),
        ("local host", 400),
        ("lo\xe7alhost", 400),
        ("localhost\r\nHost: localhost", 400),
    ],
)
def test_only_this_machines_own_names_are_heard(
    port: Port, capfd: pytest.CaptureFixture[str], host: str, status: int
):
    assert ask(port, "/", "Connection: close", host=host)[0] == status
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-" + "9" * 4301, 206, b"0123456789"),
        ("bytes=" + "9" * 4301 + "-", 416, b""),
        ("bytes=-" + "9" * 4301, 206, b"0123456789"),
        ("bytes=" + "0" * 4301 + "1-3", 206, b"123"),
        ("bytes=-0", 416, b""),
        ("bytes=\xb2-", 200, b"0123456789"),
        ("bytes", 200, b"0123456789"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_any_range_is_answered(
    port: Port, capfd: pytest.CaptureFixture[str], asked: str, status: int, body: bytes
):
    assert ask(port, "/ten.txt", f"Range: {asked}", "Connection: close") == (status, body)
    assert capfd.readouterr() == ("", "")


HEAD = b"GET /ten.txt HTTP/1.1\r\nHost: localhost\r\n"


def test_a_body_is_not_taken_for_another_request(port: Port):
    smuggled = b"GET /missing HTTP/1.1\r\nHost: localhost\r\n\r\n"
    length = b"Content-Length: %d\r\n\r\n" % len(smuggled)
    answers = exchange(port, HEAD + length + smuggled + HEAD + b"Connection: close\r\n\r\n")
    assert answers.count(b"HTTP/1.1 200 ") == 2
    assert b"404" not in answers


@pytest.mark.parametrize(
    "fields",
    [
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\n0\r\n\r\n",
        b"Content-Length: 99999999999\r\n\r\n" + b"x" * 3_000_000,
        b"Content-Length: -1\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n123456",
        b"Content-Length: \xb2\r\n\r\n1",
        b"Content-Length: 9\r\n\r\nshort",
    ],
)
def test_a_body_of_unknown_length_ends_the_connection_after_the_answer(
    port: Port, capfd: pytest.CaptureFixture[str], fields: bytes
):
    answers = exchange(port, HEAD + fields)
    assert answers.count(b"HTTP/1.1 ") == 1
    assert answers.startswith(b"HTTP/1.1 200 ")
    assert answers.endswith(b"0123456789")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n" + b"x" * 2_000_000, b"501"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\n\r\n", b"505"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /ten.txt HTTP/1.0\r\n\r\n", b"200"),
        (HEAD + b"a: b\r\n" * 200 + b"\r\n", b"431"),
        (HEAD + b"a: " + b"b" * 70_000 + b"\r\n\r\n", b"431"),
        (HEAD + b"no colon\r\nConnection: close\r\n\r\n", b"200"),
    ],
)
def test_what_is_hardly_a_request_is_answered(
    port: Port, capfd: pytest.CaptureFixture[str], request_: bytes, status: bytes
):
    assert status in exchange(port, request_)[:1000]
    assert capfd.readouterr() == ("", "")


@given(st.binary(max_size=80), st.sampled_from([b"", b"GET ", b"GET /", HEAD, HEAD + b"Range: bytes="]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_at_all_make_the_terminal_speak(
    port: Port, capfd: pytest.CaptureFixture[str], begin: bytes, rest: bytes
):
    exchange(port, rest + begin + b"\r\n\r\n")
    assert capfd.readouterr() == ("", "")


def test_other_sites_may_not_show_what_is_here(port: Port):
    answer = exchange(port, HEAD + b"Connection: close\r\n\r\n")
    assert b"\r\nCross-Origin-Resource-Policy: same-origin\r\n" in answer
    assert b"\r\nContent-Security-Policy: frame-ancestors 'self'\r\n" in answer


def test_a_page_that_the_store_has_lost_is_not_there(tmp_path: Path):
    state = State(dict.fromkeys(["index.html", "404.html"], digest(PAGE)), tmp_path)
    with listening(0, StateChannel(state)) as address:
        assert ask(urlsplit(address).port or 0, "/", "Connection: close")[0] == 404
