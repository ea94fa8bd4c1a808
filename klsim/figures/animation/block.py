"""Reading an `animation` block: YAML to a checked figure with all its runs."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from klsim.content.blocks import Block
from klsim.content.schema import Field, as_written, identifier, read_fields, text
from klsim.content.yaml import Mapping, Node, Scalar, Sequence, parse_yaml
from klsim.declaration import Declaration
from klsim.diagnostics import Code, ContentError, Diagnostics, Location, each, nearest
from klsim.figures.animation.arrows import ARROWS, NO_ARROWS, read_arrows
from klsim.figures.animation.axes import members_swept, read_axes
from klsim.figures.animation.choice import Axes, Rule, read_position, read_rule
from klsim.figures.animation.filling import check_series, fill, unswept
from klsim.figures.animation.grid import GIF, MOST_FILES, PACE, RECORDS, check_count, plan_positions
from klsim.figures.animation.map_block import check_steps, members_of_lattice, read_map, refuse, with_lattice
from klsim.figures.animation.recording import NAME as RECORDED
from klsim.figures.animation.reduction import shown_position
from klsim.figures.animation.sharing import (
    OVER,
    PANELS,
    TOGETHER,
    Together,
    read_over,
    read_panels,
    read_together,
)
from klsim.figures.animation.sweep import FILES, PACKED, Figure, Position, Preset
from klsim.figures.animation.unchosen import Unchosen, check_chosen, check_groups, present_defaults, unchosen_axes
from klsim.figures.kind import Catalogue
from klsim.settings.scalars import field_of

CAPTION_PRINT = Field(
    "caption_print", text, about="the caption [on paper](paper.md), where there is nothing to press"
)
STILL = Field("still", as_written, about="the run that `klsim pdf` prints; that which it starts with unless told")

RECORDS_FIELD = replace(
    field_of(RECORDS, optional=True),
    about="how the records of runs are published: `files`, one for each, or `packed`, up to 100 in one, as "
    "they are [above 500 runs](figures.md#large-sweeps) unless told",
)

_READ_LATER = ("default", "presets", "exclude", "max_runs", TOGETHER, OVER, PANELS, ARROWS, "lattice")


def parse_figure(block: Block, catalogue: Catalogue) -> Figure:
    """The figure that a block declares. Raises ContentError with every mistake found in it."""
    node = parse_yaml(block.body, block.location)
    source, declaration = _read_simulation(node, catalogue, block.location)
    members = members_swept(node.get("sweep")) | members_of_lattice(node)
    given = read_fields(node, block_fields(declaration, members), block.location, "this figure")
    return assemble(node, given, source, declaration, block.location)


def block_fields(declaration: Declaration, members: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    """The keys of a block. What chooses among runs is read once the axes are known.

    members: of settings that are groups those that are swept, `start.mean`
    """
    return (
        Field(
            "id",
            identifier,
            "…",
            "its name in links and addresses: lower-case letters, digits, hyphens; no other on the page has it",
        ),
        Field(
            "simulation", text, "…", "one of [those that ship](simulations.md), or [your own](own-simulations.md)"
        ),
        Field("caption", text, "…", "what to look for, in plain text"),
        CAPTION_PRINT,
        Field(
            "sweep",
            lambda below, _: read_axes(below, declaration),
            about="settings with lists of values; every combination is one run",
        ),
        Field(
            "default", as_written, about="the run that it starts with; the first value of each axis unless told"
        ),
        Field("presets", as_written, about="buttons: `A name: {setting: value}`"),
        STILL,
        Field(
            "exclude",
            as_written,
            about="combinations to leave out: a list of `{setting: value or list of values}`",
        ),
        Field(
            "max_runs",
            as_written,
            about="how many runs are allowed before the build stops and asks, 500 unless told; at most 100,000",
        ),
        Field(
            "together",
            as_written,
            about="an axis of 2 to 12 values, whose runs are drawn [in one picture](figures.md#together); or "
            "`{axis: …, best: …}`, each at [its best](figures.md#fair-races-and-spreads) on another axis",
        ),
        Field(
            "over",
            as_written,
            about="an axis of 3 values or more, whose runs are shown [as one](figures.md#fair-races-and-spreads)",
        ),
        Field("panels", as_written, about="which panels are shown, of those that the simulation offers"),
        Field(
            "arrows",
            as_written,
            about="[arrows](figures.md#arrows) in the landscape: `[gradient, velocity, step]`, or some of them",
        ),
        Field(
            "map",
            lambda below, _: read_map(below, declaration),
            about="two numeric settings, of whose runs [a map](figures.md#maps-of-outcomes) shows how each ends",
        ),
        Field("lattice", as_written, about="`[24, 18]`: so many runs across and up the map play in the page"),
        replace(
            field_of(GIF),
            about="which runs are drawn as GIFs, `all` or only the `default`; every run plays in the page",
        ),
        RECORDS_FIELD,
        replace(
            field_of(PACE),
            about="how many iterations films and the page show in a second, 0.5 to 1000; 30 unless told",
        ),
        *(field_of(unswept(one, members), optional=True) for one in declaration.settings),  # a sweep may have it
    )


def assemble(
    node: Mapping,
    given: dict[str, Any],
    source: str,
    declaration: Declaration,
    location: Location,
    recorded: Collection[Position] | None = None,
) -> Figure:
    """The figure of what a block gives, with the axes as `sweep`. Raises ContentError.

    recorded: the positions of the runs that there are, where they are not computed
    """
    found = given.get("map")
    axes = with_lattice(node.get("lattice"), found, given.get("sweep", ()), _location(node, "map"))
    locations = dict(_places(node))
    settings, axes = fill(given if recorded is None else {}, declaration, axes, location, locations)
    wrong = Diagnostics()
    together = wrong.attempt(lambda: read_together(node.get(TOGETHER), axes, declaration)) or Together()
    over = wrong.attempt(lambda: read_over(node.get(OVER), axes, together))
    unchosen = unchosen_axes(axes, together.best, over)
    wrong.attempt_each(lambda one: read_position(one[1], axes, one[0]), _combinations(node))
    rules = wrong.attempt(lambda: _read_rules(node, axes)) or []
    wrong.attempt(lambda: check_count(axes, rules, node.get("max_runs"), location))
    axes = wrong.attempt(lambda: _with_defaults(node, axes, unchosen)) or axes
    wrong.raise_errors()
    check_steps(found, axes, settings, _location(node, "map"))
    asked = plan_positions(axes, rules)
    positions = tuple(at for at in asked if recorded is None or at in recorded)
    axes = present_defaults(axes, positions, unchosen)
    figure = Figure(
        id=given["id"],
        source=source,
        declaration=declaration,
        caption=given["caption"],
        settings=settings,
        axes=axes,
        presets=(),
        order=tuple(setting.name for setting in declaration.settings),
        positions=positions,
        gif=given.get("gif", GIF.default or "" if found is None else "default"),
        pace=given.get("pace", PACE.default or 0.0),
        panels=read_panels(node.get(PANELS)) if recorded is None else (),
        arrows=read_arrows(node.get(ARROWS)) if recorded is None else NO_ARROWS,
        together=together.axis,
        best=together.best,
        over=over,
        location=location,
        locations=locations,
        map=found,
        missing=tuple(at for at in asked if recorded is not None and at not in recorded),
        caption_print=given.get("caption_print", ""),
        records=given.get("records", PACKED if len(positions) > MOST_FILES else FILES),
    )
    refuse(found, *((key, node.get(key)) for key in (TOGETHER, OVER)))
    check_series(figure)
    present = frozenset(positions)
    if (default := tuple(axis.default for axis in axes)) not in present:
        where = _location(node, "default" if node.get("default") else "exclude")
        why = "not recorded" if default in figure.missing else "excluded"
        raise where.failure(Code.EXCLUDED_RUN, f"the default run is {why}", "choose another `default`")
    check_groups(figure, _location(node, "exclude"))
    return replace(figure, presets=_read_presets(node, figure), still=_read_still(node, figure))


def _location(node: Mapping, key: str) -> Location:
    return next((name.location for name, _ in node.items if name.text == key), node.location)


def _places(node: Mapping) -> Iterator[tuple[str, Location]]:
    """Where settings are written."""
    sweep = node.get("sweep")
    for key, below in sweep.items if isinstance(sweep, Mapping) else ():
        yield key.text, below.location
        for name, _ in below.items if isinstance(below, Mapping) else ():
            yield f"{key.text}/{name.text}", name.location
    yield from ((key.text, key.location) for key, _ in node.items)


def _read_simulation(node: Mapping, catalogue: Catalogue, location: Location) -> tuple[str, Declaration]:
    below = node.get("simulation")
    if below is None:
        raise location.failure(Code.MISSING_KEY, "this figure has no simulation", "add `simulation: …`")
    name = text(below, "simulation")
    if name not in catalogue:
        hint = nearest(name, [*catalogue, RECORDED], "simulations")
        raise _location(node, "simulation").failure(Code.UNKNOWN_SIMULATION, f"unknown simulation {name!r}", hint)
    source, declaration = catalogue[name]
    if declaration is None:  # what is wrong with it is told of its own file
        raise ContentError(())
    return source, declaration


def _with_defaults(node: Mapping, axes: Axes, unchosen: Unchosen) -> Axes:
    default = node.get("default")
    if default is None:
        return axes
    check_chosen(default, unchosen, "default")
    at = read_position(default, axes, "default")
    return tuple(replace(axis, default=index) for axis, index in zip(axes, at, strict=True))


def _combinations(node: Mapping) -> Iterator[tuple[str, Node]]:
    """The combinations that readers choose or see on paper, each with what messages call it."""
    presets, still = node.get("presets"), node.get(STILL.name)
    if isinstance(presets, Mapping):
        yield from (("preset", one) for _, one in presets.items)
    if still is not None:
        yield STILL.name, still


def _read_rules(node: Mapping, axes: Axes) -> list[Rule]:
    below = node.get("exclude")
    if below is None:
        return []
    items = below.items if isinstance(below, Sequence) else (below,)
    return each(lambda item: read_rule(item, axes), items)


def _read_presets(node: Mapping, figure: Figure) -> tuple[Preset, ...]:
    below = node.get("presets")
    if below is None:
        return ()
    if not isinstance(below, Mapping):
        raise below.location.failure(Code.WRONG_TYPE, "presets need names", "write `a name: {setting: value}`")

    def read(item: tuple[Scalar, Node]) -> Preset:
        if not item[0].text.strip():
            raise item[0].location.failure(
                Code.EMPTY_VALUE, "a preset has no name", "write `a name: {setting: value}`"
            )
        place = item[0].location
        return Preset(item[0].text, _read_run(item[1], figure, "preset", f"preset {item[0].text!r}", place))

    return tuple(each(read, below.items))


def _read_still(node: Mapping, figure: Figure) -> Position | None:
    below = node.get(STILL.name)
    return None if below is None else _read_run(below, figure, STILL.name, "`still`", below.location)


def _read_run(node: Node, figure: Figure, subject: str, called: str, place: Location) -> Position:
    """The position of a run that is there."""
    check_chosen(node, unchosen_axes(figure.axes, figure.best, figure.over), subject)
    at = shown_position(figure, read_position(node, figure.axes, subject))
    there = {shown_position(figure, one): one for one in reversed(figure.positions)}
    if at not in there:
        is_missing = at in figure.missing
        message = f"the run of {called} is {'not recorded' if is_missing else 'excluded'}"
        hint = f"choose one that is {'there' if is_missing else 'not excluded'}"
        raise place.failure(Code.EXCLUDED_RUN, message, hint)
    return there[at]
