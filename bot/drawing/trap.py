"""A picture with numbered places, one of which is the trap; nothing in it tells which."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.drawing.brush import FINER, Brush, Color, bar, mix
from bot.drawing.fonts import Weight, drawable
from bot.drawing.icons import ICONS, WHITE, Pen
from bot.drawing.layout import Block, Box, Lettering, Room, set_text

WIDTH = 1080
HEADER = 128
MARGIN = 36
ROW, CELL = 216, 484
INK, SOFT, BRASS = "#1d3550", "#5d6c7a", "#8d6a2a"
TITLE = Lettering(size=44, color="#ffffff", weight=Weight.BOLD)
NUMBER = Lettering(size=44, color="#ffffff", weight=Weight.BOLD)
NAME = Lettering(size=30, color=SOFT, weight=Weight.MEDIUM)
WORDS = Lettering(size=40, color=INK, weight=Weight.MEDIUM)
SMALLEST = 24
HEADER_COLOR: Color = (45, 86, 120)
BADGE: Color = (178, 84, 46)
LINEN: Color = (246, 240, 228)
BOARD: Color = (176, 132, 86)
EVENING: Color = (231, 228, 240)
LAMPS: tuple[Color, ...] = ((240, 190, 92), (222, 120, 96), (120, 170, 150), (130, 150, 210))
PAINTS: tuple[Color, ...] = (
    (82, 142, 170), (206, 128, 82), (112, 148, 96), (158, 112, 160), (196, 164, 70),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What stands or is said at one place; `name` is who says it or what it is."""

    icon: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapPicture:
    """The messages on a phone, the things on a shelf or the people at a party, in order."""

    scene: str
    title: str
    places: tuple[Place, ...]

    @property
    def columns(self) -> int:
        return 1 if self.scene == "messages" else 2

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        rows = -(-len(self.places) // self.columns)
        return WIDTH, HEADER + rows * (ROW if self.columns == 1 else CELL) + MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The area of one place."""

    left: float
    top: float
    width: float
    height: float


@functools.lru_cache(maxsize=64)
def draw_trap(picture: TrapPicture) -> bytes:
    """Draw a PNG without metadata, 1080 pixels wide; equal pictures give equal bytes."""
    width, height = picture.size
    page = Image.new("RGB", (width * FINER, height * FINER), _ground(picture))
    brush = Brush(page)
    brush.shape(bar(0, WIDTH, 0, HEADER - 16), HEADER_COLOR)
    for number, cell in enumerate(cells(picture)):
        _draw_place(brush, picture, number, cell)
    page = page.resize((width, height), Image.Resampling.LANCZOS)
    canvas = ImageDraw.Draw(page)
    for box in lay_out(picture):
        box.draw(canvas)
    stream = io.BytesIO()
    page.save(stream, "PNG", compress_level=9)
    return stream.getvalue()


def cells(picture: TrapPicture) -> tuple[Cell, ...]:
    """Return the area of each place; the last one is wide where a row has but one."""
    columns, count = picture.columns, len(picture.places)
    height = ROW if columns == 1 else CELL
    width = (WIDTH - 2 * MARGIN) / columns
    found = []
    for number in range(count):
        row, column = divmod(number, columns)
        alone = columns > 1 and number == count - 1 and column == 0
        left = MARGIN + (width / 2 if alone else column * width)
        found.append(Cell(left=left, top=HEADER + row * height, width=width, height=height))
    return tuple(found)


def lay_out(picture: TrapPicture) -> tuple[Box, ...]:
    """Return every text in its place, so that a test can measure it."""
    title = set_text("title", drawable(picture.title), TITLE, Room(width=900, smallest=26))
    boxes = [Box(block=title, center=WIDTH / 2, top=24)]
    for number, cell in enumerate(cells(picture)):
        badge = set_text("number", str(number + 1), NUMBER, Room(width=60))
        x, y = _badge(cell)
        boxes.append(Box(block=badge, center=x, top=y - badge.height / 2))
        place = picture.places[number]
        boxes += _row(place, cell) if picture.columns == 1 else _cell(place, cell)
    return tuple(boxes)


def bubble(picture: TrapPicture, cell: Cell) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the card on which a place's words stand."""
    if picture.columns == 1:
        return cell.left + 204, cell.top + 54, cell.left + cell.width - 8, cell.top + ROW - 18
    return cell.left + 16, cell.top + 262, cell.left + cell.width - 16, cell.top + CELL - 18


def _row(place: Place, cell: Cell) -> Iterator[Box]:
    """Set a message: the sender above, the words from the left in their bubble."""
    left = cell.left + 232
    name = set_text("name", drawable(place.name), NAME, Room(width=720, smallest=20))
    yield Box(block=name, center=left + name.width / 2, top=cell.top + 8)
    room = Room(width=cell.width - 268, lines=3, height=136, smallest=SMALLEST)
    words = set_text("words", drawable(place.text), WORDS, room)
    top = cell.top + 54 + (ROW - 72 - words.height) / 2
    for number, line in enumerate(words.lines):
        block = Block(role="words", lines=(line,), lettering=words.lettering)
        above = top + number * words.lettering.line_height
        yield Box(block=block, center=left + block.width / 2, top=above)


def _cell(place: Place, cell: Cell) -> Iterator[Box]:
    """Set what stands on a thing, or what a person says, on the card below."""
    center, top, height = cell.left + cell.width / 2, cell.top + 268, CELL - 292.0
    if place.name:
        name = set_text("name", drawable(place.name), NAME, Room(width=420, smallest=20))
        yield Box(block=name, center=center, top=top)
        top, height = top + name.height, height - name.height
    room = Room(width=cell.width - 56, lines=4, height=height, smallest=SMALLEST)
    words = set_text("words", drawable(place.text), WORDS, room)
    yield Box(block=words, center=center, top=top + (height - words.height) / 2)


def _badge(cell: Cell) -> tuple[float, float]:
    return cell.left + 46, cell.top + 62


def _ground(picture: TrapPicture) -> Color:
    return EVENING if picture.scene == "party" else LINEN


def _draw_place(brush: Brush, picture: TrapPicture, number: int, cell: Cell) -> None:
    paint = PAINTS[number % len(PAINTS)]
    place = picture.places[number]
    is_row = picture.columns == 1
    if is_row:
        pen = Pen(brush=brush, center=(cell.left + 140, cell.top + 112), unit=104, color=paint)
        brush.disc(pen.center, 58, mix(paint, WHITE, 0.75))
    else:
        middle = (cell.left + cell.width / 2, cell.top + 136)
        pen = Pen(brush=brush, center=middle, unit=216, color=paint)
        _furnish(brush, picture.scene, cell)
    ICONS[place.icon](pen)
    left, top, right, bottom = bubble(picture, cell)
    if picture.scene != "shelf":
        _tail(brush, (left, top), is_row=is_row)
    card = Pen(brush=brush, center=(0, 0), unit=1, color=paint)
    card.brush.shape(_card(left, top, right, bottom), WHITE)
    brush.disc(_badge(cell), 38, BADGE)


def _furnish(brush: Brush, scene: str, cell: Cell) -> None:
    """Draw the board a thing stands on, or the lamps above a guest."""
    if scene == "shelf":
        brush.shape(bar(cell.left, cell.left + cell.width, cell.top + 240, 14), BOARD)
        return
    for step in range(9):
        share = step / 8
        x = cell.left + cell.width * share
        y = cell.top + 4 + 26 * (1 - (2 * share - 1) ** 2)
        brush.disc((x, y), 9, LAMPS[step % len(LAMPS)])


def _tail(brush: Brush, corner: tuple[float, float], *, is_row: bool) -> None:
    left, top = corner
    if is_row:
        brush.shape([(left + 4, top + 36), (left - 20, top + 48), (left + 4, top + 66)], WHITE)
    else:
        middle = left + (WIDTH / 2 - MARGIN - 32) / 2
        brush.shape([(middle - 20, top + 4), (middle, top - 20), (middle + 20, top + 4)], WHITE)


def _card(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    cut = 14.0
    return [
        (left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut),
        (right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut),
    ]  # fmt: skip
