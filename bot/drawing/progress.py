"""A learner's progress: a row of marks for each lesson, told apart by shape as well as colour."""

from __future__ import annotations

import dataclasses
import functools
import io
import math

from PIL import Image, ImageDraw

from bot.drawing.brush import FINER, Brush
from bot.drawing.fonts import Weight, drawable
from bot.drawing.layout import Block, Box, Lettering, Room, set_text
from bot.drawing.scenery import emblem

# A chat shows the picture about 300 points wide: a wider page would make its letters too small.
WIDTH = 760
MARGIN = 44
MEASURE = WIDTH - 2 * MARGIN
HEAD = 216
STREAK_ROOM = 64
ROW = 164
FOOT = 206
LEGEND_ROW = 48
MOST_ROWS = 12
MARKS_TOP = 74
RADIUS = 19
MOST_MARKS = 14
EMBLEM_SIZE = 76

PAPER, CARD, INK, SOFT = "#eef4f4", "#ffffff", "#1d3550", "#5d6c7a"
STRONG, FADING, UNSEEN = "#1f7a5a", "#c2770e", "#a9b8bf"
TITLE = Lettering(size=60, color=INK, weight=Weight.BOLD)
COURSE = Lettering(size=34, color=SOFT)
LESSON = Lettering(size=34, color=INK, weight=Weight.MEDIUM)
COUNT = Lettering(size=28, color=SOFT)
LEGEND = Lettering(size=30, color=INK)
STREAK = Lettering(size=30, color=STRONG, weight=Weight.MEDIUM)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProgressWords:
    """The words of the picture, in the learner's language; no streak is an empty text."""

    title: str
    strong: str
    fading: str
    unseen: str
    streak: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """A lesson and how many of its points stand how."""

    title: str
    strong: int
    fading: int
    unseen: int

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the colour of each mark; so many points that they do not fit are scaled down."""
        counts = {STRONG: self.strong, FADING: self.fading, UNSEEN: self.unseen}
        total = sum(counts.values())
        share = min(1.0, MOST_MARKS / total) if total else 1.0
        return tuple(
            color for color, count in counts.items() for _ in range(_scaled(count, share))
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProgressChart:
    """A course with its lessons; of more than twelve the last ones are left out."""

    course: str
    rows: tuple[ProgressRow, ...]
    words: ProgressWords

    @property
    def shown(self) -> tuple[ProgressRow, ...]:
        return self.rows[:MOST_ROWS]

    @property
    def head(self) -> int:
        """Where the rows begin."""
        return HEAD + (STREAK_ROOM if self.words.streak else 0)

    @property
    def height(self) -> int:
        return self.head + ROW * len(self.shown) + FOOT


def draw_progress(chart: ProgressChart) -> bytes:
    """Draw a PNG 760 pixels wide; equal charts give equal bytes."""
    large = Image.new("RGB", (WIDTH * FINER, chart.height * FINER), PAPER)
    brush = Brush(large)
    for number, row in enumerate(chart.shown):
        top = chart.head + number * ROW
        _draw_card(large, top)
        for place, color in enumerate(row.marks):
            _draw_mark(brush, _mark_center(top, place), color, RADIUS)
    for number, color in enumerate((STRONG, FADING, UNSEEN)):
        y = _legend_top(chart, number) + LEGEND.line_height / 2
        _draw_mark(brush, (MARGIN + 28 + RADIUS, y), color, 15)
    page = large.reduce(FINER)
    seal = emblem(EMBLEM_SIZE)
    page.paste(seal, (WIDTH - MARGIN - EMBLEM_SIZE, 54), mask=seal)
    canvas = ImageDraw.Draw(page)
    for box in lay_out(chart):
        box.draw(canvas)
    stream = io.BytesIO()
    page.save(stream, "PNG", compress_level=9)
    return stream.getvalue()


def lay_out(chart: ProgressChart) -> tuple[Box, ...]:
    """Give every text its place."""
    words = chart.words
    room = MEASURE - EMBLEM_SIZE - 30
    boxes = [
        _from(MARGIN, 48, _block("title", words.title, TITLE, Room(width=room, smallest=30))),
        _from(MARGIN, 140, _block("course", chart.course, COURSE, Room(width=room))),
    ]
    if words.streak:
        block = _block("streak", words.streak, STREAK, Room(width=MEASURE))
        boxes.append(_from(MARGIN, HEAD - 8, block))
    for number, row in enumerate(chart.shown):
        top = chart.head + number * ROW + 16
        counts = f"{row.strong} / {row.strong + row.fading + row.unseen}"
        count = _block("count", counts, COUNT, Room(width=180))
        right = WIDTH - MARGIN - 28
        boxes.append(Box(block=count, center=right - count.width / 2, top=top + 4))
        lesson = Room(width=MEASURE - 56 - count.width - 30, smallest=22)
        boxes.append(_from(MARGIN + 28, top, _block("lesson", row.title, LESSON, lesson)))
    return (*boxes, *_legend(chart))


def _legend(chart: ProgressChart) -> list[Box]:
    texts = (chart.words.strong, chart.words.fading, chart.words.unseen)
    left = MARGIN + 28 + 2 * RADIUS + 18
    room = Room(width=WIDTH - MARGIN - left, smallest=14)
    return [
        _from(left, _legend_top(chart, number), _block("legend", text, LEGEND, room))
        for number, text in enumerate(texts)
    ]


def _legend_top(chart: ProgressChart, number: int) -> float:
    return chart.height - FOOT + 22 + number * LEGEND_ROW


def _from(left: float, top: float, block: Block) -> Box:
    return Box(block=block, center=left + block.width / 2, top=top)


def _block(role: str, text: str, lettering: Lettering, room: Room) -> Block:
    return set_text(role, drawable(text), lettering, room)


def _mark_center(top: int, place: int) -> tuple[float, float]:
    step = (MEASURE - 56 - 2 * RADIUS) / (MOST_MARKS - 1)
    return MARGIN + 28 + RADIUS + place * step, top + MARKS_TOP + RADIUS + 8


def _draw_card(large: Image.Image, top: int) -> None:
    corners = (MARGIN, top + 4, WIDTH - MARGIN, top + ROW - 12)
    scaled = [each * FINER for each in corners]
    ImageDraw.Draw(large).rounded_rectangle(scaled, 22 * FINER, fill=CARD)


def _draw_mark(brush: Brush, center: tuple[float, float], color: str, radius: float) -> None:
    """Draw what is strong as a full disc, what fades as a half one, what is to come as a ring."""
    brush.disc(center, radius, color)
    if color == STRONG:
        return
    brush.disc(center, radius - 4, CARD if color == UNSEEN else "#fdf1dc")
    if color == FADING:
        x, y = center
        brush.shape(_half_disc(x, y, radius - 1), color)


def _half_disc(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [(x + radius * dx, y + radius * dy) for dx, dy in _half_circle()]


@functools.cache
def _half_circle() -> tuple[tuple[float, float], ...]:
    """Outline the lower half of a circle."""
    angles = [math.pi * step / 40 for step in range(41)]
    return tuple((math.cos(angle), math.sin(angle)) for angle in angles)


def _scaled(count: int, share: float) -> int:
    return max(1, round(count * share)) if count else 0
