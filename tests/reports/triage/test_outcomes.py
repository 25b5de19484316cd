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
from tests.reports.house import open_house
from tests.reports.services import staff_services, written
from tests.reports.tipster import a_picture
from tests.reports.triage.triage_services import ABOVE, TriageServices

FACTS = OutcomeFacts.model_validate(
    {
        "seizures": [{"substance": "heroin", "grams": "12.5"}],
        "people": [{"role": "trafficker", "count": 2}],
        "area_mu": "0.5",
    }
)

# What one officer says by himself; what is handed to child protection takes two.
OF_ONE_WORD = [each for each in Outcome if not each.is_verified and each is not Outcome.PROTECTION]


@pytest.fixture
async def triage(any_database: Database, tmp_path: Path) -> AsyncIterator[TriageServices]:
    async with open_house(tmp_path, await any_database("reports"), units=(UNIT, ABOVE)) as house:
        yield TriageServices(services=staff_services(house))


async def mailbox_of(triage: TriageServices, receipt: Receipt) -> Mailbox:
    house = triage.services.house
    mailbox = await OpenMailbox(unit_of_work=house.work, keys=house.keys)(receipt)
    assert mailbox is not None
    assert mailbox.is_intact
    return mailbox


async def add_words(triage: TriageServices, receipt: Receipt, text: str) -> None:
    desk = build_reports_public(triage.services.house.parts()).workflow["mailbox_desk"]
    add = desk.add_words.add_words
    assert isinstance(add, AddWords)
    request = AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=Words(text=text))
    await add(request)


async def test_the_facts_are_kept_exactly_and_hold_nothing_else(triage: TriageServices) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    card = await triage.services.close(li, tip.id, Outcome.CRIMINAL, FACTS)
    assert card is not None
    assert (card.status, card.closed_as, card.is_verified) == (
        TipStatus.CLOSED,
        "criminal",
        True,
    )
    kept = await triage.outcome(tip.id)
    assert kept is not None
    assert (kept.verified, kept.outcome_class, kept.is_settled) == (True, "criminal", False)
    assert kept.facts == {
        "seizures": [{"substance": "heroin", "grams": "12.5"}],
        "people": [{"role": "trafficker", "count": 2}],
        "area_mu": "0.5",
    }
    assert OutcomeFacts.model_validate(kept.facts) == FACTS


@pytest.mark.parametrize("outcome", OF_ONE_WORD)
async def test_what_was_not_verified_takes_no_findings(
    triage: TriageServices, outcome: Outcome
) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    with pytest.raises(OutcomeError):
        await triage.services.close(li, tip.id, outcome, FACTS)
    card = await triage.services.close(li, tip.id, outcome)
    assert card is not None
    assert not card.is_verified


