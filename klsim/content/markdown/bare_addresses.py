"""Bare addresses as on GitHub: of pages, wherever one stands, `www.` behind a space, and of mail.

An address of a page ends before a space, `<`, or a full-width sign of Chinese and Japanese; signs at its end that
belong to the sentence are none of its own. Each rule is linear in the text.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.common.utils import isLinkClose, isLinkOpen
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from klsim.content.markdown.attributes import parse_attributes
from klsim.content.markdown.places import inlines

_SCHEME = re.compile(r"(?<![a-zA-Z])(?:https?|ftp)\Z", re.IGNORECASE)
_LONGEST = 6
"""So many characters a scheme takes, with the one before it."""
_WIDE = r"\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_PAGE = re.compile(rf"(?P<host>[^\W_](?:[\w.-]|[^\x00-\x7f\s{_WIDE}])*)[^ \t-\r<{_WIDE}]*")
_BEFORE_WWW = " \t\r\n*_~("
_AT_END = "?!.,:*_~'\"[]"
_MOST_LABELS = 10
"""A host of more labels may have `_` in its last two."""
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")
_MAIL_HOST = re.compile(r"(?:[a-zA-Z0-9_-]|\.(?=[a-zA-Z0-9]))+")
_RESOURCE = re.compile(r"/[a-zA-Z0-9@.]+")
_MAIL_SCHEME = re.compile(r"(?<![a-zA-Z0-9])(?:mailto|xmpp):\Z")
_FAR = 300
"""So many characters an attribute list may have before an address in it, and after."""


def bare_addresses(md: MarkdownIt) -> None:
    """The rules, as a plugin."""
    md.inline.add_terminator_char("w")
    md.inline.ruler.push("page_address", _page)
    md.inline.ruler.push("www_address", _www)
    md.core.ruler.after("inline", "mail_addresses", _mail)


def _page(state: StateInline, silent: bool) -> bool:
    """An address with its scheme, which is text already when its colon is met."""
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-_LONGEST:])
    if scheme is None or _is_in_attributes(state.src, state.pos - len(scheme[0])):
        return False
    found = _PAGE.match(state.src, state.pos + 3, state.posMax)
    if found is None or not _is_host(found["host"]):
        return False
    end = _end(state.src, state.pos + 3, found.end())
    written = scheme[0] + state.src[state.pos : end]
    state.pending = state.pending[: -len(scheme[0])]
    _push(state, written, written, end)
    return True


def _www(state: StateInline, silent: bool) -> bool:
    """An address that begins with `www.`, which takes a space or an opening sign before it."""
    if silent or state.linkLevel or not state.src.startswith("www.", state.pos):
        return False
    if state.pos and state.src[state.pos - 1] not in _BEFORE_WWW:
        return False
    found = _PAGE.match(state.src, state.pos + 4, state.posMax)
    if found is None or not _is_host(found["host"]):
        return False
    end = _end(state.src, state.pos, found.end())
    written = state.src[state.pos : end]
    _push(state, f"http://{written}", written, end)
    return True


def _is_in_attributes(text: str, at: int) -> bool:
    """Whether a value of an attribute list begins here, `{cite="https://…"}`."""
    if text[at - 1 : at] not in ("=", '"', "'"):
        return False
    start = text.rfind("{", max(at - _FAR, 0), at)
    found = parse_attributes(text[start : at + _FAR]) if start >= 0 else None
    return found is not None and start + found[0] > at


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return len(labels) > _MOST_LABELS + 1 or not any("_" in label for label in labels[-2:])


def _end(text: str, start: int, end: int) -> int:
    """Where an address ends without the signs of the sentence: closing brackets that it opens are its own."""
    unopened = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        sign = text[end - 1]
        if sign == ")" and unopened > 0:
            unopened -= 1
        elif sign == ";":
            end = _start_of_reference(text, start, end - 1)
            continue
        elif sign not in _AT_END:
            break
        end -= 1
    return end


def _start_of_reference(text: str, start: int, end: int) -> int:
    """Where `&name` before a semicolon begins; else where the semicolon stands."""
    at = end
    while at > start and text[at - 1].isascii() and text[at - 1].isalpha():
        at -= 1
    return at - 1 if start < at < end and text[at - 1] == "&" else end


def _push(state: StateInline, address: str, written: str, end: int) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs, opening.markup, opening.info = {"href": address}, "autolink", "auto"
    state.push("text", "", 0).content = written
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "autolink", "auto"
    state.pos = end


def _mail(state: StateCore) -> None:
    """Addresses of mail, in text that is in no link."""
    for block in inlines(state.tokens):
        if "@" in block.content:
            block.children = list(_with_mail(block.children or []))


def _with_mail(children: list[Token]) -> Iterator[Token]:
    depth = 0
    for child in children:
        if child.type in ("link_open", "link_close"):
            depth += child.nesting
        elif child.type == "html_inline":
            depth = max(depth + isLinkOpen(child.content) - isLinkClose(child.content), 0)
        if depth == 0 and child.type == "text" and "@" in child.content:
            yield from _split(child)
        else:
            yield child


def _split(text: Token) -> Iterator[Token]:
    """The pieces of a text: what stands between addresses, and the addresses as links."""
    done, at = 0, text.content.find("@")
    while at >= 0:
        if found := _mail_address(text.content, done, at):
            start, end, scheme = found
            written = text.content[start:end]
            if start > done:
                yield text.copy(content=text.content[done:start])
            attrs = {"href": ("" if scheme else "mailto:") + written}
            yield Token("link_open", "a", 1, attrs=dict(attrs), map=text.map, markup="autolink", info="auto")
            yield text.copy(content=written)
            yield Token("link_close", "a", -1, map=text.map, markup="autolink", info="auto")
            done = end
        at = text.content.find("@", max(at + 1, done))
    if done < len(text.content):
        yield text.copy(content=text.content[done:])


def _mail_address(text: str, first: int, at: int) -> tuple[int, int, str] | None:
    """Where the address around an `@` begins and ends, and the scheme that it is written with."""
    start = at
    while start > first and text[start - 1] in _NAME:
        start -= 1
    host = _MAIL_HOST.match(text, at + 1)
    if start == at or host is None or "." not in host[0] or not host[0][-1].isalpha():
        return None
    end = host.end()
    if text.startswith("@", end):
        return None
    found = _MAIL_SCHEME.search(text, max(first, start - 8), start)
    scheme = found[0] if found else ""
    if scheme == "xmpp:" and (resource := _RESOURCE.match(text, end)):
        end = resource.end()
    return start - len(scheme), end, scheme
