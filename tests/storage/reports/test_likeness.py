"""Links stand once, whoever is first, and signatures are listed by unit."""

from __future__ import annotations

from storage.reports.likeness import TipSignature
from storage.reports.unit_of_work import ReportsUnitOfWork
from tests.storage.reports.conftest import ReportsWork
from tests.storage.reports.test_tips import add_tip


async def sign(work: ReportsUnitOfWork, tip_id: str, covers: int = 1) -> None:
    signature = TipSignature(tip_id=tip_id, covers=covers, key_id="k", body=b"sealed")
    await work.likeness.keep_signature(signature)
    await work.session.flush()


async def test_a_link_is_found_from_both_ends(work: ReportsWork) -> None:
    async with work() as one:
        tips = [await add_tip(one) for _ in range(3)]
        one.likeness.add_link(tips[0].id, tips[1].id, "likely")
        one.likeness.add_link(tips[2].id, tips[1].id, "strong")
        await one.commit()
    async with work() as other:
        link = await other.likeness.find_link(tips[0].id, tips[1].id)
        assert link is not None
        assert link is await other.likeness.find_link(tips[1].id, tips[0].id)
        assert await other.likeness.find_link(tips[0].id, tips[2].id) is None
        ends = {
            number: {
                (tip.number, link.score) for link, tip in await other.likeness.list_links(id_)
            }
            for number, id_ in ((tip.number, tip.id) for tip in tips)
        }
    first, second, third = (tip.number for tip in tips)
    assert ends == {
        first: {(second, "likely")},
        second: {(first, "likely"), (third, "strong")},
        third: {(second, "strong")},
    }


async def test_signatures_are_listed_by_unit_and_renewed_in_place(work: ReportsWork) -> None:
    async with work() as one:
        await one.units.ensure("xiantao", region_id="429004", locale="zh_Hans")
        ours, theirs = await add_tip(one), await add_tip(one, unit_id="xiantao")
        for tip in (ours, theirs):
            await sign(one, tip.id)
        await sign(one, ours.id, covers=4)
        await one.commit()
    async with work() as other:
        (signed,) = await other.likeness.list_signed("qianjiang")
        assert (signed.tip_id, signed.region_id, signed.covers) == (ours.id, "429005", 4)
        (row,) = await other.likeness.list_signatures([ours.id])
        assert row.covers == 4
        assert await other.likeness.list_signatures([]) == []
