"""Taking, reading, writing, returning and closing, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.reports.mailbox.service import OpenMailbox
from bot.reports.triage.rules import Outcome
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus, cut_to_hour
from storage.vault.envelopes import Author
from storage.vault.receipts import Receipt
from tests.database_fixtures import on_both
from tests.reports.services import LI, TEXT, WANG, Services, written
from tests.reports.tipster import a_picture

OTHER_CHAT = -1009876543210
QUESTION = "那辆车是什么颜色？"
NOTE = "已和派出所联系"
PICTURE = b"\xff\xd8\xff a picture"


async def mailbox_questions(services: Services, receipt: Receipt) -> tuple[str, ...]:
    mailbox = await OpenMailbox(unit_of_work=services.house.work, keys=services.house.keys)(
        receipt
    )
    assert mailbox is not None
    assert mailbox.is_intact
    return mailbox.questions


async def test_whoever_takes_a_tip_holds_it_and_nobody_else_can(services: Services) -> None:
    await services.open()
    tip = await services.send_tip()
    li, wang = await services.post(LI), await services.post(WANG)
    card = await services.take(li, tip.id)
    assert card is not None
    assert (card.holder, card.status) == (LI, TipStatus.TAKEN)
    late = await services.take(wang, tip.id)
    assert late is not None
    assert late.holder == LI
    assert await services.take(li, tip.id) == card


@on_both
@pytest.mark.parametrize("round_", range(3))
async def test_two_who_take_at_once_leave_one_holder(services: Services, round_: int) -> None:
    await services.open()
    tip = await services.send_tip()
    posts = [await services.post(person) for person in (LI, WANG, 7100000011, 7100000012)]
    cards = await asyncio.gather(*(services.take(post, tip.id) for post in posts))
    holders = {card.holder for card in cards if card is not None}
    assert len(holders) == 1
    holder_id = (await services.tip(tip.id)).holder_id
    assert holder_id in {post.staff_id for post in posts}


async def test_a_tip_of_another_unit_and_one_that_is_not_there_are_nothing(
    services: Services,
) -> None:
    await services.open()
    await services.open("xiantao", OTHER_CHAT)
    tip, stranger = await services.send_tip(), await services.post(WANG, OTHER_CHAT)
    for tip_id in (tip.id, "0" * 32, "'; DROP TABLE tips; --", ""):
        assert await services.take(stranger, tip_id) is None
        assert await services.read(stranger, tip_id) is None
        assert await services.give_back(stranger, tip_id) is None
        assert await services.close(stranger, tip_id, Outcome.VERIFIED) is None
    assert await services.write(stranger, written(tip, QUESTION)) is None
    assert (await services.tip(tip.id)).status is TipStatus.NEW
    assert len(await services.rows(tip.id)) == 1


async def test_only_the_holder_reads(services: Services) -> None:
    await services.open()
    tip = await services.send_tip(files=(a_picture(PICTURE),))
    li, wang = await services.post(LI), await services.post(WANG)
    assert await services.read(li, tip.id) is None
    await services.take(li, tip.id)
    opened = await services.read(li, tip.id)
    assert opened is not None
    (message,) = opened[1].messages
    assert (message.text, [f.data for f in message.files], message.author) == (
        TEXT,
        [PICTURE],
        Author.TIPSTER,
    )
    assert message.at == services.house.clock.now
    assert opened[1].is_intact
    assert await services.read(wang, tip.id) is None


async def test_nothing_shows_a_tips_words_by_accident(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    opened = await services.read(li, tip.id)
    assert TEXT not in repr(opened)
    assert QUESTION not in repr(written(tip, QUESTION))


async def test_a_question_opens_with_the_mailbox_key_and_a_note_does_not(
    services: Services,
) -> None:
    await services.open()
    receipt = Receipt.create()
    tip, li = await services.send_tip(receipt), await services.post(LI)
    await services.take(li, tip.id)
    await services.write(li, written(tip, NOTE, is_question=False))
    assert (await services.tip(tip.id)).status is TipStatus.TAKEN
    assert await mailbox_questions(services, receipt) == ()
    card = await services.write(li, written(tip, QUESTION))
    assert card is not None
    assert card.status is TipStatus.ASKED
    assert await mailbox_questions(services, receipt) == (QUESTION,)
    opened = await services.read(li, tip.id)
    assert opened is not None
    assert [m.text for m in opened[1].messages] == [TEXT, NOTE, QUESTION]
    assert opened[1].is_intact
    assert {row.hour for row in await services.rows(tip.id)} == {
        cut_to_hour(services.house.clock.now)
    }


@on_both
async def test_the_same_nonce_writes_once(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    words = written(tip, QUESTION)
    cards = [await services.write(li, words) for _ in range(5)]
    assert len(set(cards)) == 1
    assert len(await services.rows(tip.id)) == 2


@on_both
async def test_the_same_words_sent_twice_at_once_stand_once(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    words = written(tip, QUESTION)
    cards = await asyncio.gather(*(services.write(li, words) for _ in range(3)))
    assert None not in cards
    assert len(await services.rows(tip.id)) == 2


@on_both
async def test_different_words_at_once_stand_one_after_another(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    texts = [f"第 {number} 问" for number in range(3)]
    await asyncio.gather(*(services.write(li, written(tip, text)) for text in texts))
    opened = await services.read(li, tip.id)
    assert opened is not None
    assert opened[1].is_intact
    assert sorted(m.text for m in opened[1].messages) == sorted([TEXT, *texts])


async def test_only_the_holder_of_an_open_tip_writes(services: Services) -> None:
    await services.open()
    tip, li, wang = await services.send_tip(), await services.post(LI), await services.post(WANG)
    assert await services.write(li, written(tip, QUESTION)) is None
    await services.take(li, tip.id)
    assert await services.write(wang, written(tip, QUESTION)) is None
    await services.close(li, tip.id, Outcome.VERIFIED)
    assert await services.write(li, written(tip, QUESTION)) is None
    assert len(await services.rows(tip.id)) == 1


async def test_a_tip_given_back_is_for_the_next_one_to_take(services: Services) -> None:
    await services.open()
    tip, li, wang = await services.send_tip(), await services.post(LI), await services.post(WANG)
    await services.take(li, tip.id)
    assert await services.give_back(wang, tip.id) is None
    card = await services.give_back(li, tip.id)
    assert card is not None
    assert (card.holder, card.status) == (None, TipStatus.NEW)
    assert await services.read(li, tip.id) is None
    taken = await services.take(wang, tip.id)
    assert taken is not None
    assert taken.holder == WANG


async def test_a_question_that_was_asked_stays_asked_when_the_tip_goes_back(
    services: Services,
) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    await services.write(li, written(tip, QUESTION))
    await services.give_back(li, tip.id)
    assert (await services.tip(tip.id)).status is TipStatus.ASKED
    card = await services.take(li, tip.id)
    assert card is not None
    assert (card.holder, card.status) == (LI, TipStatus.ASKED)


async def test_a_closed_tip_keeps_its_first_outcome_and_its_holder_still_reads(
    services: Services,
) -> None:
    await services.open()
    tip, li, wang = await services.send_tip(), await services.post(LI), await services.post(WANG)
    await services.take(li, tip.id)
    assert await services.close(wang, tip.id, Outcome.HELP) is None
    first = await services.close(li, tip.id, Outcome.VERIFIED)
    assert await services.close(li, tip.id, Outcome.UNVERIFIED) == first
    assert first is not None
    assert (first.status, first.closed_as) == (TipStatus.CLOSED, "verified")
    assert await services.give_back(li, tip.id) is None
    assert await services.read(li, tip.id) is not None


def _flip(data: bytes) -> bytes:
    return data[:-200] + bytes([data[-200] ^ 1]) + data[-199:]


TAMPERING: dict[str, Callable[[Envelope], dict[str, Any]]] = {
    "body": lambda row: {"body": _flip(row.body)},
    "cut short": lambda row: {"body": row.body[:-1]},
    "empty": lambda _row: {"body": b""},
    "author": lambda row: {"author": "staff" if row.author == "note" else "note"},
    "nobody": lambda _row: {"author": "nobody"},
    "schema": lambda row: {"schema": row.schema + 1},
    "sequence": lambda row: {"sequence": row.sequence + 5},
}


@pytest.mark.parametrize("tampering", TAMPERING)
async def test_a_row_that_was_tampered_with_and_what_follows_are_not_shown(
    services: Services, tampering: str
) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    for words in (NOTE, QUESTION):
        await services.write(li, written(tip, words, is_question=False))
    async with services.house.work() as work:
        row = (await work.envelopes.list_by_tip(tip.id))[1]
        for column, value in TAMPERING[tampering](row).items():
            setattr(row, column, value)
        await work.commit()
    opened = await services.read(li, tip.id)
    assert opened is not None
    shown = [message.text for message in opened[1].messages]
    assert not opened[1].is_intact
    assert shown == ([TEXT] if tampering != "sequence" else shown)
    assert NOTE not in shown


async def test_a_deleted_row_in_the_middle_shows(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    for words in (NOTE, QUESTION):
        await services.write(li, written(tip, words))
    async with services.house.work() as work:
        await work.envelopes.delete((await work.envelopes.list_by_tip(tip.id))[1])
        await work.commit()
    opened = await services.read(li, tip.id)
    assert opened is not None
    assert [m.text for m in opened[1].messages] == [TEXT]
    assert not opened[1].is_intact


async def test_a_picture_that_is_gone_or_exchanged_is_counted_and_the_words_still_open(
    services: Services,
) -> None:
    await services.open()
    tip = await services.send_tip(
        files=tuple(a_picture(PICTURE + each) for each in (b"", b"2", b"3"))
    )
    li = await services.post(LI)
    await services.take(li, tip.id)
    async with services.house.work() as work:
        names = [file.name for file in await work.envelopes.list_files(tip.id)]
    folder = services.house.folder / "files"
    (folder / names[0]).unlink()
    (folder / names[1]).write_bytes((folder / names[2]).read_bytes())
    opened = await services.read(li, tip.id)
    assert opened is not None
    (message,) = opened[1].messages
    assert (message.text, len(message.files), message.lost_files) == (TEXT, 1, 2)


async def test_a_row_that_names_a_wrong_key_is_read_and_marked(services: Services) -> None:
    await services.open()
    tip, li = await services.send_tip(), await services.post(LI)
    await services.take(li, tip.id)
    async with services.house.work() as work:
        (await work.envelopes.list_by_tip(tip.id))[0].key_id = "destroyed"
        await work.commit()
    opened = await services.read(li, tip.id)
    assert opened is not None
    assert [message.text for message in opened[1].messages] == [TEXT]
    assert (opened[1].is_intact, opened[1].damaged) == (True, (1,))
