"""The colours of the map: told apart by every kind of eye, and legible.

How colours look to those who miss a kind of cone follows Machado, Oliveira and Fernandes (2009), at full severity.
"""

import re
from itertools import combinations

import numpy as np
import pytest

from tests.site.sites import ROOT

CSS = (ROOT / "templates" / "static" / "theme.css").read_text(encoding="utf-8")
SPEEDS = [f"speed-{n}" for n in range(1, 6)]
FILLS = [*SPEEDS, "paper", "stuck", "diverged", "out-of-domain"]
SIGNS = {
    **dict.fromkeys(["speed-1", "speed-2"], "paper"),
    **dict.fromkeys(["speed-3", "stuck", "diverged", "out-of-domain"], "ink-on-light"),
    **dict.fromkeys(["speed-4", "speed-5"], "ink"),
    "paper": "muted",
}
"""What is written on each colour, as in style.css."""

SIGHTS = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def scheme(name: str) -> dict[str, np.ndarray]:
    """The colours of a scheme as linear light, (3,) each from 0 to 1."""
    light, _, dark = CSS.partition("prefers-color-scheme: dark")
    text = light if name == "light" else light + dark
    return {key: linear(value) for key, value in re.findall(r"--([a-z0-9-]+): #([0-9a-f]{6})", text)}


def linear(digits: str) -> np.ndarray:
    values = np.frombuffer(bytes.fromhex(digits), np.uint8) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear light, white being that of sRGB."""
    ratios = XYZ @ np.clip(light, 0, 1) / XYZ.sum(axis=1)
    x, y, z = np.where(ratios > 216 / 24389, np.cbrt(ratios), (24389 / 27 * ratios + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted(float(XYZ[1] @ light) for light in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_cells_of_different_kinds_look_different_to_every_eye(name: str, sight: str):
    colours = scheme(name)
    seen = {fill: lab(SIGHTS[sight] @ colours[fill]) for fill in FILLS}
    for one, other in combinations(FILLS, 2):
        least = 10 if {one, other} <= set(SPEEDS) else 13
        assert np.linalg.norm(seen[one] - seen[other]) >= least, (one, other)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_sooner_arrivals_stand_out_more_from_the_paper(name: str):
    colours = scheme(name)
    contrasts = [contrast(colours[pace], colours["paper"]) for pace in SPEEDS]
    assert contrasts == sorted(contrasts, reverse=True)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_written_on_a_colour_is_legible(name: str):
    colours = scheme(name)
    for fill, sign in SIGNS.items():
        assert contrast(colours[fill], colours[sign]) >= 4.5, (fill, sign)
