"""Tips are linked as their cards are made: sealed signatures, stored links, and no more."""

from __future__ import annotations

from sqlalchemy import update

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import AddWordsRequest, create_nonce
from bot.reports.tips.sealing import Words
from bot.reports.triage.duplicates.book import SignatureBook
from bot.reports.triage.duplicates.minhash import hash_of
from bot.reports.triage.duplicates.rules import Verdict
from bot.reports.triage.duplicates.service import LinkDuplicates
from storage.reports.envelopes import Envelope
from storage.reports.likeness import TipSignature
from storage.reports.tips import Tip
from storage.vault.receipts import Receipt
from tests.database_fixtures import on_both
from tests.keys import UNIT
from tests.reports.services import LI, WANG
from tests.reports.triage.duplicates.linking import Linking
from tests.reports.triage.duplicates.test_rules import PLATE, VILLAGE

OTHER_CHAT = -1009876543210


async def signature(linking: Linking, tip: Tip) -> TipSignature | None:
    async with linking.house.work() as work:
        return await work.likeness.find_signature(tip.id)


async def card_at(linking: Linking, tip: Tip, message_id: int) -> None:
    await linking.services.keep_message(tip.id, message_id)


async def test_paraphrases_with_one_plate_stand_on_each_others_cards(linking: Linking) -> None:
    tips = [await linking.send(text) for text in PLATE]
    numbers = [tip.number for tip in tips]
    for tip in tips:
        assert await linking.alike(tip) == {
            number: ("strong", False) for number in numbers if number != tip.number
        }


async def test_reports_of_one_village_do_not_link(linking: Linking) -> None:
    for text in VILLAGE:
        await linking.send(text)
    assert await linking.links() == []


@on_both
async def test_linking_again_changes_nothing(linking: Linking) -> None:
    first, second = [await linking.send(text) for text in PLATE[:2]]
    before = (await signature(linking, first), len(await linking.links()))
    for _ in range(3):
        for tip in (first, second):
            await linking.link(tip.id)
    after = await signature(linking, first)
    assert before[0] is not None
    assert after is not None
    assert (before[0].body, before[1]) == (after.body, len(await linking.links()))


async def test_the_other_card_is_drawn_anew_where_it_is_shown_already(linking: Linking) -> None:
    shown, hidden = [await linking.send(text) for text in PLATE[:2]]
    await card_at(linking, shown, 71)
    await linking.refreshed()
    await linking.send(PLATE[2])
    refreshed = await linking.refreshed()
    assert shown.id in refreshed
    assert hidden.id not in refreshed, "its card waits for its random hour"


async def test_tips_of_two_units_are_never_compared(linking: Linking) -> None:
    await linking.services.open("xiantao", OTHER_CHAT)
    theirs = await linking.services.send_tip(text=PLATE[0])
    async with linking.house.work() as work:
        (await work.tips.get(theirs.id)).unit_id = "xiantao"
        await work.commit()
    await linking.link(theirs.id)
    await linking.send(PLATE[1])
    assert await linking.links() == []


async def test_later_words_are_compared_too(linking: Linking) -> None:
    receipt = Receipt.create()
    tip = await linking.services.send_tip(receipt, text=VILLAGE[0])
    await linking.link(tip.id)
    await linking.send(PLATE[0])
    assert await linking.links() == []
    await add_words(linking, receipt, "想起来了，车牌是鄂N12345")
    await linking.link(tip.id)
    assert len(await linking.links()) == 1


async def add_words(linking: Linking, receipt: Receipt, text: str) -> None:
    desk = build_reports_public(linking.house.parts()).workflow["mailbox_desk"]
    words = Words(text=text)
    await desk.add_words(AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=words))


async def test_a_signature_is_sealed_to_the_units_key_of_the_tips_month(linking: Linking) -> None:
    tip = await linking.send(PLATE[0])
    stored = await signature(linking, tip)
    assert stored is not None
    (row,) = await linking.services.rows(tip.id)
    assert stored.key_id == row.key_id
    opened = linking.desk.open(stored)
    assert opened.plates == {hash_of("鄂N12345")}
    numbers = [number.to_bytes(4) for number in opened.text]
    numbers += [number.to_bytes(8) for number in opened.plates]
    everything = linking.house.everything_stored()
    assert [number for number in numbers if number in everything] == []


async def test_all_signatures_are_stored_in_one_length(linking: Linking) -> None:
    tips = [await linking.send(text) for text in (*PLATE, VILLAGE[0] * 20, "短")]
    lengths = {len(stored.body) for tip in tips if (stored := await signature(linking, tip))}
    assert len(lengths) == 1


