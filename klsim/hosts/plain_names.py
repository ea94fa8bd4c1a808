"""Names that stay: files among sources are kept by their authors, and need no part that tells of their content."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from klsim.engine.publish import Manifest, content_of

_MARKED = re.compile(r"(?P<stem>.+)\.[0-9a-f]{12}\.(?P<ending>\w+)")
_NAME = re.compile(rb"[\w.+~=,@-]+\.[0-9a-f]{12}\.\w+")
_NAMING = (".html", ".css", "/figure.json", "/game.json")
"""Files that name others, which lie in the same folder or at one place for all."""


def with_plain_names(manifest: Manifest) -> Manifest:
    """The same files without digests in their names, and in those of them that name others.

    Of several that would have one name then, the second ends with `-2`.
    """
    renamed: dict[str, str] = {}
    taken = {path for path in manifest if not _MARKED.fullmatch(path)}
    for path in manifest:
        renamed[path] = _plain(path, taken)
        taken.add(renamed[path])
    folders: dict[str, dict[bytes, bytes]] = {}
    for path, plain in renamed.items():
        above, name = PurePosixPath(path).parent.as_posix(), PurePosixPath(path).name
        folders.setdefault(above, {})[name.encode()] = PurePosixPath(plain).name.encode()
    return {
        renamed[path]: _rename(
            content_of(content),
            {**folders.get("assets", {}), **folders[PurePosixPath(path).parent.as_posix()]},
        )
        if path.endswith(_NAMING)
        else content
        for path, content in manifest.items()
    }


def _plain(path: str, taken: set[str]) -> str:
    found = _MARKED.fullmatch(path)
    if not found:
        return path
    count = 1
    while (plain := f"{found['stem']}{f'-{count}' * (count > 1)}.{found['ending']}") in taken:
        count += 1
    return plain


def _rename(content: bytes, names: Mapping[bytes, bytes]) -> bytes:
    return _NAME.sub(lambda found: names.get(found.group(), found.group()), content)
