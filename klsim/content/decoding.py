"""Files of the content folder as text with line numbers."""

import re
from pathlib import Path

from klsim.config import Config
from klsim.content.source import Source
from klsim.diagnostics import Code, ContentError, Diagnostics, Location

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ENDS_OF_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
NEVER_TEXT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS_OF_PLANES}]")
"""Characters that HTML does not allow; the renderer may use some of them as marks of its own."""


def read_source(path: Path, config: Config, found: Diagnostics | None = None) -> Source:
    """The lines of a file below the content folder; of characters that are no text as `decode`.

    Raises ContentError when it cannot be read, lies outside the folder, or is not UTF-8 text.
    """
    check_readable(path, config)
    return decode(path.read_bytes(), start_of(path, config).file, found)


def check_readable(path: Path, config: Config) -> None:
    """Raise ContentError for what lies outside the content folder, or cannot be read."""
    check_inside(path, config)
    if not path.is_file() and not path.is_dir():  # a pipe would be waited for
        raise start_of(path, config).failure(Code.FILE_UNREADABLE, "cannot be read: not a file")
    try:
        path.open("rb").close()
    except OSError as error:
        raise start_of(path, config).failure(Code.FILE_UNREADABLE, f"cannot be read: {error.strerror}") from None


def decode(data: bytes, file: str, found: Diagnostics | None = None) -> Source:
    """UTF-8 bytes as lines; a byte order mark and the line ends of Windows are fine.

    Characters that are no text are left out where `found` takes note of them; else they are raised, as other bytes
    than UTF-8 always are.
    """
    data = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        source = Source.of(data.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        location = Location(file, data.count(b"\n", 0, error.start) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise location.failure(Code.NOT_TEXT, message, "save the file as UTF-8") from None
    try:
        check_characters(source)
    except ContentError as error:
        if found is None:
            raise
        found.add(*error.diagnostics)
        return Source(tuple(NEVER_TEXT.sub("", line) for line in source.lines), source.locations)
    return source


def check_characters(source: Source) -> None:
    """Raise ContentError for control characters and others that are no text."""
    if NEVER_TEXT.search("".join(set(source.text))) is None:
        return
    wrong = [
        (location, NEVER_TEXT.findall(line)) for line, location in zip(source.lines, source.locations, strict=True)
    ]
    raise ContentError(
        location.error(Code.NOT_TEXT, f"character U+{ord(characters[0]):04X} is not text", "remove it")
        for location, characters in wrong
        if characters
    )


def check_inside(path: Path, config: Config) -> None:
    """Raise ContentError for a link that leads outside the content folder, or nowhere."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise start_of(path, config).failure(
            Code.FILE_UNREADABLE, "this link leads nowhere", "remove it"
        ) from None
    if not real.is_relative_to(config.content.resolve()):
        message = f"this link leads outside {start_of(config.content, config).file}/"
        raise start_of(path, config).failure(Code.OUTSIDE_SITE, message, "copy the file in its place")


def start_of(path: Path, config: Config) -> Location:
    """The beginning of a file, named from the root of the project."""
    inside = path.is_relative_to(config.root)
    return Location((path.relative_to(config.root) if inside else path).as_posix(), 1)
