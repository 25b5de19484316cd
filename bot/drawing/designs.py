"""The designs of a certificate: one for children, one for the young, a plain one for adults."""

from __future__ import annotations

import functools
from enum import StrEnum

from PIL import Image

from bot.drawing.brush import FINER, Brush, bar
from bot.drawing.gate import draw_gate
from bot.drawing.meadow import meadow
from bot.drawing.scenery import GOLD, HEIGHT, PAPER, WIDTH, draw_frame, scenery, window

FOOT_TOP = 1090
FOOT, WATERMARK = "#1d3550", "#efe5cf"


class Design(StrEnum):
    """What is drawn behind the words."""

    KITES = "kites"
    GATE = "gate"
    PLAIN = "plain"


def background(design: Design) -> Image.Image:
    """Return a fresh copy of the picture; each is dark below, where the code stands in white."""
    pictures = {Design.KITES: meadow, Design.GATE: scenery, Design.PLAIN: _plain}
    return pictures[design]().copy()


@functools.cache
def _plain() -> Image.Image:
    """Draw paper with the gate as a watermark above a dark foot."""
    page = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    picture = Image.new("RGB", page.size, PAPER)
    brush = Brush(picture)
    draw_gate(brush, (WIDTH / 2, FOOT_TOP), WATERMARK, PAPER)
    brush.shape(bar(0, WIDTH, FOOT_TOP, HEIGHT - FOOT_TOP), FOOT)
    brush.shape(bar(0, WIDTH, FOOT_TOP, 3), GOLD)
    page.paste(picture, mask=window(page.size))
    draw_frame(Brush(page))
    return page.reduce(FINER)
