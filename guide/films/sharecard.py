"""The title card as a PNG of 1200 by 630 pixels, for the previews of shared links.

The same drawing as the SVG, from the same public facts.
"""

from functools import lru_cache

import resvg_py

from guide.films.titlecard import title_card


@lru_cache(maxsize=256)  # about 20 kB each
def share_card(
    title: str,
    year: int,
    genres: tuple[str, ...],
    ground: str,
    figure: str,
    beside: str = "",
) -> bytes:
    """PNG bytes; arguments and errors as those of `title_card`."""
    svg = title_card(title, year, genres, ground, figure, beside)
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
