"""What people do in many journeys: read a question's letters, copy a receipt, take a photo."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

from tests.phone import JSON, inline_buttons, words_of
from tests.player import Player

Answers = Mapping[str, Sequence[str]]


def photo_of_a_van() -> bytes:
    """Draw what the citizen's camera saw; a JPEG as a phone makes it."""
    picture = Image.new("RGB", (1280, 960), (58, 66, 84))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 640, 1280, 960), fill=(84, 84, 88))
    draw.rounded_rectangle((260, 380, 980, 720), radius=48, fill=(236, 238, 240))
    draw.polygon([(760, 400), (960, 400), (980, 540), (760, 540)], fill=(130, 160, 190))
    for centre in (420, 830):
        draw.ellipse((centre - 70, 650, centre + 70, 790), fill=(30, 30, 34))
        draw.ellipse((centre - 28, 692, centre + 28, 748), fill=(150, 150, 156))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=88)
    return data.getvalue()


def letters_on(card: JSON) -> dict[str, str]:
    """Return the letter of each option that the card lists."""
    found = re.findall(r"^(?:☑️ )?([A-H])\. (.+)$", words_of(card), re.MULTILINE)
    return {text: letter for letter, text in found}


async def answer(student: Player, card: JSON, chosen: Sequence[str], done: str) -> None:
    """Tap the letters of what the student chooses; several are sent off with `done`."""
    letters = letters_on(card)
    for option in chosen:
        await student.tap(letters[option], message=card)
    if len(chosen) > 1:
        await student.tap(done, message=card)


def question_on(card: JSON, known: Answers) -> str:
    """Return which of the questions the student knows stands on the card."""
    return next(prompt for prompt in known if prompt in words_of(card))


def receipt_on(card: JSON) -> list[str]:
    """Copy the twelve words off the screen, as the numbered table gives them."""
    return receipt_in(words_of(card))


def receipt_in(text: str) -> list[str]:
    rows = re.findall(r"^ *1 .*(?:\n.*\d+ .*)*", text, re.MULTILINE)
    words = re.findall(r"\d+ +(\S+)", rows[0])
    assert len(words) == 12, text
    return words


def words_asked(card: JSON, receipt: Sequence[str]) -> str:
    """Return the two words that the card asks for, as somebody types them."""
    return words_asked_in(words_of(card), receipt)


def words_asked_in(text: str, receipt: Sequence[str]) -> str:
    positions = re.findall(r"\d+", text)[:2]
    return " ".join(receipt[int(each) - 1] for each in positions)


def buttons_of(message: JSON) -> list[str]:
    return [button["text"] for button in inline_buttons(message)]
