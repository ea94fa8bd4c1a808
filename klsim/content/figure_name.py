"""How settings of a site or of an article name a figure."""

from dataclasses import dataclass

from klsim.content.schema import text
from klsim.content.yaml import Node
from klsim.diagnostics import Location


@dataclass(frozen=True)
class FigureName:
    """A figure as it is called in one place: by its id, or by its article and its id, with `/` between."""

    name: str
    location: Location


def figure_name(node: Node, name: str) -> FigureName:
    """The name that a key has as its value."""
    return FigureName(text(node, name), node.location)
