"""The certificate that a learner holds after a lesson or a course."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterable, Iterator

from babel.dates import format_date
from PIL import ImageDraw

from bot.drawing.designs import Design, background
from bot.drawing.fonts import Weight, drawable
from bot.drawing.layout import Block, Box, Lettering, Room, set_text
from bot.drawing.qr import CodePlace, draw_code
from bot.drawing.scenery import GOLD, WIDTH, emblem

CENTER = WIDTH / 2
MEASURE = 820
COLUMN = 300
TOP, BOTTOM = 296, 854  # The text between the title and the scenery.
EMBLEM_TOP, EMBLEM_SIZE = 68, 76
TITLE_TOP = 196
CODE_TOP = 1313
RULE_GAP = 10
CODE_GROUP = 4
CODE_PLACE = CodePlace(left=704, top=1118, size=256)
CODE_CENTER = 400

INK, SOFT, BRASS, CREAM = "#1d3550", "#5d6c7a", "#8d6a2a", "#fbf3e2"
BRAND = Lettering(size=24, color=BRASS, weight=Weight.MEDIUM, tracking=0.16)
TITLE = Lettering(size=70, color=INK, weight=Weight.BOLD, tracking=0.03)
SMALL = Lettering(size=28, color=SOFT)
NAME = Lettering(size=92, color=INK, weight=Weight.BOLD)
COURSE = Lettering(size=46, color=INK, weight=Weight.MEDIUM)
LESSON = Lettering(size=32, color=SOFT)
LABEL = Lettering(size=22, color=SOFT)
VALUE = Lettering(size=32, color=INK, weight=Weight.MEDIUM)
CODE_LABEL = Lettering(size=20, color=CREAM)
CODE = Lettering(size=30, color=CREAM, weight=Weight.MEDIUM, tracking=0.08)
NAME_HEIGHT = NAME.line_height + RULE_GAP
FIELD_HEIGHT = LABEL.line_height + VALUE.line_height


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CertificateWords:
    """The words printed on every certificate, in the learner's language."""

    locale: str
    brand: str
    title: str
    given_to: str
    completed: str
    date_label: str
    score_label: str
    code_label: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What one learner has achieved; without a lesson it is the whole course."""

    name: str
    course: str
    lesson: str | None
    issued_on: dt.date
    code: str
    score: str | None
    words: CertificateWords
    link: str = ""
    design: Design = Design.GATE


def draw_certificate(certificate: Certificate) -> bytes:
    """Draw a PNG of 1080 x 1440 pixels; equal certificates give equal bytes."""
    page = background(certificate.design)
    seal = emblem(EMBLEM_SIZE)
    page.paste(seal, (round(CENTER - EMBLEM_SIZE / 2), EMBLEM_TOP), mask=seal)
    canvas = ImageDraw.Draw(page)
    for box in lay_out(certificate):
        box.draw(canvas)
        if box.block.role == "name":
            _draw_rule(canvas, round(box.bottom) + RULE_GAP)
        if box.block.role == "score":
            canvas.line((CENTER, box.top - 20, CENTER, box.bottom - 10), GOLD, 2)
    if certificate.link:
        draw_code(page, certificate.link, CODE_PLACE)
    stream = io.BytesIO()
    page.save(stream, "PNG", compress_level=9)
    return stream.getvalue()


def lay_out(certificate: Certificate) -> tuple[Box, ...]:
    """Give every text its place; a name that cannot be drawn leaves its line to be filled in."""
    words = certificate.words
    return (
        *_stack([_line("brand", words.brand, BRAND)], EMBLEM_TOP + EMBLEM_SIZE + 8),
        *_stack([_line("title", words.title, TITLE)], TITLE_TOP),
        *_body(certificate),
        *_stack(
            [
                _low_line("code_label", words.code_label, CODE_LABEL),
                _low_line("code", group_code(certificate.code), CODE),
            ],
            CODE_TOP,
            CODE_CENTER if certificate.link else CENTER,
        ),
    )


def group_code(code: str) -> str:
    """Set a code in groups that can be read aloud, whatever separated them before."""
    plain = "".join(filter(str.isalnum, code))
    return "-".join(plain[at : at + CODE_GROUP] for at in range(0, len(plain), CODE_GROUP))


def _body(certificate: Certificate) -> list[Box]:
    given = _line("given_to", certificate.words.given_to, SMALL)
    name = _set(
        "name",
        certificate.name,
        NAME,
        Room(width=MEASURE, lines=2, height=NAME.line_height, smallest=34),
    )
    told = _told(certificate)
    fields = _fields(certificate)
    height = given.height + NAME_HEIGHT + sum(block.height for block in told) + FIELD_HEIGHT
    gap = (BOTTOM - TOP - height) / 4
    rule = TOP + gap + given.height + NAME_HEIGHT
    return [
        Box(block=given, center=CENTER, top=TOP + gap),
        Box(block=name, center=CENTER, top=rule - RULE_GAP - name.height),
        *_stack(told, rule + gap),
        *_columns(fields, BOTTOM - gap - FIELD_HEIGHT),
    ]


def _told(certificate: Certificate) -> list[Block]:
    room = Room(width=MEASURE, lines=2, height=COURSE.size * 2.6, smallest=24)
    told = [
        _line("completed", certificate.words.completed, SMALL),
        _set("course", certificate.course, COURSE, room),
    ]
    if certificate.lesson:
        room = Room(width=MEASURE, lines=2, height=LESSON.size * 2.4, smallest=20)
        told.append(_set("lesson", certificate.lesson, LESSON, room))
    return told


def _fields(certificate: Certificate) -> list[tuple[Block, Block]]:
    words = certificate.words
    day = format_date(certificate.issued_on, "long", locale=words.locale)
    fields = [("date", words.date_label, day)]
    if certificate.score:
        fields.append(("score", words.score_label, certificate.score))
    room = Room(width=COLUMN)
    return [
        (_set(f"{role}_label", label, LABEL, room), _set(role, value, VALUE, room))
        for role, label, value in fields
    ]


def _columns(fields: list[tuple[Block, Block]], top: float) -> Iterator[Box]:
    for number, (label, value) in enumerate(fields):
        center = CENTER + (number - (len(fields) - 1) / 2) * (COLUMN + 40)
        yield Box(block=label, center=center, top=top)
        yield Box(block=value, center=center, top=top + LABEL.line_height)


def _stack(blocks: Iterable[Block], top: float, center: float = CENTER) -> Iterator[Box]:
    for block in blocks:
        yield Box(block=block, center=center, top=top)
        top += block.height


def _line(role: str, text: str, lettering: Lettering) -> Block:
    return _set(role, text, lettering, Room(width=MEASURE))


def _low_line(role: str, text: str, lettering: Lettering) -> Block:
    """Set a line so narrow that it stands beside the QR code."""
    return _set(role, text, lettering, Room(width=2 * (CODE_CENTER - 110)))


def _set(role: str, text: str, lettering: Lettering, room: Room) -> Block:
    return set_text(role, drawable(text), lettering, room)


def _draw_rule(canvas: ImageDraw.ImageDraw, y: int) -> None:
    """Draw the line below the name, with a diamond in its middle."""
    x = round(CENTER)
    canvas.line((x - 270, y, x - 16, y), GOLD, 2)
    canvas.line((x + 16, y, x + 270, y), GOLD, 2)
    canvas.polygon([(x - 7, y), (x, y - 7), (x + 7, y), (x, y + 7)], GOLD)
