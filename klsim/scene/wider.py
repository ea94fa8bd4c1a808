"""Panels as they are when they have zoomed out, by which of a scene they are and how far they reach."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from klsim.scene.codec import SCENES
from klsim.scene.marks import Panel
from klsim.scene.zooming import CLOSE, Factors

View: TypeAlias = tuple[int, Factors]
"""The number of a panel, and how many times as far it reaches across and up."""

Wider: TypeAlias = Mapping[View, Panel]
"""The panels of a scene that its runs come to, but for those that are as at first."""

AFTER = "after-"
"""What the name of a product begins with that has the panels to which one picture comes."""

NONE: Wider = MappingProxyType({})


def encode_wider(wider: Wider) -> dict[str, bytes]:
    """Each as bytes, by its name."""
    return {view_name(view): SCENES.encode(panel) for view, panel in wider.items()}


def decode_wider(products: Mapping[str, bytes]) -> Wider:
    """The same again; other products are passed over."""
    return {view_of(name): SCENES.decode(data, Panel) for name, data in products.items() if name[0].isdecimal()}


def join_wider(wider: Wider) -> bytes:
    """All of them as one product, whose name begins with `AFTER`."""
    return json.dumps({name: data.decode() for name, data in encode_wider(wider).items()}).encode()


def read_wider(products: Mapping[str, bytes]) -> Wider:
    """What products of any of these names have."""
    found = dict(decode_wider(products))
    for name, data in products.items():
        if name.startswith(AFTER):
            found |= decode_wider({view: one.encode() for view, one in json.loads(data).items()})
    return found


def view_name(view: View) -> str:
    """A view as products are called, "0-10-1"."""
    number, (across, up) = view
    return f"{number}-{across}-{up}"


def view_of(name: str) -> View:
    """The view that is called so."""
    number, across, up = map(int, name.split("-"))
    return number, (across, up)


def panel_in(panel: Panel, number: int, wider: Wider, factors: Factors) -> Panel:
    """A panel of a scene, or what it is when it reaches so far."""
    return panel if factors == CLOSE else wider[number, factors]