async def test_a_signature_that_was_moved_to_another_tip_is_not_believed(linking: Linking) -> None:
    first, second = [await linking.send(text) for text in (PLATE[0], VILLAGE[0])]
    moved = await signature(linking, first)
    assert moved is not None
    async with linking.house.work() as work:
        await work.session.execute(
            update(TipSignature).where(TipSignature.tip_id == second.id).values(body=moved.body)
        )
        await work.commit()
    restarted = _restarted(linking)
    third = await linking.services.send_tip(text=PLATE[1])
    await restarted(third.id)
    assert set(await linking.alike(third)) == {first.number}


async def test_a_restart_opens_the_signatures_anew(linking: Linking) -> None:
    first = await linking.send(PLATE[0])
    third = await linking.services.send_tip(text=PLATE[1])
    await _restarted(linking)(third.id)
    assert set(await linking.alike(third)) == {first.number}


def _restarted(linking: Linking) -> LinkDuplicates:
    return LinkDuplicates(
        unit_of_work=linking.house.work,
        clock=linking.house.clock,
        desk=linking.desk,
        book=SignatureBook(linking.desk),
    )


async def test_a_tip_whose_key_is_gone_or_whose_words_were_changed_holds_nothing_up(
    linking: Linking,
) -> None:
    first, second = [await linking.services.send_tip(text=text) for text in PLATE[:2]]
    async with linking.house.work() as work:
        keyless = update(Envelope).where(Envelope.tip_id == first.id).values(key_id="gone")
        changed = update(Envelope).where(Envelope.tip_id == second.id).values(body=b"changed")
        await work.session.execute(keyless)
        await work.session.execute(changed)
        await work.commit()
    for tip_id in (first.id, second.id, "0" * 32):
        await linking.link(tip_id)
    assert await linking.links() == []


async def test_an_ended_tip_is_forgotten_in_memory_and_on_the_cards(linking: Linking) -> None:
    first, second = [await linking.send(text) for text in PLATE[:2]]
    async with linking.house.work() as work:
        await work.lifetimes.delete_tip(first.id)
        await work.commit()
    assert await linking.alike(second) == {}
    third = await linking.send(PLATE[2])
    assert set(await linking.alike(third)) == {second.number}
    assert {tip_id for tip_id, _covers in linking.link.book._units[UNIT]} <= {second.id, third.id}


async def test_the_holder_judges_and_nobody_else(linking: Linking) -> None:
    tips = [await linking.send(text) for text in PLATE]
    li, wang = await linking.services.post(LI), await linking.services.post(WANG)
    await linking.services.take(li, tips[0].id)
    assert await linking.judge(wang, tips[0].id, tips[1].number, Verdict.SAME) is None
    assert await linking.judge(li, tips[1].id, tips[0].number, Verdict.SAME) is None
    assert await linking.judge(li, tips[0].id, "AAAA-AAAA", Verdict.SAME) is None
    assert await linking.judge(li, tips[0].id, tips[0].number, Verdict.SAME) is None
    for _ in range(3):
        card = await linking.judge(li, tips[0].id, tips[1].number, Verdict.SAME)
        assert card is not None
        assert [each.is_same for each in card.alike] == [True, False]
    await linking.judge(li, tips[0].id, tips[2].number, Verdict.DIFFERENT)
    assert await linking.alike(tips[0]) == {tips[1].number: ("strong", True)}
    assert await linking.alike(tips[1]) == {
        tips[0].number: ("strong", True),
        tips[2].number: ("strong", False),
    }
    assert tips[0].number not in await linking.alike(tips[2])


async def test_a_verdict_can_be_changed_and_outlives_new_words(linking: Linking) -> None:
    receipt = Receipt.create()
    tip = await linking.services.send_tip(receipt, text=PLATE[0])
    await linking.link(tip.id)
    other, li = await linking.send(PLATE[1]), await linking.services.post(LI)
    await linking.services.take(li, tip.id)
    await linking.judge(li, tip.id, other.number, Verdict.SAME)
    await linking.judge(li, tip.id, other.number, Verdict.DIFFERENT)
    await add_words(linking, receipt, "又看到那辆车了，鄂N12345，停在学校旁边")
    await linking.link(tip.id)
    assert await linking.alike(tip) == {}


async def test_a_card_shows_no_more_than_three(linking: Linking) -> None:
    tips = [await linking.send(f"{PLATE[0]}{extra}") for extra in ("", "一", "二", "三", "四")]
    assert len(await linking.alike(tips[-1])) == 3
    assert len(await linking.links()) == 10
