"""Old addresses of an article, at which it is found as well."""

import re
from dataclasses import dataclass

from klsim.content.schema import texts
from klsim.content.yaml import Node, Sequence
from klsim.diagnostics import Code, Location, each

_NAME = re.compile(r"[A-Za-z0-9~][A-Za-z0-9._~-]*")
_PAGE = "index.html"
_TAKEN = ("assets", "downloads")


@dataclass(frozen=True)
class Alias:
    """An old address: a folder such as `old/name`, or a page such as `2018/post.html`, and where it is written."""

    path: str
    location: Location

    @property
    def page(self) -> str:
        """The path of the page that leads from there to the article."""
        return self.path if self.path.endswith(".html") else f"{self.path}/{_PAGE}"

    @property
    def is_folder(self) -> bool:
        """Whether figures have files below it."""
        return self.page != self.path


def read_aliases(node: Node, name: str) -> tuple[Alias, ...]:
    """One old address, or a list of some. Raises ContentError for what can be none."""

    def read(item: Node) -> Alias:
        (word,) = texts(item, f"an item of {name}")
        path = word.strip("/").removesuffix(f"/{_PAGE}")
        parts = path.split("/")
        hint = "write it as it follows the address of the site: `old-name`, or `2018/post.html`"
        if not all(_NAME.fullmatch(part) for part in parts):
            raise item.location.failure(Code.INVALID_ADDRESS, f"{word!r} is no address of a page here", hint)
        if parts[0] in _TAKEN:
            message = f"the site itself uses the name {parts[0]!r}"
            raise item.location.failure(Code.RESERVED_NAME, message, "leave this address out")
        return Alias(path, item.location)

    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        raise node.location.failure(Code.EMPTY_VALUE, f"{name} is empty")
    return tuple(each(read, items))
