"""Reading an `animation` block: YAML to a checked figure with all its runs."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from klsim.content.blocks import Block
from klsim.content.schema import Field, as_written, identifier, read_fields, text
from klsim.content.yaml import Mapping, Node, Scalar, Sequence, parse_yaml
from klsim.diagnostics import Code, ContentError, Location, each, nearest
from klsim.figures.animation.axes import read_axes
from klsim.figures.animation.choice import Axes, Rule, read_position, read_rule
from klsim.figures.animation.grid import GIF, PACE, check_count, plan_positions
from klsim.figures.animation.recording import NAME as RECORDED
from klsim.figures.animation.sharing import read_panels, read_together
from klsim.figures.animation.sweep import Figure, Position, Preset
from klsim.figures.kind import Catalogue
from klsim.settings.scalars import Setting, Settings, Value, field_of
from klsim.simulation import Declaration


def parse_figure(block: Block, catalogue: Catalogue) -> Figure:
    """The figure that a block declares. Raises ContentError with every mistake found in it."""
    node = parse_yaml(block.body, block.location)
    source, declaration = _read_simulation(node, catalogue, block.location)
    given = read_fields(node, _fields(declaration), block.location, "this figure")
    return assemble(node, given, source, declaration, block.location)


def _fields(declaration: Declaration) -> tuple[Field, ...]:
    """The keys of a block. What chooses among runs is read once the axes are known."""
    return (
        Field("id", identifier, "…"),
        Field("simulation", text, "…"),
        Field("caption", text, "…"),
        Field("sweep", lambda below, _: read_axes(below, declaration)),
        *(Field(name, as_written) for name in ("default", "presets", "exclude", "max_runs", "together", "panels")),
        field_of(GIF),
        field_of(PACE),
        *(field_of(one, optional=True) for one in declaration.settings),  # a sweep may have it
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
    axes = given.get("sweep", ())
    settings = _fixed_settings(node, given, declaration, axes, location)
    axes = _with_defaults(node, axes)
    rules = _read_rules(node, axes)
    check_count(axes, rules, node.get("max_runs"), location)
    asked = plan_positions(axes, rules)
    positions = tuple(at for at in asked if recorded is None or at in recorded)
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
        gif=given.get("gif", GIF.default or ""),
        pace=given.get("pace", PACE.default or 0.0),
        panels=read_panels(node.get("panels")) if recorded is None else (),
        together=read_together(node.get("together"), axes),
        location=location,
        locations=dict(_places(node)),
        missing=tuple(at for at in asked if recorded is not None and at not in recorded),
    )
    present = frozenset(positions)
    if (default := tuple(axis.default for axis in axes)) not in present:
        where = _location(node, "default" if node.get("default") else "exclude")
        why = "not recorded" if default in figure.missing else "excluded"
        raise where.failure(Code.EXCLUDED_RUN, f"the default run is {why}", "choose another `default`")
    return replace(figure, presets=_read_presets(node, axes, present, figure.missing))


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


def _fixed_settings(
    node: Mapping, given: dict[str, Any], declaration: Declaration, axes: Axes, location: Location
) -> Settings:
    """Every setting that is not swept: as written, else its default."""
    swept = {name for axis in axes for name in axis.assigns[0]}

    def choose(setting: Setting) -> tuple[str, Value]:
        if setting.name in swept:
            where = _location(node, setting.name)
            raise where.failure(
                Code.DUPLICATE_SETTING, f"{setting.name} is both fixed and swept", "keep one of the two"
            )
        value = given.get(setting.name, setting.default)
        if value is None:
            hint = f"add `{setting.name}: …` or sweep it"
            raise location.failure(Code.MISSING_SETTING, f"{declaration.name} needs {setting.name}", hint)
        return setting.name, value

    needed = (s for s in declaration.settings if s.name not in swept or s.name in given)
    return dict(each(choose, needed))


def _with_defaults(node: Mapping, axes: Axes) -> Axes:
    default = node.get("default")
    if default is None:
        return axes
    at = read_position(default, axes, "default")
    return tuple(replace(axis, default=index) for axis, index in zip(axes, at, strict=True))


def _read_rules(node: Mapping, axes: Axes) -> list[Rule]:
    below = node.get("exclude")
    if below is None:
        return []
    items = below.items if isinstance(below, Sequence) else (below,)
    return each(lambda item: read_rule(item, axes), items)


def _read_presets(
    node: Mapping, axes: Axes, present: frozenset[Position], missing: Collection[Position]
) -> tuple[Preset, ...]:
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
        at = read_position(item[1], axes, "preset")
        if at not in present:
            is_missing = at in missing
            message = f"preset {item[0].text!r} is {'not recorded' if is_missing else 'an excluded run'}"
            hint = f"choose one that is {'there' if is_missing else 'not excluded'}"
            raise item[0].location.failure(Code.EXCLUDED_RUN, message, hint)
        return Preset(item[0].text, at)

    return tuple(each(read, below.items))
