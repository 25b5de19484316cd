"""The proof that a report was filed: its number and the day, and nothing of what it says."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

from babel.dates import format_date
from PIL import ImageDraw

from bot.drawing.fonts import Weight, drawable
from bot.drawing.layout import Box, Lettering, Room, set_text
from bot.drawing.scenery import WIDTH, emblem, scenery

MEASURE = 820
EMBLEM_TOP, EMBLEM_SIZE = 84, 96
INK, SOFT, BRASS = "#1d3550", "#5d6c7a", "#8d6a2a"
BRAND = Lettering(size=26, color=BRASS, weight=Weight.MEDIUM, tracking=0.16)
TITLE = Lettering(size=70, color=INK, weight=Weight.BOLD, tracking=0.03)
LABEL = Lettering(size=28, color=SOFT)
NUMBER = Lettering(size=84, color=INK, weight=Weight.BOLD, tracking=0.06)
DAY = Lettering(size=44, color=INK, weight=Weight.MEDIUM)
NOTE = Lettering(size=28, color=SOFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofWords:
    """The words printed on every proof, in the reader's language."""

    locale: str
    brand: str
    title: str
    number_label: str
    day_label: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A report's public number and the day it came in."""

    number: str
    day: dt.date
    words: ProofWords


def draw_proof(proof: Proof) -> bytes:
    """Draw a PNG of 1080 x 1440 pixels; equal proofs give equal bytes."""
    page = scenery().copy()
    seal = emblem(EMBLEM_SIZE)
    page.paste(seal, (round((WIDTH - EMBLEM_SIZE) / 2), EMBLEM_TOP), mask=seal)
    canvas = ImageDraw.Draw(page)
    for box in lay_out(proof):
        box.draw(canvas)
    stream = io.BytesIO()
    page.save(stream, "PNG", compress_level=9)
    return stream.getvalue()


def lay_out(proof: Proof) -> tuple[Box, ...]:
    words = proof.words
    day = format_date(proof.day, "long", locale=words.locale)
    return (
        _box("brand", words.brand, BRAND, 192),
        _box("title", words.title, TITLE, 246),
        _box("number_label", words.number_label, LABEL, 400),
        _box("number", proof.number, NUMBER, 446),
        _box("day_label", words.day_label, LABEL, 606),
        _box("day", day, DAY, 650),
        _box("note", words.note, NOTE, 750, lines=2),
    )


def _box(role: str, text: str, lettering: Lettering, top: float, lines: int = 1) -> Box:
    block = set_text(role, drawable(text), lettering, Room(width=MEASURE, lines=lines))
    return Box(block=block, center=WIDTH / 2, top=top)
