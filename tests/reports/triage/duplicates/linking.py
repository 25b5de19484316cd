"""Duplicates over a house: what a card's sender does, without a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.reports.triage.duplicates.book import SignatureBook
from bot.reports.triage.duplicates.sealing import SignatureDesk
from bot.reports.triage.duplicates.service import LinkDuplicates
from bot.reports.triage.duplicates.verdicts import JudgeLink
from storage.reports.likeness import TipLink
from storage.reports.outbox import Outbox
from storage.reports.tips import Tip
from tests.reports.house import House
from tests.reports.services import Services, staff_services


@dataclass
class Linking:
    """The staff's use cases, the linking and the judging."""

    house: House
    services: Services
    desk: SignatureDesk
    link: LinkDuplicates
    judge: JudgeLink

    async def send(self, text: str) -> Tip:
        """Send a tip and do what is done before its card is shown."""
        tip = await self.services.send_tip(text=text)
        await self.link(tip.id)
        return tip

    async def links(self) -> list[TipLink]:
        async with self.house.work() as work:
            return list((await work.session.execute(select(TipLink))).scalars())

    async def alike(self, tip: Tip) -> dict[str, tuple[str, bool]]:
        """Return what the tip's card shows: by number how likely, and whether judged the same."""
        card = await self.services.find_card(tip.id)
        assert card is not None
        return {each.number: (each.likeness.value, each.is_same) for each in card.alike}

    async def refreshed(self) -> list[str]:
        """Return the tips whose cards are to be drawn anew, and take them out."""
        async with self.house.work() as work:
            rows = list((await work.session.execute(select(Outbox))).scalars())
            for row in rows:
                await work.outbox.finish(row.id)
            await work.commit()
        return [row.payload["tip"] for row in rows if row.kind == "card"]


async def open_linking(house: House) -> Linking:
    services = staff_services(house)
    await services.open()
    people: dict[str, Any] = {"unit_of_work": house.work, "clock": house.clock}
    desk = SignatureDesk(keys=house.staff_keys)
    return Linking(
        house=house,
        services=services,
        desk=desk,
        link=LinkDuplicates(**people, desk=desk, book=SignatureBook(desk)),
        judge=JudgeLink(**services.tools),
    )
