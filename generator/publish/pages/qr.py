"""An address as a QR code, for paper."""

from functools import partial

import segno

#: Light modules around the code that readers need: the page's own margin gives the rest.
BORDER = 2

make = partial(segno.make, error="m", micro=False)


def qr_svg(address: str, title: str) -> str:
    """Return a QR code as SVG without a size of its own, as HTML that is safe to print.

    Args:
        address: What a phone shall open.
        title: Name of the drawing for who cannot see it.
    """
    return make(address).svg_inline(border=BORDER, omitsize=True, title=title, svgclass=None, lineclass=None)
