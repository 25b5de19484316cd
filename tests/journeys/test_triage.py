"""Two units, three officers and a long day, with all that a tired officer gets wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.guest import Guest
from tests.journeys.scenes import buttons_of
from tests.journeys.two_units import TwoUnits, open_two_units, sees_button
from tests.languages import in_each_language
from tests.phone import JSON, words_of


@pytest_asyncio.fixture(params=in_each_language())
async def desks(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TwoUnits]:
    async with open_two_units(tmp_path, str(request.param)) as opened:
        yield opened


async def test_a_report_goes_all_the_way(desks: TwoUnits) -> None:
    says = desks.says
    zhou = await Guest.arrive(desks.app, says["mr_zhou"], desks.language)
    card = await _report(desks, zhou)
    number = number_on(card)
    await _taken_and_read(desks, zhou, card)
    await _asked(desks, card)
    await _answered(desks, zhou, number)
    await _handed_over_at_the_end_of_the_shift(desks, zhou, number)
    above = await _passed_on_to_the_unit_above(desks, zhou, number)
    await _linked(desks, above, number)
    await _closed(desks, zhou, above, number)
    await _opened_by_new_words(desks, zhou, above, number)


def number_on(card: JSON) -> str:
    (number, *_rest) = re.findall("[0-9A-Z]{4}-[0-9A-Z]{4}", words_of(card))
    return str(number)


async def _report(desks: TwoUnits, zhou: Guest) -> JSON:
    says = desks.says
    await zhou.to_review()
    await zhou.finish()
    await desks.li.sees(says["state_waiting"], chat=desks.city)
    card = await desks.li.sees(says["unverified_button"])
    heading = says["heading"]
    assert re.match(heading, words_of(card))
    assert buttons_of(card) == [says["take_button"]]
    assert zhou.words not in await desks.wang.transcript(desks.city)
    return card


async def _taken_and_read(desks: TwoUnits, zhou: Guest, card: JSON) -> None:
    says = desks.says
    li = desks.li
    await li.send(desks.city, says["who_goes_and_looks"], reply_to=card)
    hint = await li.sees(says["this_reply_went_nowhere"])
    await li.tap(says["ask"], message=hint)
    await li.sees(says["refused"])
    await li.tap(says["take"], message=card)
    await li.sees(says["you_hold_it_now"])
    card = await li.sees(says["held_by_officer_li"], message=card)
    assert buttons_of(card) == [
        says["read_button"],
        says["ask_button"],
        says["note_button"],
        says["close_button"],
        says["return_button"],
        says["hand_over_button"],
        says["more_button"],
        says["mute_the_sender_for"],
    ]
    await li.tap(says["read"], message=card)
    reading = await li.sees(zhou.words, chat=desks.app.desk)
    assert says["unverified_button"] in words_of(reading)
    assert says["this_goes_minutes_after"] in words_of(reading)
    assert reading["has_protected_content"]
    await li.say(says["ask_about_the_plate"])
    stray = await li.sees(says["this_went_nowhere_and"])
    assert buttons_of(stray) == [says["ask_button"], says["note_button"]]
    await li.tap(says["note"], message=stray)
    await li.sees(says["what_should_stand_in"])
    await li.say(says["ask_about_the_plate"])
    await li.tap(says["send"])
    await li.sees(says["noted"])
    await li.sees(zhou.words)


async def _asked(desks: TwoUnits, card: JSON) -> None:
    says = desks.says
    li = desks.li
    await li.tap(says["ask"], message=card, chat=desks.city)
    prompt = await li.sees(says["please_never_ask_who"], chat=desks.app.desk)
    await li.say(says["what_is_your_name"])
    held = await li.sees(says["this_question_is_held"])
    assert says["they_were_promised_that"] in words_of(held)
    assert buttons_of(held) == [says["cancel"]]
    await li.say(says["could_you_go_and"])
    await li.sees(says["it_sends_the_reporter"])
    await li.say(says["can_you_pretend_to"])
    await li.sees(says["it_has_the_reporter"])
    await li.tap(says["vehicle"], message=prompt)
    await li.sees(says["was_there_a_vehicle"])
    await li.say(says["what_colour_was_the"])
    review = await li.sees(says["has_it_come_before"])
    await li.tap(says["send"], message=review)
    await li.sees(says["asked_the_reporter_sees"])
    await li.sees(says["state_question_asked"], chat=desks.city)


async def _answered(desks: TwoUnits, zhou: Guest, number: str) -> None:
    says = desks.says
    await zhou.opens_mailbox(" ".join(zhou.receipt))
    await zhou.player.sees(says["what_colour_was_the"])
    await zhou.player.tap(says["answer"])
    await zhou.say(says["the_answer"])
    await zhou.player.tap(says["send"])
    await zhou.player.sees(says["sent_to_the_staff"])
    await desks.li.sees(says["report_the_reporter_has"].format(number=number), chat=desks.city)
    await desks.li.sees(says["state_answered"])


async def _handed_over_at_the_end_of_the_shift(desks: TwoUnits, zhou: Guest, number: str) -> None:
    says = desks.says
    li, wang, desk = desks.li, desks.wang, desks.app.desk
    await li.send(desk, "/shift")
    shift = await li.sees(says["your_shift_you_hold_button"])
    assert number in words_of(shift)
    await li.tap(says["officer_wang"], message=shift)
    await li.sees(says["offered_you_hold_them"])
    card = await li.sees(says["offered_to_wang"], chat=desks.city)
    offer = await wang.sees(says["offered_to_officer_wang"], chat=desk)
    await wang.tap(says["read"], message=card, chat=desks.city)
    await wang.sees(says["refused"])
    await wang.tap(says["accept"], message=offer, chat=desk)
    await wang.sees(says["held_by_officer_wang"], message=offer)
    await li.sees(says["report_accepted_by_your"].format(number=number), chat=desk)
    await li.no_longer_sees(zhou.words)
    await li.tap(says["read"], message=card, chat=desks.city)
    await li.sees(says["refused"])
    await wang.send(desk, "/mine")
    await wang.sees(says["you_hold"])
    await wang.tap(says["read"], message=card, chat=desks.city)
    await wang.sees(says["the_answer"], chat=desk)


async def _passed_on_to_the_unit_above(desks: TwoUnits, zhou: Guest, number: str) -> JSON:
    says = desks.says
    wang, zhao, desk = desks.wang, desks.zhao, desks.app.desk
    await wang.tap(says["more"], chat=desks.city)
    await wang.sees(says["held_by_officer_wang"], chat=desk)
    await wang.tap(says["pass_on"])
    choice = await wang.sees(says["report_to_which_unit"].format(number=number))
    await wang.tap(says["hubei_province_the_unit"], message=choice)
    await wang.sees(says["report_goes_to_hubei"].format(number=number))
    await wang.tap(says["pass_it_on"], message=choice)
    await wang.sees(says["report_is_with_hubei"].format(number=number))
    await wang.no_longer_sees(zhou.words)
    old = await wang.sees(says["report_passed_on_to"].format(number=number), chat=desks.city)
    assert buttons_of(old) == []
    await wang.send(desk, f"/find {number}")
    await wang.sees(says["report_passed_on_to"].format(number=number))
    card = await zhao.sees(says["report_unverified"].format(number=number), chat=desks.province)
    assert says["passed_on_by_qianjiang"] in words_of(card)
    await zhao.tap(says["take"], message=card)
    await zhao.sees(says["held_by_officer_zhao"], message=card)
    await zhao.tap(says["read"], message=card)
    reading = await zhao.sees(zhou.words, chat=desk)
    for words in (says["ask_about_the_plate"], says["what_colour_was_the"], says["the_answer"]):
        assert words in words_of(reading)
    return card


async def _linked(desks: TwoUnits, above: JSON, number: str) -> None:
    """Somebody reports the same with an official in it, which comes to the unit above at once."""
    says = desks.says
    neighbour = await Guest.arrive(desks.app, says["neighbour"], desks.language)
    await neighbour.to_review()
    await neighbour.tap("questions")
    for place in range(1, 8):
        await neighbour.player.sees(says["one_of_8"].format(place=place))
        await neighbour.tap("skip")
    await neighbour.player.sees(says["last_of_8"])
    await neighbour.player.tap(says["yes"])
    await neighbour.finish()
    zhao, desk = desks.zhao, desks.app.desk
    await zhao.sees(says["state_waiting"], chat=desks.province)
    cards = await zhao.messages(desks.province)
    (other,) = [number_on(each) for each in cards if says["state_waiting"] in words_of(each)]
    await zhao.tap(says["more"], message=above, chat=desks.province)
    await zhao.sees(says["held_by_officer_zhao"], chat=desk)
    await zhao.tap(says["link"])
    await zhao.sees(says["report_which_one_is"].format(number=number))
    await zhao.say(says["the_one_before"])
    await zhao.sees(says["that_is_no_number"])
    await zhao.say(other.lower().replace("-", " "))
    await zhao.sees(says["the_same_as"].format(other=other))
    await zhao.sees(says["the_same_as_this"].format(number=number), chat=desks.province)


async def _closed(desks: TwoUnits, zhou: Guest, above: JSON, number: str) -> None:
    says = desks.says
    zhao, desk = desks.zhao, desks.app.desk
    await zhao.tap(says["close"], message=above, chat=desks.province)
    ending = await zhao.sees(says["report_how_does_it"].format(number=number), chat=desk)
    await zhao.tap(says["could_not_be_verified"], message=ending)
    await zhao.sees(says["closed_by_mistake_it"], message=ending)
    await zhou.player.tap(says["look_again"])
    await zhou.player.sees(says["status_your_answer_has"])
    await zhao.tap(says["undo"], message=ending, chat=desk)
    await zhao.sees(says["undone_the_reporter_has"])
    await zhao.sees(says["state_answered"], message=above, chat=desks.province)
    await zhao.tap(says["close"], message=above)
    ending = await zhao.sees(says["report_how_does_it"].format(number=number), chat=desk)
    await zhao.tap(says["verified_criminal_case"], message=ending)
    review = await _found(desks, ending)
    await zhao.tap(says["confirm_and_close"], message=review)
    await zhao.sees(says["report_closed_verified_criminal"].format(number=number), message=review)
    closed = await zhao.sees(says["report_verified"].format(number=number), chat=desks.province)
    assert buttons_of(closed) == [says["read_button"], says["undo_button"]]
    await desks.hasten("settle_close")
    await sees_button(zhao, desks.province, above, says["reopen"])
    await zhou.player.tap(says["look_again"])
    await zhou.player.sees(says["status_closed_thank_you"])


async def _found(desks: TwoUnits, ending: JSON) -> JSON:
    """Put the outcome together, mistyped at first, and change it once."""
    says = desks.says
    zhao, desk = desks.zhao, desks.app.desk
    await zhao.sees(says["nothing_is_noted_yet"], message=ending)
    await zhao.tap(says["drugs"], message=ending, chat=desk)
    await zhao.tap(says["heroin"], message=ending)
    await zhao.sees(says["how_many_grams_please"], message=ending)
    await zhao.say(says["a_small_bag"])
    await zhao.sees(says["i_could_not_read"])
    await zhao.say(says["g"])
    review = await zhao.sees(says["heroin_g_button"])
    assert says["only_numbers_and_kinds"] in words_of(review)
    await zhao.tap(says["people"], message=review)
    await zhao.tap(says["selling_transporting_smuggling"], message=review)
    await zhao.tap("3", message=review)
    await zhao.sees(says["three_sellers"], message=review)
    await zhao.tap(says["people"], message=review)
    await zhao.tap(says["selling_transporting_smuggling_button"], message=review)
    await zhao.tap("2", message=review)
    last = await zhao.sees(says["two_sellers"], message=review)
    assert says["heroin_g_button"] in words_of(last)
    return review


async def _opened_by_new_words(desks: TwoUnits, zhou: Guest, above: JSON, number: str) -> None:
    says = desks.says
    await zhou.player.tap(says["add_something"])
    await zhou.say(says["more_news"])
    await zhou.player.tap(says["send"])
    await zhou.player.sees(says["sent_to_the_staff"])
    zhao = desks.zhao
    await zhao.sees(says["report_was_closed_the"].format(number=number), chat=desks.province)
    await zhao.sees(says["report_unverified"].format(number=number), message=above)
    await zhao.tap(says["read"], message=above)
    await zhao.sees(says["more_news"], chat=desks.app.desk)
    for player, chat in ((desks.li, desks.city), (zhao, desks.province)):
        everything = await player.transcript(chat)
        for words in (zhou.words, says["the_answer"], says["more_news"]):
            assert words not in everything
