"""The page of all messages: every kind in the registry, and what klsim says of it."""

from collections.abc import Iterator

from docs.reference.messages import GAP, Message, find_messages
from klsim.content.formulas.errors import MEANINGS
from klsim.content.markdown.leftover_kinds import KINDS
from klsim.diagnostics import Code, Severity

HEAD = """\
---
title: All messages
date: 2026-11-27
summary: What klsim tells of a site, by kind, with what each means.
series: reference
part: 2
---

<!-- Made by `make reference` from klsim/codes.py and all that uses it; change it there. -->

A message has a place, what is wrong there, and what to do:

    content/my-first.md:17: momentum 1.5 is out of range; allowed: from 0 to 1; nearest: 1

**Mistakes** keep a site from being built; all of them are told at once, and what was built before stays as it is.
**Warnings** say so, `content/a.md:3: warning: …`, and the site is built all the same.
**Notes** come from `klsim check` only.

## All kinds

The kinds have the names by which klsim knows them. In messages, {gap} stands for what depends on the case.
"""
_WORDS = {Severity.ERROR: "", Severity.WARNING: "warning: ", Severity.NOTE: "note: "}


def messages_page() -> str:
    """The page of all messages, in Markdown."""
    found = find_messages()
    return "\n".join(
        [
            HEAD.format(gap=GAP),
            *(_kind(code, sorted(one for one in found if one.code == code and _says(one))) for code in Code),
        ]
    )


def _says(message: Message) -> bool:
    """Whether there are words in it that one could look for."""
    return sum(len(word) > 1 for word in message.text.replace(GAP, " ").split()) > 1


def _kind(code: Code, messages: list[Message]) -> str:
    lines = [f"- {_WORDS[one.severity]}{_quoted(one.text)}" for one in messages]
    if code == Code.LEFTOVER:
        lines += _leftovers()
    if code == Code.INVALID_FORMULA:
        lines += [f"- {_quoted(words.replace('{}', GAP))}" for _, words, _ in MEANINGS]
    return (
        f"### {code}\n\n{code.meaning[0].upper()}{code.meaning[1:]}.\n"
        + "".join(f"\n{line}" for line in lines)
        + "\n"
    )


def _leftovers() -> Iterator[str]:
    """What is said of each kind of leftover, under the name by which `allow` lets it through."""
    said = dict.fromkeys((kind.name, f"{GAP}: {kind.message}; {kind.hint}") for kind in KINDS)
    yield from (f"- {name}: {_quoted(text)}" for name, text in said)


def _quoted(text: str) -> str:
    """A text as code, whatever backticks are in it."""
    if "`" not in text:
        return f"`{text}`"
    return f"`` {text} ``"
