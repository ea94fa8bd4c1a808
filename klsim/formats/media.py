"""Media types of what sites publish, by the endings of names."""

from pathlib import PurePosixPath
from types import MappingProxyType

_TYPES = MappingProxyType(
    {
        "png": "image/png",
        "gif": "image/gif",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "webp": "image/webp",
        "avif": "image/avif",
        "svg": "image/svg+xml",
        "woff2": "font/woff2",
        "css": "text/css",
        "js": "text/javascript",
        "json": "application/json",
        "mp4": "video/mp4",
        "webm": "video/webm",
        "ogv": "video/ogg",
        "mp3": "audio/mpeg",
        "m4a": "audio/mp4",
        "ogg": "audio/ogg",
        "opus": "audio/ogg",
        "wav": "audio/wav",
        "vtt": "text/vtt",
    }
)


def media_type(path: str) -> str:
    """The media type of a file by its name; bytes of which nothing is known have a type too."""
    ending = PurePosixPath(path).suffix[1:].lower()
    return _TYPES.get(ending, "application/octet-stream")
