"""The whole story in English: a lesson and its certificate, a tip and its answer."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.company import Company
from tests.journeys.conftest import newcomer
from tests.journeys.known import KNOWN_IN_ENGLISH as KNOWN
from tests.journeys.scenes import (
    answer,
    buttons_of,
    photo_of_a_van,
    question_on,
    receipt_on,
    words_asked,
)
from tests.journeys.settling import settle
from tests.phone import words_of
from tests.player import Player

pytestmark = pytest.mark.asyncio(loop_scope="module")

TIP = "Friday, 8 pm, back gate of the old market: two men unload boxes from a van. Somebody said drugs."
MORE = "I could not read the plate. It ended in a 7, I think."
QUESTION = "What colour was the van? Had it been there before?"
ANSWER = "White, and it came last Friday as well."


async def test_yu_finishes_a_lesson_and_holds_a_certificate(town_en: Company) -> None:
    yu = town_en.student
    await _reach_the_first_question(yu)
    await _read_the_cards(yu)
    await _play_the_scene(yu)
    await _answer_the_other_questions(yu)
    code = await _receive_the_certificate(yu)
    await _verify_as_strangers(town_en, code)


async def _reach_the_first_question(yu: Player) -> None:
    await yu.sees("Humen · learn to say no, find help, report safely.")
    await yu.tap("Start learning")
    await yu.sees("Junior secondary course")
    await yu.sees("▫️ 1. The danger you cannot see · 4 min")
    await yu.tap("Start lesson 1")
    await yu.sees("If it smells good, is it safe to eat?")
    await yu.tap("What do you think?")
    card = await yu.sees("Question 1 of 7")
    assert yu.taps == 3
    await answer(
        yu,
        card,
        ["Yes, anything bad would smell odd", "Whatever is bad always smells odd to the nose"],
        "That is my answer",
    )
    card = await yu.sees("Not quite.")
    assert "▫️ Yes, anything bad would smell odd (your answer)" in words_of(card)
    assert "✅ No, you cannot smell what is in it" in words_of(card)
    assert "A nice smell says nothing about safety." in words_of(card)
    await yu.tap("Sources")
    await yu.sees("Source: ")


async def _read_the_cards(yu: Player) -> None:
    for title in (
        "What is a drug?",
        "Medicine or drug?",
        "Danger in other clothes",
        "Four signs to remember",
    ):
        await yu.tap("Go on")
        await yu.sees(title)
    await yu.tap("Go on")


async def _play_the_scene(yu: Player) -> None:
    await yu.sees('holds out an e-cigarette: "Fruit flavour.')
    await yu.tap("Take it first and think later")
    await yu.sees(
        'Once it is in your hand, "no" is harder to say. Never mind, there is still time.'
    )
    await yu.tap('Put it back on the table: "Changed my mind. No."')
    await yu.sees("You may change your mind at any time. It is never too late for a no.")


async def _answer_the_other_questions(yu: Player) -> None:
    for number in range(2, 8):
        await yu.tap("Go on")
        card = await yu.sees(f"Question {number} of 7")
        await answer(yu, card, KNOWN[question_on(card, KNOWN)], "That is my answer")
        await yu.sees("Yes, that is right.")
    await yu.tap("Go on")
    card = await yu.sees("You have finished “The danger you cannot see”")
    assert "6 of 7 answered right at once." in words_of(card)
    assert '· Xiaoyu says: "It smells nice, it should be fine."' in words_of(card)
    assert len(await yu.messages()) == 2, "the lesson is one card, edited in place"


async def _receive_the_certificate(yu: Player) -> str:
    await yu.tap("My certificate")
    await yu.sees("Which name should stand on your certificate? Send it to me.")
    await yu.say("Wang Xiaoyu")
    certificate = await yu.sees("Well done! Anyone can check it:")
    with Image.open(io.BytesIO(await yu.file(certificate))) as picture:
        picture.load()
        assert min(picture.size) >= 900
    return words_of(certificate).split("/verify ")[1].split()[0]


async def _verify_as_strangers(town_en: Company, code: str) -> None:
    teacher = await newcomer(town_en, "Ms Chen", "en")
    await teacher.say(f"/verify {code}")
    verdict = await teacher.sees("This certificate is genuine.")
    assert "The danger you cannot see" in words_of(verdict)
    assert "6 / 7" in words_of(verdict)
    assert "Wang Xiaoyu" not in words_of(verdict)
    await teacher.say("/verify AAAA-BBBB-CC")
    await teacher.sees("No certificate has this code. Please compare it with the picture")
    mother = await Player.create(town_en.stage.base_url, "Mum", "en")
    await mother.send(town_en.public, f"/start verify-{code}")
    await mother.sees("This certificate is genuine.")


async def test_a_tip_goes_to_the_desk_and_its_answer_comes_back(town_en: Company) -> None:
    zhou, li = town_en.citizen, town_en.officer
    await _fill_in_the_form(zhou)
    receipt = await _take_the_receipt(zhou)
    number = await _send(zhou)
    await _take_the_card(li, number)
    await _read_in_private(town_en, li, number)
    await _ask(town_en, li, number)
    await _answer_with_nothing_but_the_receipt(town_en, receipt, number)
    await _read_the_answer_and_close(town_en, li, number)
    await _see_how_it_ended(zhou, receipt)


async def _fill_in_the_form(zhou: Player) -> None:
    await zhou.sees("Humen · learn to say no, find help, report safely.")
    await zhou.tap("Report")
    card = await zhou.sees("Report drug crime")
    assert "call 110 first" in words_of(card)
    assert "which knows your account and may see what you send" in words_of(card)
    await zhou.tap("Not now, go on")
    await zhou.sees("What is it about?")
    await zhou.tap("Selling or transporting drugs")
    await zhou.sees("Where is it?")
    await zhou.tap("Yuanlin Subdistrict")
    await zhou.sees("Write in one message: what, when, where.")
    await zhou.sees("Where, when, how many people, which vehicle. Whatever you know is enough")
    await zhou.photo(None, photo_of_a_van(), caption=TIP)
    card = await zhou.sees("This is what will be sent.")
    assert TIP in words_of(card)
    assert "About: Selling or transporting drugs" in words_of(card)
    assert "Place: Yuanlin Subdistrict" in words_of(card)
    assert "Photos: 1" in words_of(card)
    await zhou.say(MORE)
    await zhou.sees("Taken into the report. Your message is off the screen.")
    await zhou.sees(MORE)
    await zhou.tap("Go on")


async def _take_the_receipt(zhou: Player) -> list[str]:
    receipt = receipt_on(await zhou.sees("Your receipt: twelve words"))
    await zhou.tap("I have written it down")
    card = await zhou.sees("Please type words no.")
    await zhou.say("one")
    await zhou.sees("Please type just these two words, in this order.")
    await zhou.say("very wrong")
    await zhou.sees("Not right yet: word no.")
    await zhou.say(words_asked(card, receipt))
    await zhou.sees("That is right. Ready to send.")
    await zhou.sees("collecting takes your own valid ID.")
    return receipt


async def _send(zhou: Player) -> str:
    await zhou.tap("Send")
    card = await zhou.sees("Sent. Thank you.")
    written = [words_of(each) for each in await zhou.messages() if each["out"]]
    assert written == ["/start"], "what the citizen wrote is off the screen"
    await zhou.not_sees(MORE)
    return words_of(card).split("Report number: ")[1].split()[0]


async def _take_the_card(li: Player, number: str) -> None:
    card = await li.sees(f"Report {number} · unverified")
    assert "Selling or transporting drugs · Yuanlin Subdistrict, Qianjiang City" in words_of(card)
    assert "State: waiting" in words_of(card)
    assert buttons_of(card) == ["✋ Take"]
    await li.tap("Take", message=card)
    card = await li.sees("Held by: Officer Li")
    assert "State: taken" in words_of(card)
    await li.tap("Read", message=card)
    await li.sees("It is open in our private chat.")


async def _read_in_private(town_en: Company, li: Player, number: str) -> None:
    reading = await li.sees(MORE, chat=town_en.desk)
    assert TIP in words_of(reading)
    assert reading["has_protected_content"]
    picture = await li.sees(f"Report {number}: tap to see the photo")
    assert picture["has_protected_content"]
    assert picture["has_media_spoiler"]
    with Image.open(io.BytesIO(await li.file(picture))) as photo:
        photo.load()
        assert photo.size == (1280, 960)


async def _ask(town_en: Company, li: Player, number: str) -> None:
    await li.tap("Ask")
    await li.sees(
        f"Report {number}: what would you like to ask? Please never ask who the reporter is."
    )
    await li.say(QUESTION)
    await li.sees(f"To the reporter of {number}:")
    await li.tap("Send")
    await li.sees(
        "Asked. The reporter sees it with the receipt; the card says when an answer is here."
    )
    await li.sees("State: question asked", chat=town_en.admin_chat)
    for words in (TIP, MORE, QUESTION):
        await li.not_sees(words)


async def _answer_with_nothing_but_the_receipt(
    town_en: Company, receipt: list[str], number: str
) -> None:
    zhou = await newcomer(town_en, "Another phone", "en")
    await zhou.tap("My receipt")
    await zhou.sees("Please type or paste the twelve words of your receipt.")
    await zhou.say(" ".join(receipt))
    card = await zhou.sees("the staff have a question for you")
    assert f"Report {number}" in words_of(card)
    assert QUESTION in words_of(card)
    await zhou.not_sees(TIP)
    await zhou.not_sees(" ".join(receipt))
    await zhou.tap("Answer")
    await zhou.sees("Please write your message.")
    await zhou.say(ANSWER)
    await zhou.sees("This is what will be sent.")
    await zhou.sees(ANSWER)
    await zhou.tap("Send")
    await zhou.sees("Sent to the staff. It is off the screen here.")
    await zhou.sees("your answer has reached the staff")
    await zhou.not_sees(ANSWER)
    await zhou.tap("Close the mailbox")
    await zhou.sees("The mailbox is closed, and your receipt is forgotten here.")


async def _read_the_answer_and_close(town_en: Company, li: Player, number: str) -> None:
    await li.sees(
        f"Report {number}: the reporter has written. “Read” opens it.", chat=town_en.admin_chat
    )
    card = await li.sees("State: answered")
    await li.tap("Read", message=card)
    await li.sees(ANSWER, chat=town_en.desk)
    await li.tap("Close")
    await li.sees(f"Report {number}: how does it end?")
    await li.tap("Verified, criminal case")
    await li.sees("Nothing is noted yet. Add what was found, or close without.")
    await li.tap("Confirm and close")
    await li.sees(f"Report {number}: closed (Verified, criminal case).")
    card = await li.sees("State: closed (Verified, criminal case)", chat=town_en.admin_chat)
    assert buttons_of(card) == ["📖 Read", "↩️ Undo"]
    await settle(town_en, li, town_en.admin_chat)


async def _see_how_it_ended(zhou: Player, receipt: list[str]) -> None:
    await zhou.tap("Open my mailbox")
    await zhou.sees("Please type or paste the twelve words of your receipt.")
    await zhou.say(" ".join(receipt))
    await zhou.sees("closed; thank you for your help")
