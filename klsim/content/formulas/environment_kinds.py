"""The environments that formulas may have."""

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """An environment of LaTeX.

    opening, closing: how it begins and ends for math-core
    numbers:          which rows have numbers
    follows:          what stands behind its name
    most_cells:       how many `&` a row may have; None for any number
    """

    opening: str
    closing: str
    numbers: str = "inner"
    follows: str = ""
    most_cells: int | None = None


def plain_kind(name: str, numbers: str = "inner", follows: str = "", most_cells: int | None = None) -> Kind:
    """An environment that math-core has by this name."""
    return Kind(f"\\begin{{{name}}}", f"\\end{{{name}}}", numbers, follows, most_cells)


_FENCES = {
    "": ("", ""),
    "p": ("(", ")"),
    "b": ("[", "]"),
    "B": ("\\{", "\\}"),
    "v": ("|", "|"),
    "V": ("\\|", "\\|"),
}
_ALIGNED = ["align", "flalign", "alignat", "xalignat", "xxalignat", "eqnarray"]
_SIMPLE = ["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "cases", "dcases", "rcases", "drcases"]
KINDS: Mapping[str, Kind] = {
    **{name: plain_kind(name) for name in _SIMPLE},
    **{name: plain_kind(name, follows="columns") for name in ("array", "darray", "subarray")},
    "aligned": plain_kind("aligned", follows="place"),
    "split": plain_kind("aligned", most_cells=1),
    "gathered": plain_kind("gathered", follows="place"),
    "alignedat": plain_kind("aligned", follows="place count"),
    "smallmatrix": Kind("{", "\\end{matrix}}", follows="small"),
    **{
        f"{kind}matrix*": Kind(
            f"\\left{left}\\begin{{array}}" if left else "\\begin{array}",
            f"\\end{{array}}\\right{right}" if right else "\\end{array}",
            follows="alignment",
        )
        for kind, (left, right) in _FENCES.items()
    },
    **{
        f"{name}{star}": plain_kind("align*", "none" if star else "every", "count" if name.endswith("at") else "")
        for name in _ALIGNED
        for star in ("", "*")
    },
    **{f"gather{star}": plain_kind("gather*", "none" if star else "every") for star in ("", "*")},
    **{f"equation{star}": plain_kind("equation*", "none" if star else "every") for star in ("", "*")},
    "displaymath": plain_kind("equation*", "none"),
    "math": Kind("{", "}"),
    "multline": plain_kind("multline", "last"),
    "multline*": plain_kind("multline", "none"),
}
