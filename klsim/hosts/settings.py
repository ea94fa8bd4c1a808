"""What `klsim.yaml` beside the sources of another generator says of its figures, all of which may be left out."""

from dataclasses import replace
from typing import Any

from klsim.config import Config
from klsim.content.decoding import decode
from klsim.content.schema import read_fields
from klsim.content.site import FIELDS as OF_SITES
from klsim.content.site import Site
from klsim.content.yaml import parse_yaml
from klsim.diagnostics import Code, Location
from klsim.formats.hosted import SOURCES
from klsim.guest import FOLDER, SETTINGS

_NAMES = ("title", "base_url", "author", "language", "theme")
_NO_ADDRESS = "https://example.org"

FIELDS = tuple(replace(one, example="") for one in OF_SITES if one.name in _NAMES)
"""Its keys: some of those of a site."""


def read_settings(config: Config) -> Site:
    """What a project says of itself, and where its sources are.

    Raises ContentError for what is wrong with its file.
    """
    given: dict[str, Any] = {"title": "", "base_url": _NO_ADDRESS, "author": "", "language": "en"}
    path, start = config.root / SETTINGS, Location(SETTINGS, 1)
    if path.exists():
        try:
            source = decode(path.read_bytes(), SETTINGS)
        except OSError as error:
            raise start.failure(Code.FILE_UNREADABLE, f"cannot be read: {error.strerror}") from None
        if any(line.split("#")[0].strip() for line in source.lines):
            given |= read_fields(parse_yaml(source, start), FIELDS, start, SETTINGS)
    sources = config.content.relative_to(config.root).as_posix()
    own = {"base_url": f"{given['base_url']}/{FOLDER}", "params": {SOURCES: sources}}
    return Site(**{"description": "", "series": {}} | given | own)
