"""The books: nothing in them changes, and they agree with the rewards and with the workbook."""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from bot.reports.rewards.service.exporting import Labels
from bot.reports.staff.service import move_unit
from storage.kit.leveling import level
from storage.reports.base import Base
from storage.reports.ledger import LedgerEntry
from storage.reports.outbox import Outbox
from storage.reports.rewards import APPEND_ONLY
from tests.reports.rewards.treasury import OTHER, UNIT, Staffing, Treasury, on_both, promised

LABELS = Labels(
    entries="Entries", balances="Balances", faults="Disagrees", words={"tip": "Report"}
)


async def paid(treasury: Treasury, staff: Staffing) -> str:
    tip, _ = await promised(treasury, staff)
    await treasury.pay(staff.sun, tip.number, await treasury.accept_code(tip))
    return tip.number


@on_both
async def test_rows_are_only_added(treasury: Treasury, staff: Staffing) -> None:
    await paid(treasury, staff)
    for table in APPEND_ONLY:
        rows = Base.metadata.tables[table]
        column = "tip_number" if table == "rewards" else "reward_id"
        for statement in (delete(rows), update(rows).values({column: "x"})):
            async with treasury.work() as work:
                with pytest.raises(DBAPIError):
                    await work.session.execute(statement)


@on_both
async def test_levelling_writes_them_anew_as_they_are(treasury: Treasury, staff: Staffing) -> None:
    await paid(treasury, staff)
    assert await level(treasury.engine)
    assert (await treasury.reconcile()).faults == []


async def test_a_workbook_tells_a_unit_of_no_disagreement_of_another(
    treasury: Treasury, staff: Staffing
) -> None:
    number = await paid(treasury, staff)
    async with treasury.work() as work:
        work.ledger.add(
            LedgerEntry(
                transaction_id="forged",
                line=1,
                position=99,
                unit_id=OTHER,
                year=2026,
                account="paid",
                debit=1,
                credit=0,
                kind="pay",
                hour=treasury.clock(),
            )
        )
        await work.commit()
    assert (await treasury.reconcile()).faults == [f"unbalanced:{OTHER}:2026", "one_sided:forged"]
    assert (await treasury.reconcile(UNIT)).faults == []
    assert number not in str((await treasury.reconcile(OTHER)).faults)


async def test_cards_do_not_move_with_the_chat(treasury: Treasury, staff: Staffing) -> None:
    _tip, dossier = await promised(treasury, staff)
    await treasury.keep_card(dossier.reward_id, 7)
    async with treasury.work() as work:
        await move_unit(work, await work.units.get(UNIT), -100777, treasury.clock())
        await work.commit()
    card = await treasury.find_card(dossier.reward_id)
    assert card is not None
    assert card.message_id is None
    async with treasury.work() as work:
        rows = (await work.session.execute(select(Outbox))).scalars().all()
    drawn = [row.payload for row in rows if row.kind == "reward_card"]
    assert {"reward": dossier.reward_id} in drawn


async def test_a_disagreement_is_named_and_nothing_corrected(
    treasury: Treasury, staff: Staffing
) -> None:
    number = await paid(treasury, staff)
    async with treasury.work() as work:
        reward = await work.rewards.find_by_number(number)
        assert reward is not None
        entry = (await work.ledger.list_by_reward(reward.id))[-1]
        work.ledger.add(
            LedgerEntry(
                transaction_id="forged",
                line=1,
                position=99,
                unit_id=UNIT,
                year=2026,
                account="paid",
                debit=1,
                credit=0,
                kind="pay",
                reward_id=reward.id,
                tip_number=number,
                hour=entry.hour,
            )
        )
        await work.commit()
    faults = (await treasury.reconcile()).faults
    assert faults == [f"unbalanced:{UNIT}:2026", "one_sided:forged", f"paid:{number}"]


async def test_the_budget_can_be_raised_and_lowered(treasury: Treasury, staff: Staffing) -> None:
    await treasury.allot(UNIT, 2026, 1_000_000)
    balances = await treasury.allot(UNIT, 2026, -250_050)
    assert (balances.available, balances.is_balanced) == (749_950, True)
    assert await treasury.allot(UNIT, 2026, 0) == balances, "0 is entered nowhere"
    assert (await treasury.balances(OTHER, 2026)).available == 0
    assert (await treasury.balances(UNIT, 2027)).available == 0


async def test_the_workbook_adds_up_to_what_the_books_say(
    treasury: Treasury, staff: Staffing
) -> None:
    await treasury.allot(UNIT, 2026, 1_000_000)
    await treasury.allot(OTHER, 2026, 70_000)
    number = await paid(treasury, staff)
    data = await treasury.export(LABELS, UNIT, 2026)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    rows = list(book["Entries"].iter_rows(min_row=2, values_only=True))
    entries, totals = rows[:-1], rows[-1]
    assert [row[4] for row in entries] == ["allot"] * 2 + ["reserve"] * 2 + ["pay"] * 2
    assert sum(row[6] for row in entries) == sum(row[7] for row in entries) == 11_000
    assert (totals[6], totals[7]) == (11_000, 11_000)
    assert {row[8] for row in entries} == {None, number}
    assert {row[2] for row in entries} == {UNIT}
    balances = list(book["Balances"].iter_rows(min_row=2, values_only=True))
    assert balances[0][:8] == (UNIT, 2026, -10_000, 9_500, 0, 500, 0, 0)
    assert book["Entries"]["I1"].value == "Report"


async def test_nothing_in_the_rewards_tables_says_who_the_tipster_is(
    treasury: Treasury, staff: Staffing
) -> None:
    tip, _ = await promised(treasury, staff)
    await treasury.accept_code(tip)
    keys = tip.receipt.keys()
    async with treasury.work() as work:
        for table in (*APPEND_ONLY, "reward_cards"):
            for row in (await work.session.execute(select(Base.metadata.tables[table]))).all():
                shown = repr(row)
                assert keys.lookup.hex() not in shown
                assert repr(keys.lookup) not in shown
                assert repr(keys.claim) not in shown
                assert tip.tip_id not in shown
