"""What the preview answers: files as they are, pages with a script at their end, and news of the build."""

import json
import re
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path

from klsim.engine.store import open_objects
from klsim.formats.scripts import make_script
from klsim.preview.channel import State, Version, version_of
from klsim.preview.files import Elsewhere, Found, find_file, page_path, read_range

SCRIPT = "/_preview/script.js"
EVENTS = "/_preview/events"
"""Addresses of the preview's own; no article can have one, since a slug begins with no underscore."""

_HTML = "text/html; charset=utf-8"
_TOP = re.compile(rb'<link rel="stylesheet" href="(/(?:[^"]*/)?)assets/')
_NOT_HERE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Not here</title></head>
<body>
<main>
<h1>There is no such page here</h1>
<p>It may come with the next build. <a href="/">All articles</a></p>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Answer:
    """A status, a type, bytes, and further headers."""

    status: int
    type: str
    data: bytes
    headers: dict[str, str] = field(default_factory=dict)


def answer(state: State, address: str, asked_range: str = "") -> Answer:
    """The answer to a request for an address."""
    if address == SCRIPT:
        return Answer(200, "text/javascript; charset=utf-8", _script())
    found = find_file(state.index, address)
    if isinstance(found, Elsewhere):
        return Answer(302, _HTML, b"", {"Location": found.address})
    data = _read(state, found.digest) if found else None
    if found is None or data is None:
        return _not_found(state, address)
    if found.type == _HTML:
        return Answer(200, _HTML, with_script(data, found.path, version_of(found.path, state.index)))
    return _file(found, data, asked_range)


def _read(state: State, digest: str) -> bytes | None:
    """The bytes with a digest; None where the store has lost them."""
    return open_objects(state.store).read(digest)


def _script() -> bytes:
    modules = sorted((Path(__file__).parent / "scripts").glob("*.js"))
    files = [f"klsim/preview/scripts/{path.name}" for path in modules]
    return make_script(["preview"], files, *(path.read_bytes() for path in modules))["js"]


def _file(found: Found, data: bytes, asked_range: str) -> Answer:
    size = len(data)
    part = read_range(asked_range, size)
    if part is None:
        return Answer(200, found.type, data, {"Accept-Ranges": "bytes"})
    if not part:
        return Answer(416, found.type, b"", {"Content-Range": f"bytes */{size}"})
    where = f"bytes {part.start}-{part.stop - 1}/{size}"
    return Answer(206, found.type, data[part.start : part.stop], {"Content-Range": where})


def _not_found(state: State, address: str) -> Answer:
    """The site's own page for what is not there, or a plain one; it changes into the page once that is built."""
    data = (_read(state, state.index["404.html"]) if "404.html" in state.index else None) or _NOT_HERE.encode()
    path = page_path(address) or "404.html"
    rest = version_of(path, state.index).rest
    return Answer(404, _HTML, with_script(_from_top(data), path, Version("", rest)))


def _from_top(page: bytes) -> bytes:
    """The page with addresses as the preview has them: they begin with where the site is to lie on its host."""
    found = _TOP.search(page)
    top = found[1] if found else b"/"
    return page.replace(b'"' + top, b'"/').replace(b" " + top, b" /") if len(top) > 1 else page


def with_script(page: bytes, path: str, version: Version) -> bytes:
    """A page with the preview's script as the last thing in its body."""
    data = {"path": path, **asdict(version)}
    attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in data.items())
    tag = f'<script src="{SCRIPT}" {attributes}></script>\n'.encode()
    head, end, tail = page.rpartition(b"</body>")
    return head + tag + end + tail if end else page + tag


def news(state: State, path: str) -> str:
    """What a page with this path should know now, as JSON."""
    content = {
        **asdict(version_of(path, state.index)),
        "troubles": state.problems_of(path),
        "traceback": state.traceback,
        "underway": state.progress and asdict(state.progress),
    }
    return json.dumps(content)
