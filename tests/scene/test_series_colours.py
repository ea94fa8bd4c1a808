"""The colours of series can be told from each other, also by those who see colours otherwise, and from the paper.

Differences are CIEDE2000 (Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", 2005); other kinds of sight
are those of Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency",
2009, complete deficiencies.
"""

from itertools import combinations

import numpy as np
import pytest

from klsim.diagnostics import Diagnostics
from klsim.scene.stylesheet import parse_themes
from tests.site.sites import ROOT

THEMES = parse_themes((ROOT / "templates/static/theme.css").read_text("utf-8"), Diagnostics())
SERIES = [f"series-{n}" for n in range(1, 9)]
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
SIGHT = {
    "usual": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour: tuple[int, int, int]) -> np.ndarray:
    share = np.array(colour) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB, for its own white."""
    ratio = TO_XYZ @ np.clip(light, 0, 1) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000 of two colours in L*a*b*."""
    middle = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * np.sqrt(middle**7 / (middle**7 + 25.0**7))
    (l1, a1, b1), (l2, a2, b2) = one, other
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    hue = (h1 + turn / 2) % 360
    away_l, away_c, away_h = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2

    def wave(times: int, shift: float) -> float:
        return float(np.cos(np.radians(times * hue + shift)))

    weight = 1 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.2 * wave(4, -63)
    scale_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    scale_c, scale_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    twist = 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    turned = -np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))) * twist
    parts = away_l / scale_l, away_c / scale_c, away_h / scale_h
    return float(np.sqrt(sum(part**2 for part in parts) + turned * parts[1] * parts[2]))


@pytest.mark.parametrize(
    ("one", "other", "right"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_that_sharma_gives(one: tuple[float, ...], other: tuple[float, ...], right: float):
    assert difference(np.array(one), np.array(other)) == pytest.approx(right, abs=5e-5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_series_look_alike(scheme: str, sight: str):
    theme = getattr(THEMES, scheme)
    seen = {name: lab(SIGHT[sight] @ linear(theme.colour(name))) for name in SERIES}
    closest = min((difference(seen[one], seen[other]), one, other) for one, other in combinations(SERIES, 2))
    assert closest[0] >= 12, closest


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_series_stand_out_from_the_paper(scheme: str):
    theme = getattr(THEMES, scheme)
    paper, *series = (float(TO_XYZ[1] @ linear(theme.colour(name))) for name in ("paper", *SERIES))
    for name, light in zip(SERIES, series, strict=True):
        dark, bright = sorted((paper, light))
        assert (bright + 0.05) / (dark + 0.05) >= 3, name
