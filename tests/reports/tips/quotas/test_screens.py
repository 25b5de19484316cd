"""What a person sees of quotas and mutes: a pause that loses nothing, and of a mute nothing."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator

import pytest

from bot.reports.tips.service import CARD, WAITING
from tests.phone import words_of
from tests.reports.house import BOT, House, bot_on, gateway_for
from tests.reports.intake import Intake
from tests.reports.tipster import TEXT, Tipster

NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
async def intake(house: House) -> AsyncIterator[Intake]:
    """Run the public process that the phones talk to."""
    async with gateway_for(house), bot_on(house) as public:
        yield Intake(house=house, public=public)


async def kinds(intake: Intake) -> dict[str, str]:
    """Return what kind of row each tip left for the staff, by its number."""
    sent = {}
    for tip in await intake.house.tips():
        async with intake.house.work() as work:
            rows = await work.outbox.list_pressing(
                CARD, tip.unit_id.encode(), intake.house.clock().replace(year=2030)
            )
        has_card = tip.id in {row.payload["tip"] for row in rows}
        sent[tip.number] = CARD if has_card else WAITING
    return sent


async def screens(tipster: Tipster) -> str:
    """Return all that the bot shows, to the byte, but for what is random in every tip."""
    shown = [each for each in await tipster.player.messages(BOT) if not each["out"]]
    for each in shown:
        for name in ("message_id", "date", "edit_date", "id"):
            each.pop(name, None)
    text = NUMBER.sub("NUMBER", json.dumps(shown, ensure_ascii=False, sort_keys=True))
    text = re.sub(r'"callback_data": "[^"]*"', "", text)
    return text.replace(str(tipster.player.id), "ID")


async def numbers(intake: Intake) -> set[str]:
    return {tip.number for tip in await intake.house.tips()}


async def send_another(intake: Intake, tipster: Tipster) -> str:
    """Send a tip while the card of one before still stands; return the new one's number."""
    before = await numbers(intake)
    await tipster.go_to_ready()
    await tipster.tap("send")
    async with asyncio.timeout(10):
        while not (new := await numbers(intake) - before):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.03)
    (number,) = new
    await tipster.player.sees(number)
    return number


async def test_a_muted_sender_sees_what_everybody_sees(intake: Intake) -> None:
    muted, other = [await Tipster.create(intake.house) for _ in range(2)]
    for tipster in (muted, other):
        first = await tipster.send_tip()
        if tipster is muted:
            (tip,) = await intake.house.tips()
            assert tip.number == first
            async with intake.house.work() as work:
                await work.mutes.wish(tip.id)
                await work.commit()
            await intake.public.listener()
    # Nobody is drawn to wait here, so that the rows below prove the mute.
    object.__setattr__(intake.quotas, "chance", lambda: 1.0)
    sent = [await send_another(intake, tipster) for tipster in (muted, other)]
    rows = await kinds(intake)
    assert [rows[number] for number in sent] == [WAITING, CARD]
    assert await screens(muted) == await screens(other)
    for tipster in (muted, other):
        await tipster.open_mailbox()
        await tipster.player.sees("暂时没有提问")
    assert await screens(muted) == await screens(other)


async def test_a_pause_keeps_the_draft_and_names_110_and_then_lets_it_go(intake: Intake) -> None:
    tipster = await Tipster.create(intake.house)
    for _ in range(3):
        await intake.sent(tipster.player.id)
    await tipster.go_to_ready()
    await tipster.tap("send")
    card = await tipster.player.sees("请等 5 分钟")
    assert "110" in words_of(card)
    assert len(await intake.house.tips()) == 3
    intake.house.clock.now = intake.house.clock.now.replace(minute=40, second=0)
    await tipster.tap("send")
    await tipster.sees("sent")
    tips = await intake.house.tips()
    assert len(tips) == 4
    texts = [(await intake.house.read(tip))[0].text for tip in tips]
    assert TEXT in texts
