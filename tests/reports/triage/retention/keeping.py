"""Retention over the staff's use cases, in virtual time: every round runs in a process of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.app.reports import build_reports_public
from bot.drawing.media.kinds import CleanFile
from bot.reports.mailbox.service import AddWordsRequest, Mailbox, create_nonce
from bot.reports.mailbox.session import MailboxDesk
from bot.reports.tips.sealing import Words
from bot.reports.triage.retention.policy import RetentionPolicy
from bot.reports.triage.retention.service import (
    END_WARNING,
    ENDED_CARD,
    KeepRetention,
    RetentionParts,
)
from storage.kit.scrubbing import scrub
from storage.reports.lifetimes import TABLES_OF_TIPS
from storage.reports.outbox import Outbox
from storage.reports.unit_of_work import ReportsUnitOfWork
from storage.vault.files import SealedFiles
from storage.vault.receipts import Receipt
from tests.clock import NOON
from tests.reports.house import House
from tests.reports.services import Services, staff_services

POLICY = RetentionPolicy(days=40, terms={("*", "closed"): 30, ("fugitive", "closed"): 3650})


@dataclass
class Keeping:
    """The staff's use cases and the round of retention; `told` is what was put out for the unit, by day."""

    house: House
    services: Services
    policy: RetentionPolicy = POLICY
    told: dict[int, list[str]] = field(default_factory=dict)
    hide: Callable[[str], Awaitable[None]] = field(default_factory=lambda: nothing_to_hide)

    def round(
        self,
        work: Callable[[], ReportsUnitOfWork] | None = None,
        scrubbing: Callable[[], Awaitable[bool]] | None = None,
        files: SealedFiles | None = None,
    ) -> KeepRetention:
        return KeepRetention(
            RetentionParts(
                unit_of_work=work or self.house.work,
                clock=self.house.clock,
                policy=self.policy,
                files=files or self.house.files,
                scrub=scrubbing or nothing_to_scrub,
                hide=self.hide,
            )
        )

    async def scrub(self) -> bool:
        return await scrub(self.house.engine, TABLES_OF_TIPS)

    def go_to(self, day: int, hour: int = 0) -> datetime:
        self.house.clock.now = NOON + timedelta(days=day, hours=hour)
        return self.house.clock.now

    async def live(self, first: int, last: int) -> dict[int, list[str]]:
        """Live through the days, a round twice a day, and return what was told on which."""
        for day in range(first, last + 1):
            for hour in (0, 6):
                self.go_to(day, hour)
                await self.round()()
                for row in await self.take_outbox():
                    self.told.setdefault(day, []).append(row.kind)
        return self.told

    async def outbox(self) -> list[Outbox]:
        async with self.house.work() as work:
            return list((await work.session.execute(select(Outbox))).scalars())

    async def take_outbox(self) -> list[Outbox]:
        rows = await self.outbox()
        async with self.house.work() as work:
            for row in rows:
                await work.outbox.finish(row.id)
            await work.commit()
        return [row for row in rows if row.kind in {END_WARNING, ENDED_CARD}]

    def mailbox(self) -> MailboxDesk:
        desk = build_reports_public(self.house.parts()).workflow["mailbox_desk"]
        assert isinstance(desk, MailboxDesk)
        return desk

    async def open_mailbox(self, receipt: Receipt) -> Mailbox | None:
        return await self.mailbox().open_mailbox(receipt)

    async def add_words(self, receipt: Receipt, files: tuple[CleanFile, ...] = ()) -> None:
        words = Words(text="他昨天又来了", files=files)
        request = AddWordsRequest(receipt=receipt, nonce=create_nonce(), words=words)
        await self.mailbox().add_words(request)


async def nothing_to_scrub() -> bool:
    """Stand for a scrubbing that is done: each round of a new process does one, which is slow."""
    return True


async def nothing_to_hide(_tip_id: str) -> None:
    """Stand for screens that show nothing of a tip."""


async def open_keeping(house: House) -> Keeping:
    services = staff_services(house)
    await services.open()
    return Keeping(house=house, services=services)
