"""What `content/site.yaml` says of the whole site."""

import re
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass

from klsim.errors import AuthorError, each
from klsim.text.fields import Field, read_fields, slug_mistake, text
from klsim.text.source import Origin, Source
from klsim.text.yaml_tree import Mapping, Node, Scalar, parse_yaml

_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s?#]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Site:
    """The site as a whole; `base_url` has no slash at its end, `series` maps a slug to a title."""

    title: str
    base_url: str
    author: str
    language: str
    description: str
    series: AbstractMapping[str, str]


def parse_site(source: Source, file: str) -> Site:
    """The site that a site.yaml describes. Raises AuthorError with every mistake in it."""
    start = Origin(file, 1)
    found = read_fields(parse_yaml(source, start), _FIELDS, start, "site.yaml")
    return Site(**{"description": "", "series": {}} | found)


def _address(node: Node, name: str) -> str:
    word = text(node, name)
    if not _ADDRESS.fullmatch(word):
        what = f"{name} {word!r} is not the address of a site"
        raise AuthorError([node.origin.mistake(what, "write it like https://example.org/articles")])
    return word.rstrip("/")


def _language(node: Node, name: str) -> str:
    word = text(node, name)
    if not _LANGUAGE.fullmatch(word):
        raise AuthorError(
            [node.origin.mistake(f"{name} {word!r} is not a language", "write a code such as en or en-GB")]
        )
    return word


def _series(node: Node, name: str) -> AbstractMapping[str, str]:
    if isinstance(node, Scalar) and (node.is_null or not node.text.strip()):
        return {}
    if not isinstance(node, Mapping):
        raise AuthorError([node.origin.mistake(f"{name} must be `slug: title` lines")])

    def read(item: tuple[Scalar, Node]) -> tuple[str, str]:
        key, below = item
        if wrong := slug_mistake(key.text):
            raise AuthorError([key.origin.mistake(f"series {wrong[0]}", wrong[1])])
        return key.text, text(below, f"the title of series {key.text}")

    return dict(each(read, node.items))


_FIELDS = (
    Field("title", text, "The name of the site"),
    Field("base_url", _address, "https://example.org"),
    Field("author", text, "Your name"),
    Field("language", _language, "en"),
    Field("description", text),
    Field("series", _series),
)