async def test_a_mark_of_the_report_stands_in_the_facts_for_the_reward_rules(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    await triage.minor(li, tip.id, is_minor=True)
    await triage.services.close(li, tip.id, Outcome.CRIMINAL, FACTS)
    kept = await triage.outcome(tip.id)
    assert kept is not None
    facts = OutcomeFacts.model_validate(kept.facts)
    assert facts.flags == ("minor_involved",), "a child in it is no bar to a reward"
    reported = await triage.taken(li)
    assert await triage.minor.reported(li, reported.id, is_minor=True) is None, "nobody is in it"
    await triage.minor(li, reported.id, is_minor=True)
    await triage.minor.reported(li, reported.id, is_minor=True)
    await triage.services.close(li, reported.id, Outcome.CRIMINAL, FACTS)
    kept = await triage.outcome(reported.id)
    assert kept is not None
    assert OutcomeFacts.model_validate(kept.facts).is_minor_reported


async def test_that_a_minor_wrote_stands_in_the_facts_of_what_was_verified_alone(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    for outcome, answers, is_marked in (
        (Outcome.CRIMINAL, {"minor": "yes"}, True),
        (Outcome.CRIMINAL, {"risk": "life"}, False),
        (Outcome.UNVERIFIED, {"minor": "yes"}, False),
    ):
        tip = await triage.taken(li, answers=answers)
        await triage.services.close(li, tip.id, outcome)
        kept = await triage.outcome(tip.id)
        assert kept is not None
        assert OutcomeFacts.model_validate(kept.facts).is_by_minor is is_marked


async def test_until_it_is_settled_the_tipster_is_told_nothing_and_it_can_be_undone(
    triage: TriageServices,
) -> None:
    li, wang, _zhao = await triage.open()
    receipt = Receipt.create()
    tip = await triage.taken(li, receipt=receipt)
    await triage.services.write(li, written(tip, "什么颜色？"))
    await triage.services.close(li, tip.id, Outcome.UNVERIFIED)
    assert (await mailbox_of(triage, receipt)).status is TipStatus.ASKED
    assert await triage.undo(wang, tip.id) is None
    card = await triage.undo(li, tip.id)
    assert (card.status, card.closed_as, card.may_undo) == (TipStatus.ASKED, None, False)
    assert await triage.undo(li, tip.id) is None
    assert not await triage.settle(tip.id, "zh_Hans"), "the row of the outbox finds nothing"
    await triage.services.close(li, tip.id, Outcome.CRIMINAL)
    assert await triage.settle(tip.id, "zh_Hans")
    assert not await triage.settle(tip.id, "zh_Hans")
    assert (await mailbox_of(triage, receipt)).status is TipStatus.CLOSED
    assert await triage.undo(li, tip.id) is None


@on_both
async def test_a_close_is_settled_after_ten_minutes_and_before_the_twelfth(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    await triage.services.close(li, tip.id, Outcome.UNVERIFIED)
    async with triage.services.house.work() as work:
        rows = select(Outbox).where(Outbox.kind == "settle_close")
        (row,) = (await work.session.execute(rows)).scalars()
    wait = row.due_at - triage.services.house.clock.now
    assert timedelta(minutes=10) <= wait < timedelta(minutes=12)
    assert row.due_at.second == 0


async def test_a_closed_report_is_opened_by_its_holder_or_a_supervisor(
    triage: TriageServices,
) -> None:
    li, wang, zhao = await triage.open()
    tip = await triage.taken(wang)
    await triage.services.close(wang, tip.id, Outcome.UNVERIFIED)
    await triage.settle(tip.id, "zh_Hans")
    sun = await triage.services.post(7100000004)
    assert await triage.reopen(sun, tip.id) is None
    assert await triage.reopen(zhao, tip.id) is None
    card = await triage.reopen(li, tip.id)
    assert (card.status, card.closed_as) == (TipStatus.TAKEN, None)
    assert await triage.outcome(tip.id) is None
    assert (await triage.services.tip(tip.id)).closed_on is None
    assert await triage.reopen(li, tip.id) is None


async def test_an_answer_counts_with_the_card_that_tells_of_it(triage: TriageServices) -> None:
    li, _wang, _zhao = await triage.open()
    receipt = Receipt.create()
    tip = await triage.taken(li, receipt=receipt)
    await triage.services.write(li, written(tip, "几个人？"))
    await add_words(triage, receipt, "三个人")
    assert (await triage.services.tip(tip.id)).status is TipStatus.ASKED
    assert not await triage.hear_words(tip.id)
    assert (await triage.services.tip(tip.id)).status is TipStatus.ANSWERED
    await triage.services.write(li, written(tip, "什么车？"))
    assert not await triage.hear_words(tip.id), "a late second card"
    assert (await triage.services.tip(tip.id)).status is TipStatus.ASKED


@pytest.mark.parametrize("is_settled", [True, False])
async def test_new_words_open_a_closed_report(triage: TriageServices, *, is_settled: bool) -> None:
    li, _wang, _zhao = await triage.open()
    receipt = Receipt.create()
    tip = await triage.taken(li, receipt=receipt)
    await triage.services.close(li, tip.id, Outcome.CRIMINAL, FACTS)
    if is_settled:
        await triage.settle(tip.id, "zh_Hans")
    await add_words(triage, receipt, "又来了")
    assert await triage.hear_words(tip.id)
    assert not await triage.hear_words(tip.id)
    card = await triage.services.find_card(tip.id)
    assert card is not None
    assert (card.status, card.is_verified) == (TipStatus.ANSWERED, False)
    opened = await triage.services.read(li, tip.id)
    assert opened is not None
    assert [each.text for each in opened[1].messages][-1] == "又来了"
    assert not await triage.hear_words("0" * 32)
    assert ("reopened", UNIT, "words") in await triage.audited()


@on_both
async def test_a_plea_for_help_is_answered_and_all_else_is_destroyed(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    receipt, house = Receipt.create(), triage.services.house
    tip = await triage.taken(li, receipt=receipt, files=(a_picture(b"\xff\xd8\xff a face"),))
    await triage.services.read_through(li, tip.id)
    await triage.services.write(li, written(tip, "在哪个区？"))
    await triage.services.write(li, written(tip, "像是求助", is_question=False))
    await triage.services.close(li, tip.id, Outcome.HELP)
    assert len(await triage.services.rows(tip.id)) == 3, (
        "nothing before it can no longer be undone"
    )
    assert await triage.settle(tip.id, "zh_Hans")
    opened = await triage.services.read(li, tip.id)
    assert opened is not None
    (message,) = opened[1].messages
    assert "12345" in message.text
    assert opened[1].is_intact
    mailbox = await mailbox_of(triage, receipt)
    assert mailbox.questions == (message.text,)
    assert mailbox.status is TipStatus.CLOSED
    assert mailbox.was_plea, "it has words of its own, not a question's"
    assert list((house.folder / "files").glob("*")) == []
    assert await triage.reopen(li, tip.id) is None, "there is nothing to open"
    assert ("shredded", UNIT, "") in await triage.audited()
    await add_words(triage, receipt, "谢谢")
    assert await triage.hear_words(tip.id)
    assert (await mailbox_of(triage, receipt)).questions == (message.text,)


@dataclass(frozen=True, slots=True)
class Plea:
    """A plea for help that Li holds; `reads` and `adds` are what happens before it is closed."""

    triage: TriageServices
    li: Post
    tip: Tip
    receipt: Receipt

    async def reads(self) -> list[str]:
        opened = await self.triage.services.read_through(self.li, self.tip.id)
        assert opened is not None
        return [each.text for each in opened[1].messages]

    async def adds(self, text: str) -> None:
        await add_words(self.triage, self.receipt, text)

    async def closes(self) -> bool:
        """Close it and let ten minutes pass; return whether it was settled."""
        assert await self.triage.services.close(self.li, self.tip.id, Outcome.HELP)
        return bool(await self.triage.settle(self.tip.id, "zh_Hans"))

    async def cards(self) -> list[Any]:
        """Return the messages of which the admin chat is still to be told."""
        async with self.triage.services.house.work() as work:
            rows = (await work.session.execute(select(Outbox))).scalars()
            return [row.payload.get("sequence") for row in rows if row.kind == ANSWER_CARD]


@pytest.fixture
async def plea(triage: TriageServices) -> Plea:
    li, _wang, _zhao = await triage.open()
    receipt = Receipt.create()
    tip = await triage.taken(li, receipt=receipt, text="我想戒毒")
    return Plea(triage, li, tip, receipt)


async def test_words_that_came_after_a_plea_was_closed_are_not_destroyed(plea: Plea) -> None:
    await plea.reads()
    await plea.triage.services.close(plea.li, plea.tip.id, Outcome.HELP)
    await plea.adds("他回来了")
    assert "他回来了" in await plea.reads(), "what is read after the close does not count"
    assert not await plea.triage.settle(plea.tip.id, "zh_Hans")
    assert await plea.triage.hear_words(plea.tip.id)
    assert (await plea.reads())[-1] == "他回来了"


@pytest.mark.parametrize("is_told", [True, False])
async def test_words_that_nobody_had_read_are_never_destroyed(
    plea: Plea, *, is_told: bool
) -> None:
    await plea.reads()
    await plea.adds("他拿着刀在门外")
    if is_told:
        await plea.triage.hear_words(plea.tip.id)
    assert not await plea.closes()
    assert await plea.cards() == [2], "the admin chat is told once, which opens it again"
    assert await plea.triage.hear_words(plea.tip.id)
    assert (await plea.reads())[-1] == "他拿着刀在门外"
    assert await plea.closes(), "now they are read"


async def test_a_plea_that_nobody_opened_is_not_destroyed(plea: Plea) -> None:
    assert not await plea.closes()
    assert await plea.cards() == [1]
    assert await plea.triage.hear_words(plea.tip.id)
    assert await plea.reads() == ["我想戒毒"]


def _seal_to_nobody(triage: TriageServices, row: Envelope) -> None:
    """Seal a row anew to a key that nobody has; its chain stays whole."""
    keys = triage.services.house.staff_keys
    envelope, nobody = SealedEnvelope.from_bytes(row.body), PrivateKey.generate().public_key
    row.body = rewrap(envelope, keys.private_key(row.key_id), [nobody], keys.writer).to_bytes()


def _edit(_works: TriageServices, row: Envelope) -> None:
    row.body = row.body[:-200] + bytes([row.body[-200] ^ 1]) + row.body[-199:]


async def test_words_that_were_opened_and_never_came_to_a_screen_are_not_destroyed(
    plea: Plea,
) -> None:
    await plea.reads()
    await plea.adds("他拿着刀在门外")
    assert await plea.triage.services.read(plea.li, plea.tip.id) is not None
    assert not await plea.closes()
    assert await plea.triage.hear_words(plea.tip.id)
    assert (await plea.reads())[-1] == "他拿着刀在门外"


@pytest.mark.parametrize("spoils", [_seal_to_nobody, _edit], ids=["no key here", "edited"])
@pytest.mark.parametrize("place", [1, 2])
async def test_words_that_nobody_here_can_open_are_not_destroyed(
    plea: Plea, place: int, spoils: Callable[[TriageServices, Envelope], None]
) -> None:
    await plea.adds("在城北")
    await plea.adds("快来")
    await plea.triage.services.write(plea.li, written(plea.tip, "多大了？"))
    async with plea.triage.services.house.work() as work:
        row = (await work.envelopes.list_by_tip(plea.tip.id))[place]
        spoils(plea.triage, row)
        await work.commit()
    assert "快来" not in await plea.reads() or place == 1
    assert not await plea.closes()
    assert len(await plea.triage.services.rows(plea.tip.id)) == 4


async def test_a_note_that_nobody_here_can_open_keeps_no_plea_alive(plea: Plea) -> None:
    await plea.triage.services.write(plea.li, written(plea.tip, "像是求助", is_question=False))
    await plea.adds("快来")
    async with plea.triage.services.house.work() as work:
        row = (await work.envelopes.list_by_tip(plea.tip.id))[1]
        _seal_to_nobody(plea.triage, row)
        await work.commit()
    assert await plea.reads() == ["我想戒毒", "快来"]
    assert await plea.closes()


async def test_a_plea_is_destroyed_once_all_of_it_was_read(plea: Plea) -> None:
    await plea.reads()
    await plea.adds("在城北")
    await plea.triage.services.write(plea.li, written(plea.tip, "多大了？"))
    await plea.reads()
    await plea.triage.services.write(plea.li, written(plea.tip, "像是求助", is_question=False))
    assert await plea.closes()
    (words,) = await plea.reads()
    assert "12345" in words


async def test_what_was_read_before_the_close_opens_nothing_again(plea: Plea) -> None:
    triage, tip = plea.triage, plea.tip
    known = WasRead(unit_of_work=triage.services.house.work)
    await plea.reads()
    await triage.services.write(plea.li, written(tip, "在哪里？"))
    await plea.adds("在城北")
    await plea.reads()
    assert not await known(tip.id, 3), "it is open: the admin chat is told"
    await triage.services.close(plea.li, tip.id, Outcome.HELP)
    await plea.adds("快来")
    assert await known(tip.id, 3)
    assert not await known(tip.id, 4)
    assert not await known(tip.id, None)
    assert not await known("0" * 32, 1)
    await triage.undo(plea.li, tip.id)
    assert (await triage.services.tip(tip.id)).status is TipStatus.ANSWERED


async def test_a_close_that_was_undone_does_not_settle_the_next_one(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    tip, other = await triage.taken(li), await triage.taken(li)
    await triage.services.close(li, other.id, Outcome.UNVERIFIED)
    await triage.services.close(li, tip.id, Outcome.UNVERIFIED)
    await triage.undo(li, tip.id)
    assert [row.payload["tip"] for row in await settling(triage)] == [other.id]


async def settling(triage: TriageServices) -> list[Outbox]:
    """Return the rows that wait to settle a close."""
    async with triage.services.house.work() as work:
        rows = select(Outbox).where(Outbox.kind == "settle_close")
        return list((await work.session.execute(rows)).scalars())
