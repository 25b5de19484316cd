"""The whole story in either language: a lesson and its certificate, a tip and its answer."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.journeys.conftest import Place, in_town
from tests.journeys.known import known_in
from tests.journeys.scenes import (
    answer,
    buttons_of,
    photo_of_a_van,
    question_on,
    receipt_on,
    words_asked,
)
from tests.journeys.settling import settle
from tests.journeys.story_words import STORY
from tests.journeys.words import words_in
from tests.phone import JSON, words_of
from tests.player import Player
from tests.whole_app import WholeApp

pytestmark = in_town


class Story:
    """A town in which people tap and see by the names of words."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.town: WholeApp = place.app
        self.says = words_in(place.locale, STORY)

    async def tap(self, player: Player, *names: str, **where: Any) -> None:
        for name in names:
            await player.tap(self.says[name], **where)

    async def sees(self, player: Player, name: str, *values: object, **where: Any) -> JSON:
        return await player.sees(self.says[name].format(*values), **where)

    def lacks(self, card: JSON, *names: str) -> list[str]:
        """Return which of these words do not stand on the card."""
        return [each for each in names if self.says[each] not in words_of(card)]


@pytest.fixture
def story(place: Place) -> Story:
    return Story(place)


async def test_a_lesson_is_finished_and_its_certificate_held(story: Story) -> None:
    xiaoyu = story.town.student
    await _reach_the_first_question(story, xiaoyu)
    await _read_the_cards_and_play_the_scene(story, xiaoyu)
    await _answer_the_other_questions(story, xiaoyu)
    code = await _receive_the_certificate(story, xiaoyu)
    await _verify_as_strangers(story, code)


async def _reach_the_first_question(story: Story, xiaoyu: Player) -> None:
    says = story.says
    await story.sees(xiaoyu, "hello")
    await story.tap(xiaoyu, "learn")
    await story.sees(xiaoyu, "course")
    await story.sees(xiaoyu, "first_lesson")
    await story.tap(xiaoyu, "lesson")
    await story.sees(xiaoyu, "opening")
    await story.tap(xiaoyu, "think")
    card = await story.sees(xiaoyu, "question", 1)
    assert xiaoyu.taps == 3
    await answer(xiaoyu, card, [says["wrong_option"], says["wrong_reason"]], says["done"])
    card = await story.sees(xiaoyu, "wrong")
    assert story.lacks(card, "chosen", "right_one", "explanation") == []
    await story.tap(xiaoyu, "sources")
    await story.sees(xiaoyu, "source")


async def _read_the_cards_and_play_the_scene(story: Story, xiaoyu: Player) -> None:
    for seen in ("card_1", "card_2", "card_3", "offered"):
        await story.tap(xiaoyu, "go_on")
        await story.sees(xiaoyu, seen)
    await story.tap(xiaoyu, "take_it")
    await story.sees(xiaoyu, "in_hand")
    await story.tap(xiaoyu, "put_down")
    await story.sees(xiaoyu, "never_late")


async def _answer_the_other_questions(story: Story, xiaoyu: Player) -> None:
    known = known_in(story.place.locale)
    for number in range(2, 6):
        await story.tap(xiaoyu, "go_on")
        card = await story.sees(xiaoyu, "question", number)
        await answer(xiaoyu, card, known[question_on(card, known)], story.says["done"])
        await story.sees(xiaoyu, "right")
    await story.tap(xiaoyu, "go_on")
    card = await story.sees(xiaoyu, "finished")
    assert story.lacks(card, "score", "missed") == []
    assert len(await xiaoyu.messages()) == 2, "the lesson is one card, edited in place"


async def _receive_the_certificate(story: Story, xiaoyu: Player) -> str:
    await story.tap(xiaoyu, "certificate")
    await story.sees(xiaoyu, "which_name")
    await xiaoyu.say(story.says["name"])
    certificate = await story.sees(xiaoyu, "well_done")
    with Image.open(io.BytesIO(await xiaoyu.file(certificate))) as picture:
        picture.load()
        assert min(picture.size) >= 900
    return words_of(certificate).split("/verify ")[1].split()[0]


async def _verify_as_strangers(story: Story, code: str) -> None:
    teacher = await story.place.newcomer(story.says["teacher"])
    await teacher.say(f"/verify {code}")
    verdict = await story.sees(teacher, "genuine")
    assert story.lacks(verdict, "title") == []
    assert "4 / 5" in words_of(verdict)
    assert story.says["name"] not in words_of(verdict)
    await teacher.say("/verify AAAA-BBBB-CC")
    await story.sees(teacher, "unknown")
    mother = await Player.create(story.town.stage.base_url, "Mum", story.place.language)
    await mother.send(story.town.public, f"/start verify-{code}")
    await story.sees(mother, "genuine")


async def test_a_tip_goes_to_the_desk_and_its_answer_comes_back(story: Story) -> None:
    zhou, li = story.town.citizen, story.town.officer
    await _fill_in_the_form(story, zhou)
    receipt = await _take_the_receipt(story, zhou)
    number = await _send(story, zhou)
    await _take_the_card(story, li, number)
    await _read_in_private(story, li, number)
    await _ask(story, li, number)
    await _answer_with_nothing_but_the_receipt(story, receipt, number)
    await _read_the_answer_and_close(story, li, number)
    await story.tap(zhou, "open_mailbox")
    await story.sees(zhou, "type_receipt")
    await zhou.say(("" if story.place.locale == "zh_Hans" else " ").join(receipt))
    await story.sees(zhou, "thanks")


