"""What `content/site.yaml` says of the whole site."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from klsim.content.figure_name import FigureName, figure_name
from klsim.content.formulas.macro_fields import WrittenMacro, macros
from klsim.content.outputs import HTML, LINKED, read_formats, read_runs_within
from klsim.content.schema import Field, flag, one_of, read_fields, slug_mistake, text
from klsim.content.source import Source
from klsim.content.text_options import LEFTOVERS, TextOptions
from klsim.content.theme import PLAIN, NamedFile, SiteTheme, ThemeColour, ThemeFont, named_file, read_theme
from klsim.content.yaml import Mapping, Node, Scalar, Sequence, parse_yaml, plain_value
from klsim.diagnostics import Code, Diagnostic, Diagnostics, Location, each, nearest
from klsim.engine.codec import Codec

_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s?#]*")
_PLACEHOLDERS = ("example.com", "example.net", "example.org", "localhost")
"""Hosts at which nobody can publish: those of documents (RFC 2606), and this machine."""
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ku", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_LEFTWARD = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm"})
_SCRIPTS = _LEFTWARD | {"latn", "cyrl"}
_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class NavigationItem:
    """A link of the navigation: what it says, empty for the title of where it leads, and where that is."""

    label: str
    target: str
    location: Location


@dataclass(frozen=True)
class Site:
    """The site as a whole; `base_url` has no slash at its end, `series` maps a slug to a title.

    macros: those of all formulas, by name
    head, foot: files of HTML at the end of the head and of the body of every page
    params: what templates of the site may ask for, `site.params`
    allow_external: other sites, as hosts, whose scripts, frames and pictures are let through; `*` for all
    formats: what the site is written as, pages first
    single_file_runs: which runs a single file has: `linked`, `all`, or how many of each figure
    cover: the figure that its first page opens with, and that its card shows

    `allow` and what follows are explained where they are used: see TextOptions.
    """

    title: str
    base_url: str
    author: str
    language: str
    description: str
    series: AbstractMapping[str, str]
    macros: AbstractMapping[str, WrittenMacro] = field(default_factory=dict)
    allow: tuple[tuple[str, str], ...] = ()
    inline_double_dollars: str = "told"
    number_captions: bool = False
    navigation: tuple[NavigationItem, ...] = ()
    theme: SiteTheme = PLAIN
    head: NamedFile | None = None
    foot: NamedFile | None = None
    params: AbstractMapping[str, Any] = field(default_factory=dict)
    allow_external: tuple[str, ...] = ()
    formats: tuple[str, ...] = (HTML,)
    single_file_runs: str = LINKED
    cover: FigureName | None = None

    @property
    def for_pages(self) -> "Site":
        """What pages may depend on: without places in site.yaml, and what they get in another way."""
        plain = replace(self, navigation=(), theme=PLAIN, head=None, foot=None)
        return replace(plain, formats=(HTML,), single_file_runs=LINKED, cover=None)

    @property
    def path(self) -> str:
        """Where the site lies on its host: "/" or "/articles/"."""
        return f"{urlsplit(self.base_url).path.rstrip('/')}/"

    @property
    def has_address(self) -> bool:
        """Whether `base_url` is an address at which others can find it."""
        return not _is_placeholder(self.base_url)

    @property
    def is_right_to_left(self) -> bool:
        """Whether its language is written from right to left."""
        language, *rest = self.language.lower().split("-")
        return language in _RIGHT_TO_LEFT if not _SCRIPTS & set(rest) else bool(_LEFTWARD & set(rest))

    @property
    def text_options(self) -> TextOptions:
        """How its texts are read."""
        return TextOptions(
            self.language, self.allow, self.inline_double_dollars, self.number_captions, self.allow_external
        )


SITES = Codec.of(Site, NavigationItem, FigureName, Location, SiteTheme, ThemeColour, ThemeFont, NamedFile)


def parse_site(source: Source, file: str, diagnostics: Diagnostics) -> Site:
    """The site that a site.yaml describes. Raises ContentError where it cannot be read as one."""
    start = Location(file, 1)
    tree = parse_yaml(source, start)
    diagnostics.add(*_warnings(tree))
    return Site(**{"description": "", "series": {}} | read_fields(tree, FIELDS, start, "site.yaml"))


def _warnings(tree: Mapping) -> Iterator[Diagnostic]:
    address = tree.get("base_url")
    if isinstance(address, Scalar) and _is_placeholder(address.text.strip()):
        message = f"base_url is still {address.text.strip()}"
        yield address.location.warning(
            Code.PLACEHOLDER_ADDRESS, message, "write the address where the site will be published"
        )


def _is_placeholder(address: str) -> bool:
    """Whether an address is one that stands for others, or that no other machine can reach."""
    host = _host(address) or ""
    if any(host == name or host.endswith(f".{name}") for name in _PLACEHOLDERS):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def _host(address: str) -> str | None:
    """The host in an address, in small letters; None where there is none."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return host and host.removesuffix(".")


def _address(node: Node, name: str) -> str:
    word = text(node, name)
    if not _ADDRESS.fullmatch(word) or not _host(word):
        message = f"{name} {word!r} is not the address of a site"
        raise node.location.failure(Code.INVALID_VALUE, message, "write it like https://example.org/articles")
    return word.rstrip("/")


def _language(node: Node, name: str) -> str:
    word = text(node, name)
    if not _LANGUAGE.fullmatch(word):
        raise node.location.failure(
            Code.INVALID_VALUE, f"{name} {word!r} is not a language", "write a code such as en or en-GB"
        )
    return word


