"""A QR code on a light card, with its quiet zone, in whole pixels."""

from __future__ import annotations

import dataclasses

import segno
from PIL import Image, ImageDraw

# A telephone's camera still tells modules of five pixels apart.
SMALLEST = 5
QUIET = 4  # Modules, as ISO/IEC 18004 asks.
DARK, LIGHT = "#14263a", "#fffdf7"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CodePlace:
    """A square on the page; `left`, `top` and `size` in pixels."""

    left: int
    top: int
    size: int

    @property
    def right(self) -> int:
        return self.left + self.size

    @property
    def bottom(self) -> int:
        return self.top + self.size


def draw_code(page: Image.Image, text: str, place: CodePlace) -> None:
    """Draw the code of `text` as large as the square allows, in its middle.

    Raise `ValueError` where its modules would be too small to be read.
    """
    modules = segno.make_qr(text, error="m", boost_error=False).matrix
    count = len(modules)
    scale = place.size // (count + 2 * QUIET)
    if scale < SMALLEST:
        raise ValueError("the text is too long for the square")
    canvas = ImageDraw.Draw(page)
    canvas.rounded_rectangle(
        (place.left, place.top, place.right - 1, place.bottom - 1), 16, fill=LIGHT
    )
    inset = (place.size - count * scale) // 2
    for row, line in enumerate(modules):
        for column, is_dark in enumerate(line):
            if is_dark:
                x, y = place.left + inset + column * scale, place.top + inset + row * scale
                canvas.rectangle((x, y, x + scale - 1, y + scale - 1), fill=DARK)
