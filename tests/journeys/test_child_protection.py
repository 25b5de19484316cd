"""A child's plea is passed on by two, and its words are there until they both said so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app.retention import create_chore
from bot.reports.triage.retention.policy import RetentionPolicy
from storage.kit.engine import create_engine
from storage.vault.files import SealedFiles
from tests.journeys.guest import Guest
from tests.journeys.protection_words import PROTECTION
from tests.journeys.scenes import buttons_of
from tests.journeys.test_triage import number_on
from tests.journeys.two_units import TwoUnits, open_two_units, sees_button
from tests.journeys.words import words_in
from tests.languages import in_each_language
from tests.phone import JSON, call, inline_buttons, words_of


@pytest_asyncio.fixture(params=in_each_language())
async def desks(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TwoUnits]:
    async with open_two_units(tmp_path, str(request.param)) as opened:
        opened.says.update(words_in(str(request.param), PROTECTION))
        yield opened


async def test_a_childs_plea_is_handed_on_by_two_and_kept_until_then(desks: TwoUnits) -> None:
    child, card = await _the_child_hears_who_reads_it_and_writes(desks)
    number = number_on(card)
    await _it_ends_neither_as_help_nor_as_somebody_elses(desks, card, number)
    await _recorded_by_mistake_and_taken_back(desks, number)
    pending = await _recorded(desks, card, number)
    await _nobody_confirms_their_own(desks, pending)
    await _a_year_and_more_goes_by(desks)
    button = await _confirmed_by_another_twice(desks, card)
    await _the_child_reads_that_it_was_passed_on(desks, child)
    await _new_words_open_it_and_the_old_button_confirms_nothing(desks, child, card, button)
    await _with_nobody_else_here_the_unit_above_confirms(desks, card, number)


async def _the_child_hears_who_reads_it_and_writes(desks: TwoUnits) -> tuple[Guest, JSON]:
    says = desks.says
    child = await Guest.arrive(desks.app, says["child"], desks.language)
    child.words = says["plea"]
    await child.open()
    await child.tap("minor")
    await child.sees("adult")
    await child.tap("minor_on", "category")
    await child.sees("ask_region")
    await child.tap("region")
    before = await child.player.sees(says["write_it_down"])
    assert says["who_reads"] in words_of(before)
    await child.say(child.words)
    await child.finish()
    card = await desks.li.sees(says["a_plea"], chat=desks.city)
    await desks.li.tap(says["take"], message=card)
    await desks.li.sees(says["held_by_officer_li"], message=card)
    return child, card


async def _it_ends_neither_as_help_nor_as_somebody_elses(
    desks: TwoUnits, card: JSON, number: str
) -> None:
    says, li = desks.says, desks.li
    await li.tap(says["close"], message=card, chat=desks.city)
    ending = await li.sees(says["report_how_does_it"].format(number=number), chat=_desk(desks))
    assert says["tell_at_once"] in words_of(ending)
    offered = buttons_of(ending)
    assert says["protection"] in offered
    assert not {says["help_class"], says["elsewhere"]} & set(offered)


async def _recorded_by_mistake_and_taken_back(desks: TwoUnits, number: str) -> None:
    says, li = desks.says, desks.li
    await _say_where_how_and_when(desks, number)
    await li.tap(says["take_back"], chat=_desk(desks))
    await li.sees(says["taken_back"])


async def _recorded(desks: TwoUnits, card: JSON, number: str) -> JSON:
    """Record it with a double tap, and return the message that asks for somebody else."""
    says, li = desks.says, desks.li
    await li.tap(says["close"], message=card, chat=desks.city)
    await li.sees(says["report_how_does_it"].format(number=number), chat=_desk(desks))
    review, data = await _say_where_how_and_when(desks, number)
    await li.tap_data(data, review)
    await li.sees(says["recorded"])
    await li.sees(says["on_card"], message=card, chat=desks.city)
    asked = await desks.wang.sees(says["please_confirm"], chat=desks.city)
    assert says["plea"] not in await desks.wang.transcript(desks.city)
    await li.tap(says["close"], message=card)
    last = await li.sees(says["recorded"], chat=_desk(desks))
    assert buttons_of(last) == [f"↩️ {says['take_back']}"], "it is closed in no other way"
    return asked


async def _say_where_how_and_when(desks: TwoUnits, number: str) -> tuple[JSON, str]:
    says, li = desks.says, desks.li
    await li.tap(says["protection"], chat=_desk(desks))
    organs = await li.sees(says["to_whom"])
    assert says["article"] in words_of(organs)
    assert list(buttons_of(organs)[:3]) == [
        says["police"],
        says["civil"],
        says["school"],
    ]
    await li.tap(says["police"], message=organs)
    await li.sees(says["how"], message=organs)
    await li.tap(says["phone"], message=organs)
    hours = await li.sees(says["when"], message=organs)
    await li.tap(buttons_of(hours)[0], message=organs)
    review = await li.sees(says["nothing_kept"], message=organs)
    (data,) = [
        each["callback_data"] for each in inline_buttons(review) if says["record"] in each["text"]
    ]
    await li.tap(says["record"], message=organs)
    await li.sees(number, message=organs)
    await li.sees(says["recorded"], message=organs)
    return organs, data


async def _nobody_confirms_their_own(desks: TwoUnits, pending: JSON) -> None:
    says = desks.says
    await desks.li.tap(says["confirm"], message=pending, chat=desks.city)
    await desks.li.sees(says["your_own"])


async def _a_year_and_more_goes_by(desks: TwoUnits) -> None:
    """Let retention run far ahead: twice, as a warning would come before an end."""
    engine = create_engine(desks.settings.reports_url)
    try:
        for days in (400, 420, 900):
            later = datetime.now(UTC) + timedelta(days=days)
            chore = create_chore(
                engine,
                SealedFiles(desks.settings.files_dir),
                lambda later=later: later,
                RetentionPolicy(days=30),
                _nothing,
            )
            await chore()
    finally:
        await engine.dispose()


async def _confirmed_by_another_twice(desks: TwoUnits, card: JSON) -> str:
    says, wang = desks.says, desks.wang
    shown = await wang.sees(says["on_card"], message=card, chat=desks.city)
    data = _button(shown, says["confirm"])
    await asyncio.gather(*(wang.tap_data(data, card, chat=desks.city) for _ in range(2)))
    await wang.sees(says["confirmed"], chat=desks.city)
    closed = await wang.sees(says["state_closed"], message=card)
    assert says["by_two"] in words_of(closed)
    assert buttons_of(closed) == [says["read_button"], says["undo_button"]]
    return data


async def _the_child_reads_that_it_was_passed_on(desks: TwoUnits, child: Guest) -> None:
    says = desks.says
    await child.opens_mailbox(" ".join(child.receipt))
    assert says["status_passed_on"] not in await child.player.transcript(), "it may be undone"
    await desks.hasten("settle_close")
    async with asyncio.timeout(20):
        while says["status_passed_on"] not in await child.player.transcript():
            await child.player.tap(says["look_again"])
            await asyncio.sleep(0.05)
    assert says["was_right"] in words_of(await child.player.last())


async def _new_words_open_it_and_the_old_button_confirms_nothing(
    desks: TwoUnits, child: Guest, card: JSON, button: str
) -> None:
    says = desks.says
    await child.player.tap(says["add_something"])
    answer = await child.player.sees(says["write_again"])
    assert says["who_reads"] in words_of(answer)
    await child.say(says["more_words"])
    await child.player.tap(says["send"])
    await child.player.sees(says["sent_to_the_staff"])
    await sees_button(desks.li, desks.city, card, says["close"])
    await desks.wang.tap_data(button, card, chat=desks.city)
    await desks.wang.sees(says["outdated"])
    await desks.li.tap(says["read"], message=card, chat=desks.city)
    reading = await desks.li.sees(says["more_words"], chat=_desk(desks))
    assert says["plea"] in words_of(reading)


async def _with_nobody_else_here_the_unit_above_confirms(
    desks: TwoUnits, card: JSON, number: str
) -> None:
    says, li, zhao = desks.says, desks.li, desks.zhao
    place = {"chat": desks.city, "user": desks.wang.id}
    await call(desks.app.stage.base_url, "POST", "/sim/leave", json=place)
    await li.send(desks.city, "/roster")
    await li.tap(says["close"], message=card, chat=desks.city)
    await li.sees(says["report_how_does_it"].format(number=number), chat=_desk(desks))
    await _say_where_how_and_when(desks, number)
    asked = await zhao.sees(says["please_confirm"], chat=desks.province)
    assert says["unit"] in words_of(asked)
    await zhao.tap(says["confirm"], message=asked, chat=desks.province)
    await zhao.sees(says["confirmed"])
    await zhao.no_longer_sees(says["please_confirm"])
    await li.sees(says["state_closed"], message=card, chat=desks.city)


def _button(message: JSON, words: str) -> str:
    (data,) = [each["callback_data"] for each in inline_buttons(message) if words in each["text"]]
    return str(data)


def _desk(desks: TwoUnits) -> int:
    return int(desks.app.desk)


async def _nothing(_tip_id: str) -> None:
    """Stand for screens that show nothing of a tip."""
