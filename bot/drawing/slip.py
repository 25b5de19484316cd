"""The consent slip on paper: one A4 page for each child, black on white, as a PDF."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from bot.drawing.fonts import Weight, drawable
from bot.drawing.layout import Block, Box, Lettering, Room, set_text, wrap

# A4 at 200 dots an inch.
WIDTH, HEIGHT, DOTS = 1654, 2339, 200
MARGIN = 150
MEASURE = WIDTH - 2 * MARGIN
FORM_TOP = 1830
INK = "#000000"
GAP = 14

BRAND = Lettering(size=30, color=INK, weight=Weight.MEDIUM, tracking=0.1)
TITLE = Lettering(size=58, color=INK, weight=Weight.BOLD)
HEADING = Lettering(size=30, color=INK, weight=Weight.BOLD)
BODY = Lettering(size=33, color=INK)
FORM = Lettering(size=28, color=INK)
NUMBER = Lettering(size=44, color=INK, weight=Weight.BOLD, tracking=0.06)
LABEL = Lettering(size=24, color=INK)
SMALLEST = 18
LINES = ((0.0, 0.46), (0.52, 0.30), (0.86, 0.14))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SlipWords:
    """The words printed around the text of a slip."""

    brand: str
    title: str
    number_label: str
    version: str
    child_label: str
    guardian_label: str
    date_label: str
    how: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One child's slip: headed paragraphs, a form to sign, and a number."""

    number: str
    sections: tuple[tuple[str, str], ...]
    form: str
    contact: str
    words: SlipWords


def draw_slips(slips: Sequence[Slip]) -> bytes:
    """Draw a PDF with a page for each slip, at least one."""
    pages = [_draw(slip) for slip in slips]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS)
    return stream.getvalue()


def lay_out(slip: Slip) -> tuple[Box, ...]:
    """Give every text its place; the paragraphs shrink together until they end above the form."""
    words = slip.words
    head = (
        _left("brand", words.brand, BRAND, 96),
        _left("title", words.title, TITLE, 150),
        _left("version", words.version, LABEL, 236),
        _right("number_label", words.number_label, LABEL, 100),
        _right("number", slip.number, NUMBER, 136),
    )
    for size in range(BODY.size, SMALLEST - 1, -1):
        body = tuple(_paragraphs(slip, size))
        if body[-1].bottom <= FORM_TOP - 40:
            break
    return (*head, *body, *_form(slip))


def _draw(slip: Slip) -> Image.Image:
    page = Image.new("L", (WIDTH, HEIGHT), "#ffffff")
    canvas = ImageDraw.Draw(page)
    canvas.line((MARGIN, 282, WIDTH - MARGIN, 282), INK, 3)
    canvas.rectangle((MARGIN - 30, FORM_TOP - 20, WIDTH - MARGIN + 30, HEIGHT - 110), None, INK, 3)
    for start, width in LINES:
        left = MARGIN + start * MEASURE
        canvas.line((left, 2080, left + width * MEASURE, 2080), INK, 2)
    for box in lay_out(slip):
        box.draw(canvas)
    return page.convert("1", dither=Image.Dither.NONE)


def _paragraphs(slip: Slip, size: int) -> Iterator[Box]:
    top = 306.0
    body = dataclasses.replace(BODY, size=size)
    heading = dataclasses.replace(HEADING, size=size + 2)
    for place, (title, text) in enumerate(slip.sections):
        is_last = place == len(slip.sections) - 1
        whole = f"{text} {slip.contact or '_' * 40}" if is_last else text
        for role, words, lettering in (("heading", title, heading), ("body", whole, body)):
            for line in wrap(drawable(words), lettering, MEASURE):
                yield _left(f"{role}{place}", line, lettering, top)
                top += lettering.line_height
        top += GAP


def _form(slip: Slip) -> Iterator[Box]:
    top = float(FORM_TOP)
    for line in wrap(drawable(slip.form), FORM, MEASURE):
        yield _left("form", line, FORM, top)
        top += FORM.line_height
    labels = (slip.words.child_label, slip.words.guardian_label, slip.words.date_label)
    for (start, width), label in zip(LINES, labels, strict=True):
        room = Room(width=width * MEASURE, smallest=14)
        block = set_text("label", drawable(label), LABEL, room)
        left = MARGIN + start * MEASURE
        yield Box(block=block, center=left + block.width / 2, top=2090)
    for number, line in enumerate(wrap(drawable(slip.words.how), LABEL, MEASURE)):
        yield _left("how", line, LABEL, 2140 + number * LABEL.line_height)


def _left(role: str, line: str, lettering: Lettering, top: float) -> Box:
    block = Block(role=role, lines=(drawable(line),), lettering=lettering)
    return Box(block=block, center=MARGIN + block.width / 2, top=top)


def _right(role: str, line: str, lettering: Lettering, top: float) -> Box:
    block = Block(role=role, lines=(drawable(line),), lettering=lettering)
    return Box(block=block, center=WIDTH - MARGIN - block.width / 2, top=top)
