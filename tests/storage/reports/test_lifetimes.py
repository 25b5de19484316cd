"""What ends with a tip, which keys its parts are sealed to, and what a stone keeps."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storage.reports import tips as tips_module
from storage.reports.base import Base
from storage.reports.envelopes import SealedFile
from storage.reports.lifetimes import ENDING_WITH_THE_TIP, TABLES_OF_TIPS
from storage.reports.likeness import TipSignature
from storage.reports.tips import Tip
from storage.reports.tombstones import Tombstone
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.storage.reports.conftest import ReportsWork
from tests.storage.reports.test_tips import HOUR, add_tip, envelope

TODAY = date(2026, 11, 21)


def stone(number: str = "7K3M-9Q2C", lookup: bytes = b"l" * 32) -> Tombstone:
    return Tombstone(
        number=number,
        lookup=lookup,
        accepted_on=TODAY,
        ended_on=TODAY + timedelta(days=40),
        category_class="supply",
        outcome_class="undecided",
    )


def test_every_column_that_refers_to_a_tip_is_decided_upon() -> None:
    """Whoever adds a table must say here whether its rows end with the tip."""
    referring = {
        (table.name, key.parent.name)
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "tips"
    }
    declared = {(column.class_.__tablename__, column.key) for column in ENDING_WITH_THE_TIP}
    assert referring == declared
    assert {table for table, _column in declared} < set(TABLES_OF_TIPS)


async def a_full_tip(one: ReportsUnitOfWork, key_id: str = "k") -> Tip:
    tip = await add_tip(one)
    row = envelope(tip, 1)
    row.key_id = key_id
    one.envelopes.add(row)
    one.envelopes.add_file(SealedFile(name=secrets.token_hex(16), tip_id=tip.id, sequence=1))
    await one.lifetimes.announce(tip.id, TODAY, 14)
    await one.likeness.keep_signature(
        TipSignature(tip_id=tip.id, covers=1, key_id=key_id, body=b"sealed")
    )
    await one.session.flush()
    return tip


async def test_all_that_belongs_to_a_tip_goes_and_nothing_else(work: ReportsWork) -> None:
    async with work() as one:
        gone, kept = [await a_full_tip(one) for _ in range(2)]
        one.likeness.add_link(gone.id, kept.id, "likely")
        await one.commit()
    async with work() as other:
        await other.lifetimes.delete_tip(gone.id)
        await other.commit()
    async with work() as last:
        assert await last.tips.find(gone.id) is None
        assert await last.tips.find(kept.id) is not None
        for column in ENDING_WITH_THE_TIP:
            statement = select(func.count()).where(column == gone.id)
            assert (await last.session.execute(statement)).scalar_one() == 0
        assert len(await last.envelopes.list_by_tip(kept.id)) == 1
        life = await last.lifetimes.find(kept.id, [])
        assert life is not None
        assert life.ends_on == TODAY
        assert await last.likeness.find_signature(kept.id) is not None


async def test_an_announcement_takes_the_place_of_the_one_before(work: ReportsWork) -> None:
    async with work() as one:
        tip = await add_tip(one)
        await one.lifetimes.announce(tip.id, TODAY, 14)
        await one.lifetimes.announce(tip.id, TODAY, 3)
        await one.commit()
    async with work() as other:
        life = await other.lifetimes.find(tip.id, [])
        assert life is not None
        assert (life.ends_on, life.days_ahead, life.last_words) == (TODAY, 3, None)


async def test_the_last_words_are_those_of_the_given_authors(work: ReportsWork) -> None:
    async with work() as one:
        tip, silent = await add_tip(one), await add_tip(one, hour=HOUR + timedelta(hours=1))
        for sequence, author in enumerate(("tipster", "staff", "note"), start=1):
            row = envelope(tip, sequence)
            row.author, row.hour = author, HOUR + timedelta(days=sequence)
            one.envelopes.add(row)
        await one.commit()
    async with work() as other:
        for authors, days in ((["tipster"], 1), (["tipster", "staff"], 2)):
            life = await other.lifetimes.find(tip.id, authors)
            assert life is not None
            assert life.last_words == HOUR + timedelta(days=days)
        after = HOUR + timedelta(hours=1)
        (old,) = await other.lifetimes.list_accepted_before(after, ["tipster"])
        assert (old.tip_id, old.hour, old.ends_on, old.closed_on) == (tip.id, HOUR, None, None)
        assert await other.lifetimes.find("0" * 32, []) is None
        assert silent.id != tip.id


async def test_the_tips_that_a_key_still_opens_are_listed(work: ReportsWork) -> None:
    async with work() as one:
        old, new = await a_full_tip(one, "old"), await a_full_tip(one, "new")
        signed = await a_full_tip(one, "new")
        signature = await one.likeness.find_signature(signed.id)
        assert signature is not None
        signature.key_id = "old"
        await one.commit()
    async with work() as other:
        assert list(await other.lifetimes.list_sealed_to(["old"])) == sorted([old.id, signed.id])
        assert list(await other.lifetimes.list_sealed_to(["new"])) == sorted([new.id, signed.id])
        assert list(await other.lifetimes.list_sealed_to([])) == []


async def test_a_stone_is_found_by_its_receipt_and_keeps_its_number(
    work: ReportsWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with work() as one:
        one.tombstones.add(stone())
        await one.commit()
    async with work() as other:
        found = await other.tombstones.find_by_lookup(b"l" * 32)
        assert found is not None
        assert found.number == "7K3M-9Q2C"
        drawn = iter(["7K3M-9Q2C", "AAAA-AAAA"])
        monkeypatch.setattr(tips_module, "create_number", lambda: next(drawn))
        assert await other.tips.next_number() == "AAAA-AAAA"


async def test_one_receipt_has_one_stone(work: ReportsWork) -> None:
    async with work() as one:
        one.tombstones.add(stone())
        one.tombstones.add(stone(number="AAAA-AAAA"))
        with pytest.raises(IntegrityError):
            await one.tombstones.flush()


def test_a_stone_says_only_what_it_is_meant_to_say() -> None:
    assert {column.name for column in Tombstone.__table__.columns} == {
        "number",
        "lookup",
        "accepted_on",
        "ended_on",
        "category_class",
        "outcome_class",
    }
