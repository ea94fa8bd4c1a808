"""What a page needs of an animation: its controls, its runs in short, and where panels map data to px."""

from dataclasses import dataclass

from klsim.engine.codec import Codec
from klsim.figures.animation.outcome import OUTCOMES, Outcome
from klsim.figures.animation.sweep import FIGURES, Figure, Position
from klsim.figures.panel import PanelFiles, PanelView, WiderPanelView
from klsim.render.sheets import SheetLayout
from klsim.scene.codec import SCENES
from klsim.scene.film import Stretch
from klsim.scene.marks import Arrow, Key, Readout
from klsim.scene.zooming import Zoom


@dataclass(frozen=True)
class RunView:
    """A run without its numbers: how it ended, and the names of its files; no `gif` and `still` unless drawn.

    scene, chunk: the numbers of its scene, and of the script that has its numbers
    data, index: the file with its record, and its place among those that are packed there
    sheets, pictures: the images with its pictures, and the iterations that these show, where the simulation draws
    """

    at: Position
    outcome: Outcome
    scene: int
    chunk: int
    data: str
    gif: str | None
    still: str | None
    sheets: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()
    index: int | None = None


@dataclass(frozen=True)
class MapView:
    """A map of outcomes: where it stands among the other axes, what its runs have in common, and its files.

    text: what it shows, in words
    """

    at: Position
    caption: str
    pictures: PanelFiles
    table: str
    text: str


@dataclass(frozen=True)
class PortraitView:
    """The film of what a figure starts with for narrow screens, its still, and their size in pixels."""

    gif: str
    still: str
    size: tuple[int, int]


@dataclass(frozen=True)
class AnimationView:
    """An animation ready for a page.

    figure: with the axes by which readers choose; `grid` as maps show it
    outcomes: how the runs of the grid ended
    chosen: of each run that is shown its number in the grid
    series: the names of the series that the script gets; the iteration is the index
    legends: how the runs of each scene look that share its picture; nothing where none do
    leaps:  of each run what its film leaves out
    scenes: the panels of each distinct scene
    film:   the size of its GIFs in px
    chunks: the scripts with the numbers of its runs
    sheet:  how sheets have pictures, where the simulation draws
    first:  the encoded numbers of the runs of the picture that it starts with, by the numbers of the runs
    maps:   its maps of outcomes
    colours: of these, the class of each and what it means
    frame:  where the runs lie in their pictures, as JSON
    starts: where runs start, if readers choose it by pointing, as JSON
    arrows: of each kind that readers may switch, one
    wider:  of each scene its panels as they are when they have zoomed out
    zooms:  of each run how far panels reach, where what moves leaves them
    portrait: what it starts with for narrow screens, where that is drawn
    """

    figure: Figure
    grid: Figure
    outcomes: tuple[Outcome, ...]
    chosen: tuple[int, ...]
    series: tuple[str, ...]
    readouts: tuple[Readout, ...]
    scenes: tuple[tuple[PanelView, ...], ...]
    legends: tuple[tuple[Key, ...], ...]
    leaps: tuple[tuple[Stretch, ...], ...]
    film: tuple[int, int]
    chunks: tuple[str, ...]
    runs: tuple[RunView, ...]
    first: str
    maps: tuple[MapView, ...] = ()
    colours: tuple[tuple[str, str], ...] = ()
    frame: str = ""
    sheet: SheetLayout | None = None
    starts: str = ""
    arrows: tuple[Arrow, ...] = ()
    wider: tuple[tuple[WiderPanelView, ...], ...] = ()
    zooms: tuple[tuple[Zoom, ...], ...] = ()
    portrait: PortraitView | None = None

    @property
    def start(self) -> RunView:
        """The run that the figure starts with."""
        return self.runs[self.figure.start]

    @property
    def first_map(self) -> MapView | None:
        """The map that is shown with it, if there is one."""
        found = self.figure.map
        shown = [axis.name for axis in found.axes] if found else []
        place = [n for axis, n in zip(self.figure.axes, self.start.at, strict=True) if axis.name not in shown]
        return next((one for one in self.maps if list(one.at) == place), None)


_KINDS = (AnimationView, RunView, MapView, PortraitView, PanelView, WiderPanelView, PanelFiles, SheetLayout)

VIEWS = Codec(
    {
        **SCENES.kinds,
        **FIGURES.kinds,
        **OUTCOMES.kinds,
        **{kind.__name__: kind for kind in _KINDS},
    }
)


def describe_picture(view: AnimationView, run: RunView) -> str:
    """A sentence for those who do not see the picture of a run: all the runs that it shows, that one first."""
    figure = view.figure
    if figure.together is None:
        return f"{run.outcome.title}: {run.outcome.outcome}"
    others = [one for one in view.runs if one is not run and figure.others(one.at) == figure.others(run.at)]
    return " ".join(f"{one.outcome.title}: {one.outcome.outcome}" for one in (run, *others))