async def _fill_in_the_form(story: Story, zhou: Player) -> None:
    says = story.says
    await story.sees(zhou, "hello")
    await story.tap(zhou, "report")
    card = await story.sees(zhou, "entry")
    assert story.lacks(card, "call_first", "it_sees") == []
    for tapped, seen in (
        ("not_now", "ask_category"),
        ("category", "ask_region"),
        ("region", "write"),
    ):
        await story.tap(zhou, tapped)
        await story.sees(zhou, seen)
    await story.sees(zhou, "as_much")
    await zhou.photo(None, photo_of_a_van(), caption=says["tip"])
    card = await story.sees(zhou, "review")
    assert story.lacks(card, "tip", "about", "at_place", "one_photo") == []
    await zhou.say(says["more"])
    await story.sees(zhou, "taken_in")
    await story.sees(zhou, "more")
    await story.tap(zhou, "go_on")


async def _take_the_receipt(story: Story, zhou: Player) -> list[str]:
    says = story.says
    receipt = receipt_on(await story.sees(zhou, "receipt"))
    await story.tap(zhou, "written_down")
    card = await story.sees(zhou, "type_words")
    for typed, answered in (("one_word", "two_words"), ("not_these", "not_right")):
        await zhou.say(says[typed])
        await story.sees(zhou, answered)
    await zhou.say(words_asked(card, receipt))
    await story.sees(zhou, "ready")
    await story.sees(zhou, "needs_id")
    return receipt


async def _send(story: Story, zhou: Player) -> str:
    await story.tap(zhou, "send")
    card = await story.sees(zhou, "sent")
    written = [words_of(each) for each in await zhou.messages() if each["out"]]
    assert written == ["/start"], "what the citizen wrote is off the screen"
    await zhou.not_sees(story.says["more"])
    return words_of(card).split(story.says["number"])[1].split()[0]


async def _take_the_card(story: Story, li: Player, number: str) -> None:
    card = await story.sees(li, "card", number, chat=story.town.admin_chat)
    assert story.lacks(card, "heading", "waiting") == []
    assert buttons_of(card) == [story.says["take_button"]]
    await story.tap(li, "take", message=card)
    card = await story.sees(li, "held", message=card)
    assert story.lacks(card, "taken") == []
    await story.tap(li, "read", message=card)
    await story.sees(li, "opened")


async def _read_in_private(story: Story, li: Player, number: str) -> None:
    reading = await story.sees(li, "more", chat=story.town.desk)
    assert story.lacks(reading, "tip") == []
    assert reading["has_protected_content"]
    picture = await story.sees(li, "see_photo", number)
    assert picture["has_protected_content"]
    assert picture["has_media_spoiler"]
    with Image.open(io.BytesIO(await li.file(picture))) as photo:
        photo.load()
        assert photo.size == (1280, 960)


async def _ask(story: Story, li: Player, number: str) -> None:
    await story.tap(li, "ask")
    await story.sees(li, "what_to_ask", number)
    await li.say(story.says["to_ask"])
    await story.sees(li, "to_reporter", number)
    await story.tap(li, "send")
    await story.sees(li, "asked")
    await story.sees(li, "state_asked", chat=story.town.admin_chat)
    for words in ("tip", "more", "to_ask"):
        await li.not_sees(story.says[words])


async def _answer_with_nothing_but_the_receipt(
    story: Story, receipt: list[str], number: str
) -> None:
    says = story.says
    zhou = await story.place.newcomer(says["another_phone"])
    await story.tap(zhou, "mailbox")
    await story.sees(zhou, "type_receipt")
    await zhou.say(" ".join(receipt))
    card = await story.sees(zhou, "has_question")
    assert says["my_number"].format(number) in words_of(card)
    assert story.lacks(card, "to_ask") == []
    await zhou.not_sees(says["tip"])
    await zhou.not_sees(" ".join(receipt))
    await story.tap(zhou, "answer")
    await story.sees(zhou, "write_answer")
    await zhou.say(says["the_answer"])
    await story.sees(zhou, "review")
    await story.sees(zhou, "the_answer")
    await story.tap(zhou, "send")
    await story.sees(zhou, "answer_sent")
    await story.sees(zhou, "has_reached")
    await zhou.not_sees(says["the_answer"])
    await story.tap(zhou, "close_mailbox")
    await story.sees(zhou, "mailbox_closed")


async def _read_the_answer_and_close(story: Story, li: Player, number: str) -> None:
    says, admin_chat = story.says, story.town.admin_chat
    await story.sees(li, "has_written", number, chat=admin_chat)
    card = await story.sees(li, "answered")
    await story.tap(li, "read", message=card)
    await story.sees(li, "the_answer", chat=story.town.desk)
    await story.tap(li, "close")
    await story.sees(li, "how", number)
    await story.tap(li, "verified")
    await story.sees(li, "nothing_noted")
    await story.tap(li, "confirm")
    await story.sees(li, "closed", number)
    card = await story.sees(li, "state_closed", chat=admin_chat)
    assert buttons_of(card) == [says["read_button"], says["undo_button"]]
    await settle(story.town, li, admin_chat)
