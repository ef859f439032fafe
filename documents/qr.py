"""The square code of an address, as SVG for the page and as PNG for Word."""

from io import BytesIO

import segno
from django.utils.html import format_html

QUIET = 4  # modules of white around it (ISO/IEC 18004)
DOTS = 8  # pixels of a module in the PNG


def svg(address):
    """It scales with its box; whoever cannot see it has the address beside it."""
    code = segno.make(address, error="m", micro=False)
    size = code.symbol_size(border=QUIET)[0]
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=QUIET))
        for x, dark in enumerate(row)
        if dark
    )
    return format_html(
        '<svg class="doc-qr" viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path fill="#000" d="{1}"/></svg>',
        size,
        path,
    )


def png(address):
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=DOTS, border=QUIET)
    return out.getvalue()
