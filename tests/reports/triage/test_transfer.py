"""Passing a report on: the new unit reads all of it, the old one nothing, and both know of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.reports.staff.service import Post
from bot.reports.triage.queue.service import FindNumber, FoundElsewhere
from bot.reports.triage.rewrapping import RewrapTip
from storage.errors import EnvelopeOpenError, UnknownKeyError
from storage.reports.kinds import TipStatus
from storage.vault.envelopes import Envelope
from storage.vault.receipts import Receipt
from storage.vault.slots import find_key
from tests.database_fixtures import on_both
from tests.databases import Database
from tests.keys import UNIT
from tests.reports.house import open_house
from tests.reports.services import TEXT, staff_services, written
from tests.reports.tipster import a_picture
from tests.reports.triage.test_outcomes import add_words, mailbox_of
from tests.reports.triage.triage_services import ABOVE, TriageServices

PICTURE = b"\xff\xd8\xff a picture"


@pytest.fixture
async def triage(any_database: Database, tmp_path: Path) -> AsyncIterator[TriageServices]:
    async with open_house(tmp_path, await any_database("reports"), units=(UNIT, ABOVE)) as house:
        yield TriageServices(services=staff_services(house))


async def test_the_new_unit_reads_all_and_the_old_one_nothing(triage: TriageServices) -> None:
    li, wang, zhao = await triage.open()
    receipt = Receipt.create()
    tip = await triage.taken(li, receipt=receipt, files=(a_picture(PICTURE),))
    await triage.services.write(li, written(tip, "什么颜色？"))
    await triage.services.write(li, written(tip, "像是熟人", is_question=False))
    await triage.offer(li, tip.id, wang.staff_id)
    done = await triage.transfer(li, tip.id, ABOVE)
    assert (done.card.unit_id, done.card.holder, done.card.status) == (
        ABOVE,
        None,
        TipStatus.ASKED,
    )
    assert done.card.came_from == UNIT
    for post in (li, wang):
        assert await triage.services.read(post, tip.id) is None
        assert await triage.accept(post, tip.id) is None
    assert await triage.services.take(li, tip.id) is None
    await triage.services.take(zhao, tip.id)
    opened = await triage.services.read(zhao, tip.id)
    assert opened is not None
    assert opened[1].is_intact
    assert [each.text for each in opened[1].messages] == [TEXT, "什么颜色？", "像是熟人"]
    assert [file.data for each in opened[1].messages for file in each.files] == [PICTURE]
    assert (await mailbox_of(triage, receipt)).questions == ("什么颜色？",)


async def test_the_old_units_key_opens_neither_rows_nor_files_any_more(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li, files=(a_picture(PICTURE),))
    old = (await triage.services.rows(tip.id))[0].key_id
    await triage.transfer(li, tip.id, ABOVE)
    await triage.seal_files(tip.id)
    await triage.seal_files(tip.id)
    house = triage.services.house
    files = [path.read_bytes() for path in (house.folder / "files").glob("*")]
    sealed = [row.body for row in await triage.services.rows(tip.id)] + files
    new = (await triage.services.rows(tip.id))[0].key_id
    assert new != old
    assert len(sealed) == 2
    for body in sealed:
        envelope = Envelope.from_bytes(body)
        find_key(envelope.slots, envelope.commitment, house.staff_keys.private_key(new))
        with pytest.raises(EnvelopeOpenError):
            find_key(envelope.slots, envelope.commitment, house.staff_keys.private_key(old))


async def test_both_units_have_it_in_their_trail(triage: TriageServices) -> None:
    li, _wang, zhao = await triage.open()
    tip = await triage.taken(li)
    await triage.transfer(li, tip.id, ABOVE)
    assert await triage.audited() == [
        ("taken", UNIT, ""),
        ("transferred", UNIT, f"to:{ABOVE}"),
        ("transferred", ABOVE, f"from:{UNIT}"),
    ]
    house = triage.services.house
    find = FindNumber(unit_of_work=house.work, clock=house.clock, regions=house.library.regions)
    assert await find(li, tip.number) == FoundElsewhere(number=tip.number, unit_region="420000")
    card = await find(zhao, tip.number)
    assert card is not None
    assert not isinstance(card, FoundElsewhere)
    assert card.tip_id == tip.id
    assert await find(li, "0000-0000") is None


async def test_only_the_holder_passes_on_and_only_to_a_unit_that_can_read(
    triage: TriageServices,
) -> None:
    li, wang, zhao = await triage.open()
    tip = await triage.taken(li)
    async with triage.services.house.work() as work:
        await work.units.ensure("deaf", region_id="429005001", locale="zh_Hans")
        await work.commit()
    assert [
        (each.unit_id, each.is_above) for each in await triage.transfer.choices(li, tip.id)
    ] == [(ABOVE, True)]
    assert await triage.transfer.choices(wang, tip.id) == []
    for post, unit in ((wang, ABOVE), (zhao, ABOVE), (li, "deaf"), (li, UNIT), (li, "nowhere")):
        assert await triage.transfer(post, tip.id, unit) is None
    assert (await triage.services.tip(tip.id)).unit_id == UNIT


async def reads_picture(triage: TriageServices, post: Post, tip_id: str) -> None:
    opened = await triage.services.read(post, tip_id)
    assert opened is not None
    assert [file.data for each in opened[1].messages for file in each.files] == [PICTURE]


def assert_closed_to(triage: TriageServices, unit: str) -> None:
    """Check that no file opens with a key of the unit."""
    house = triage.services.house
    keys = [key for (name, _), key in house.staff_keys.key_list.units.items() if name == unit]
    paths = list((house.folder / "files").glob("*"))
    assert keys
    assert paths
    for path, key in product(paths, keys):
        envelope = Envelope.from_bytes(path.read_bytes())
        with pytest.raises(EnvelopeOpenError):
            find_key(envelope.slots, envelope.commitment, house.staff_keys.private_key(key.id))


async def test_a_transfer_that_fails_leaves_no_slot_for_the_other_unit(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li, files=(a_picture(PICTURE),))

    class Failing(RewrapTip):
        def seal_envelopes(self, *_given: Any) -> Any:
            raise UnknownKeyError("the key of the month is gone")

    transfer = triage.transfer
    failing = Failing(
        unit_of_work=triage.services.house.work,
        keys=transfer.rewrap.keys,
        files=transfer.rewrap.files,
    )
    with pytest.raises(UnknownKeyError):
        await replace(transfer, rewrap=failing)(li, tip.id, ABOVE)
    assert_closed_to(triage, ABOVE)
    await reads_picture(triage, li, tip.id)


@on_both
async def test_a_transfer_that_came_too_late_leaves_no_slot_for_the_other_unit(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li, files=(a_picture(PICTURE),))
    loop = asyncio.get_running_loop()

    class Late(RewrapTip):
        def seal_envelopes(self, *given: Any) -> Any:
            given_back = triage.services.give_back(li, tip.id)
            asyncio.run_coroutine_threadsafe(given_back, loop).result(10)
            return super().seal_envelopes(*given)

    transfer = triage.transfer
    late = Late(
        unit_of_work=triage.services.house.work,
        keys=transfer.rewrap.keys,
        files=transfer.rewrap.files,
    )
    assert await replace(transfer, rewrap=late)(li, tip.id, ABOVE) is None
    assert_closed_to(triage, ABOVE)
    await triage.services.take(li, tip.id)
    await reads_picture(triage, li, tip.id)


@on_both
async def test_words_that_come_meanwhile_are_sealed_to_whoever_has_the_report(
    triage: TriageServices,
) -> None:
    li, _wang, zhao = await triage.open()
    receipt = Receipt.create()
    tip = await triage.taken(li, receipt=receipt)
    await asyncio.gather(
        triage.transfer(li, tip.id, ABOVE),
        *(add_words(triage, receipt, f"第 {number} 句") for number in range(3)),
    )
    if (await triage.services.tip(tip.id)).unit_id == UNIT:
        assert await triage.transfer(li, tip.id, ABOVE) is not None
    await triage.services.take(zhao, tip.id)
    opened = await triage.services.read(zhao, tip.id)
    assert opened is not None
    assert opened[1].is_intact
    assert not opened[1].damaged
    assert len(opened[1].messages) == 4
    known = triage.services.house.staff_keys.key_list.units
    keys = {key.id: unit for (unit, _period), key in known.items()}
    assert {keys[row.key_id] for row in await triage.services.rows(tip.id)} == {ABOVE}


async def test_a_report_may_be_passed_back(triage: TriageServices) -> None:
    li, _wang, zhao = await triage.open()
    tip = await triage.taken(li)
    await triage.transfer(li, tip.id, ABOVE)
    await triage.services.take(zhao, tip.id)
    done = await triage.transfer(zhao, tip.id, UNIT)
    assert (done.card.unit_id, done.card.came_from) == (UNIT, ABOVE)
    await triage.services.take(li, tip.id)
    opened = await triage.services.read(li, tip.id)
    assert opened is not None
    assert [each.text for each in opened[1].messages] == [TEXT]


async def test_a_wish_to_mute_that_is_not_heard_yet_goes_to_no_other_unit(
    triage: TriageServices,
) -> None:
    li, _wang, _zhao = await triage.open()
    tip = await triage.taken(li)
    async with triage.services.house.work() as work:
        await work.mutes.wish(tip.id)
        await work.commit()
    await triage.transfer(li, tip.id, ABOVE)
    async with triage.services.house.work() as work:
        assert await work.mutes.list_all() == []
