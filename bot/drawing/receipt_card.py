"""The twelve words of a receipt on a plain card; nothing on it tells what they open."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.drawing.fonts import Weight, drawable
from bot.drawing.layout import Box, Lettering, Room, set_text
from bot.drawing.scenery import GOLD, PAPER

WIDTH, HEIGHT = 1080, 1350
MARGIN = 60
GRID_TOP, GRID_BOTTOM = 330, 1010
NOTE_TOP = 1070
INK, SOFT, BRASS = "#1d3550", "#5d6c7a", "#8d6a2a"
TITLE = Lettering(size=60, color=INK, weight=Weight.BOLD, tracking=0.03)
ORDER = Lettering(size=30, color=SOFT)
NUMBER = Lettering(size=30, color=BRASS, weight=Weight.MEDIUM)
NOTE = Lettering(size=32, color=SOFT)
LONGEST_NARROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCard:
    """The words in their order, and what is printed above and below them."""

    words: Sequence[str]
    title: str
    order: str
    note: str

    def __repr__(self) -> str:
        return "<ReceiptCard>"


def draw_receipt_card(card: ReceiptCard) -> bytes:
    """Draw a PNG of 1080 x 1350 pixels without metadata."""
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(page)
    inset = MARGIN // 2
    canvas.rounded_rectangle(
        (inset, inset, WIDTH - inset, HEIGHT - inset), 28, outline=GOLD, width=3
    )
    for box in lay_out(card):
        box.draw(canvas)
    stream = io.BytesIO()
    page.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def lay_out(card: ReceiptCard) -> tuple[Box, ...]:
    return (
        _box("title", card.title, TITLE, 110),
        _box("order", card.order, ORDER, 216),
        *_grid(card.words),
        _box("note", card.note, NOTE, NOTE_TOP, lines=4),
    )


def _grid(words: Sequence[str]) -> tuple[Box, ...]:
    """Set single characters in three columns, and longer words in two."""
    columns = 3 if max(len(word) for word in words) <= LONGEST_NARROW else 2
    width = (WIDTH - 2 * MARGIN) / columns
    height = (GRID_BOTTOM - GRID_TOP) / -(-len(words) // columns)
    size = 84 if columns > LONGEST_NARROW else 56
    lettering = Lettering(size=size, color=INK, weight=Weight.BOLD)
    boxes = []
    for place, word in enumerate(words):
        row, column = divmod(place, columns)
        center = MARGIN + width * (column + 0.5)
        top = GRID_TOP + height * row
        room = Room(width=width - 90, smallest=28)
        number = set_text("number", str(place + 1), NUMBER, Room(width=60))
        block = set_text("word", drawable(word), lettering, room)
        left = center - width / 2 + 50
        boxes.append(Box(block=number, center=left, top=top + (block.height - number.height) / 2))
        boxes.append(Box(block=block, center=center + 30, top=top))
    return tuple(boxes)


def _box(role: str, text: str, lettering: Lettering, top: float, lines: int = 1) -> Box:
    room = Room(width=WIDTH - 4 * MARGIN, lines=lines)
    block = set_text(role, drawable(text), lettering, room)
    return Box(block=block, center=WIDTH / 2, top=top)
