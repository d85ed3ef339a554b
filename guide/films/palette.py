"""Colours as numbers: what hue a film's two colours are, and how far apart they lie.

Conversion after Björn Ottosson, "A perceptual color space for image processing"
(OKLab, 2020); contrast after WCAG 2.2, "relative luminance" and "contrast ratio".
"""

import re
from math import atan2, degrees, hypot

HUES = 24
GREY_BELOW = 0.02  # OKLCH chroma under which a colour has no hue to speak of

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def channels(colour: str) -> tuple[float, float, float]:
    """Linear-light red, green and blue of "#rrggbb", each 0 to 1.

    Raises ValueError for anything that is not six hexadecimal digits after a "#".
    """
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a colour in the form #rrggbb: {colour!r}")
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def _linear(value: float) -> float:
    if value <= 0.04045:
        return value / 12.92
    return ((value + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 (black) to 1 (white). Raises ValueError."""
    red, green, blue = channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two "#rrggbb", 1 (the same) to 21. Raises ValueError."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma and hue (degrees, 0 to 360). Raises ValueError."""
    red, green, blue = channels(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    mid = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def hue_name(colour: str) -> str:
    """The nearest of 24 hues as the stylesheet names it: "0", "15" … "345", or "grey".

    Raises ValueError if the colour is not "#rrggbb".
    """
    _, chroma, hue = oklch(colour)
    if chroma < GREY_BELOW:
        return "grey"
    step = 360 // HUES
    return str(round(hue / step) * step % 360)


def deep_and_bright(ground: str, figure: str) -> tuple[str, str]:
    """The names for data-deep and data-bright: of two "#rrggbb" the darker is deep.

    Of two equally light colours the ground is deep. Raises ValueError.
    """
    deep, bright = sorted((ground, figure), key=luminance)
    return hue_name(deep), hue_name(bright)
