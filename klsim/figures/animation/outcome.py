"""How a run ended, in short: what the index of its figure and the page say of it."""

from dataclasses import dataclass

from klsim.declaration import Declaration
from klsim.engine.codec import Codec
from klsim.figures.animation.description import brief, describe, ending, outcome
from klsim.figures.animation.record import Record
from klsim.figures.animation.summary import Best, Summary
from klsim.scene.marks import Scene
from klsim.scene.zooming import Zoom


@dataclass(frozen=True)
class Outcome:
    """A run without its numbers.

    ending:       the status, but `unfinished` for a run that arrived by doubtful numbers
    last:         the last iteration recorded
    end:          the one from which on all is told: by then what is to be seen has happened
    leaps:        the stretches that its film and the page leave out, from and to
    title:        its setting on one line
    outcome:      what came of it, as one or two sentences
    brief:        the same in a few words, for legends
    note:         what the legend says from the beginning, before that
    summary:      how runs ended that are told as one
    best:         why it is shown, if it was chosen among others
    zooms:        how far panels reach, where what moves leaves them
    """

    status: str
    ending: str
    converged_at: int | None
    last: int
    end: int
    leaps: tuple[tuple[int, int], ...]
    title: str
    outcome: str
    brief: str = ""
    note: str = ""
    summary: Summary | None = None
    best: Best | None = None
    zooms: tuple[Zoom, ...] = ()

    @property
    def description(self) -> str:
        """One sentence for those who do not see the picture."""
        return describe(self.title, self.outcome)


OUTCOMES = Codec.of(Outcome, Summary, Best, Zoom)


def describe_outcome(declaration: Declaration, title: str, record: Record, scene: Scene) -> Outcome:
    """How a run with this title ended; of its scene, only what moves and is read off counts."""
    return Outcome(
        status=record.status,
        ending=ending(record),
        converged_at=record.converged_at,
        last=record.last,
        end=record.film.end,
        leaps=record.film.leaps,
        title=title,
        outcome=outcome(declaration, record, scene),
        brief=brief(declaration, record),
        note=record.best.told if record.best else "",
        summary=record.summary,
        best=record.best,
        zooms=record.film.zooms,
    )


def notes_of(outcome: Outcome) -> tuple[tuple[int, str], ...]:
    """What a legend says of a run, and from which iteration on."""
    told = (0, outcome.note), (outcome.end, ", ".join(filter(None, (outcome.note, outcome.brief))))
    return tuple((at, words) for at, words in told if words)
