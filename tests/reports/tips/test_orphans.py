"""Sealed files that a crash left without a row go; those of a tip stay."""

from __future__ import annotations

from bot.reports.tips.orphans import OrphanSweep
from tests.reports.house import House
from tests.reports.tips.test_service import a_request, send_tip


async def test_an_orphan_goes_at_the_second_sweep_and_the_files_of_a_tip_stay(
    house: House,
) -> None:
    await send_tip(house)(a_request())
    kept = set(house.files.list_names())
    orphan = house.files.put(b"sealed bytes of a tip that never was")
    sweep = OrphanSweep(unit_of_work=house.work, files=house.files)
    await sweep()
    assert set(house.files.list_names()) == kept | {orphan}
    await sweep()
    assert set(house.files.list_names()) == kept
