"""Two units, three officers and a long day, in English: with all that a tired officer gets wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.gateway.cast import ENGLISH
from tests.journeys.guest import Guest
from tests.journeys.scenes import buttons_of
from tests.journeys.two_units import TwoUnits, open_two_units, sees_button
from tests.phone import JSON, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWER = "White. It came last Friday as well."
MORE = "It came again last night, with a second one."
REFUSED = "This is not open to you, or somebody else holds it."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoUnits]:
    async with open_two_units(tmp_path_factory.mktemp("desks_en"), ENGLISH) as opened:
        yield opened


async def test_a_report_goes_all_the_way(desks: TwoUnits) -> None:
    zhou = await Guest.arrive(desks.company, "Mr Zhou", "en")
    card = await _report(desks, zhou)
    number = words_of(card)[7:16]
    await _taken_and_read(desks, zhou, card)
    await _asked(desks, card)
    await _answered(desks, zhou, number)
    await _handed_over_at_the_end_of_the_shift(desks, zhou, number)
    above = await _passed_on_to_the_unit_above(desks, zhou, number)
    await _linked(desks, above, number)
    await _closed(desks, zhou, above, number)
    await _opened_by_new_words(desks, zhou, above, number)


async def _report(desks: TwoUnits, zhou: Guest) -> JSON:
    await zhou.to_review()
    await zhou.finish()
    await desks.li.sees("State: waiting", chat=desks.city)
    card = await desks.li.sees("· unverified")
    heading = r"Report [0-9A-Z]{4}-[0-9A-Z]{4} · unverified\nSelling or transporting drugs"
    assert re.match(heading, words_of(card))
    assert buttons_of(card) == ["✋ Take"]
    assert zhou.words not in await desks.wang.transcript(desks.city)
    return card


async def _taken_and_read(desks: TwoUnits, zhou: Guest, card: JSON) -> None:
    li = desks.li
    await li.send(desks.city, "Who goes and looks at this?", reply_to=card)
    hint = await li.sees("This reply went nowhere. To ask the reporter or to keep a note")
    await li.tap("Ask", message=hint)
    await li.sees(REFUSED)
    await li.tap("Take", message=card)
    await li.sees("You hold it now. “Read” opens it in our private chat.")
    card = await li.sees("Held by: Officer Li", message=card)
    assert buttons_of(card) == [
        "📖 Read",
        "❓ Ask",
        "📝 Note",
        "✅ Close",
        "↩️ Return",
        "🤝 Hand over",
        "⋯ More",
        "🔇 Mute the sender for today",
    ]
    await li.tap("Read", message=card)
    reading = await li.sees(zhou.words, chat=desks.company.desk)
    assert "· unverified" in words_of(reading)
    assert "This goes 10 minutes after your last touch." in words_of(reading)
    assert reading["has_protected_content"]
    await li.say("Ask about the plate")
    stray = await li.sees("This went nowhere and was not kept. For report")
    assert buttons_of(stray) == ["❓ Ask", "📝 Note"]
    await li.tap("Note", message=stray)
    await li.sees("what should stand in the note? Only your unit reads it.")
    await li.say("Ask about the plate")
    await li.tap("Send")
    await li.sees("✅ Noted.")
    await li.sees(zhou.words)


async def _asked(desks: TwoUnits, card: JSON) -> None:
    li = desks.li
    await li.tap("Ask", message=card, chat=desks.city)
    prompt = await li.sees("Please never ask who the reporter is.", chat=desks.company.desk)
    await li.say("What is your name, and where do you live?")
    held = await li.sees("✋ This question is held back; nothing was sent.")
    assert "They were promised that nobody asks" in words_of(held)
    assert buttons_of(held) == ["Cancel"]
    await li.say("Could you go and look again whether the van is there?")
    await li.sees("It sends the reporter to look, follow or ask around.")
    await li.say("Can you pretend to be a buyer and ask the price?")
    await li.sees("It has the reporter buy, pay, try or take a sample.")
    await li.tap("Vehicle", message=prompt)
    await li.sees("Was there a vehicle? Its plate, model and colour, as far as you remember.")
    await li.say("What colour was the van? Has it come before?")
    review = await li.sees("Has it come before?\n\nWrite again to change it, or send it.")
    await li.tap("Send", message=review)
    await li.sees("✅ Asked. The reporter sees it with the receipt")
    await li.sees("State: question asked", chat=desks.city)


async def _answered(desks: TwoUnits, zhou: Guest, number: str) -> None:
    await zhou.opens_mailbox(" ".join(zhou.receipt))
    await zhou.player.sees("What colour was the van? Has it come before?")
    await zhou.player.tap("Answer")
    await zhou.say(ANSWER)
    await zhou.player.tap("Send")
    await zhou.player.sees("Sent to the staff")
    await desks.li.sees(
        f"💬 Report {number}: the reporter has written. “Read” opens it.", chat=desks.city
    )
    await desks.li.sees("State: answered")


async def _handed_over_at_the_end_of_the_shift(desks: TwoUnits, zhou: Guest, number: str) -> None:
    li, wang, desk = desks.li, desks.wang, desks.company.desk
    await li.send(desk, "/shift")
    shift = await li.sees("🔁 Your shift: you hold 1")
    assert number in words_of(shift)
    await li.tap("Officer Wang · 0", message=shift)
    await li.sees("Offered: 1. You hold them until they are accepted.")
    card = await li.sees("Held by: Officer Li\nOffered to: Officer Wang", chat=desks.city)
    offer = await wang.sees("Offered to: Officer Wang", chat=desk)
    await wang.tap("Read", message=card, chat=desks.city)
    await wang.sees(REFUSED)
    await wang.tap("Accept", message=offer, chat=desk)
    await wang.sees("Held by: Officer Wang", message=offer)
    await li.sees(f"🤝 Report {number}: accepted by your colleague.", chat=desk)
    await li.no_longer_sees(zhou.words)
    await li.tap("Read", message=card, chat=desks.city)
    await li.sees(REFUSED)
    await wang.send(desk, "/mine")
    await wang.sees("🗂 You hold: 1")
    await wang.tap("Read", message=card, chat=desks.city)
    await wang.sees(ANSWER, chat=desk)


async def _passed_on_to_the_unit_above(desks: TwoUnits, zhou: Guest, number: str) -> JSON:
    wang, zhao, desk = desks.wang, desks.zhao, desks.company.desk
    await wang.tap("More", chat=desks.city)
    await wang.sees("Held by: Officer Wang", chat=desk)
    await wang.tap("Pass on")
    choice = await wang.sees(f"Report {number}: to which unit does it belong?")
    await wang.tap("⬆️ Hubei Province, the unit above", message=choice)
    await wang.sees(f"Report {number} goes to Hubei Province, with words, notes and files.")
    await wang.tap("Pass it on", message=choice)
    await wang.sees(f"🏢 Report {number} is with Hubei Province now, and no longer opens here.")
    await wang.no_longer_sees(zhou.words)
    old = await wang.sees(f"Report {number}\n🏢 Passed on to Hubei Province.", chat=desks.city)
    assert buttons_of(old) == []
    await wang.send(desk, f"/find {number}")
    await wang.sees(f"Report {number}\n🏢 Passed on to Hubei Province.")
    card = await zhao.sees(f"Report {number} · unverified", chat=desks.province)
    assert "🏢 Passed on by: Qianjiang City" in words_of(card)
    await zhao.tap("Take", message=card)
    await zhao.sees("Held by: Officer Zhao", message=card)
    await zhao.tap("Read", message=card)
    reading = await zhao.sees(zhou.words, chat=desk)
    for words in ("Ask about the plate", "What colour was the van? Has it come before?", ANSWER):
        assert words in words_of(reading)
    return card


async def _linked(desks: TwoUnits, above: JSON, number: str) -> None:
    """Somebody reports the same with an official in it, which comes to the unit above at once."""
    neighbour = await Guest.arrive(desks.company, "Neighbour", "en")
    await neighbour.to_review()
    await neighbour.tap("questions")
    for place in range(1, 8):
        await neighbour.player.sees(f"{place} of 8")
        await neighbour.tap("skip")
    await neighbour.player.sees("8 of 8")
    await neighbour.player.tap("Yes")
    await neighbour.finish()
    zhao, desk = desks.zhao, desks.company.desk
    await zhao.sees("State: waiting", chat=desks.province)
    cards = [words_of(each) for each in await zhao.messages(desks.province)]
    (other,) = [text[7:16] for text in cards if "State: waiting" in text]
    await zhao.tap("More", message=above, chat=desks.province)
    await zhao.sees("Held by: Officer Zhao", chat=desk)
    await zhao.tap("Link")
    await zhao.sees(f"Report {number}: which one is the same? Please type its number.")
    await zhao.say("The one before")
    await zhao.sees("That is no number of a report. It looks like 7K3M-9Q2C")
    await zhao.say(other.lower().replace("-", " "))
    await zhao.sees(f"🔗 The same as {other}")
    await zhao.sees(f"🔗 The same as {number}", chat=desks.province)


async def _closed(desks: TwoUnits, zhou: Guest, above: JSON, number: str) -> None:
    zhao, desk = desks.zhao, desks.company.desk
    await zhao.tap("Close", message=above, chat=desks.province)
    ending = await zhao.sees(f"Report {number}: how does it end?", chat=desk)
    await zhao.tap("Could not be verified", message=ending)
    await zhao.sees("Closed by mistake? It can be undone within 10 min;", message=ending)
    await zhou.player.tap("Look again")
    await zhou.player.sees("Status: your answer has reached the staff")
    await zhao.tap("Undo", message=ending, chat=desk)
    await zhao.sees("Undone. The reporter has noticed nothing.")
    await zhao.sees("State: answered", message=above, chat=desks.province)
    await zhao.tap("Close", message=above)
    ending = await zhao.sees(f"Report {number}: how does it end?", chat=desk)
    await zhao.tap("Verified, criminal case", message=ending)
    review = await _found(desks, ending)
    await zhao.tap("Confirm and close", message=review)
    await zhao.sees(f"Report {number}: closed (Verified, criminal case).", message=review)
    closed = await zhao.sees(f"Report {number} · verified", chat=desks.province)
    assert buttons_of(closed) == ["📖 Read", "↩️ Undo"]
    await desks.hasten("settle_close")
    await sees_button(zhao, desks.province, above, "Reopen")
    await zhou.player.tap("Look again")
    await zhou.player.sees("Status: closed; thank you for your help")


async def _found(desks: TwoUnits, ending: JSON) -> JSON:
    """Put the outcome together, mistyped at first, and change it once."""
    zhao, desk = desks.zhao, desks.company.desk
    await zhao.sees("Nothing is noted yet. Add what was found, or close without.", message=ending)
    await zhao.tap("Drugs", message=ending, chat=desk)
    await zhao.tap("Heroin", message=ending)
    await zhao.sees("How many grams? Please type the number, for example 12.5", message=ending)
    await zhao.say("a small bag")
    await zhao.sees("I could not read that as a quantity.\nHow many grams?")
    await zhao.say("12.50 g")
    review = await zhao.sees("· Heroin: 12.5 g")
    assert "Only numbers and kinds: no name of anybody belongs here." in words_of(review)
    await zhao.tap("People", message=review)
    await zhao.tap("Selling, transporting, smuggling", message=review)
    await zhao.tap("3", message=review)
    await zhao.sees("· Selling, transporting, smuggling: 3 people", message=review)
    await zhao.tap("People", message=review)
    await zhao.tap("✔︎ Selling, transporting, smuggling · 3", message=review)
    await zhao.tap("2", message=review)
    last = await zhao.sees("· Selling, transporting, smuggling: 2 people", message=review)
    assert "· Heroin: 12.5 g" in words_of(last)
    return review


async def _opened_by_new_words(desks: TwoUnits, zhou: Guest, above: JSON, number: str) -> None:
    await zhou.player.tap("Add something")
    await zhou.say(MORE)
    await zhou.player.tap("Send")
    await zhou.player.sees("Sent to the staff")
    zhao = desks.zhao
    await zhao.sees(
        f"🔓 Report {number} was closed; the reporter has written, so it is open again.",
        chat=desks.province,
    )
    await zhao.sees(f"Report {number} · unverified", message=above)
    await zhao.tap("Read", message=above)
    await zhao.sees(MORE, chat=desks.company.desk)
    for player, chat in ((desks.li, desks.city), (zhao, desks.province)):
        everything = await player.transcript(chat)
        for words in (zhou.words, ANSWER, MORE):
            assert words not in everything
