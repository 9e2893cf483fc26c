"""QR codes of URLs, for printed pages."""

from functools import lru_cache, partial

import segno

#: Quiet zone in modules; the page's white space provides the rest.
BORDER = 2

make = partial(segno.make, error="m", micro=False)


@lru_cache(maxsize=4096)
def qr_svg(address: str, title: str) -> str:
    """Return a QR code as SVG without width and height, as safe HTML.

    The best of eight masks costs a fifth of a page, so `atlas serve` keeps the codes between renders.

    Args:
        address: The URL to encode.
        title: Accessible name of the drawing.
    """
    return make(address).svg_inline(border=BORDER, omitsize=True, title=title, svgclass=None, lineclass=None)
