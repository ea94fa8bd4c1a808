"""The preview's web server, for this machine alone."""

import errno
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_WR, socket
from socketserver import TCPServer
from threading import Thread
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from klsim.diagnostics import BuildError
from klsim.preview.answers import EVENTS, Answer, answer, news
from klsim.preview.channel import StateChannel

HOST = "127.0.0.1"
OWN_NAMES = ("127.0.0.1", "localhost")
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]*)?", re.ASCII | re.IGNORECASE)
_SHORT = re.compile("[0-9]{1,6}")
"""The length of a body that is read, though nobody wants it, so that the next request can follow."""

LINGER_S = 1.0
LINGER = 1000
"""How long a connection that ends waits for what is still sent, and how often: else the answer may be lost."""

SILENCE_S = 15
"""How long a page hears nothing before it is told that the preview is still here."""


@contextmanager
def listening(port: int, channel: StateChannel) -> Iterator[str]:
    """Serve what the board shows on this port of this machine, or on any free one for 0; gives the address.

    Raises BuildError where the port cannot be had.
    """
    try:
        server = Server((HOST, port), partial(Handler, channel))
    except OSError as error:
        raise BuildError(_port_trouble(port, error)) from None
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _port_trouble(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use, perhaps by another preview; try --port {free_port(port + 1)}"
    return f"port {port} cannot be used: {error.strerror}; try --port {free_port(8000)}"


def free_port(first: int) -> int:
    """A port that nobody uses, from `first` upwards if one of the next few is free."""
    for port in (*range(first, min(first + 50, 65536)), 0):
        with socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BuildError("no port is free")


class Server(ThreadingHTTPServer):
    """A server that looks up no names, and does not mind pages that are closed while they load."""

    def server_bind(self) -> None:
        """Take the port."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def shutdown_request(self, request: Any) -> None:
        """End a connection, even in the middle of a request, so that the answer arrives all the same."""
        with suppress(OSError):
            request.shutdown(SHUT_WR)
            request.settimeout(LINGER_S)
            for _ in range(LINGER):
                if not request.recv(65536):
                    break
        self.close_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of a fault of the program, not of a connection that broke."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """Answers one connection. Only requests by this machine's own names are heard, so that no site elsewhere
    that has its name lead here can read along."""

    protocol_version = "HTTP/1.1"
    timeout = 60

    def __init__(self, channel: StateChannel, *connection: object) -> None:
        self.channel = channel
        super().__init__(*connection)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file, or news as they come."""
        self._pass_over_body()
        address = self._address()
        if address is None:
            self._send(_refusal(400, "This is no request that can be understood."))
        elif address.netloc not in OWN_NAMES:
            self._send(_refusal(403, "The preview is for this machine alone."))
        elif address.path == EVENTS:
            self._send_news(parse_qs(address.query).get("path", ["index.html"])[0])
        else:
            self._send(self._answer(address.path or "/"))

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: builds are what the terminal tells of."""

    def _address(self) -> SplitResult | None:
        """What is asked for, with the name by which this machine is called; None where that cannot be told."""
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 and (hosts or self.request_version == "HTTP/1.1"):
            return None
        try:
            address = urlsplit(f"http:{self.path}" if self.path.startswith("/") else self.path)
        except ValueError:
            return None
        called = _HOST.fullmatch(address.netloc or "".join(hosts).strip() or HOST)
        if address.scheme != "http" or called is None:
            return None
        return address._replace(netloc=called[1].lower())

    def _answer(self, path: str) -> Answer:
        try:
            return answer(self.channel.state, path, self.headers.get("Range", ""))
        except Exception:
            traceback.print_exc()  # a fault of the program
            return _refusal(500, "The preview has a fault, which its terminal tells.")

    def _pass_over_body(self) -> None:
        """Read a body, which means nothing here, or close the connection after the answer."""
        length = ",".join(self.headers.get_all("Content-Length", ["0"])).strip()
        if "Transfer-Encoding" in self.headers or not _SHORT.fullmatch(length):
            self.close_connection = True
        else:
            self.rfile.read(int(length))

    def _send(self, given: Answer) -> None:
        self.send_response(given.status)
        headers = {"Content-Type": given.type, "Content-Length": str(len(given.data)), **given.headers}
        if self.close_connection:
            headers["Connection"] = "close"
        self._end_headers(headers)
        if self.command != "HEAD":
            self.wfile.write(given.data)

    def _end_headers(self, headers: dict[str, str]) -> None:
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Content-Security-Policy", "frame-ancestors 'self'")
        self.end_headers()

    def _send_news(self, path: str) -> None:
        """Server-sent events: what this page should know, now and at every change."""
        self.close_connection = True
        self.send_response(200)
        self._end_headers({"Content-Type": "text/event-stream", "Connection": "close"})
        if self.command == "HEAD":
            return
        state, sent = self.channel.state, ""
        try:
            while True:
                now = news(state, path)
                self.wfile.write(f"data: {now}\n\n".encode() if now != sent else b": still here\n\n")
                state, sent = self.channel.wait(state, SILENCE_S), now
        except OSError:
            return  # the page is closed


def _refusal(status: int, why: str) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", f"{why}\n".encode())
