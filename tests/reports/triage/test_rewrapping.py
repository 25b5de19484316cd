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
from tests.reports.estate import FILE, Estate, Sealed, opened
from tests.storage.vault.crashing import crashes

OCTOBER = (UNIT, "2026-10")
LATER = "2027-01"


@pytest.fixture
async def estate(any_database: Database, tmp_path: Path) -> Estate:
    return Estate(tmp_path, await any_database("reports"))


def _move(estate: Estate, source: str = "2026-10", target: str = LATER) -> Move:
    units = estate.key_list.units
    return Move(units[UNIT, source], units[UNIT, target])


async def test_a_kept_tip_outlives_its_month(estate: Estate) -> None:
    kept, lost = await estate.add_tip("2026-10"), await estate.add_tip("2026-10")
    before = opened(await estate.everything_sealed(kept), estate.staff)
    head = await estate.verify(kept)
    assert before.count(FILE) == 2
    assert await estate.rewrap()(kept, _move(estate)) == Moved(envelopes=5, files=2)
    destroy_key(estate.keys_dir, OCTOBER, LATER)
    staff = estate.staff
    assert opened(await estate.everything_sealed(kept), staff) == before
    assert await estate.verify(kept) == head
    with pytest.raises(UnknownKeyError):
        opened(await estate.everything_sealed(lost), staff)


async def test_the_mailbox_reads_the_same_as_before(estate: Estate) -> None:
    tip_id = await estate.add_tip("2026-10")
    mailbox = estate.receipts[tip_id].keys().mailbox
    before = [_opens(mailbox, each) for each in await estate.everything_sealed(tip_id)]
    assert sum(before) == 1
    await estate.rewrap()(tip_id, _move(estate))
    after = [_opens(mailbox, each) for each in await estate.everything_sealed(tip_id)]
    assert after == before


def _opens(key: PrivateKey, sealed: Sealed) -> bool:
    try:
        open_envelope(Envelope.from_bytes(sealed.body), sealed.context, key)
    except EnvelopeOpenError:
        return False
    return True


async def test_rewrapping_again_moves_nothing(estate: Estate) -> None:
    tip_id = await estate.add_tip("2026-10")
    await estate.rewrap()(tip_id, _move(estate))
    sealed = await estate.everything_sealed(tip_id)
    assert await estate.rewrap()(tip_id, _move(estate)) == Moved()
    assert await estate.everything_sealed(tip_id) == sealed


async def test_a_tip_may_be_moved_on_from_month_to_month(estate: Estate) -> None:
    tip_id = await estate.add_tip("2026-10")
    before = opened(await estate.everything_sealed(tip_id), estate.staff)
    await estate.rewrap()(tip_id, _move(estate, "2026-10", "2026-11"))
    destroy_key(estate.keys_dir, OCTOBER, LATER)
    await estate.rewrap()(tip_id, _move(estate, "2026-11", "2027-01"))
    destroy_key(estate.keys_dir, (UNIT, "2026-11"), LATER)
    assert opened(await estate.everything_sealed(tip_id), estate.staff) == before
    await estate.verify(tip_id)


async def test_what_is_sealed_to_the_standby_key_is_moved_as_well(estate: Estate) -> None:
    tip_id = await estate.add_tip("2026-12")
    standby = _move(estate, "2026-Q4")
    assert await estate.rewrap()(tip_id, _move(estate, "2026-11")) == Moved()
    assert (await estate.rewrap()(tip_id, standby)).envelopes == 5


async def test_only_the_months_own_messages_are_moved(estate: Estate) -> None:
    tip_id, other = await estate.add_tip("2026-11"), await estate.add_tip("2026-10")
    untouched = await estate.everything_sealed(other)
    await estate.rewrap()(tip_id, _move(estate, "2026-11"))
    assert await estate.everything_sealed(other) == untouched


async def test_a_lost_file_is_counted_and_stops_nothing(estate: Estate) -> None:
    tip_id = await estate.add_tip("2026-10")
    estate.files.delete(estate.files.list_names()[0])
    assert await estate.rewrap()(tip_id, _move(estate)) == Moved(
        envelopes=5, files=1, lost_files=1
    )


async def test_a_tip_that_ended_meanwhile_is_told(estate: Estate) -> None:
    with pytest.raises(NotFoundError):
        await estate.rewrap()("0" * 32, _move(estate))


async def test_without_the_old_key_nothing_is_changed(estate: Estate) -> None:
    tip_id = await estate.add_tip("2026-10")
    destroy_key(estate.keys_dir, OCTOBER, LATER)
    sealed = await estate.everything_sealed(tip_id)
    with pytest.raises(UnknownKeyError):
        await estate.rewrap()(tip_id, _move(estate))
    assert await estate.everything_sealed(tip_id) == sealed


@on_both
async def test_readers_open_everything_while_it_is_moved(estate: Estate) -> None:
    tips = [await estate.add_tip("2026-10") for _ in range(4)]
    staff = estate.staff
    before = {tip: opened(await estate.everything_sealed(tip), staff) for tip in tips}
    done = asyncio.Event()
    rounds = 0

    async def read() -> None:
        nonlocal rounds
        while not done.is_set():
            for tip in tips:
                assert opened(await estate.everything_sealed(tip), staff) == before[tip]
                rounds += 1

    async def move() -> None:
        rewrap = estate.rewrap(staff)
        for source, target in (("2026-10", "2026-11"), ("2026-11", "2027-01")):
            for tip in tips:
                await asyncio.gather(*(rewrap(tip, _move(estate, source, target)) for _ in "ab"))
        done.set()

    await asyncio.gather(read(), read(), move())
    assert rounds > len(tips)
    for tip in tips:
        await estate.verify(tip)


@on_both
async def test_rows_are_counted_and_listed_by_key(estate: Estate) -> None:
    october = [await estate.add_tip("2026-10"), await estate.add_tip("2026-10", TipStatus.CLOSED)]
    await estate.add_tip("2026-11")
    units = estate.key_list.units
    async with estate.work() as work:
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
    estate = Estate(folder, engine)
    tip_id = await estate.add_tip("2026-10")
    before = opened(await estate.everything_sealed(tip_id), estate.staff)
    await engine.dispose()
    return tip_id, before


async def _rewrap(folder: Path, url: URL, tip_id: str) -> None:
    engine = create_engine(url)
    estate = Estate(folder, engine)
    await estate.rewrap()(tip_id, _move(estate))
    await engine.dispose()


async def _look(folder: Path, url: URL, tip_id: str, before: list[bytes]) -> set[str]:
    """Check that the tip is whole, and return the keys it is sealed to."""
    engine = create_engine(url)
    estate = Estate(folder, engine)
    sealed = await estate.everything_sealed(tip_id)
    assert opened(sealed, estate.staff) == before
    await estate.verify(tip_id)
    await engine.dispose()
    return {each.key_id for each in sealed}
