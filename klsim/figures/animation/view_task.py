"""The task that makes the view of an animation of all that was made before it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from klsim.engine.task import Products
from klsim.figures.animation.index import encode_index
from klsim.figures.animation.links import link_to, page_address
from klsim.figures.animation.map_words import MAP, MAP_WORDS, MapWords
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.record import RECORDS
from klsim.figures.animation.reduction import grid_figure, shown_figure
from klsim.figures.animation.starts import find_starts
from klsim.figures.animation.sweep import FIGURES, Figure, Position
from klsim.figures.animation.view import VIEWS, AnimationView, MapView, PortraitView, RunView, describe_picture
from klsim.figures.panel import WiderPanelView, find_files, view_panel
from klsim.render.layout import lay_out
from klsim.render.narrow import narrow_panel
from klsim.render.panel_image import NARROW
from klsim.render.sheets import lay_out_sheets
from klsim.scene.arrows import switched_kinds
from klsim.scene.codec import SCENES
from klsim.scene.film import Film
from klsim.scene.marks import Panel, Scene
from klsim.scene.wider import decode_wider, view_name

Files: TypeAlias = tuple[int, str, int | None, str | None, str | None]
"""The number of a scene, the file with a record and its place there, if it has others, a GIF and a still."""

MapFiles: TypeAlias = tuple[Position, str, Mapping[str, str], str]
"""The place of a map, its caption, the names of its pictures by how such are called, and that of its table."""

SheetFiles: TypeAlias = tuple[Sequence[str], Sequence[int]]
"""The names of the sheets of a run, and the iterations that they show."""


def make_view(
    article: str,
    encoded: str,
    series: Sequence[str],
    header_lines: int,
    runs: Sequence[Files],
    grid: Sequence[tuple[str, int | None]],
    shown: Sequence[Files],
    chunks: Sequence[tuple[str, Sequence[int]]],
    panels: Sequence[Mapping[str, str]],
    wider: Mapping[str, Mapping[str, str]],
    maps: Sequence[MapFiles],
    sheets: Sequence[SheetFiles],
    portrait: tuple[str, str, int, int] | None,
    scenes: Products,
    *products: Products,
) -> Products:
    """The view of a figure, `view`, its still, `poster`, what stands for it in lists, `cover`, and its index,
    `figure.json`. A still that is not drawn has no path.

    encoded: the figure
    runs:    of each the number of its scene, and its files
    grid:    of all in maps the files with their records, and their places there
    shown:   the same as of runs of what pages show
    chunks:  the name of each script, and what it has of that
    panels:  of each scene the file names of its panel images
    wider:   the same of those that have zoomed out, of scenes that have any, by the scene's number
    maps:    of each map its place, its caption, and the names of its pictures and of its table
    sheets:  of each run its sheets, where the simulation draws
    portrait: what it starts with for narrow screens: the names of film and still, and their size
    products: the panels that have zoomed out, of each of these scenes; `outcomes` of the runs in their order, of
             what maps show and of what pages show, where it is not the same; the latter with `first` in some of
             them; the `film` of each picture that runs share; and the `words` and the `panel` of maps
    """
    whole = FIGURES.decode(encoded.encode(), Figure)
    zoomed, parts = products[: len(wider)], products[len(wider) :]
    stages = [whole, grid_figure(whole), shown_figure(whole)]
    slices = [part for part in parts if "outcomes" in part]
    told = _outcomes_of_stages(
        stages, [one for p in slices for one in OUTCOMES.decode_many(p["outcomes"], Outcome)]
    )
    figure, outcomes = stages[-1], told[-1]
    films = [RECORDS.decode(part["film"], Film) for part in parts if "film" in part]
    film_of = {n: film for film, picture in zip(films, figure.pictures, strict=False) for n in picture}
    known = [SCENES.decode(scenes[str(n)], Scene) for n in range(len(panels))]
    chunk_of_run = {run: n for n, (_, several) in enumerate(chunks) for run in several}
    layout = lay_out(known[0], header_lines)
    view = AnimationView(
        figure=figure,
        grid=stages[1],
        outcomes=told[1],
        chosen=tuple(one.best.number if one.best else n for n, one in enumerate(outcomes)),
        series=tuple(series),
        readouts=known[0].readouts,
        scenes=tuple(
            tuple(view_panel(panel, files, _narrow(panel, files)) for panel in scene.panels)
            for scene, files in zip(known, panels, strict=True)
        ),
        legends=tuple(scene.legend for scene in known),
        leaps=tuple(film_of.get(n, outcome).leaps for n, outcome in enumerate(outcomes)),
        zooms=tuple(film_of.get(n, outcome).zooms for n, outcome in enumerate(outcomes)),
        wider=_wider(len(panels), dict(zip(wider, zip(wider.values(), zoomed, strict=True), strict=True))),
        film=(layout.width_px, layout.height_px),
        chunks=tuple(name for name, _ in chunks),
        runs=_views(figure, outcomes, shown, chunk_of_run, sheets),
        first=json.dumps(
            {n: found for part in slices if "first" in part for n, found in json.loads(part["first"]).items()}
        ),
        sheet=lay_out_sheets(known[0].panels[0].width_px, known[0].panels[0].height_px) if sheets else None,
        arrows=tuple(switched_kinds(known[shown[figure.start][0]]).values()),
        starts=json.dumps(starts) if (starts := find_starts(figure, known)) else "",
        portrait=PortraitView(*portrait[:2], portrait[2:]) if portrait else None,
        **_maps(maps, [part for part in parts if "words" in part]),
    )
    still, (width, height) = view.start.still, view.film
    poster = {
        "path": f"{article}/{figure.id}/{still}" if still else "",
        "width": width,
        "height": height,
        "alt": describe_picture(view, view.start),
        "caption": figure.caption,
        "setting": view.start.outcome.title if figure.together is None else "",
        "outcome": view.start.outcome.outcome if figure.together is None else describe_picture(view, view.start),
        "state": page_address(link_to(figure, view.start.at), ""),
        "narrow": (f"{article}/{figure.id}/{view.portrait.still}", *view.portrait.size) if view.portrait else (),
    }
    simulated = _views(whole, told[0], runs, {}, sheets)
    summed = _views(stages[1], told[1], [(0, *record, None, None) for record in grid], {}, ())
    return {
        "view": VIEWS.encode(view),
        "poster": json.dumps(poster).encode(),
        "cover": json.dumps({**poster, **_cover(article, view)}).encode(),
        "figure.json": encode_index(article, whole, simulated, summed, view.runs, view.maps, view.sheet),
    }


def _narrow(panel: Panel, files: Mapping[str, str]) -> Panel | None:
    """The panel for narrow screens, if it has images of its own."""
    return narrow_panel(panel) if f"{panel.name}{NARROW}" in files else None


def _cover(article: str, view: AnimationView) -> Mapping[str, Any]:
    """The map that a figure starts with, if it has any: its path, size and words."""
    shown = view.first_map
    if shown is None:
        return {}
    width, height = json.loads(view.frame)["size"]
    path = f"{article}/{view.figure.id}/{shown.pictures.light}"
    return {"path": path, "width": width, "height": height, "alt": shown.text, "narrow": ()}


def _maps(maps: Sequence[MapFiles], told: Sequence[Products]) -> Mapping[str, Any]:
    """What the view of a figure has of its maps."""
    if not told:
        return {}
    words = MAP_WORDS.decode(told[0]["words"], MapWords)
    return {
        "maps": tuple(
            MapView(tuple(at), caption, find_files(MAP, pictures), table, text)
            for (at, caption, pictures, table), text in zip(maps, words.texts, strict=True)
        ),
        "colours": words.legend,
        "frame": told[0]["panel"].decode(),
    }


def _wider(
    count: int, known: Mapping[str, tuple[Mapping[str, str], Products]]
) -> tuple[tuple[WiderPanelView, ...], ...]:
    """Of each of so many scenes its panels that have zoomed out, from the names of their images and themselves."""
    found: list[tuple[WiderPanelView, ...]] = [()] * count
    for scene, (files, products) in known.items():
        found[int(scene)] = tuple(
            WiderPanelView(*view, panel.x, panel.y, find_files(view_name(view), files))
            for view, panel in decode_wider(products).items()
        )
    return tuple(found)


def _outcomes_of_stages(stages: Sequence[Figure], outcomes: Sequence[Outcome]) -> Sequence[tuple[Outcome, ...]]:
    """The outcomes of each stage, one after another; one that is as the one before has none of its own."""
    found: list[tuple[Outcome, ...]] = []
    begin = 0
    for n, stage in enumerate(stages):
        if n and len(stage.axes) == len(stages[n - 1].axes):
            found.append(found[-1])
            continue
        end = begin + len(stage.positions)
        found.append(tuple(outcomes[begin:end]))
        begin = end
    return found


def _views(
    figure: Figure,
    outcomes: Sequence[Outcome],
    files: Sequence[Files],
    chunk_of_run: Mapping[int, int],
    sheets: Sequence[SheetFiles],
) -> tuple[RunView, ...]:
    no_sheets: list[SheetFiles] = [((), ())] * len(outcomes)
    return tuple(
        RunView(at, outcome, scene, chunk_of_run.get(n, 0), data, gif, still, tuple(names), tuple(shown), index)
        for n, (at, outcome, (scene, data, index, gif, still), (names, shown)) in enumerate(
            zip(figure.positions, outcomes, files, sheets or no_sheets, strict=True)
        )
    )
