"""Rows of the database that were tampered with are refused, and the first of them is named."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

from bot.app.reports import build_reports_public
from bot.reports.mailbox.service import AddWordsRequest, create_nonce
from bot.reports.tips.sealing import Words
from bot.reports.triage.sealing import OpenedTrail
from storage.reports.envelopes import Envelope
from storage.reports.kinds import cut_to_hour
from storage.vault.receipts import Receipt
from tests.clock import NOON
from tests.drills.conftest import Tell
from tests.drills.sizes import share_of
from tests.drills.tampering import Sealed, Tampering
from tests.reports.house import House, open_house
from tests.reports.services import LI, Services, staff_services, written
from tests.reports.tipster import a_picture

CASES = share_of(10_000)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def tampering_in(house: House, source: random.Random) -> Tampering:
    services = staff_services(house)
    await services.open()
    ours, others = [await _conversation(house, services, name) for name in ("ours", "other")]
    return Tampering(house, ours[0], ours[1], others[1], source)


async def _conversation(house: House, services: Services, name: str) -> tuple[str, list[Sealed]]:
    """Let a tip have five rows: of the tipster, notes and questions."""
    add = build_reports_public(house.parts()).workflow["mailbox_desk"].add_words.add_words
    receipt, post = Receipt.create(), await services.post(LI)
    tip = await services.send_tip(receipt, text=f"the tip, {name}")
    await services.take(post, tip.id)
    for number, is_question in enumerate((False, True)):
        await services.write(post, written(tip, f"{name} {number}", is_question=is_question))
        words = Words(text=f"answer {name} {number}")
        await add(AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=words))
    return tip.id, [Sealed.of(row) for row in await services.rows(tip.id)]


async def read_tampered(tampering: Tampering, rows: Sequence[Sealed]) -> tuple[int, bool]:
    trail = await trail_of(tampering, rows)
    return len(trail.messages), trail.is_intact


async def trail_of(tampering: Tampering, rows: Sequence[Sealed]) -> OpenedTrail:
    """Write the rows over the tip's, read it as the staff do, and undo it all."""
    house, tip_id = tampering.house, tampering.tip_id
    async with house.work() as work:
        await work.session.execute(delete(Envelope).where(Envelope.tip_id == tip_id))
        columns = [{**row.columns(tip_id), "hour": cut_to_hour(NOON)} for row in rows]
        await work.session.execute(insert(Envelope), columns)
        read = await work.envelopes.list_by_tip(tip_id)
        return staff_services(house).read.desk.open(read)


def first_difference(before: Sequence[Sealed], after: Sequence[Sealed]) -> int:
    rows = sorted(after, key=lambda row: row.sequence)
    pairs = enumerate(zip_longest(before, rows))
    return next(place for place, (one, other) in pairs if one != other)


async def tamper(tampering: Tampering, cases: int) -> dict[str, int]:
    """Return how many cases of each kind were refused and located."""
    found: dict[str, int] = {}
    assert await read_tampered(tampering, tampering.rows) == (len(tampering.rows), True)
    for case in range(cases):
        kind = tampering.all[case % len(tampering.all)]
        rows = kind()
        expected = first_difference(tampering.rows, rows)
        assert await read_tampered(tampering, rows) == (expected, False), kind.__name__
        found[kind.__name__] = found.get(kind.__name__, 0) + 1
    return found


@pytest.mark.timeout(1800)
async def test_ten_thousand_tampered_rows(house: House, tell: Tell) -> None:
    found = await tamper(await tampering_in(house, random.Random()), CASES)
    assert sum(found.values()) == CASES
    tell(f"{CASES} cases refused and located: {found}")


@pytest.mark.parametrize("place", range(5))
async def test_a_row_that_names_another_key_is_opened_all_the_same_and_reported(
    house: House, place: int
) -> None:
    """The column only says where to look, so a wrong one misleads nobody and hides no row."""
    tampering = await tampering_in(house, random.Random(7))
    before = await trail_of(tampering, tampering.rows)
    for key_id in ("nowhere", house.keys.unit_key("qianjiang", "2026-12").id):
        trail = await trail_of(tampering, tampering._changed(place, key_id=key_id))
        assert trail.messages == before.messages
        assert (trail.is_intact, trail.damaged) == (True, (place + 1,))


async def test_a_row_that_no_key_opens_hides_no_other_row(house: House) -> None:
    """Such a row is what a destroyed month leaves of a tip that lives on."""
    tampering = await tampering_in(house, random.Random(7))
    house.staff_keys._private_keys = {}
    trail = await trail_of(tampering, tampering.rows)
    assert (trail.messages, trail.is_intact) == ((), True)
    assert trail.damaged == (1, 2, 3, 4, 5)


@pytest.mark.parametrize("lengths", [(1, 90), (150, 1100)])
async def test_two_tips_in_one_bucket_take_the_same_room(
    house: House, lengths: tuple[int, int]
) -> None:
    services = staff_services(house)
    sizes = set()
    for length in lengths:
        tip = await services.send_tip(text="x" * length)
        (row,) = await services.rows(tip.id)
        sizes.add(len(row.body))
    assert len(sizes) == (1 if lengths == (1, 90) else 2)


async def test_files_of_one_bucket_take_the_same_room(house: House) -> None:
    services = staff_services(house)
    for length in (5000, 16_000):
        await services.send_tip(files=[a_picture(bytes(length))])
    async with house.work() as work:
        names = await work.envelopes.list_file_names()
    sizes = {(house.folder / "files" / name).stat().st_size for name in names}
    assert (len(names), len(sizes)) == (2, 1)
