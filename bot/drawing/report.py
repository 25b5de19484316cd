"""The figures of a period as a picture: bars for shares, and plain words where one is withheld."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.drawing.fonts import Weight, drawable
from bot.drawing.layout import Box, Lettering, Room, set_text
from bot.drawing.scenery import GOLD, PAPER

WIDTH = 1080
MARGIN = 72
HEADER = 300
SECTION_HEAD, SECTION_GAP = 74, 34
ROW, BAR_HEIGHT = 62, 14
FOOTER = 150
LABEL_WIDTH, VALUE_WIDTH = 400, 190
BAR_LEFT = MARGIN + LABEL_WIDTH + 20
BAR_WIDTH = WIDTH - MARGIN - VALUE_WIDTH - 20 - BAR_LEFT
INK, SOFT, BRASS, TRACK, FILL = "#1d3550", "#5d6c7a", "#8d6a2a", "#e6e0d2", "#2f6f8f"
BRAND = Lettering(size=26, color=BRASS, weight=Weight.MEDIUM, tracking=0.16)
TITLE = Lettering(size=60, color=INK, weight=Weight.BOLD)
PERIOD = Lettering(size=34, color=SOFT, weight=Weight.MEDIUM)
HEAD = Lettering(size=36, color=INK, weight=Weight.BOLD)
LABEL = Lettering(size=30, color=INK)
VALUE = Lettering(size=34, color=INK, weight=Weight.BOLD)
WITHHELD = Lettering(size=26, color=SOFT)
NOTE = Lettering(size=24, color=SOFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure with its name; `share` (0 to 1) draws a bar, and None of it none."""

    label: str
    value: str
    share: float | None = None
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Figures that belong together."""

    title: str
    rows: tuple[Row, ...]

    @property
    def height(self) -> int:
        return SECTION_HEAD + ROW * len(self.rows) + SECTION_GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPicture:
    """All that is drawn, in the reader's words."""

    brand: str
    title: str
    period: str
    sections: tuple[Section, ...]
    note: str

    @property
    def height(self) -> int:
        return HEADER + sum(section.height for section in self.sections) + FOOTER


def draw_report(report: ReportPicture) -> bytes:
    """Draw a PNG, 1080 pixels wide and as high as its rows ask; equal reports give equal bytes."""
    page = Image.new("RGB", (WIDTH, report.height), PAPER)
    canvas = ImageDraw.Draw(page)
    frame = (MARGIN // 2, MARGIN // 2, WIDTH - MARGIN // 2, report.height - MARGIN // 2)
    canvas.rounded_rectangle(frame, 28, outline=GOLD, width=3)
    for left, top, right, color in _bars(report):
        shape = (left, top, right, top + BAR_HEIGHT)
        canvas.rounded_rectangle(shape, BAR_HEIGHT // 2, fill=color)
    for box in lay_out(report):
        box.draw(canvas)
    stream = io.BytesIO()
    page.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def lay_out(report: ReportPicture) -> tuple[Box, ...]:
    middle = WIDTH / 2
    note_room = Room(width=WIDTH - 2 * MARGIN, lines=3, smallest=18)
    note = set_text("note", drawable(report.note), NOTE, note_room)
    return (
        _centred("brand", report.brand, BRAND, 84),
        _centred("title", report.title, TITLE, 128),
        _centred("period", report.period, PERIOD, 222),
        *(box for top, section in _places(report) for box in _section(section, top)),
        Box(block=note, center=middle, top=report.height - FOOTER + 4),
    )


def _places(report: ReportPicture) -> Iterator[tuple[int, Section]]:
    top = HEADER
    for section in report.sections:
        yield top, section
        top += section.height


def _rows(section: Section, top: int) -> Iterator[tuple[int, Row]]:
    for number, row in enumerate(section.rows):
        yield top + SECTION_HEAD + ROW * number, row


def _section(section: Section, top: int) -> Iterator[Box]:
    yield _left("head", section.title, HEAD, top, WIDTH - 2 * MARGIN)
    for row_top, row in _rows(section, top):
        yield _left("label", row.label, LABEL, row_top, LABEL_WIDTH)
        # A value without a bar may use the bar's place.
        room = VALUE_WIDTH if row.share is not None else VALUE_WIDTH + BAR_WIDTH
        yield _right("value", row.value, WITHHELD if row.is_withheld else VALUE, row_top, room)


def _bars(report: ReportPicture) -> Iterator[tuple[float, float, float, str]]:
    for top, section in _places(report):
        for row_top, row in _rows(section, top):
            if row.share is None:
                continue
            bar_top = row_top + LABEL.line_height / 2 - BAR_HEIGHT / 2
            yield BAR_LEFT, bar_top, BAR_LEFT + BAR_WIDTH, TRACK
            if row.share > 0:
                filled = max(BAR_WIDTH * min(row.share, 1.0), BAR_HEIGHT)
                yield BAR_LEFT, bar_top, BAR_LEFT + filled, FILL


def _centred(role: str, text: str, lettering: Lettering, top: float) -> Box:
    room = Room(width=WIDTH - 2 * MARGIN, smallest=20)
    block = set_text(role, drawable(text), lettering, room)
    return Box(block=block, center=WIDTH / 2, top=top)


def _left(role: str, text: str, lettering: Lettering, top: float, width: float) -> Box:
    block = set_text(role, drawable(text), lettering, Room(width=width, smallest=18))
    lowered = top + (lettering.line_height - block.height) / 2
    return Box(block=block, center=MARGIN + block.width / 2, top=lowered)


def _right(role: str, text: str, lettering: Lettering, top: float, width: float) -> Box:
    block = set_text(role, drawable(text), lettering, Room(width=width, smallest=16))
    lowered = top + (LABEL.line_height - block.height) / 2
    return Box(block=block, center=WIDTH - MARGIN - block.width / 2, top=lowered)
