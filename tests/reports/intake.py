"""Senders who send tips through the quotas, and what the outbox then holds for the staff."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.app.reports import ReportsPublic, build_reports_public
from bot.reports.tips.quotas.service import Pause, Quotas, SendWithinQuota
from bot.reports.tips.sealing import Words
from bot.reports.tips.service import SendTipRequest, SentTip
from storage.reports.kinds import Urgency
from storage.reports.outbox import Outbox
from storage.vault.receipts import Receipt
from tests.reports.house import House

ZHOU, WU = 7_004_615_229, 7_004_615_230
WORDS = "昨晚九点半，金色港湾后门，白色面包车"


@dataclass(frozen=True, kw_only=True)
class Intake:
    """The public process, as far as sending and its memory of today go."""

    house: House
    public: ReportsPublic

    @classmethod
    def open(cls, house: House) -> Intake:
        """Start a public process; a second one in turn is a restart."""
        return cls(house=house, public=build_reports_public(house.parts()))

    @property
    def send_within_quota(self) -> SendWithinQuota:
        send = self.public.workflow["tip_desk"].send_within_quota
        assert isinstance(send, SendWithinQuota)
        return send

    @property
    def quotas(self) -> Quotas:
        return self.send_within_quota.quotas

    async def send(
        self,
        chat_id: int,
        urgency: Urgency = Urgency.ROUTINE,
        receipt: Receipt | None = None,
        text: str = WORDS,
    ) -> SentTip | Pause:
        return await self.send_within_quota(chat_id, request(urgency, receipt, text))

    async def sent(self, chat_id: int, urgency: Urgency = Urgency.ROUTINE) -> SentTip:
        """Send a tip that must be accepted."""
        sent = await self.send(chat_id, urgency)
        assert isinstance(sent, SentTip)
        return sent

    async def rush(self, tips: int, first: int = 8_000_000_000) -> list[SentTip]:
        """Let as many people send one tip each."""
        return [await self.sent(first + number) for number in range(tips)]

    async def mute(self, sent: SentTip) -> None:
        """Wish the sender muted as the staff do, and let the public process hear of it."""
        async with self.house.work() as work:
            await work.mutes.wish(sent.tip_id)
            await work.commit()
        await self.public.listener()

    async def kind_of(self, sent: SentTip) -> str:
        """Return the kind of the outbox row that a tip left for the staff."""
        async with self.house.work() as work:
            rows = (await work.session.execute(select(Outbox))).scalars().all()
        (kind,) = [row.kind for row in rows if row.payload.get("tip") == sent.tip_id]
        return kind

    async def wishes(self) -> list[str]:
        async with self.house.work() as work:
            return list(await work.mutes.list_all())


def request(
    urgency: Urgency = Urgency.ROUTINE, receipt: Receipt | None = None, text: str = WORDS
) -> SendTipRequest:
    return SendTipRequest(
        receipt=receipt or Receipt.create(),
        category="trafficking",
        region_id="429005001",
        urgency=urgency,
        words=Words(text=text),
    )