def _series(node: Node, name: str) -> AbstractMapping[str, str]:
    if isinstance(node, Scalar) and (node.is_null or not node.text.strip()):
        return {}
    if not isinstance(node, Mapping):
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be `slug: title` lines")

    def read(item: tuple[Scalar, Node]) -> tuple[str, str]:
        key, below = item
        if wrong := slug_mistake(key.text):
            raise key.location.failure(Code.INVALID_NAME, f"series {wrong[0]}", wrong[1])
        return key.text, text(below, f"the title of series {key.text}")

    return dict(each(read, node.items))


def _allow(node: Node, name: str) -> tuple[tuple[str, str], ...]:
    """A list of `kind: text` lines."""
    lines = node.items if isinstance(node, Sequence) else (node,)
    if not all(isinstance(line, Mapping) for line in lines):
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be a list of `- kind: text` lines")

    def read(item: tuple[Scalar, Node]) -> tuple[str, str]:
        kind, below = item
        if kind.text not in LEFTOVERS:
            hint = nearest(kind.text, LEFTOVERS, "kinds")
            raise kind.location.failure(Code.UNKNOWN_VALUE, f"unknown kind {kind.text!r} in {name}", hint)
        return kind.text, text(below, f"what {name} lets through as {kind.text}")

    return tuple(each(read, [item for line in lines if isinstance(line, Mapping) for item in line.items]))


def _navigation(node: Node, name: str) -> tuple[NavigationItem, ...]:
    """A list of articles and `label: address` lines."""
    lines = node.items if isinstance(node, Sequence) else (node,)

    def read(line: Node) -> NavigationItem:
        if isinstance(line, Scalar):
            return NavigationItem("", text(line, f"an item of {name}"), line.location)
        if not isinstance(line, Mapping) or len(line.items) != 1:
            hint = "write `- about`, or `- About me: about`, or `- Code: https://…`"
            raise line.location.failure(Code.WRONG_TYPE, f"an item of {name} is one article or address", hint)
        ((label, below),) = line.items
        return NavigationItem(text(label, "a label"), text(below, f"where {label.text} leads"), label.location)

    return tuple(each(read, lines))


def _params(node: Node, name: str) -> AbstractMapping[str, Any]:
    """Any values by name, for templates."""
    if isinstance(node, Scalar) and node.is_null:
        return {}
    if not isinstance(node, Mapping):
        hint = "such as `colour_of_footer: green`"
        raise node.location.failure(Code.WRONG_TYPE, f"{name} must be `name: value` lines", hint)

    def check(item: tuple[Scalar, Node]) -> None:
        key, _ = item
        if not key.text.isidentifier():
            close = re.sub(r"\W+", "_", key.text).strip("_") or "name"
            message = f"{key.text!r} is no name that templates can ask for"
            raise key.location.failure(Code.INVALID_NAME, message, f"perhaps {close!r}")

    each(check, node.items)
    return {key.text: plain_value(below) for key, below in node.items}


def _hosts(node: Node, name: str) -> tuple[str, ...]:
    """Hosts, as such or in addresses; `true` for all, `false` for none."""
    if isinstance(node, Scalar) and node.text.lower() in ("true", "false"):
        return ("*",) if node.text.lower() == "true" else ()

    def read(line: Node) -> str:
        word = text(line, f"an item of {name}")
        host = _host(word if "//" in word else f"//{word}")
        if not host or not _HOST.fullmatch(host):
            hint = "write hosts such as www.youtube-nocookie.com, or true for all"
            raise line.location.failure(Code.INVALID_VALUE, f"{word!r} is no host", hint)
        return host

    return tuple(each(read, node.items if isinstance(node, Sequence) else (node,)))


FIELDS = (
    Field("title", text, "The name of the site", "what the site is called"),
    Field(
        "base_url",
        _address,
        "https://example.org",
        "where it will stand, `https://example.org` or a path below it",
    ),
    Field("author", text, "Your name", "who writes; an article may name others"),
    Field("language", _language, "en", "the language of its texts, `en` or `pt-BR`"),
    Field("description", text, about="what it is about, in a sentence"),
    Field("series", _series, about="`slug: title` lines, one for each series of articles"),
    Field(
        "navigation", _navigation, about="links at the top of every page; see [Navigation](pages.md#navigation)"
    ),
    Field(
        "theme", read_theme, about="colours, typefaces, logo, icon, width; see [A look of your own](templates.md)"
    ),
    Field("head", named_file, about="a file of HTML beside `site.yaml` that ends the head of every page"),
    Field("foot", named_file, about="likewise for the end of the body"),
    Field("params", _params, about="values for templates of yours, `{{ site.params.name }}`"),
    Field("allow_external", _hosts, about="hosts whose scripts, frames and pictures may be shown; `true` for all"),
    Field(
        "allow", _allow, about="leftovers that are meant, each `kind: text`; see [Writing](writing.md#leftovers)"
    ),
    Field("macros", macros, about="for the formulas of all articles; see [Macros](formulas.md#macros)"),
    Field(
        "inline_double_dollars",
        one_of(("told", "inline"), "choices"),
        about="`inline`: `$$x$$` amid a line is a formula of the line; else it is told (`told`)",
    ),
    Field("number_captions", flag, about="`true`: captions begin with “Figure 2.”"),
    Field(
        "formats",
        read_formats,
        about="what articles are written as, [`html`, `single`, `epub`](publishing.md#to-take-along)",
    ),
    Field(
        "single_file_runs",
        read_runs_within,
        about="the runs in single files: those that are `linked`, `all`, or so many of each figure at least",
    ),
    Field(
        "cover",
        figure_name,
        "",
        "the figure that the first page opens with, `article/figure`; cards of the site show it too",
    ),
)
