"""Closing with facts, undoing, settling, opening again; and a plea for help, which is shredded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from nacl.public import PrivateKey
from sqlalchemy import select

from bot.app.reports import build_reports_public
from bot.errors import OutcomeError
from bot.reports.mailbox.service import (
    ANSWER_CARD,
    AddWords,
    AddWordsRequest,
    Mailbox,
    OpenMailbox,
    create_nonce,
)
from bot.reports.staff.service import Post
from bot.reports.tips.sealing import Words
from bot.reports.triage.outcomes.readings import WasRead
from bot.reports.triage.rules import Outcome
from content.schema.outcomes import OutcomeFacts
from storage.reports.envelopes import Envelope
from storage.reports.kinds import TipStatus
from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from storage.vault.envelopes import Envelope as SealedEnvelope
from storage.vault.envelopes import rewrap
from storage.vault.receipts import Receipt
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.desk import open_office, written
from tests.reports.house import open_house
from tests.reports.tipster import a_picture
from tests.reports.triage.working import ABOVE, Works

FACTS = OutcomeFacts.model_validate(
    {
        "seizures": [{"substance": "heroin", "grams": "12.5"}],
        "people": [{"role": "trafficker", "count": 2}],
        "area_mu": "0.5",
    }
)


@pytest.fixture
async def works(any_database: Database, tmp_path: Path) -> AsyncIterator[Works]:
    async with open_house(tmp_path, await any_database("reports"), units=(UNIT, ABOVE)) as house:
        yield Works(office=open_office(house))


async def mailbox_of(works: Works, receipt: Receipt) -> Mailbox:
    house = works.office.house
    mailbox = await OpenMailbox(unit_of_work=house.work, keys=house.keys)(receipt)
    assert mailbox is not None
    assert mailbox.is_intact
    return mailbox


async def add_words(works: Works, receipt: Receipt, text: str) -> None:
    desk = build_reports_public(works.office.house.parts()).workflow["mailbox_desk"]
    add = desk.add_words.add_words
    assert isinstance(add, AddWords)
    request = AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=Words(text=text))
    await add(request)


async def test_the_facts_are_kept_exactly_and_hold_nothing_else(works: Works) -> None:
    li, _wang, _zhao = await works.open()
    tip = await works.taken(li)
    card = await works.office.close(li, tip.id, Outcome.CRIMINAL, FACTS)
    assert card is not None
    assert (card.status, card.closed_as, card.is_verified) == (
        TipStatus.CLOSED,
        "criminal",
        True,
    )
    kept = await works.outcome(tip.id)
    assert kept is not None
    assert (kept.verified, kept.outcome_class, kept.is_settled) == (True, "criminal", False)
    assert kept.facts == {
        "seizures": [{"substance": "heroin", "grams": "12.5"}],
        "people": [{"role": "trafficker", "count": 2}],
        "area_mu": "0.5",
    }
    assert OutcomeFacts.model_validate(kept.facts) == FACTS


@pytest.mark.parametrize("outcome", [each for each in Outcome if not each.is_verified])
async def test_what_was_not_verified_takes_no_findings(works: Works, outcome: Outcome) -> None:
    li, _wang, _zhao = await works.open()
    tip = await works.taken(li)
    with pytest.raises(OutcomeError):
        await works.office.close(li, tip.id, outcome, FACTS)
    card = await works.office.close(li, tip.id, outcome)
    assert card is not None
    assert not card.is_verified


async def test_a_mark_of_the_report_stands_in_the_facts_for_the_reward_rules(
    works: Works,
) -> None:
    li, _wang, _zhao = await works.open()
    tip = await works.taken(li)
    await works.minor(li, tip.id, is_minor=True)
    await works.office.close(li, tip.id, Outcome.CRIMINAL, FACTS)
    kept = await works.outcome(tip.id)
    assert kept is not None
    assert OutcomeFacts.model_validate(kept.facts).is_about_minor


async def test_that_a_minor_wrote_stands_in_the_facts_of_what_was_verified_alone(
    works: Works,
) -> None:
    li, _wang, _zhao = await works.open()
    for outcome, answers, is_marked in (
        (Outcome.CRIMINAL, {"minor": "yes"}, True),
        (Outcome.CRIMINAL, {"risk": "life"}, False),
        (Outcome.UNVERIFIED, {"minor": "yes"}, False),
    ):
        tip = await works.taken(li, answers=answers)
        await works.office.close(li, tip.id, outcome)
        kept = await works.outcome(tip.id)
        assert kept is not None
        assert OutcomeFacts.model_validate(kept.facts).is_by_minor is is_marked


async def test_until_it_is_settled_the_tipster_is_told_nothing_and_it_can_be_undone(
    works: Works,
) -> None:
    li, wang, _zhao = await works.open()
    receipt = Receipt.create()
    tip = await works.taken(li, receipt=receipt)
    await works.office.write(li, written(tip, "什么颜色？"))
    await works.office.close(li, tip.id, Outcome.UNVERIFIED)
    assert (await mailbox_of(works, receipt)).status is TipStatus.ASKED
    assert await works.undo(wang, tip.id) is None
    card = await works.undo(li, tip.id)
    assert (card.status, card.closed_as, card.may_undo) == (TipStatus.ASKED, None, False)
    assert await works.undo(li, tip.id) is None
    assert not await works.settle(tip.id, "zh_Hans"), "the row of the outbox finds nothing"
    await works.office.close(li, tip.id, Outcome.CRIMINAL)
    assert await works.settle(tip.id, "zh_Hans")
    assert not await works.settle(tip.id, "zh_Hans")
    assert (await mailbox_of(works, receipt)).status is TipStatus.CLOSED
    assert await works.undo(li, tip.id) is None


@on_both
async def test_a_close_is_settled_after_ten_minutes_and_before_the_twelfth(works: Works) -> None:
    li, _wang, _zhao = await works.open()
    tip = await works.taken(li)
    await works.office.close(li, tip.id, Outcome.UNVERIFIED)
    async with works.office.house.work() as work:
        rows = select(Outbox).where(Outbox.kind == "settle_close")
        (row,) = (await work.session.execute(rows)).scalars()
    wait = row.due_at - works.office.house.clock.now
    assert timedelta(minutes=10) <= wait < timedelta(minutes=12)
    assert row.due_at.second == 0


async def test_a_closed_report_is_opened_by_its_holder_or_a_supervisor(works: Works) -> None:
    li, wang, zhao = await works.open()
    tip = await works.taken(wang)
    await works.office.close(wang, tip.id, Outcome.UNVERIFIED)
    await works.settle(tip.id, "zh_Hans")
    sun = await works.office.post(7100000004)
    assert await works.reopen(sun, tip.id) is None
    assert await works.reopen(zhao, tip.id) is None
    card = await works.reopen(li, tip.id)
    assert (card.status, card.closed_as) == (TipStatus.TAKEN, None)
    assert await works.outcome(tip.id) is None
    assert (await works.office.tip(tip.id)).closed_on is None
    assert await works.reopen(li, tip.id) is None


async def test_an_answer_counts_with_the_card_that_tells_of_it(works: Works) -> None:
    li, _wang, _zhao = await works.open()
    receipt = Receipt.create()
    tip = await works.taken(li, receipt=receipt)
    await works.office.write(li, written(tip, "几个人？"))
    await add_words(works, receipt, "三个人")
    assert (await works.office.tip(tip.id)).status is TipStatus.ASKED
    assert not await works.hear_words(tip.id)
    assert (await works.office.tip(tip.id)).status is TipStatus.ANSWERED
    await works.office.write(li, written(tip, "什么车？"))
    assert not await works.hear_words(tip.id), "a late second card"
    assert (await works.office.tip(tip.id)).status is TipStatus.ASKED


@pytest.mark.parametrize("is_settled", [True, False])
async def test_new_words_open_a_closed_report(works: Works, *, is_settled: bool) -> None:
    li, _wang, _zhao = await works.open()
    receipt = Receipt.create()
    tip = await works.taken(li, receipt=receipt)
    await works.office.close(li, tip.id, Outcome.CRIMINAL, FACTS)
    if is_settled:
        await works.settle(tip.id, "zh_Hans")
    await add_words(works, receipt, "又来了")
    assert await works.hear_words(tip.id)
    assert not await works.hear_words(tip.id)
    card = await works.office.find_card(tip.id)
    assert card is not None
    assert (card.status, card.is_verified) == (TipStatus.ANSWERED, False)
    opened = await works.office.read(li, tip.id)
    assert opened is not None
    assert [each.text for each in opened[1].messages][-1] == "又来了"
    assert not await works.hear_words("0" * 32)
    assert ("reopened", UNIT, "words") in await works.audited()


@on_both
async def test_a_plea_for_help_is_answered_and_all_else_is_destroyed(works: Works) -> None:
    li, _wang, _zhao = await works.open()
    receipt, house = Receipt.create(), works.office.house
    tip = await works.taken(li, receipt=receipt, files=(a_picture(b"\xff\xd8\xff a face"),))
    await works.office.read_through(li, tip.id)
    await works.office.write(li, written(tip, "在哪个区？"))
    await works.office.write(li, written(tip, "像是求助", is_question=False))
    await works.office.close(li, tip.id, Outcome.HELP)
    assert len(await works.office.rows(tip.id)) == 3, "nothing before it can no longer be undone"
    assert await works.settle(tip.id, "zh_Hans")
    opened = await works.office.read(li, tip.id)
    assert opened is not None
    (message,) = opened[1].messages
    assert "12345" in message.text
    assert opened[1].is_intact
    mailbox = await mailbox_of(works, receipt)
    assert mailbox.questions == (message.text,)
    assert mailbox.status is TipStatus.CLOSED
    assert list((house.folder / "files").glob("*")) == []
    assert await works.reopen(li, tip.id) is None, "there is nothing to open"
    assert ("shredded", UNIT, "") in await works.audited()
    await add_words(works, receipt, "谢谢")
    assert await works.hear_words(tip.id)
    assert (await mailbox_of(works, receipt)).questions == (message.text,)


@dataclass(frozen=True, slots=True)
class Plea:
    """A plea for help that Li holds; `reads` and `adds` are what happens before it is closed."""

    works: Works
    li: Post
    tip: Tip
    receipt: Receipt

    async def reads(self) -> list[str]:
        opened = await self.works.office.read_through(self.li, self.tip.id)
        assert opened is not None
        return [each.text for each in opened[1].messages]

    async def adds(self, text: str) -> None:
        await add_words(self.works, self.receipt, text)

    async def closes(self) -> bool:
        """Close it and let ten minutes pass; return whether it was settled."""
        assert await self.works.office.close(self.li, self.tip.id, Outcome.HELP)
        return bool(await self.works.settle(self.tip.id, "zh_Hans"))

    async def cards(self) -> list[Any]:
        """Return the messages of which the admin chat is still to be told."""
        async with self.works.office.house.work() as work:
            rows = (await work.session.execute(select(Outbox))).scalars()
            return [row.payload.get("sequence") for row in rows if row.kind == ANSWER_CARD]


@pytest.fixture
async def plea(works: Works) -> Plea:
    li, _wang, _zhao = await works.open()
    receipt = Receipt.create()
    tip = await works.taken(li, receipt=receipt, text="我想戒毒")
    return Plea(works, li, tip, receipt)


async def test_words_that_came_after_a_plea_was_closed_are_not_destroyed(plea: Plea) -> None:
    await plea.reads()
    await plea.works.office.close(plea.li, plea.tip.id, Outcome.HELP)
    await plea.adds("他回来了")
    assert "他回来了" in await plea.reads(), "what is read after the close does not count"
    assert not await plea.works.settle(plea.tip.id, "zh_Hans")
    assert await plea.works.hear_words(plea.tip.id)
    assert (await plea.reads())[-1] == "他回来了"


@pytest.mark.parametrize("is_told", [True, False])
async def test_words_that_nobody_had_read_are_never_destroyed(
    plea: Plea, *, is_told: bool
) -> None:
    await plea.reads()
    await plea.adds("他拿着刀在门外")
    if is_told:
        await plea.works.hear_words(plea.tip.id)
    assert not await plea.closes()
    assert await plea.cards() == [2], "the admin chat is told once, which opens it again"
    assert await plea.works.hear_words(plea.tip.id)
    assert (await plea.reads())[-1] == "他拿着刀在门外"
    assert await plea.closes(), "now they are read"


async def test_a_plea_that_nobody_opened_is_not_destroyed(plea: Plea) -> None:
    assert not await plea.closes()
    assert await plea.cards() == [1]
    assert await plea.works.hear_words(plea.tip.id)
    assert await plea.reads() == ["我想戒毒"]


def _seal_to_nobody(works: Works, row: Envelope) -> None:
    """Seal a row anew to a key that nobody has; its chain stays whole."""
    keys = works.office.house.staff_keys
    envelope, nobody = SealedEnvelope.from_bytes(row.body), PrivateKey.generate().public_key
    row.body = rewrap(envelope, keys.private_key(row.key_id), [nobody], keys.writer).to_bytes()


def _edit(_works: Works, row: Envelope) -> None:
    row.body = row.body[:-200] + bytes([row.body[-200] ^ 1]) + row.body[-199:]


async def test_words_that_were_opened_and_never_came_to_a_screen_are_not_destroyed(
    plea: Plea,
) -> None:
    await plea.reads()
    await plea.adds("他拿着刀在门外")
    assert await plea.works.office.read(plea.li, plea.tip.id) is not None
    assert not await plea.closes()
    assert await plea.works.hear_words(plea.tip.id)
    assert (await plea.reads())[-1] == "他拿着刀在门外"


@pytest.mark.parametrize("spoils", [_seal_to_nobody, _edit], ids=["no key here", "edited"])
@pytest.mark.parametrize("place", [1, 2])
async def test_words_that_nobody_here_can_open_are_not_destroyed(
    plea: Plea, place: int, spoils: Callable[[Works, Envelope], None]
) -> None:
    await plea.adds("在城北")
    await plea.adds("快来")
    await plea.works.office.write(plea.li, written(plea.tip, "多大了？"))
    async with plea.works.office.house.work() as work:
        row = (await work.envelopes.list_by_tip(plea.tip.id))[place]
        spoils(plea.works, row)
        await work.commit()
    assert "快来" not in await plea.reads() or place == 1
    assert not await plea.closes()
    assert len(await plea.works.office.rows(plea.tip.id)) == 4


async def test_a_note_that_nobody_here_can_open_keeps_no_plea_alive(plea: Plea) -> None:
    await plea.works.office.write(plea.li, written(plea.tip, "像是求助", is_question=False))
    await plea.adds("快来")
    async with plea.works.office.house.work() as work:
        row = (await work.envelopes.list_by_tip(plea.tip.id))[1]
        _seal_to_nobody(plea.works, row)
        await work.commit()
    assert await plea.reads() == ["我想戒毒", "快来"]
    assert await plea.closes()


async def test_a_plea_is_destroyed_once_all_of_it_was_read(plea: Plea) -> None:
    await plea.reads()
    await plea.adds("在城北")
    await plea.works.office.write(plea.li, written(plea.tip, "多大了？"))
    await plea.reads()
    await plea.works.office.write(plea.li, written(plea.tip, "像是求助", is_question=False))
    assert await plea.closes()
    (words,) = await plea.reads()
    assert "12345" in words


async def test_what_was_read_before_the_close_opens_nothing_again(plea: Plea) -> None:
    works, tip = plea.works, plea.tip
    known = WasRead(unit_of_work=works.office.house.work)
    await plea.reads()
    await works.office.write(plea.li, written(tip, "在哪里？"))
    await plea.adds("在城北")
    await plea.reads()
    assert not await known(tip.id, 3), "it is open: the admin chat is told"
    await works.office.close(plea.li, tip.id, Outcome.HELP)
    await plea.adds("快来")
    assert await known(tip.id, 3)
    assert not await known(tip.id, 4)
    assert not await known(tip.id, None)
    assert not await known("0" * 32, 1)
    await works.undo(plea.li, tip.id)
    assert (await works.office.tip(tip.id)).status is TipStatus.ANSWERED


async def test_a_close_that_was_undone_does_not_settle_the_next_one(works: Works) -> None:
    li, _wang, _zhao = await works.open()
    tip, other = await works.taken(li), await works.taken(li)
    await works.office.close(li, other.id, Outcome.UNVERIFIED)
    await works.office.close(li, tip.id, Outcome.UNVERIFIED)
    await works.undo(li, tip.id)
    assert [row.payload["tip"] for row in await settling(works)] == [other.id]


async def settling(works: Works) -> list[Outbox]:
    """Return the rows that wait to settle a close."""
    async with works.office.house.work() as work:
        rows = select(Outbox).where(Outbox.kind == "settle_close")
        return list((await work.session.execute(rows)).scalars())
