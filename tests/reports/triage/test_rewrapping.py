"""What is kept of a tip is sealed to a newer key while it stays readable and whole."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reports.triage.rewrapping import Move, Moved
from storage.errors import EnvelopeOpenError, NotFoundError, UnknownKeyError
from storage.kit.engine import create_engine
from storage.kit.migrate import upgrade
from storage.reports.kinds import TipStatus
from storage.vault.destruction import destroy_key
from storage.vault.envelopes import Envelope, open_envelope
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.sealed_tips import FILE, Sealed, SealedTips, opened
from tests.storage.vault.crashing import crashes

OCTOBER = (UNIT, "2026-10")
LATER = "2027-01"


@pytest.fixture
async def sealed_tips(any_database: Database, tmp_path: Path) -> SealedTips:
    return SealedTips(tmp_path, await any_database("reports"))


def _move(sealed_tips: SealedTips, source: str = "2026-10", target: str = LATER) -> Move:
    units = sealed_tips.key_list.units
    return Move(units[UNIT, source], units[UNIT, target])


async def test_a_kept_tip_outlives_its_month(sealed_tips: SealedTips) -> None:
    kept, lost = await sealed_tips.add_tip("2026-10"), await sealed_tips.add_tip("2026-10")
    before = opened(await sealed_tips.everything_sealed(kept), sealed_tips.staff)
    head = await sealed_tips.verify(kept)
    assert before.count(FILE) == 2
    assert await sealed_tips.rewrap()(kept, _move(sealed_tips)) == Moved(envelopes=5, files=2)
    destroy_key(sealed_tips.keys_dir, OCTOBER, LATER)
    staff = sealed_tips.staff
    assert opened(await sealed_tips.everything_sealed(kept), staff) == before
    assert await sealed_tips.verify(kept) == head
    with pytest.raises(UnknownKeyError):
        opened(await sealed_tips.everything_sealed(lost), staff)


async def test_the_mailbox_reads_the_same_as_before(sealed_tips: SealedTips) -> None:
    tip_id = await sealed_tips.add_tip("2026-10")
    mailbox = sealed_tips.receipts[tip_id].keys().mailbox
    before = [_opens(mailbox, each) for each in await sealed_tips.everything_sealed(tip_id)]
    assert sum(before) == 1
    await sealed_tips.rewrap()(tip_id, _move(sealed_tips))
    after = [_opens(mailbox, each) for each in await sealed_tips.everything_sealed(tip_id)]
    assert after == before


def _opens(key: PrivateKey, sealed: Sealed) -> bool:
    try:
        open_envelope(Envelope.from_bytes(sealed.body), sealed.context, key)
    except EnvelopeOpenError:
        return False
    return True


async def test_rewrapping_again_moves_nothing(sealed_tips: SealedTips) -> None:
    tip_id = await sealed_tips.add_tip("2026-10")
    await sealed_tips.rewrap()(tip_id, _move(sealed_tips))
    sealed = await sealed_tips.everything_sealed(tip_id)
    assert await sealed_tips.rewrap()(tip_id, _move(sealed_tips)) == Moved()
    assert await sealed_tips.everything_sealed(tip_id) == sealed


async def test_a_tip_may_be_moved_on_from_month_to_month(sealed_tips: SealedTips) -> None:
    tip_id = await sealed_tips.add_tip("2026-10")
    before = opened(await sealed_tips.everything_sealed(tip_id), sealed_tips.staff)
    await sealed_tips.rewrap()(tip_id, _move(sealed_tips, "2026-10", "2026-11"))
    destroy_key(sealed_tips.keys_dir, OCTOBER, LATER)
    await sealed_tips.rewrap()(tip_id, _move(sealed_tips, "2026-11", "2027-01"))
    destroy_key(sealed_tips.keys_dir, (UNIT, "2026-11"), LATER)
    assert opened(await sealed_tips.everything_sealed(tip_id), sealed_tips.staff) == before
    await sealed_tips.verify(tip_id)


async def test_what_is_sealed_to_the_standby_key_is_moved_as_well(sealed_tips: SealedTips) -> None:
    tip_id = await sealed_tips.add_tip("2026-12")
    standby = _move(sealed_tips, "2026-Q4")
    assert await sealed_tips.rewrap()(tip_id, _move(sealed_tips, "2026-11")) == Moved()
    assert (await sealed_tips.rewrap()(tip_id, standby)).envelopes == 5


async def test_only_the_months_own_messages_are_moved(sealed_tips: SealedTips) -> None:
    tip_id, other = await sealed_tips.add_tip("2026-11"), await sealed_tips.add_tip("2026-10")
    untouched = await sealed_tips.everything_sealed(other)
    await sealed_tips.rewrap()(tip_id, _move(sealed_tips, "2026-11"))
    assert await sealed_tips.everything_sealed(other) == untouched


async def test_a_lost_file_is_counted_and_stops_nothing(sealed_tips: SealedTips) -> None:
    tip_id = await sealed_tips.add_tip("2026-10")
    sealed_tips.files.delete(sealed_tips.files.list_names()[0])
    assert await sealed_tips.rewrap()(tip_id, _move(sealed_tips)) == Moved(
        envelopes=5, files=1, lost_files=1
    )


async def test_a_tip_that_ended_meanwhile_is_told(sealed_tips: SealedTips) -> None:
    with pytest.raises(NotFoundError):
        await sealed_tips.rewrap()("0" * 32, _move(sealed_tips))


async def test_without_the_old_key_nothing_is_changed(sealed_tips: SealedTips) -> None:
    tip_id = await sealed_tips.add_tip("2026-10")
    destroy_key(sealed_tips.keys_dir, OCTOBER, LATER)
    sealed = await sealed_tips.everything_sealed(tip_id)
    with pytest.raises(UnknownKeyError):
        await sealed_tips.rewrap()(tip_id, _move(sealed_tips))
    assert await sealed_tips.everything_sealed(tip_id) == sealed


@on_both
async def test_readers_open_everything_while_it_is_moved(sealed_tips: SealedTips) -> None:
    tips = [await sealed_tips.add_tip("2026-10") for _ in range(4)]
    staff = sealed_tips.staff
    before = {tip: opened(await sealed_tips.everything_sealed(tip), staff) for tip in tips}
    done = asyncio.Event()
    rounds = 0

    async def read() -> None:
        nonlocal rounds
        while not done.is_set():
            for tip in tips:
                assert opened(await sealed_tips.everything_sealed(tip), staff) == before[tip]
                rounds += 1

    async def move() -> None:
        rewrap = sealed_tips.rewrap(staff)
        for source, target in (("2026-10", "2026-11"), ("2026-11", "2027-01")):
            for tip in tips:
                await asyncio.gather(
                    *(rewrap(tip, _move(sealed_tips, source, target)) for _ in "ab")
                )
        done.set()

    await asyncio.gather(read(), read(), move())
    assert rounds > len(tips)
    for tip in tips:
        await sealed_tips.verify(tip)


@on_both
async def test_rows_are_counted_and_listed_by_key(sealed_tips: SealedTips) -> None:
    october = [
        await sealed_tips.add_tip("2026-10"),
        await sealed_tips.add_tip("2026-10", TipStatus.CLOSED),
    ]
    await sealed_tips.add_tip("2026-11")
    units = sealed_tips.key_list.units
    async with sealed_tips.work() as work:
        assert await work.envelopes.count_by_key() == {
            units[OCTOBER].id: 8,
            units[UNIT, "2026-11"].id: 4,
        }
        tips = await work.envelopes.list_tips_by_key(units[OCTOBER].id)
        assert {tip.id for tip in tips} == set(october)
        assert await work.envelopes.list_tips_by_key("0" * 16) == []


def test_a_crash_at_any_write_leaves_a_readable_tip(tmp_path: Path) -> None:
    url = URL.create("sqlite+aiosqlite", database=str(tmp_path / "live/reports.sqlite3"))
    tip_id, before = asyncio.run(_begin(tmp_path / "live", url))
    shutil.copytree(tmp_path / "live", tmp_path / "start")
    key_ids = []
    for _ in _crashing_moves(tmp_path / "live", url, tip_id):
        key_ids.append(asyncio.run(_look(tmp_path / "live", url, tip_id, before)))
        asyncio.run(_rewrap(tmp_path / "live", url, tip_id))
        assert len(asyncio.run(_look(tmp_path / "live", url, tip_id, before))) == 1
        shutil.rmtree(tmp_path / "live")
        shutil.copytree(tmp_path / "start", tmp_path / "live")
    assert len(key_ids) > 4
    assert all(len(each) == 1 for each in key_ids)


def _crashing_moves(folder: Path, url: URL, tip_id: str) -> Iterator[int]:
    work: Callable[[], object] = lambda: asyncio.run(_rewrap(folder, url, tip_id))  # noqa: E731
    return crashes(work, (AsyncSession, "commit"))


async def _begin(folder: Path, url: URL) -> tuple[str, list[bytes]]:
    folder.mkdir()  # noqa: ASYNC240 - nothing else runs
    engine = create_engine(url)
    await upgrade(engine, "reports")
    sealed_tips = SealedTips(folder, engine)
    tip_id = await sealed_tips.add_tip("2026-10")
    before = opened(await sealed_tips.everything_sealed(tip_id), sealed_tips.staff)
    await engine.dispose()
    return tip_id, before


async def _rewrap(folder: Path, url: URL, tip_id: str) -> None:
    engine = create_engine(url)
    sealed_tips = SealedTips(folder, engine)
    await sealed_tips.rewrap()(tip_id, _move(sealed_tips))
    await engine.dispose()


async def _look(folder: Path, url: URL, tip_id: str, before: list[bytes]) -> set[str]:
    """Check that the tip is whole, and return the keys it is sealed to."""
    engine = create_engine(url)
    sealed_tips = SealedTips(folder, engine)
    sealed = await sealed_tips.everything_sealed(tip_id)
    assert opened(sealed, sealed_tips.staff) == before
    await sealed_tips.verify(tip_id)
    await engine.dispose()
    return {each.key_id for each in sealed}
