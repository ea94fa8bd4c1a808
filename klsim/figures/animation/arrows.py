"""Reading the `arrows` of a block: which kinds are drawn from the start, and which readers may switch on."""

from collections.abc import Mapping as AbstractMapping
from types import MappingProxyType

from klsim.content.schema import flag, text
from klsim.content.yaml import Mapping, Node, Sequence
from klsim.diagnostics import Code, each

ARROWS = "arrows"
NO_ARROWS: AbstractMapping[str, bool] = MappingProxyType({})


def read_arrows(node: Node | None) -> AbstractMapping[str, bool]:
    """The kinds of arrows that a block asks for, `[step]` or `{step: true, gradient: false}`, and whether each is
    drawn from the start; which kinds there are depends on the simulation.
    """
    if node is None:
        return NO_ARROWS
    if isinstance(node, Mapping):
        found = each(lambda item: (item[0].text, flag(item[1], item[0].text)), node.items)
    else:
        items = node.items if isinstance(node, Sequence) else (node,)
        found = [(kind, True) for kind in each(lambda item: text(item, ARROWS), items)]
    kinds = [kind for kind, _ in found]
    if not kinds:
        raise node.location.failure(Code.EMPTY_VALUE, "arrows: none is named", "list some, or leave it out")
    if twice := next((kind for n, kind in enumerate(kinds) if kind in kinds[:n]), None):
        raise node.location.failure(Code.DUPLICATE_VALUE, f"arrows: {twice} is listed twice")
    return dict(found)
