"""A formula on its way to what math-core takes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from klsim.content.formulas.faults import Fault
from klsim.content.formulas.tokens import Reader, Token, Tokens

Handler: TypeAlias = "Callable[[Draft, Reader, Token], None]"
"""What rewrites a command that has just been read, with what it works on."""


class Element(NamedTuple):
    """What stands in MathML in place of a marked group: an element around its own content, or all there is."""

    opening: str
    closing: str = ""
    keeps_content: bool = True


class Reference(NamedTuple):
    """A link to an equation: its label, whether in parentheses, and where it stands."""

    label: str
    in_parentheses: bool
    start: int


class Tag(NamedTuple):
    """A tag that is more than a number, and where it stands."""

    latex: str
    start: int


Mark: TypeAlias = Element | Reference | Tag
TAG_MARK = "klsim-tag-"
NUMBER_MARK = "klsim-number-"
LABEL_MARK = "klsim-label-"
PLAIN_TAG = re.compile(r"[a-zA-Z0-9.,:()*'/ -]*")
"""A tag that is no mathematics."""


class Label(NamedTuple):
    """What an equation is called: its label, what it is numbered as, the id of its place, where the label stands,
    and whether it is one more label of the same row."""

    name: str
    number: str
    id: str
    start: int
    is_further: bool


@dataclass
class Environment:
    """An environment that is open.

    closing: what ends it
    numbers: which rows have a number: `every` one, the `last`, or `none`; `inner` leaves that to the one around it
    begins:  where in the draft its content does
    depth:   in how many groups it stands
    cells:   how many `&` there are in its last row, `columns` at most in those before, and `most_cells` may be
    """

    name: str
    closing: str
    numbers: str
    begins: int
    depth: int = 0
    cells: int = 0
    columns: int = 0
    most_cells: int | None = None
    tag: Token | None = None
    is_unnumbered: bool = False
    is_gathered: bool = False
    labels: list[Token] = field(default_factory=list)


def equation_id(label: str) -> str:
    """The id of the place of an equation with a label: `eq-elbo` for `elbo`, `eq:elbo` and `eq-elbo`."""
    word = re.sub(r"[^\w.-]+", "-", label).strip("-").removeprefix("eq-")
    return f"eq-{word}"


class Draft:
    """What has been rewritten of one formula, and what is known of the place where it goes on."""

    def __init__(self, handlers: Mapping[str, Handler], next_number: int) -> None:
        self.out: list[Token] = []
        self.marks: list[Mark] = []
        self.faults: list[Fault] = []
        self.environments: list[Environment] = []
        self.outside = Environment("", "", "none", 0)
        self.has_breaks = False
        self.next_number = next_number
        self.labels: list[Label] = []
        self._handlers = handlers
        self.depth = 0

    def run(self, tokens: Tokens) -> None:
        """Rewrite tokens and put them at the end of the draft."""
        reader = Reader(tokens)
        while token := reader.take():
            handler = self._handlers.get(token.text)
            if handler is not None:
                handler(self, reader, token)
                continue
            self.depth += (token.text == "{") - (token.text == "}")
            self.out.append(token)

    def emit(self, text: str, start: int) -> None:
        """Put LaTeX as math-core knows it at the end of the draft."""
        self.out.append(Token(text, start))

    def fault(self, token: Token, message: str, hint: str = "", *, is_shown: bool = False) -> None:
        """Take note of what is wrong."""
        self.faults.append(Fault(token.start, message, hint, is_shown=is_shown))

    @contextmanager
    def group(self, start: int, opening: str = "{") -> Iterator[None]:
        """What is put into the draft meanwhile stands in braces."""
        self.emit(opening, start)
        self.depth += 1
        yield
        self.depth -= 1
        self.emit("}", start)

    def nest(self, levels: int) -> None:
        """So many levels deeper, or higher, within brackets."""
        self.depth += levels

    def mark(self, mark: Mark, start: int) -> None:
        """Mark the rest of the group: it is drawn in a colour that stands for the mark, see `mathml`."""
        self.marks.append(mark)
        high, low = divmod(len(self.marks) - 1, 256)
        self.emit(f"\\color[RGB]{{1,{high},{low}}} ", start)

    def put_number(self, labels: Sequence[Token], start: int) -> None:
        """Give the row at the end of the draft the next number.

        That of a row without label is drawn by style sheet, since it is no part of what the formula says.
        """
        number, self.next_number = self.next_number, self.next_number + 1
        if labels:
            self.put_tag(Token(f"({number})", start), labels)
        else:
            self.emit(f"\\tag*{{{NUMBER_MARK}{number}}}", start)

    def put_tag(self, tag: Token, labels: Sequence[Token]) -> None:
        """Give the row at the end of the draft its tag, such as `(3)`; labels lead there."""
        text, start = tag
        if PLAIN_TAG.fullmatch(text):
            self.emit(f"\\tag*{{{text}}}", start)
        else:
            self.marks.append(Tag(text, start))
            self.emit(f"\\tag*{{{TAG_MARK}{len(self.marks) - 1}}}", start)
        if labels:  # math-core takes no other letters than these
            self.emit(f"\\label{{{LABEL_MARK}{len(self.labels)}}}", start)
        for number, label in enumerate(labels):
            id = equation_id(labels[0].text)
            self.labels.append(Label(label.text, text, id, label.start, is_further=number > 0))

    def last_written(self) -> str:
        """The text of the last token that is not white space; empty where there is none."""
        return next((token.text for token in reversed(self.out) if not token.text.isspace()), "")

    @property
    def environment(self) -> Environment:
        """The innermost environment that is open; `outside` where there is none."""
        return self.environments[-1] if self.environments else self.outside

    @property
    def numbered(self) -> Environment:
        """The environment to whose rows a tag or a label here belongs."""
        return next((one for one in reversed(self.environments) if one.numbers != "inner"), self.outside)

    @property
    def is_outermost(self) -> bool:
        """Whether this place is in no group and no environment."""
        return not self.depth and not self.environments

    @property
    def is_grouped(self) -> bool:
        """Whether this place is in a group that is in the innermost environment, or in none."""
        return self.depth > self.environment.depth
