"""Draws the icons that must be pixels: `python -m tests.browser.icons`.

The same drawing as static/img/favicon.svg, which browsers take where they can.
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[2] / "static" / "img"
GROUND, MIST, LINE, HEAD = "#0f3038", "#4b6d74", "#f0a35e", "#fdf6ec"
FINE = 8  # drawn so many times larger, then made smaller


def icon(size: int) -> Image.Image:
    """The icon in a square of `size` pixels."""
    unit = size * FINE / 32
    picture = Image.new("RGB", (size * FINE, size * FINE), GROUND)
    draw = ImageDraw.Draw(picture)

    def box(left, top, right, bottom, fill, radius=0.0):
        edges = [edge * unit for edge in (left, top, right, bottom)]
        draw.rounded_rectangle(edges, radius * unit, fill)

    box(19.5, 11, 40, 14, MIST, 1.5)
    box(21.5, 18, 29.5, 21, MIST, 1.5)
    box(0, 14, 17, 18, LINE)
    box(17, 6, 20, 26, HEAD)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main():
    """Write every size."""
    icon(180).save(FOLDER / "apple-touch-icon.png", optimize=True)
    for size in (192, 512):
        icon(size).save(FOLDER / f"icon-{size}.png", optimize=True)
    icon(32).save(FOLDER / "favicon.ico", sizes=[(16, 16), (32, 32)])


if __name__ == "__main__":
    main()
