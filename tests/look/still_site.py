"""A site served to be photographed: films stand at their first frame, and late fonts are used."""

import io
import re
from contextlib import suppress
from pathlib import Path

from PIL import Image

from tests.browser.pages import Quiet


class StillSite(Quiet):
    """A static server that takes chance out of what it serves."""

    def do_GET(self) -> None:  # noqa: N802
        """Answer with the file, as it is or made still."""
        path = Path(self.translate_path(self.path))
        make = {".gif": first_frame, ".css": with_fonts}.get(path.suffix)
        with suppress(BrokenPipeError, ConnectionResetError):  # a page that is closed wants nothing any more
            if make and path.is_file():
                self.answer(make(path.read_bytes()), self.guess_type(path))
            else:
                super().do_GET()

    def end_headers(self) -> None:
        """Let all be kept: of a site just built browsers would ask again for fonts, which come too late for paper."""
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def answer(self, body: bytes, content_type: str) -> None:
        """Send a body that was made here."""
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def first_frame(film: bytes) -> bytes:
    """A GIF of the first frame of a GIF: without script the films of a page play."""
    frame = io.BytesIO()
    Image.open(io.BytesIO(film)).save(frame, "GIF")
    return frame.getvalue()


def with_fonts(style: bytes) -> bytes:
    """A style sheet whose fonts are used whenever they come: optional ones count only if they come at once."""
    return re.sub(rb"font-display:\s*\w+", b"font-display: swap", style)
