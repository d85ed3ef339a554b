"""The title card as a PNG of 1200 by 630 pixels, for the previews of shared links.

The same drawing as the SVG, from the same public facts; rasterised with a type of
our own, since a server need have none.
"""

from functools import lru_cache

import font_source_serif_pro as serif
import resvg_py

from guide.films.titlecard import title_card


@lru_cache(maxsize=256)  # about 20 kB each
def share_card(
    title: str, year: int, genres: tuple[str, ...], ground: str, figure: str
) -> bytes:
    """PNG bytes; arguments and errors as those of `title_card`."""
    return resvg_py.svg_to_bytes(
        svg_string=title_card(title, year, genres, ground, figure),
        skip_system_fonts=False,
        font_files=[serif.SourceSerifPro],
        serif_family="Source Serif Pro",
        sans_serif_family="Source Serif Pro",
        font_family="Source Serif Pro",
    )
