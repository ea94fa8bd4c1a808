"""How well a colour is seen on another, by WCAG 2.2."""

from klsim.scene.theme import Colour

_STEPS = 200


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21, the same either way."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest_seen(colour: Colour, paper: Colour, least: float) -> Colour | None:
    """The nearest mixture of a colour with black or white that has a contrast with the paper; None if none has."""
    for step in range(_STEPS + 1):
        for end in ((0, 0, 0), (255, 255, 255)):
            red, green, blue = (round(a + (b - a) * step / _STEPS) for a, b in zip(colour, end, strict=True))
            if contrast((red, green, blue), paper) >= least:
                return red, green, blue
    return None
