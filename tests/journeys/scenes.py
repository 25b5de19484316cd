"""What people do in many journeys: read a question's letters, copy a receipt, take a photo."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

from tests.lessons import changed, next_move
from tests.phone import JSON, inline_buttons, words_of
from tests.player import Player

Answers = Mapping[str, Sequence[str]]
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
IN_WORDS = re.compile("看文字|In words")
MARKED = re.compile("可多选|more than one may be right")


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
    return listed_in(words_of(card))


def listed_in(text: str) -> dict[str, str]:
    """Return what stands behind each letter; on a picture in words, behind each number."""
    found = re.findall(r"^(?:☑️ )?([A-H])\. (.+)$", text, re.MULTILINE)
    found = found or re.findall(r"^([1-9])\. (.+)$", text, re.MULTILINE)
    return {words: letter for letter, words in found}


def in_turn(text: str, chosen: Sequence[str]) -> list[str]:
    """Return what to tap, in order; halves of pairs in the order in which the card lists them."""
    pairs = dict(each.split("=", 1) for each in chosen if "=" in each)
    if not pairs:
        return list(chosen)
    found = re.findall(r"^[1-9]\. (.+?)(?: → [A-H])?$", text, re.MULTILINE)
    lefts = [each for each in found if each in pairs]
    # The last half has but one place left, so it needs no tap.
    return [pairs[left] for left in lefts][:-1]


async def answer(student: Player, card: JSON, chosen: Sequence[str], done: str) -> None:
    """Tap what the student chooses, one after the other; marks are sent off with `done`."""
    bot = await student._resolve(None)
    if any(IN_WORDS.search(each) for each in buttons_of(card)):
        await student.tap(next(b for b in buttons_of(card) if IN_WORDS.search(b)), message=card)
        card = await changed(student, bot, card)
    is_marked = MARKED.search(words_of(card)) is not None
    for option in in_turn(words_of(card), chosen):
        letters = letters_on(card)
        if option not in letters:
            break
        await student.tap(letters[option], message=card)
        card = await changed(student, bot, card)
    if is_marked:
        await student.tap(done, message=card)


async def answer_somehow(student: Player, card: JSON) -> JSON:
    """Tap whatever leads on until the question is settled, and return its card."""
    bot = await student._resolve(None)
    while letters_on(card) or any(IN_WORDS.search(each) for each in buttons_of(card)):
        data = next_move(card)
        assert data is not None
        await student.tap_data(data, card)
        card = await changed(student, bot, card)
    return card


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


async def seen_by(officer: Player, chat: int) -> set[int]:
    """Return the messages of an admin chat, to tell later which card is new."""
    return {each["message_id"] for each in await officer.messages(chat)}


async def new_card(officer: Player, chat: int, seen: set[int], within: float = 30.0) -> JSON:
    """Wait for a card that was not there before: who sends and forgets is shown no number."""
    async with asyncio.timeout(within):
        while True:
            for each in await officer.messages(chat):
                words = words_of(each)
                # The board names a report too, and may come between.
                is_card = not words.startswith("📌") and NUMBER.search(words)
                if each["message_id"] not in seen and is_card:
                    return each
            await asyncio.sleep(0.1)


def number_on(card: JSON) -> str:
    found = NUMBER.search(words_of(card))
    assert found
    return found[0]
