"""Reading an `animation` block: YAML to a checked figure with all its runs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from klsim.content.blocks import Block
from klsim.content.schema import identifier, reject_unknown, text
from klsim.content.yaml import Mapping, Node, Scalar, Sequence, parse_yaml
from klsim.diagnostics import Code, ContentError, Location, each, nearest
from klsim.figures.animation.axes import read_axes
from klsim.figures.animation.choice import Axes, Rule, read_position, read_rule
from klsim.figures.animation.grid import GIF, check_count, plan_positions
from klsim.figures.animation.sweep import Figure, Position, Preset
from klsim.figures.kind import Catalogue
from klsim.settings.scalars import Setting, Settings, Value
from klsim.simulation import Declaration

FIGURE_KEYS = ("id", "simulation", "caption", "sweep", "default", "presets", "exclude", "max_runs", "gif")


def parse_figure(block: Block, catalogue: Catalogue) -> Figure:
    """The figure that a block declares. Raises ContentError with every mistake found in it."""
    node = parse_yaml(block.body, block.location)
    source, declaration = _read_simulation(node, catalogue, block.location)
    known = [*FIGURE_KEYS, *(setting.name for setting in declaration.settings)]
    checks: tuple[Callable[[], object], ...] = (
        lambda: reject_unknown(node, known, "key"),
        lambda: _read_id(node, block.location),
        lambda: _required(node, "caption", block.location),
        lambda: _written_settings(node, declaration),
        lambda: _read_sweep(node, declaration),
        lambda: _read_gif(node),
    )
    each(lambda check: check(), checks)
    return _assemble(node, source, declaration, block.location)


def _assemble(node: Mapping, source: str, declaration: Declaration, location: Location) -> Figure:
    axes = _read_sweep(node, declaration)
    settings = _fixed_settings(node, declaration, axes, location)
    axes = _with_defaults(node, axes)
    rules = _read_rules(node, axes)
    check_count(axes, rules, node.get("max_runs"), location)
    positions = plan_positions(axes, rules)
    figure = Figure(
        id=_read_id(node, location),
        source=source,
        declaration=declaration,
        caption=_required(node, "caption", location),
        settings=settings,
        axes=axes,
        presets=(),
        order=tuple(setting.name for setting in declaration.settings),
        positions=positions,
        gif=_read_gif(node),
        location=location,
        locations=dict(_places(node)),
    )
    present = frozenset(positions)
    if tuple(axis.default for axis in axes) not in present:
        where = _location(node, "default" if node.get("default") else "exclude")
        raise where.failure(Code.EXCLUDED_RUN, "the default run is excluded", "choose another `default`")
    return replace(figure, presets=_read_presets(node, axes, present))


def _location(node: Mapping, key: str) -> Location:
    return next((name.location for name, _ in node.items if name.text == key), node.location)


def _required(node: Mapping, key: str, location: Location) -> str:
    below = node.get(key)
    if below is None:
        raise location.failure(Code.MISSING_KEY, f"this figure has no {key}", f"add `{key}: …`")
    return text(below, key)


def _places(node: Mapping) -> Iterator[tuple[str, Location]]:
    """Where settings are written."""
    sweep = node.get("sweep")
    for key, below in sweep.items if isinstance(sweep, Mapping) else ():
        yield key.text, below.location
        for name, _ in below.items if isinstance(below, Mapping) else ():
            yield f"{key.text}/{name.text}", name.location
    yield from ((key.text, key.location) for key, _ in node.items)


def _read_simulation(node: Mapping, catalogue: Catalogue, location: Location) -> tuple[str, Declaration]:
    name = _required(node, "simulation", location)
    if name not in catalogue:
        hint = nearest(name, catalogue, "simulations")
        raise _location(node, "simulation").failure(Code.UNKNOWN_SIMULATION, f"unknown simulation {name!r}", hint)
    source, declaration = catalogue[name]
    if declaration is None:  # what is wrong with it is told of its own file
        raise ContentError(())
    return source, declaration


def _read_id(node: Mapping, location: Location) -> str:
    below = node.get("id")
    if below is None:
        raise location.failure(Code.MISSING_KEY, "this figure has no id", "add `id: …`")
    return identifier(below, "id")


def _read_gif(node: Mapping) -> str:
    below = node.get("gif")
    return GIF.read(below) if below is not None else GIF.default or ""


def _read_sweep(node: Mapping, declaration: Declaration) -> Axes:
    sweep = node.get("sweep")
    return () if sweep is None else read_axes(sweep, declaration)


def _written_settings(node: Mapping, declaration: Declaration) -> Settings:
    written = [(setting, below) for setting in declaration.settings if (below := node.get(setting.name))]

    def read(pair: tuple[Setting, Node]) -> tuple[str, Value]:
        setting, below = pair
        return setting.name, setting.read(below)

    return dict(each(read, written))


def _fixed_settings(node: Mapping, declaration: Declaration, axes: Axes, location: Location) -> Settings:
    """Every setting that is not swept: as written, else its default."""
    swept = {name for axis in axes for name in axis.assigns[0]}
    written = _written_settings(node, declaration)

    def choose(setting: Setting) -> tuple[str, Value]:
        if setting.name in swept:
            where = _location(node, setting.name)
            raise where.failure(
                Code.DUPLICATE_SETTING, f"{setting.name} is both fixed and swept", "keep one of the two"
            )
        value = written.get(setting.name, setting.default)
        if value is None:
            hint = f"add `{setting.name}: …` or sweep it"
            raise location.failure(Code.MISSING_SETTING, f"{declaration.name} needs {setting.name}", hint)
        return setting.name, value

    needed = (s for s in declaration.settings if s.name not in swept or s.name in written)
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


def _read_presets(node: Mapping, axes: Axes, present: frozenset[Position]) -> tuple[Preset, ...]:
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
            message = f"preset {item[0].text!r} is an excluded run"
            raise item[0].location.failure(Code.EXCLUDED_RUN, message, "choose one that is not excluded")
        return Preset(item[0].text, at)

    return tuple(each(read, below.items))
