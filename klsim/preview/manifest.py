"""What the preview shows: the files of a site by path, each an object in the store."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from klsim.diagnostics import BuildError
from klsim.engine.index import Index
from klsim.engine.objects import Objects
from klsim.engine.publish import Manifest
from klsim.engine.store import Store, open_objects, open_traces
from klsim.engine.traces import Build

_NAME = "preview"
_BUILT = "site"
"""The trace of the last build, whose `manifest` is of the same form."""

_FILE = "files/"


def keep(store: Store, manifest: Manifest) -> Index:
    """The digest of each file of a manifest, all of them in the store from now on. Raises BuildError."""
    kept = {}
    for path, content in manifest.items():
        if isinstance(content, bytes):
            kept[path] = store.put(content)
        else:
            kept[path] = content.digest
            if not store.objects.has([content.digest]):  # such as an image, which no task has made
                store.put(content.read())
    return kept


def remember(store: Store, files: Index, build: Build) -> str:
    """Name these files in a trace, so that the store keeps them; gives the digest of their list.

    Raises BuildError.
    """
    key = store.put(json.dumps(files, separators=(",", ":")).encode())
    named = {f"{_FILE}{path}": digest for path, digest in files.items()}
    store.record(_NAME, "{}", {}, {"manifest": key, **named}, build)
    return key


def last_shown(store: Store) -> Index:
    """The files that were remembered last."""
    trace = store.traces.get(_NAME)
    return _files(trace.digests) if trace else {}


def read_manifest(objects: Objects, key: str) -> Index:
    """The files whose list has this digest; none where it is lost."""
    data = objects.read(key)
    return json.loads(data) if data is not None else {}


def peek(root: Path) -> Index:
    """What a store has to show at first: the last preview, or else what the last build published."""
    if not (root / "traces.db").is_file():
        return {}
    traces = open_traces(root)
    with suppress(BuildError):
        try:
            if trace := traces.get(_NAME):
                return _files(trace.digests)
            if trace := traces.get(_BUILT):
                return read_manifest(open_objects(root), trace.digests.get("manifest", ""))
        finally:
            traces.close()
    return {}


def _files(products: Mapping[str, str]) -> Index:
    return {name.removeprefix(_FILE): key for name, key in products.items() if name.startswith(_FILE)}
