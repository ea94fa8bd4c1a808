"""Every key that an author may write, as tables, from what reads them."""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import cast

from klsim.catalogue import shipped_simulations
from klsim.content.front_matter import head_fields
from klsim.content.schema import Field, number_text
from klsim.content.site import FIELDS as SITE
from klsim.content.theme import FIELDS as THEME
from klsim.declaration import Declaration
from klsim.engine.task import resolve
from klsim.figures.animation.block import block_fields
from klsim.figures.animation.recorded_block import FIELDS as RECORDED
from klsim.figures.match.block import FIELDS as GAME
from klsim.hosts.settings import FIELDS as HOST
from klsim.settings.composites import Columns, Interval, Record, Rows
from klsim.settings.defaults import Defaults, settings_that_decide
from klsim.settings.expressions import Expression, NumberOrWord, Numbers
from klsim.settings.scalars import Choice, Flag, Integer, Number, Setting, label_of
from klsim.simulation import Simulation

HEAD = """\
---
title: All keys
date: 2026-11-27
summary: Every key of the front matter, of site.yaml and of the blocks that declare figures, with what it says.
series: reference
part: 1
---

<!-- Made by `make reference` from klsim/content/ and klsim/figures/; change it there. -->

A key that is not listed here is a mistake, told with its line and the nearest key that there is.
"""


def keys_page() -> str:
    """The page of all keys, in Markdown."""
    parts = [
        HEAD,
        "## Front matter\n\nAt the head of an article, between two lines `---`; how it is used is told in "
        "[Articles and pages](pages.md).\n",
        _fields(head_fields()),
        "\n## The whole site\n\nIn `content/site.yaml`.\n",
        _fields(SITE),
        "\n### theme\n",
        _fields(THEME),
        "\n## Beside other generators\n\nIn `klsim.yaml`, beside the sources of "
        "[another generator](other-generators.md); all may be left out.\n",
        _fields(HOST),
        "\n## The animation block\n\nBeside these keys a block has the settings of its simulation. See "
        "[Figures](figures.md).\n",
        _fields(block_fields(Declaration(settings=(), state=()))),
        "\n## Recorded runs\n\nAn animation block with `simulation: recorded`, as [told](recorded.md).\n",
        _fields(RECORDED),
        "\n## Settings of simulations\n\nFor those that ship, which [have a page](simulations.md).\n",
        *map(_simulation, shipped_declarations()),
        "\n## The match block\n\nA game, as [Games](figures.md#games) tells.\n",
        _fields(GAME),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def shipped_declarations() -> Sequence[Declaration]:
    """What the simulations of klsim itself say of themselves."""
    return [cast(Simulation, resolve(one.source)).declare(one.name) for one in shipped_simulations()]


def _fields(fields: Sequence[Field]) -> str:
    return table(
        ("key", "what it says", "needed"),
        ((f"`{one.name}`", one.about, "yes" if one.required else "") for one in fields),
    )


def _simulation(declaration: Declaration) -> str:
    rows = [row for setting in declaration.settings for row in _setting(setting, "", declaration.defaults)]
    series = ", ".join(f"`{name}`" for name in (*declaration.state, *declaration.measures))
    of_each = " (each with a number behind it where there are several)" if declaration.counted else ""
    heading = f"\n### {declaration.name}\n\n"
    return (
        heading
        + table(("setting", "what it may be", "unless given"), rows)
        + f"\nIts series: {series}{of_each}.\n"
    )


def _setting(setting: Setting, owner: str, defaults: tuple[Defaults, ...]) -> Iterator[tuple[str, str, str]]:
    """The rows of a setting, and of those in it."""
    name = f"`{owner}{setting.name}`"
    label = label_of(setting)
    said = "" if label.lower() == setting.name.replace("_", " ") else f"{label}: "
    others = [f"`{one}`" for one in settings_that_decide(defaults, setting.name)]
    unless = f"what {' or '.join(others)} has" if others and setting.default is None else _default(setting)
    yield name, said + _allowed(setting), unless
    if isinstance(setting, Record):
        for one in setting.fields:
            yield from _setting(one, f"{owner}{setting.name}.", ())


def _allowed(setting: Setting) -> str:
    """What a setting may be."""
    match setting:
        case Number():
            words = "a number" if not _is_bounded(setting) else f"a number {setting.range_in_words}"
            return f"{words}, {setting.why}" if setting.why else words
        case Integer():
            return f"a whole number from {setting.low:,} to {setting.high:,}"
        case Choice():
            return ", ".join(f"`{word}` ({label})" for word, label in setting.options.items())
        case Flag():
            return "`true` or `false`"
        case Expression():
            names = f"an expression, or a name: {', '.join(f'`{word}`' for word in setting.options)}"
            return names if setting.options else "an expression"
        case Numbers():
            return "`{name: number}`"
        case NumberOrWord():
            return f"{_allowed(setting.number)}, or {', '.join(f'`{word}`' for word in setting.options)}"
        case Interval():
            return "`[lowest, highest]`"
        case Record():
            return f"`{{{', '.join(f'{one.name}: …' for one in setting.fields)}}}`"
        case Columns():
            lists = ", ".join(f"{one.name}: […]" for one in setting.columns)
            return f"`{{{lists}}}`, lists of one length, at most {setting.most}"
        case Rows():
            members = ", ".join(f"{one.name}: …" for one in setting.row.fields)
            return f"`[{{{members}}}, …]`, at most {setting.most}"
        case _:
            raise TypeError(f"no words for {type(setting).__name__}")


def _is_bounded(setting: Number) -> bool:
    return isfinite(setting.low) or isfinite(setting.high)


def _default(setting: Setting) -> str:
    match setting.default:
        case None:
            return "needed"
        case bool() as value:
            return f"`{str(value).lower()}`"
        case int() | float() as value:
            return f"`{number_text(value)}`"
        case str() as word:
            return f"`{word}`"
        case tuple():
            return "none"
        case _:
            return "as its parts"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; a last column in which nothing stands is left away."""
    every = list(rows)
    lines = ["| " + " | ".join(cells) + " |" for cells in (heads, *every)]
    lines.insert(1, "|" + "|".join(":--" for _ in heads) + "|")
    return "\n".join(lines) + "\n"
